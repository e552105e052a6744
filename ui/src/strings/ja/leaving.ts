/** 日本語: 退出と終了、そのあとの画面。 */
import type { FarewellText } from "../../bindings";
import type { leaving as english } from "../en/leaving";
import { number } from "../format";
import type { Translated } from "../language";
import { inAbout, san } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name}さんは次の予定に行きました`;
  return text === "bad-connection" ? `${name}さんは回線が不調でした` : `${name}さんは5分で戻ります`;
}

function carryOn(others: number): string {
  return `残りの${number(others)}人は続けます`;
}

export const leaving: Translated<typeof english> = {
  announceEnd: "終了を予告",
  announceIn: (minutes: number) => `${number(minutes)}分後`,
  announceInShort: (minutes: number) => `${number(minutes)}分`,
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "あなたがこの会議を終了するまで" : `${san(by)}がこの会議を終了するまで`,
  endsIn: (by: string | null, ms: number) => `${san(by)}が${inAbout(ms)}後にこの会議を終了します`,
  addMinutes: "5分延長",
  cancelEnd: "終了を取り消す",
  endCancelled: "予告された終了は取り消されました。会議は続きます。",
  closeTitle: "会議はまだ続いています",
  closeText: (count: number) =>
    count === 1
      ? "ほかには誰もいません。"
      : `${number(count)}人がいます。このウィンドウを閉じるだけでは終了しません。`,
  leaveOthers: (others: number) => (others === 0 ? "退出" : `退出、${carryOn(others)}`),
  nobodyHears: "今は誰にも聞こえず、見えません",
  stayInMeeting: "会議に残る",
  chooseHow: "「退出」か「全員に対して終了」を選ぶか、残ってください。",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "あなただけが退出します。ほかには誰もいません。";
    return `あなただけが退出します。${keptHere ? "このコンピューターで会議は開いたままになり、" : ""}${carryOn(others)}。`;
  },
  youEndedForAll: (count: number) => `${number(count)}人全員の会議を終了しました`,
  endForAll: (count: number) => (count === 1 ? "会議を終了" : `${number(count)}人全員の会議を終了`),
  everybodyGoes: "全員が退出します。会議は閉じ、リンクも使えなくなります。",
  endTitle: (count: number) =>
    count === 1 ? "会議を終了しますか？" : `${number(count)}人全員の会議を終了しますか？`,
  endHow: (count: number) =>
    count === 1
      ? "このリンクではもう入れません。"
      : "全員が1秒以内に退出し、あなたが終了したことが表示されます。このリンクではもう入れません。",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name}（あなた）`,
  noteLabel: "全員に表示される理由（任意）",
  notePlaceholder: "ありがとうございました。議事録はメールで送ります",
  addNote: "全員に表示される理由を添える",
  holdHow: "いっぱいになるまでボタンを押し続けてください。途中で離すと何も起こりません。",
  hold: (count: number) => `押し続けて${number(count)}人全員の会議を終了`,
  keepHolding: (count: number) => `そのまま押し続けて${number(count)}人全員の会議を終了`,
  cannotHold: "キーボードではEnterを押し続けます。押し続けられない場合は",
  typeInstead: (count: number) => `${number(count)}と入力する`,
  typeNumber: (count: number) => `${number(count)}と入力して全員の会議を終了`,
  leaving: "退出しています",
  ending: (count: number) =>
    count === 1 ? "会議を終了しています" : `${number(count)}人全員の会議を終了しています`,

  closedCount: (closed: number, total: number) => `${number(total)}人中${number(closed)}人が終了`,
  everybodyOut: "全員が退出しました。",
  everybodyOutAfter: (time: string) => `${time}で全員が退出しました。`,
  stillClosing: "ほかの人に伝えています。",
  unresponsive: (names: string[], time: string | null) =>
    `${names.map(san).join("、")}のコンピューターが応答しません。${time === null ? "" : `${time}後に`}切断したので、もう何も届きません。`,
  recordMissing: "終了をまだこのコンピューターのディスクに書き込めていません。書き込めるまで試します。",
  lateEnded: (title: string) => `${title || "会議"}は全員に対して終了しました。`,
  lateNotEnded: (title: string) => `${title || "会議"}を終了できませんでした。`,
  whoIsOut: "退出した人",
  youWereThere: "参加時間",
  until: "終了時刻",
  devicesReleased: "デバイスを解放しました",
  cameraReleased: "カメラはオフ",
  microphoneReleased: "マイクはオフ",
  checkAgain: "もう一度確認",
  checkedAt: "システムで確認した時刻",
  didNotClose: (device: string) =>
    `${device}がまだ開いています。取り外すか、念のためAdjournを終了してください。`,
  youSpoke: "発言時間",
  checkingDoor: "まだ開いているか確認しています",
  tellThem: "残っている人に伝える",
  told: (name: string, text: FarewellText) =>
    `残っている人には「${saysFarewell(name, text)}」と表示されます。`,
  saysFarewell,
  summary: "要約",
  summaryOf: (title) => `${title}の要約`,
  noSummary: "要約はもうありません。",
  saveAs: "要約を保存",
  saveTable: "表（CSV）",
  saveData: "データ（JSON）",
  saveChat: "チャット（CSV）",
  savedTo: (path: string) => `${path}に保存しました`,
  whoWasThere: "参加した人",
  columnName: "名前",
  columnTime: "時間",
  columnHow: "退出の理由",
  goHome: "ホームへ",
  rejoin: "再び参加",

  wayOut: {
    stillThere: "まだ参加中",
    wasStillThere: "まだ参加中でした",
    left: (me: boolean, time: string) => `${me ? "自分で退出" : "退出"}${time}`,
    noAnswer: "切断、応答なし",
    endedIt: "全員に対して終了",
    untilTheEnd: "最後まで",
    removed: (time: string) => `外された${time}`,
    removedBy: (by: string) => `${by}さんが外した`,
    denied: "入室の許可なし",
    moved: "デバイスを変更",
    lost: (time: string) => `接続が切れた${time}`,
    crashed: (time: string) => `アプリが停止${time}`,
    asleep: (time: string) => `コンピューターがスリープ${time}`,
    notIn: "入室できなかった",
  },

  went: {
    left: (name) => `${name}さんが退出しました`,
    ended: (_, by) =>
      by === null ? "会議は全員に対して終了しました" : `${by}さんが全員に対して会議を終了しました`,
    removed: (name, by) => (by === null ? `${name}さんが外されました` : `${by}さんが${name}さんを外しました`),
    denied: (name) => `${name}さんは入室を許可されませんでした`,
    moved: (name) => `${name}さんは別のデバイスから参加しました`,
    "connection-lost": (name) => `${name}さんの接続が切れました`,
    crashed: (name) => `${name}さんのアプリが突然停止しました`,
    asleep: (name) => `${name}さんのコンピューターがスリープしました`,
    "server-stopped": () => "主催者が会議のコンピューターを閉じました",
    "room-closed": () => "会議が閉じました",
    "join-failed": (name) => `${name}さんは参加できませんでした`,
  },

  outcome: {
    left: "退出しました",
    neverSeen: "あなたの音声と映像は誰にも届いていません。",
    over: (meeting: string) => `${meeting}は終了しました。`,
    nobodyElse: "ほかには誰もいませんでした。",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting}は${keptHere ? "このコンピューターで開いたまま、" : ""}${number(others)}人で続いています。`,
    endedByMe: "あなたが会議を終了しました",
    shut: (meeting: string) => `${meeting}は閉じました。リンクはもう使えません。`,
    ended: (by: string | null) => (by === null ? "会議は終了しました" : `${by}さんが会議を終了しました`),
    overForAll: (meeting: string) => `${meeting}は全員に対して終了しました。`,
    removed: (by: string | null) => `${san(by)}があなたを会議から外しました`,
    goesOnWithout: (meeting: string) => `${meeting}はあなたなしで続き、あなたのリンクでは戻れません。`,
    denied: (host: string | null) => `${san(host)}が入室を許可しませんでした`,
    moved: "別のデバイスから参加しました",
    goesOnThere: (meeting: string) => `${meeting}はそちらで続いています。`,
    lost: "接続が切れました",
    lostMaybeOpen: "時間内に戻りませんでした。会議はまだ開いているかもしれません。",
    lostOpen: "時間内に戻りませんでした。会議はまだ開いています。",
    lostOver: (meeting: string) => `時間内に戻りませんでした。${meeting}は終了しました。`,
    serverStopped: "主催者が会議のコンピューターを閉じました",
    closed: "会議は閉じています",
    closedHow: "ほかの全員が退出したか、時間が来ました。",
    crashed: "アプリが突然停止しました",
    asleep: "コンピューターがスリープしました",
    mayBeOpen: "会議はまだ開いているかもしれません。",
    notIn: "入室できませんでした",
    theMeeting: "会議",
  },
};
