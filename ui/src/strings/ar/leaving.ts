/** العربية: المغادرة والإنهاء، والشاشة التي بعدهما. */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { inAbout, own, people, withPeople } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `كان لدى ${own(name)} موعد آخر`;
  return text === "bad-connection" ? `كان اتصال ${own(name)} سيئًا` : `يعود ${own(name)} بعد 5 دقائق`;
}

function carryOn(others: number): string {
  return plural(others, {
    one: "يبقى شخص واحد",
    two: "يبقى شخصان",
    few: `يبقى ${number(others)} أشخاص`,
    many: `يبقى ${number(others)} شخصًا`,
    other: `يبقى ${number(others)} شخص`,
  });
}

/** "للجميع وعددهم 12": the number stands where it needs no case. */
function forAll(count: number): string {
  return `للجميع (${number(count)})`;
}

function host(by: string | null): string {
  return by === null ? "المضيف" : own(by);
}

export const leaving: Translated<typeof english> = {
  announceEnd: "إعلان النهاية",
  announceIn: (minutes: number) => `بعد ${number(minutes)} د`,
  announceInShort: (minutes: number) => `${number(minutes)} د`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "تنهي هذا الاجتماع خلال" : `ينهي ${host(by)} هذا الاجتماع خلال`,
  endsIn: (by: string | null, ms: number) => `ينهي ${host(by)} هذا الاجتماع خلال ${inAbout(ms)}`,
  addMinutes: "5 دقائق أخرى",
  cancelEnd: "إلغاء النهاية",
  endCancelled: "أُلغيت النهاية المعلنة. يستمر الاجتماع.",
  closeTitle: "ما زال الاجتماع جاريًا",
  closeText: (count: number) =>
    count === 1 ? "لا أحد غيرك هناك." : `هناك ${people(count)}. إغلاق هذه النافذة وحده لا ينهيه.`,
  leaveOthers: (others: number) => (others === 0 ? "مغادرة" : `مغادرة، ${carryOn(others)}`),
  nobodyHears: "لا أحد يسمعك أو يراك الآن",
  stayInMeeting: "البقاء في الاجتماع",
  chooseHow: "اختر المغادرة أو الإنهاء للجميع، أو ابقَ.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "تغادر وحدك. لا أحد غيرك هنا.";
    return `تغادر وحدك. ${carryOn(others)}${keptHere ? "، ويُبقيه هذا الحاسوب مفتوحًا" : ""}.`;
  },
  youEndedForAll: (count: number) => `أنهيتَه للجميع (${number(count)})`,
  endForAll: (count: number) => (count === 1 ? "إنهاء الاجتماع" : `إنهاء ${forAll(count)}`),
  everybodyGoes: "يغادر الجميع. يُغلق الاجتماع ورابطه.",
  endTitle: (count: number) => (count === 1 ? "إنهاء الاجتماع؟" : `إنهاء الاجتماع ${forAll(count)}؟`),
  endHow: (count: number) =>
    count === 1
      ? "لن يدخل أحد بهذا الرابط بعد الآن."
      : "يخرج الجميع خلال ثانية ويرون أنك أنهيته. لن يدخل أحد بهذا الرابط بعد الآن.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${own(name)} (أنت)`,
  noteLabel: "سبب سيقرؤه الجميع (اختياري)",
  notePlaceholder: "شكرًا للجميع، ستصلكم الملاحظات بالبريد",
  addNote: "إضافة سبب سيقرؤه الجميع",
  holdHow: "اضغط الزر باستمرار حتى يمتلئ. إذا أفلتّه قبل ذلك لا يحدث شيء.",
  hold: (count: number) => `ضغط مستمر للإنهاء ${forAll(count)}`,
  keepHolding: (count: number) => `واصل الضغط للإنهاء ${forAll(count)}`,
  cannotHold: "لوحة المفاتيح: اضغط Enter باستمرار. لا يمكنك ذلك؟",
  typeInstead: (count: number) => `اكتب ${number(count)} بدلًا من ذلك`,
  typeNumber: (count: number) => `اكتب ${number(count)} لإنهاء الاجتماع للجميع`,
  leaving: "تجري المغادرة",
  ending: (count: number) => (count === 1 ? "يجري إنهاء الاجتماع" : `يجري إنهاء الاجتماع ${forAll(count)}`),

  closedCount: (closed: number, total: number) => `أُغلق ${number(closed)} من ${number(total)}`,
  everybodyOut: "خرج الجميع.",
  everybodyOutAfter: (time: string) => `خرج الجميع بعد ${time}.`,
  stillClosing: "يجري إبلاغ الآخرين.",
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` بعد ${time}`;
    return names.length === 1
      ? `حاسوب ${own(names[0] ?? "")} لا يستجيب. قُطع${after} ولا يصله شيء بعد الآن.`
      : `لا يستجيب: ${list(names.map(own))}. قُطعوا${after} ولا يصلهم شيء بعد الآن.`;
  },
  recordMissing: "لم يمكن بعد تسجيل النهاية على قرص هذا الحاسوب. تتكرر المحاولة حتى تنجح.",
  lateEnded: (title: string) => `انتهى ${title === "" ? "الاجتماع" : own(title)} للجميع.`,
  lateNotEnded: (title: string) => `لم يمكن إنهاء ${title === "" ? "الاجتماع" : own(title)}.`,
  whoIsOut: "من خرج",
  youWereThere: "مدة وجودك",
  until: "حتى",
  devicesReleased: "تحررت الأجهزة",
  cameraReleased: "الكاميرا مطفأة",
  microphoneReleased: "الميكروفون مطفأ",
  checkAgain: "تحقق مرة أخرى",
  checkedAt: "تم التحقق من النظام في",
  didNotClose: (device: string) => `ما زال مفتوحًا: ${own(device)}. افصله، أو أنهِ Adjourn للتأكد.`,
  youSpoke: "مدة حديثك",
  checkingDoor: "يجري التحقق إن كان ما زال مفتوحًا",
  tellThem: "إخبار من بقوا هناك",
  told: (name: string, text: FarewellText) => `يقرأ من بقوا هناك: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "الملخص",
  summaryOf: (title) => `ملخص ${own(title)}`,
  noSummary: "لم يعد الملخص موجودًا.",
  saveAs: "حفظ الملخص",
  saveTable: "جدول (CSV)",
  saveData: "بيانات (JSON)",
  saveChat: "الدردشة (CSV)",
  savedTo: (path: string) => `حُفظ في ${own(path)}`,
  whoWasThere: "من كان هناك",
  columnName: "الاسم",
  columnTime: "المدة",
  columnHow: "كيف غادر",
  goHome: "إلى البداية",
  rejoin: "العودة",

  wayOut: {
    stillThere: "ما زال هناك",
    wasStillThere: "كان ما زال هناك",
    left: (me: boolean, time: string) => `${me ? "غادرت" : "غادر"}${time}`,
    noAnswer: "قُطع، بلا استجابة",
    endedIt: "أنهاه للجميع",
    untilTheEnd: "حتى النهاية",
    removed: (time: string) => `أُخرج${time}`,
    removedBy: (by: string) => `أخرجه ${own(by)}`,
    denied: "لم يُسمح بالدخول",
    moved: "غيّر الجهاز",
    lost: (time: string) => `انقطع الاتصال${time}`,
    crashed: (time: string) => `توقف التطبيق${time}`,
    asleep: (time: string) => `الحاسوب في السكون${time}`,
    notIn: "لم يدخل",
  },

  went: {
    left: (name) => `غادر ${own(name)}`,
    ended: (_, by) => (by === null ? "أُنهي الاجتماع للجميع" : `أنهى ${own(by)} الاجتماع للجميع`),
    removed: (name, by) => (by === null ? `أُخرج ${own(name)}` : `أخرج ${own(by)} ${own(name)}`),
    denied: (name) => `لم يُسمح لـ ${own(name)} بالدخول`,
    moved: (name) => `انضم ${own(name)} من جهاز آخر`,
    "connection-lost": (name) => `انقطع اتصال ${own(name)}`,
    crashed: (name) => `توقف تطبيق ${own(name)} فجأة`,
    asleep: (name) => `دخل حاسوب ${own(name)} في السكون`,
    "server-stopped": () => "أغلق المضيف حاسوب الاجتماع",
    "room-closed": () => "أُغلق الاجتماع",
    "join-failed": (name) => `لم يستطع ${own(name)} الانضمام`,
  },

  outcome: {
    left: "غادرت",
    neverSeen: "لم يسمعك أحد ولم يرك أحد.",
    over: (meeting: string) => `انتهى ${own(meeting)}.`,
    nobodyElse: "لم يكن هناك أحد غيرك.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `يستمر ${own(meeting)} مع ${withPeople(others)}${keptHere ? "، ويُبقيه هذا الحاسوب مفتوحًا" : ""}.`,
    endedByMe: "أنهيت الاجتماع",
    shut: (meeting: string) => `أُغلق ${own(meeting)}. لم يعد الرابط يعمل.`,
    ended: (by: string | null) => (by === null ? "أُنهي الاجتماع" : `أنهى ${own(by)} الاجتماع`),
    overForAll: (meeting: string) => `انتهى ${own(meeting)} للجميع.`,
    removed: (by: string | null) => `أخرجك ${host(by)} من الاجتماع`,
    goesOnWithout: (meeting: string) => `يستمر ${own(meeting)} من دونك، ولم يعد رابطك يفتحه.`,
    denied: (by: string | null) => `لم يسمح لك ${host(by)} بالدخول`,
    moved: "انضممت من جهاز آخر",
    goesOnThere: (meeting: string) => `يستمر ${own(meeting)} هناك.`,
    lost: "انقطع اتصالك",
    lostMaybeOpen: "لم يعد في الوقت المناسب. ربما ما زال الاجتماع مفتوحًا.",
    lostOpen: "لم يعد في الوقت المناسب. ما زال الاجتماع مفتوحًا.",
    lostOver: (meeting: string) => `لم يعد في الوقت المناسب. انتهى ${own(meeting)}.`,
    serverStopped: "أغلق المضيف حاسوب الاجتماع",
    closed: "الاجتماع مغلق",
    closedHow: "غادر كل الآخرين، أو انتهى الوقت.",
    crashed: "توقف التطبيق فجأة",
    asleep: "دخل حاسوبك في السكون",
    mayBeOpen: "ربما ما زال الاجتماع مفتوحًا.",
    notIn: "لم تستطع الدخول",
    theMeeting: "الاجتماع",
  },
};
