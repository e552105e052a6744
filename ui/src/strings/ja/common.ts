/** 日本語: いくつもの画面で使う言葉。 */
import type { FarewellText, Role } from "../../bindings";
import type { common as english } from "../en/common";
import { number } from "../format";
import type { Translated } from "../language";

export function span(length: number): string {
  return length % 60 !== 0 ? `${number(length)}秒` : `${number(length / 60)}分`;
}

export function inAbout(ms: number): string {
  const left = Math.max(0, Math.round(ms / 1000));
  return left < 60 ? `${number(left)}秒` : span(Math.round(left / 60) * 60);
}

/** 敬称つきの名前。名前が分からないときは主催者。 */
export function san(name: string | null): string {
  return name === null ? "主催者" : `${name}さん`;
}

export const common: Translated<typeof english> = {
  app: "Adjourn",
  sentence: (text: string) => `${text}。`,
  together: (...sentences: string[]) => sentences.join(""),
  personCount: (count: number) => `${number(count)}人`,
  duration: {
    under: "1分未満",
    underShort: "1分未満",
    seconds: (seconds: number) => `${number(seconds)}秒`,
    minutes: (minutes: number) => `${number(minutes)}分`,
    hours: (hours: number) => `${number(hours)}時間`,
    both: (hours: number, minutes: number) => `${number(hours)}時間${number(minutes)}分`,
  },
  close: "閉じる",
  done: "完了",
  change: "変更",
  or: "または",
  you: "あなた",
  leave: "退出",
  stay: "残る",
  dismiss: "閉じる",
  tryAgain: "再試行",
  save: "保存",
  chooseDevice: { camera: "カメラ", microphone: "マイク", speaker: "スピーカー" },
  noCamera: "カメラなし",
  noMicrophone: "マイクなし",
  noSpeaker: "スピーカーなし",
  noDevices: "見つかりません",
  pictureLines: (lines) => `${lines}p`,
  pictureMode: (lines, fps) => `${lines}p、${number(fps)}\u00a0fps`,
  microphoneAndSpeaker: "マイクとスピーカー",
  role: { host: "主催者", "co-host": "共同主催者", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "次の予定",
    "bad-connection": "回線が不調",
    "back-in-5": "5分で戻ります",
  } satisfies Record<FarewellText, string>,
  tray: {
    show: "Adjournを表示",
    mute: "マイクをオフにする",
    unmute: "マイクをオンにする",
    leave: "会議から退出",
    end: "全員の会議を終了",
    quit: "Adjournを終了",
    mini: "Adjourn、小さいウィンドウ",
  },
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `${title}に参加`,
    call: (title: string) => title,
    after: "会議のあと",
  },
};
