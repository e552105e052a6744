/** 日本語: ホーム、入口、待合室、設定。 */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { number } from "../format";
import type { Translated } from "../language";
import { san, span } from "./common";

export const doors: Translated<typeof english> = {
  startOrJoin: "開始または参加",
  newMeeting: "新しい会議",
  meetingOf: (name: string) => `${name}さんの会議`,
  runsHere: (lobby: boolean) =>
    `このコンピューターで動きます。${lobby ? "ゲストは入室の許可を待ちます。" : "リンクがあれば誰でも参加できます。"}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `あなたの接続が切れると、${span(seconds)}後に終了します。`,
    keep: "あなたの接続が切れると、共同主催者が引き継ぎます。",
    end: "あなたの接続が切れると、すぐに終了します。",
  },
  rulesTitle: "新しい会議のルール",
  guestsWait: "ゲストは入室の許可を待つ",
  guestsWaitHow: "誰が来たかを見て、一人ずつ許可または拒否します。",
  rulesAway: "あなたのコンピューターの接続が切れたら",
  rulesAwayHow: "停止、スリープ、通信の切断などの場合です。参加者は全員、入室前にこのルールを見ます。",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "共同主催者が引き継ぐ";
    return rule.rule === "end" ? "すぐに終了する" : `${span(rule.seconds)}後に終了する`;
  },
  joinWithLink: "リンクで参加",
  linkPlaceholder: "adjourn://join/…",
  join: "参加",
  yourName: "あなたの名前",
  namePlaceholder: "ほかの人からの呼び名",
  nameNeeded: "ほかの人に分かるように、まず名前を入力してください。",
  linkNeeded: "まず招待のリンクを貼り付けてください。",
  opening: "このコンピューターで会議を開いています",
  lookingUp: "会議を探しています",
  settings: "設定",
  stillOpen: "あなたの会議はまだ開いています",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `このコンピューターで「${title}」が開いています。誰もいません。`
      : `このコンピューターで「${title}」が開いています。${number(count)}人がいます。`,
  goBack: "戻る",
  endFromHome: (title: string) => `「${title}」を全員に対して終了しますか？`,
  keepOpen: "開いたままにする",
  recent: "最近の会議",
  recentNone: "主催または参加した会議がここに並び、あとから見つけられます。",
  today: "今日",
  yesterday: "昨日",
  youHosted: "主催",
  youJoinedIt: "参加",
  meetAnew: "もう一度開始",
  joinAgain: "もう一度参加",
  stillOpenThere: (count: number) =>
    count === 0 ? "まだ開いています（誰もいません）" : `まだ開いています（${number(count)}人）`,
  showAll: "すべて",
  showFewer: "一部だけ",
  forget: (title: string) => `「${title}」を一覧から外す`,
  forgetAll: "消去",
  forgetAllTitle: "最近の会議の一覧を消去しますか？",
  forgetAllText: "参加した会議のリンクも消えます。会議そのものは変わりません。",
  forgetAllDo: "一覧を消去",
  keepList: "一覧を残す",

  yourPictureAndSound: "あなたの映像と音声",
  hostedBy: (host: string) => `主催者: ${host}`,
  openFor: (time: string) => `開始から${time}`,
  justOpened: "開いたばかり",
  nobodyThere: "まだ誰もいません",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? names.slice(0, 3) : names;
    const more = names.length - shown.length;
    return `${shown.map(san).join("、")}${more > 0 ? `、ほか${number(more)}人` : ""}がいます`;
  },
  ifHostGoesAway: (host: string | null) => `${san(host)}のコンピューターの接続が切れると、`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "共同主催者が引き継ぎます";
    return rule.rule === "end" ? "会議はすぐに終了します" : `会議は${span(rule.seconds)}後に終了します`;
  },
  letsEachIn: (host: string | null) => `${san(host)}が入室を許可するまで待ちます。`,
  lockedDoor: (host: string | null) =>
    `会議はロックされています。まず${san(host)}がロックを解除する必要があります。`,
  letsYouIn: (host: string | null) => `${san(host)}の許可を待っています`,
  hasBeenTold: (host: string | null, name: string) =>
    `${name}さんが来たことは${san(host)}に伝わりました。入室するまで、誰にも聞こえず、見えません。`,
  waitingToBeAdmitted: "入室の許可を待っています",
  waitingFor: "待ち時間",
  aheadOfYou: (ahead: number) =>
    ahead === 0 ? "次はあなたの番です。" : `あなたの前に${number(ahead)}人います。`,
  onlyHostEnds: (host: string) =>
    `全員に対して終了できるのは${host}さんだけです。あなたはいつでも退出できます。`,
  joining: "入室しています。入室するまで、誰にも聞こえず、見えません。",
  cameraOff: "カメラはオフです",
  cameraStarting: "カメラを起動しています",
  microphoneWorks: "マイクの音量",
  test: "テスト",
  testSpeaker: "スピーカーで音を鳴らす",

  moreInvite: "ほかの招待方法",
  copyLink: "リンクをコピー",
  showCode: "QRコードとアドレス",
  inviteTitle: "招待",
  inviteHow: "リンクを送ってください。コードには同じリンクが入っていて、画面から読み取れます。",
  codeOfLink: "リンクのQRコード",
  reachTitle: "ゲストが参加できる場所",
  reach: {
    "this-computer": "このコンピューターのみ",
    "local-network": "同じネットワーク（職場や自宅など）",
    internet: "どこからでも（ルーターが通す場合）",
  },
  guestsNeed: "ゲストのコンピューターにもAdjournが必要です。リンクで開きます。",
  guestsNeedNetwork: "会議を動かすコンピューターと同じネットワークにいる必要があります。",
  guestsCannot:
    "今はほかの誰もこのコンピューターに接続できません。ネットワークに接続してから、リンクをもう一度コピーしてください。",
  inviteUnknown: "リンクを取得できませんでした。会議は終了したかもしれません。",

  settingsTab: {
    general: "一般",
    devices: "デバイス",
    shortcuts: "ショートカット",
    appearance: "外観",
    language: "言語",
    server: "サーバー",
  },
  nameHow: "次の会議から、ほかの人に表示されます。",
  notifications: "通知",
  notificationsHow: "Adjournがほかのウィンドウの後ろにあるとき、誰かが待つ、書く、手を挙げると知らせます。",
  sounds: "音",
  soundsHow: "誰かが参加したり手を挙げたりすると、短い音が鳴ります。",
  autostart: "コンピューターと同時に起動",
  autostartHow: "必要になるまで、Adjournは通知領域で待ちます。",
  devicesHow: "すべての会議で使います。あとから接続したものもすぐに選べます。",
  reduceNoise: "雑音とエコーを減らす",
  joinMuted: "マイクをオフにして参加",
  askBeforeLeaving: "退出する前に確認",
  theme: "テーマ",
  themes: { system: "システム", light: "ライト", dark: "ダーク" },
  themeHow: "「システム」はデスクトップに合わせ、会議中は暗くします。",
  textSize: "文字の大きさ",
  textSizeHow: "全体がこれに合わせて変わります。",
  textSizes: { small: "90%", usual: "100%", large: "125%" },
  namesOnPictures: "映像に名前を表示",
  miniOnTop: "小さいウィンドウを常に手前に表示",
  reduceMotion: "動きを減らす",
  languageOfApp: "アプリの言語",
  asTheSystem: (name: string) => `システムに合わせる: ${name}`,
  languageHow: "名前、チャット、ファイルは書かれたままです。",
  serverHere: "新しい会議はこのコンピューターで動きます。ほかの場所には何も送られません。",
  serverThere: (host: string) =>
    `新しい会議は ${host} で動きます。ゲストを通すのはこのコンピューターなので、ゲストが来る間は Adjourn を開いたままにしてください。`,
  runsThere: (host: string) => `${host} で動きます。リンクを持つ人は誰でも参加できます。`,
  port: "ゲスト用のポート",
  portHow: "次の会議から使われます。使用中のときは別のポートになります。",
  portBad: "ポートは1から65535までの数字です。",
  otherServer: "別のサーバー（任意）",
  otherServerHow: "1台のコンピューターでは足りない人数のための、自分の LiveKit サーバーです。",
  serverAddress: "アドレス",
  apiKey: "API キー",
  apiSecret: "API シークレット",
  apiSecretHow: "このコンピューターに保管され、二度と表示されません。",
  useServer: "確認して使う",
  askingServer: "サーバーに問い合わせています",
  serverNeeds: "アドレス、キー、シークレットを入力してください。",
  useThisComputer: "このコンピューターに戻す",
  notThere: "そこでは入室待ちがなく、会議のロックや終了の予告はできず、共同主催者も置けません。",

  chooseAnother: "別のものを選ぶ",
  pasteAgain: "もう一度貼り付け",
  openSettings: "設定を開く",
  showAttempts: "試行を表示",
  attempts: "試行",
  known: {
    heldBy: (program) => `${program} が使用しています。`,
    ended: (by, when) =>
      by === null ? `終了しています（${when}）。` : `${by}さんが終了しました（${when}）。`,
    tried: (addresses, seconds) => `${number(addresses)}個のアドレスを${number(seconds)}秒間試しました。`,
    stopsAfter: (end) => `${end} の後で途切れています。`,
    onlyEnds: (name) => `全員に対して終了できるのは${name}さんだけです。`,
    promised: "リンク",
    shown: "受信",
  },
  quitApp: "Adjournを終了",
  copyDetails: "詳細をコピー",
  detailsCopied: "詳細をコピーしました。名前とリンクは含まれていません。",
};
