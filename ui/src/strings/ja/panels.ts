/** 日本語: 参加者、主催者の操作、チャット、挙手、リアクション、キー。 */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number } from "../format";
import type { Translated } from "../language";
import { san } from "./common";

export const panels: Translated<typeof english> = {
  people: "参加者",
  backToMeeting: "会議に戻る",
  searchPeople: "参加者を検索",
  clearSearch: "検索を消去",
  nobodyCalled: (search: string) => `「${search}」という名前の人はいません。`,
  foundPeople: (count: number) => `${number(count)}人が見つかりました`,
  onlyYou: "あなただけです。招待があれば誰でも来られます。",
  raisedHands: (count: number) => `挙手${number(count)}人`,
  handPlace: (place: number) => `挙手、${number(place)}番目`,
  lowerHand: "手を下ろす",
  writeOnlyTo: (name: string) => `${name}さんだけに書く`,
  showPeople: (waiting: number) => (waiting === 0 ? "参加者" : `参加者、${number(waiting)}人が待機中`),
  closePeople: "参加者を閉じる",
  waitingList: "入室待ち",
  waitingCount: (count: number) => `入室待ち、${number(count)}人`,
  inMeeting: "会議の中",
  admit: "許可",
  admitName: (name: string) => `許可: ${name}さん`,
  denyName: (name: string) => `${name}さんの入室を拒否`,
  admitAll: (count: number) => (count === 2 ? "二人とも許可" : "全員を許可"),
  see: "見る",
  isWaiting: (name: string) => `${name}さんが待っています`,
  youWithRole: {
    host: "あなた、主催者",
    "co-host": "あなた、共同主催者",
    guest: "あなた",
  } satisfies Record<Role, string>,
  isMuted: "ミュート中",
  moreFor: (name: string) => `${name}さんのその他の操作`,
  mute: "ミュート",
  askToUnmute: "マイクをオンにするよう頼む",
  cameraOffFor: "カメラをオフにする",
  askForCamera: "カメラをオンにするよう頼む",
  makeCoHost: "共同主催者にする",
  takeCoHost: "共同主催者から外す",
  handOver: "会議を引き渡す",
  removeFrom: "会議から外す",
  muteAll: "全員をミュート",
  lock: "ロック",
  unlock: "ロックを解除",
  handOverTitle: (name: string) => `${name}さんに会議を引き渡しますか？`,
  handOverText: (name: string) =>
    `${name}さんが主催者になり、全員に対して終了できるのはその人だけになります。あなたは共同主催者として残ります。`,
  handOverDo: "引き渡す",
  removeTitle: (name: string) => `${name}さんを外しますか？`,
  removeText: "会議はその人なしで続き、その人のリンクでは戻れません。",
  removeDo: "外す",
  keep: "このままにする",
  youAreNow: {
    host: "あなたが主催者になりました。全員に対して終了できるのはあなただけです。",
    "co-host": "あなたは共同主催者になりました。入室の許可、ミュート、退室の操作ができます。",
    guest: "あなたはゲストになりました",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${name}さんが主催者になりました`;
    return role === "co-host"
      ? `${name}さんが共同主催者になりました`
      : `${name}さんは共同主催者ではなくなりました`;
  },
  lockedTitle: "会議はロックされています。",
  lockedText: "新しい人は入れません。",
  lockedSentence: "会議はロックされています。新しい人は入れません。",
  unlockedSentence: "会議のロックが解除されました",
  locked: "ロック中",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio"
      ? `${by}さんがマイクをオンにするよう頼んでいます。`
      : `${by}さんがカメラをオンにするよう頼んでいます。`,
  notNow: "今はしない",
  unmute: "マイクをオンにする",
  spokeMuted: (key) => `ミュート中です。${key} を押している間だけ話せます。`,
  showCamera: "カメラをオンにする",
  silenced: (kind: "audio" | "video", by: string | null) =>
    kind === "audio"
      ? `${san(by)}があなたをミュートしました。`
      : `${san(by)}があなたのカメラをオフにしました。`,
  silencedHow: {
    audio: "マイクをオンにするまで、誰にも聞こえません。",
    video: "カメラをオンにするまで、誰にも見えません。",
  },
  hostIsAway: (name: string) => `${name}さんのコンピューターの接続が切れました。`,
  awayCloses: "戻らなければ会議は終了します。残り",
  awayEnds: "会議を終了しています。",
  awayKeeps: "会議は主催者なしで続きます。",
  carriedElsewhere: "この会議は別のサーバーで動いています。入室待ちはなく、ロックもできません。",

  chat: "チャット",
  closeChat: "チャットを閉じる",
  showChat: (unread: number) => (unread === 0 ? "チャット" : `チャット、新着${number(unread)}件`),
  messages: "メッセージ",
  noMessages: "まだ誰も書いていません。",
  noMessagesHow: "書いたことは今いる人が読み、あなたの会議の要約に残ります。",
  onlyToYou: "あなただけに",
  onlyTo: (name: string) => `${name}さんだけに`,
  newMessages: "新着",
  toLatest: "最新のメッセージ",
  newBelow: (count: number) => `新着${number(count)}件`,
  writeTo: "宛先",
  toEveryone: "全員へ",
  toOnly: (name: string) => `${name}さんだけへ`,
  everyone: "全員",
  messageEveryone: "全員へのメッセージ",
  messageOnly: (name: string) => `${name}さんだけへのメッセージ`,
  addresseeGone: (name: string) => `${name}さんは退出しました。宛先を選んでください。`,
  send: "送信",
  sending: "送信中",
  discard: "破棄",
  charactersLeft: (count: number) =>
    count < 0 ? `${number(-count)}文字超えています` : `あと${number(count)}文字`,
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${name}、あなただけに: ${text}` : `${name}: ${text}`,
  opensOutside: (host: string) => `${host}をブラウザーで開きます`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${title}`,

  raiseHand: "手を挙げる",
  handUp: "手を挙げています",
  handDown: "手を下ろしました",
  react: "リアクション",

  notify: {
    waits: (name: string) => `${name}さんが入室を待っています`,
    wrote: (name: string) => `${name}さんがチャットに書きました`,
    wroteYou: (name: string) => `${name}さんがあなたに書きました`,
    raised: (name: string) => `${name}さんが手を挙げました`,
  },

  keysTitle: "キー",
  keysChange: "キーを変更",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Shift",
    space: "スペース",
    pageUp: "Page Up",
    pageDown: "Page Down",
  },
  commands: {
    microphone: "マイクのオン・オフ",
    talk: "押している間だけ話す",
    camera: "カメラのオン・オフ",
    hand: "手を挙げる・下ろす",
    react: "リアクション",
    people: "参加者",
    chat: "チャット",
    invite: "招待をコピー",
    leave: "退出",
    settings: "設定",
    keys: "キーを表示",
  } satisfies Record<Command, string>,
  keysEscape: "残る、または開いているものを閉じる",
  keysRegions: "ステージ、パネル、バーへ移る",
  keysArrows: "次の操作へ移る",
  arrowKeys: "矢印",
  keysPin: "フォーカスのある人を固定",
  leaveAnywhere: "どのアプリからでも退出（Adjournが応答しないときも）",
  pressKeys: "新しいキーを押してください",
  pressKeysHow: "Escで元のままにします。",
  changeKeyOf: (command: string, key: string) => `${command}、${key}。押すとキーを変更します。`,
  keyIsNow: (command: string, key: string) => `${command}は${key}になりました`,
  keyUsed: (key: string, by: string) => `${key}はすでに「${by}」で使われています。`,
  keyKept: (key: string) => `${key}にはどこでも決まった働きがあります。`,
  keyTypes: (key: string, ctrl: string) =>
    `${key}だけでは文字の入力になります。${ctrl}かAltと一緒に押すか、F1からF12を使ってください。`,
  resetKey: "標準に戻す",
  resetKeys: "標準のキーに戻す",
};
