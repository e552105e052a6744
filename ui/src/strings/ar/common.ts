/** العربية: من اليمين إلى اليسار، بست صيغ للعدد. */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number, plural } from "../format";
import type { Translated } from "../language";

/** A name or a link keeps its own direction, and the sentence around it keeps its own. */
export function own(text: string): string {
  return `\u2068${text}\u2069`;
}

/** After a preposition: "بعد دقيقتين". */
export function span(length: number): string {
  if (length % 60 !== 0)
    return plural(length, {
      one: "ثانية واحدة",
      two: "ثانيتين",
      few: `${number(length)} ثوانٍ`,
      other: `${number(length)} ثانية`,
    });
  const minutes = length / 60;
  return plural(minutes, {
    one: "دقيقة واحدة",
    two: "دقيقتين",
    few: `${number(minutes)} دقائق`,
    other: `${number(minutes)} دقيقة`,
  });
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return span(left < 60 ? left : Math.round(left / 60) * 60);
}

export function people(count: number): string {
  return plural(count, {
    zero: "لا أحد",
    one: "شخص واحد",
    two: "شخصان",
    few: `${number(count)} أشخاص`,
    many: `${number(count)} شخصًا`,
    other: `${number(count)} شخص`,
  });
}

/** After a preposition: "مع شخصين". */
export function withPeople(count: number): string {
  return count === 2 ? "شخصين" : people(count);
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}.`,
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "أقل من دقيقة",
    underShort: "أقل من دقيقة",
    seconds: (seconds: number) => `${number(seconds)}\u00a0ث`,
    minutes: (minutes: number) => `${number(minutes)} د`,
    hours: (hours: number) => `${number(hours)} س`,
    both: (hours: number, minutes: number) => `${number(hours)} س ${number(minutes)} د`,
  },
  close: "إغلاق",
  done: "تم",
  change: "تغيير",
  or: "أو",
  you: "أنت",
  leave: "مغادرة",
  stay: "البقاء",
  dismiss: "إخفاء",
  tryAgain: "المحاولة مجددًا",
  save: "حفظ",
  chooseDevice: { camera: "الكاميرا", microphone: "الميكروفون", speaker: "مكبر الصوت" },
  noCamera: "لا توجد كاميرا",
  noMicrophone: "لا يوجد ميكروفون",
  noSpeaker: "لا يوجد مكبر صوت",
  noDevices: "لم يُعثر على شيء",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p، ${number(fps)}\u00a0إطارًا في الثانية`,
  microphoneAndSpeaker: "الميكروفون ومكبر الصوت",
  role: { host: "المضيف", "co-host": "مضيف مشارك", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "لدي موعد آخر",
    "bad-connection": "اتصال سيئ",
    "back-in-5": "أعود بعد 5 دقائق",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "إظهار Adjourn",
    mute: "كتم الميكروفون",
    unmute: "تشغيل الميكروفون",
    leave: "مغادرة الاجتماع",
    end: "إنهاء الاجتماع للجميع",
    quit: "إنهاء Adjourn",
    mini: "Adjourn، نافذة صغيرة",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `الانضمام إلى ${own(title)}`,
    call: (title: string) => title,
    after: "بعد الاجتماع",
  },
};
