/** العربية: البداية والمدخل وغرفة الانتظار والإعدادات. */
import type { AwayRule } from "../../bindings";
import type { doors as english } from "../en/doors";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { own, people, span } from "./common";

export const doors: Translated<typeof english> = {
  startOrJoin: "البدء أو الانضمام",
  newMeeting: "اجتماع جديد",
  meetingOf: (name: string) => `اجتماع ${name}`,
  runsHere: (lobby: boolean) =>
    `يعمل على هذا الحاسوب. ${lobby ? "ينتظر الضيوف حتى يُسمح لهم بالدخول." : "كل من لديه الرابط يمكنه الانضمام."}`,
  ifYouGoAway: {
    "end-after": (seconds: number) => `إذا انقطعت، ينتهي بعد ${span(seconds)}.`,
    keep: "إذا انقطعت، يتولاه مضيف مشارك.",
    end: "إذا انقطعت، ينتهي فورًا.",
  },
  rulesTitle: "قواعد الاجتماعات الجديدة",
  guestsWait: "ينتظر الضيوف حتى يُسمح لهم بالدخول",
  guestsWaitHow: "ترى من هم، وتسمح لكل واحد منهم أو لا تسمح.",
  rulesAway: "إذا انقطع حاسوبك",
  rulesAwayHow: "إذا تعطل أو دخل في السكون أو فقد الاتصال. يرى الجميع هذه القاعدة قبل الدخول.",
  awayChoice(rule: AwayRule): string {
    if (rule.rule === "keep") return "يتولاه مضيف مشارك";
    return rule.rule === "end" ? "ينتهي فورًا" : `ينتهي بعد ${span(rule.seconds)}`;
  },
  joinWithLink: "الانضمام برابط",
  linkPlaceholder: "adjourn://join/…",
  join: "انضمام",
  yourName: "اسمك",
  namePlaceholder: "كيف يناديك الآخرون",
  nameNeeded: "اكتب اسمك أولًا، حتى يعرف الآخرون من أنت.",
  linkNeeded: "الصق أولًا الرابط الذي في دعوتك.",
  opening: "يجري فتح اجتماعك على هذا الحاسوب",
  lookingUp: "يجري البحث عن الاجتماع",
  settings: "الإعدادات",
  stillOpen: "اجتماعك ما زال مفتوحًا",
  stillOpenWith: (title: string, count: number) =>
    count === 0
      ? `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. لا أحد هناك.`
      : plural(count, {
          one: `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. هناك شخص واحد.`,
          two: `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. هناك شخصان.`,
          few: `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. هناك ${number(count)} أشخاص.`,
          many: `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. هناك ${number(count)} شخصًا.`,
          other: `يُبقي هذا الحاسوب «${own(title)}» مفتوحًا. هناك ${number(count)} شخص.`,
        }),
  goBack: "العودة إليه",
  endFromHome: (title: string) => `إنهاء «${own(title)}» للجميع؟`,
  keepOpen: "إبقاؤه مفتوحًا",
  recent: "الاجتماعات الأخيرة",
  recentNone: "تظهر هنا الاجتماعات التي تستضيفها أو تنضم إليها، لتجدها من جديد.",
  today: "اليوم",
  yesterday: "أمس",
  youHosted: "باستضافتك",
  youJoinedIt: "بمشاركتك",
  meetAnew: "البدء من جديد",
  joinAgain: "الانضمام من جديد",
  stillOpenThere: (count: number) =>
    count === 0 ? "ما زال مفتوحًا ولا أحد فيه" : `ما زال مفتوحًا، وفيه ${people(count)}`,
  showAll: "الكل",
  showFewer: "أقل",
  forget: (title: string) => `إزالة «${own(title)}» من القائمة`,
  forgetAll: "مسح",
  forgetAllTitle: "مسح قائمة الاجتماعات الأخيرة؟",
  forgetAllText: "تذهب معها روابط الاجتماعات التي انضممت إليها. أما الاجتماعات نفسها فتبقى كما هي.",
  forgetAllDo: "مسح القائمة",
  keepList: "إبقاء القائمة",

  yourPictureAndSound: "صورتك وصوتك",
  hostedBy: (host: string) => `المضيف: ${own(host)}`,
  openFor: (time: string) => `مفتوح منذ ${time}`,
  justOpened: "فُتح للتو",
  nobodyThere: "لا أحد هناك بعد",
  areThere(names: string[]): string {
    const shown = names.length > 4 ? names.slice(0, 3) : names;
    const more = names.length - shown.length;
    const others = plural(more, {
      two: "شخصان آخران",
      few: `${number(more)} آخرون`,
      other: `${number(more)} آخرون`,
    });
    const all = shown.map(own);
    return `هناك الآن: ${list(more > 0 ? [...all, others] : all)}`;
  },
  ifHostGoesAway: (host: string | null) =>
    host === null ? "إذا انقطع حاسوب المضيف،" : `إذا انقطع حاسوب ${own(host)}،`,
  thenTheMeeting(rule: AwayRule): string {
    if (rule.rule === "keep") return "يتولى الاجتماع مضيف مشارك";
    return rule.rule === "end" ? "ينتهي الاجتماع فورًا" : `ينتهي الاجتماع بعد ${span(rule.seconds)}`;
  },
  letsEachIn: (host: string | null) => `تنتظر حتى يسمح لك ${host === null ? "المضيف" : own(host)} بالدخول.`,
  lockedDoor: (host: string | null) =>
    `الاجتماع مقفل. على ${host === null ? "المضيف" : own(host)} فتح القفل أولًا.`,
  letsYouIn: (host: string | null) => `بانتظار أن يسمح لك ${host === null ? "المضيف" : own(host)}`,
  hasBeenTold: (host: string | null, name: string) =>
    `وصل إلى ${host === null ? "المضيف" : own(host)} أن ${own(name)} في الانتظار. لا أحد يسمعك أو يراك حتى تدخل.`,
  waitingToBeAdmitted: "في انتظار الدخول",
  waitingFor: "مدة انتظارك",
  aheadOfYou: (ahead: number) =>
    plural(ahead, {
      zero: "دورك هو التالي.",
      one: "أمامك شخص واحد.",
      two: "أمامك شخصان.",
      few: `أمامك ${number(ahead)} أشخاص.`,
      many: `أمامك ${number(ahead)} شخصًا.`,
      other: `أمامك ${number(ahead)} شخص.`,
    }),
  onlyHostEnds: (host: string) => `لا ينهيه للجميع إلا ${own(host)}. يمكنك المغادرة في أي وقت.`,
  joining: "يجري دخولك. لا أحد يسمعك أو يراك حتى تدخل.",
  cameraOff: "الكاميرا مطفأة",
  cameraStarting: "الكاميرا قيد التشغيل",
  microphoneWorks: "مستوى الميكروفون",
  test: "تجربة",
  testSpeaker: "تشغيل صوت على مكبر الصوت",

  moreInvite: "طرق أخرى للدعوة",
  copyLink: "نسخ الرابط",
  showCode: "رمز QR والعناوين",
  inviteTitle: "دعوة الناس",
  inviteHow: "أرسل الرابط. يحوي الرمز الرابط نفسه، ليُقرأ من الشاشة.",
  codeOfLink: "رمز QR للرابط",
  reachTitle: "من أين يمكن للضيوف أن يأتوا",
  reach: {
    "this-computer": "من هذا الحاسوب فقط",
    "local-network": "من الشبكة نفسها، كشبكة مكتب أو بيت",
    internet: "من أي مكان، إذا سمح لهم الموجّه بالمرور",
  },
  guestsNeed: "يحتاج الضيوف إلى Adjourn على حواسيبهم. الرابط يفتحه.",
  guestsNeedNetwork: "يجب أن يكونوا في شبكة الحاسوب الذي يجري عليه الاجتماع.",
  guestsCannot: "لا يستطيع أحد غيرك الوصول إلى هذا الحاسوب الآن. صِله بشبكة، ثم انسخ الرابط من جديد.",
  inviteUnknown: "تعذر الحصول على الرابط. ربما انتهى الاجتماع.",

  settingsTab: {
    general: "عام",
    devices: "الأجهزة",
    shortcuts: "الاختصارات",
    appearance: "المظهر",
    language: "اللغة",
    server: "الخادم",
  },
  nameHow: "يراه الآخرون ابتداءً من اجتماعك القادم.",
  notifications: "الإشعارات",
  notificationsHow: "عندما ينتظر أحد أو يكتب أو يرفع يده بينما Adjourn خلف نوافذ أخرى.",
  sounds: "الأصوات",
  soundsHow: "صوت قصير عندما ينضم أحد أو يرفع يده.",
  autostart: "البدء مع الحاسوب",
  autostartHow: "ينتظر Adjourn في شريط النظام حتى تحتاج إليه.",
  devicesHow: "تسري على كل الاجتماعات. ما يوصل لاحقًا يُعرض فورًا.",
  reduceNoise: "تقليل الضجيج والصدى",
  joinMuted: "الانضمام والميكروفون مكتوم",
  askBeforeLeaving: "السؤال قبل أن أغادر",
  theme: "السمة",
  themes: { system: "النظام", light: "فاتحة", dark: "داكنة" },
  themeHow: "«النظام» تتبع سطح مكتبك، وتُبقي الاجتماعات داكنة.",
  textSize: "حجم النص",
  textSizeHow: "يتغير معه حجم كل شيء.",
  textSizes: { small: "90%", usual: "100%", large: "125%" },
  namesOnPictures: "الأسماء على الصور",
  miniOnTop: "إبقاء النافذة الصغيرة في المقدمة",
  reduceMotion: "تقليل الحركة",
  languageOfApp: "لغة التطبيق",
  asTheSystem: (name: string) => `مثل النظام: ${own(name)}`,
  languageHow: "تبقى الأسماء والدردشة والملفات كما كُتبت.",
  serverHere: "تعمل الاجتماعات الجديدة على هذا الحاسوب. لا يُرسل شيء إلى مكان آخر.",
  serverThere: (host: string) =>
    `تعمل الاجتماعات الجديدة على ${host}. هذا الحاسوب هو الذي يُدخل الضيوف، فأبقِ Adjourn مفتوحًا ما داموا يأتون.`,
  runsThere: (host: string) => `يعمل على ${host}. ينضم كل من لديه الرابط.`,
  port: "منفذ الضيوف",
  portHow: "يُستخدم في الاجتماع التالي. إذا كان مشغولًا أُخذ غيره.",
  portBad: "المنفذ رقم من 1 إلى 65535.",
  otherServer: "خادم آخر (اختياري)",
  otherServerHow: "خادم LiveKit خاص بك، لعدد من الأشخاص أكبر مما يحمله حاسوب واحد.",
  serverAddress: "العنوان",
  apiKey: "مفتاح API",
  apiSecret: "سر API",
  apiSecretHow: "يبقى على هذا الحاسوب ولا يُعرض مرة أخرى.",
  useServer: "تحقق واستخدام",
  askingServer: "يُسأل الخادم",
  serverNeeds: "أدخل العنوان والمفتاح والسر.",
  useThisComputer: "العودة إلى هذا الحاسوب",
  notThere:
    "هناك لا ينتظر أحد الإذن بالدخول، ولا يمكن قفل الاجتماع ولا الإعلان عن انتهائه، ولا يصير أحد مضيفًا مساعدًا.",

  chooseAnother: "اختيار غيره",
  pasteAgain: "اللصق من جديد",
  openSettings: "فتح الإعدادات",
  showAttempts: "عرض المحاولات",
  attempts: "المحاولات",
  known: {
    heldBy: (program) => `يستخدمها ${own(program)}.`,
    ended: (by, when) => (by === null ? `أُنهي الاجتماع (${when}).` : `${own(by)} أنهى الاجتماع (${when}).`),
    tried: (addresses, seconds) =>
      plural(addresses, {
        one: `جُرّب عنوانه لمدة ${number(seconds)} ث.`,
        two: `جُرّب عنواناه لمدة ${number(seconds)} ث.`,
        few: `جُرّبت عناوينه الـ${number(addresses)} لمدة ${number(seconds)} ث.`,
        other: `جُرّبت عناوينه (${number(addresses)}) لمدة ${number(seconds)} ث.`,
      }),
    stopsAfter: (end) => `تتوقف بعد ${own(end)}.`,
    onlyEnds: (name) => `لا ينهي الاجتماع للجميع إلا ${own(name)}.`,
    promised: "الرابط",
    shown: "الوارد",
  },
  quitApp: "إنهاء Adjourn",
  copyDetails: "نسخ التفاصيل",
  detailsCopied: "نُسخت التفاصيل دون الأسماء والروابط.",
};
