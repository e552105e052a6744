/** العربية: الأشخاص، وما يفعله المضيفون ويقولونه، والدردشة والأيدي والتفاعلات والمفاتيح. */
import type { Role } from "../../bindings";
import type { Command } from "../../shortcuts";
import type { panels as english } from "../en/panels";
import { number, plural } from "../format";
import type { Translated } from "../language";
import { own } from "./common";

/** "رسالة جديدة" by how many. */
function newMessages(count: number): string {
  return plural(count, {
    zero: "لا رسائل جديدة",
    one: "رسالة جديدة",
    two: "رسالتان جديدتان",
    few: `${number(count)} رسائل جديدة`,
    other: `${number(count)} رسالة جديدة`,
  });
}

function characters(count: number): string {
  return plural(count, {
    one: "حرف واحد",
    two: "حرفان",
    few: `${number(count)} أحرف`,
    many: `${number(count)} حرفًا`,
    other: `${number(count)} حرف`,
  });
}

export const panels: Translated<typeof english> = {
  people: "الأشخاص",
  backToMeeting: "العودة إلى الاجتماع",
  searchPeople: "البحث عن شخص",
  clearSearch: "مسح البحث",
  nobodyCalled: (search: string) => `لا أحد هنا اسمه «${own(search)}».`,
  foundPeople: (count: number) =>
    plural(count, {
      zero: "لم يُعثر على أحد",
      one: "عُثر على شخص واحد",
      two: "عُثر على شخصين",
      few: `عُثر على ${number(count)} أشخاص`,
      many: `عُثر على ${number(count)} شخصًا`,
      other: `عُثر على ${number(count)} شخص`,
    }),
  onlyYou: "أنت وحدك هنا. كل من لديه الدعوة يمكنه أن يأتي.",
  raisedHands: (count: number) =>
    plural(count, {
      zero: "لا أيدي مرفوعة",
      one: "يد واحدة مرفوعة",
      two: "يدان مرفوعتان",
      few: `${number(count)} أيدٍ مرفوعة`,
      other: `${number(count)} يدًا مرفوعة`,
    }),
  handPlace: (place: number) => `يد مرفوعة، رقم ${number(place)}`,
  lowerHand: "خفض اليد",
  writeOnlyTo: (name: string) => `الكتابة إلى ${own(name)} فقط`,
  showPeople: (waiting: number) => (waiting === 0 ? "الأشخاص" : `الأشخاص، في الانتظار: ${number(waiting)}`),
  closePeople: "إغلاق الأشخاص",
  waitingList: "في انتظار الدخول",
  waitingCount: (count: number) => `في الانتظار، ${number(count)}`,
  inMeeting: "في الاجتماع",
  admit: "السماح",
  admitName: (name: string) => `السماح بدخول ${own(name)}`,
  denyName: (name: string) => `عدم السماح بدخول ${own(name)}`,
  admitAll: (count: number) => (count === 2 ? "السماح للاثنين" : "السماح للجميع"),
  see: "عرض",
  isWaiting: (name: string) => `${own(name)} في الانتظار`,
  youWithRole: {
    host: "أنت، المضيف",
    "co-host": "أنت، مضيف مشارك",
    guest: "أنت",
  } satisfies Record<Role, string>,
  isMuted: "الميكروفون مكتوم",
  moreFor: (name: string) => `المزيد عن ${own(name)}`,
  mute: "كتم",
  askToUnmute: "طلب تشغيل الميكروفون",
  cameraOffFor: "إطفاء الكاميرا",
  askForCamera: "طلب تشغيل الكاميرا",
  makeCoHost: "جعله مضيفًا مشاركًا",
  takeCoHost: "سحب دور المضيف المشارك",
  handOver: "تسليم الاجتماع",
  removeFrom: "إخراج من الاجتماع",
  muteAll: "كتم الجميع",
  lock: "قفل",
  unlock: "فتح القفل",
  handOverTitle: (name: string) => `تسليم الاجتماع إلى ${own(name)}؟`,
  handOverText: (name: string) =>
    `يصبح ${own(name)} المضيف وحده القادر على إنهائه للجميع. تبقى أنت مضيفًا مشاركًا.`,
  handOverDo: "تسليم",
  removeTitle: (name: string) => `إخراج ${own(name)}؟`,
  removeText: "يستمر الاجتماع دون هذا الشخص، ولا يعيده رابطه إليه.",
  removeDo: "إخراج",
  keep: "إبقاء الأمر كما هو",
  youAreNow: {
    host: "أنت المضيف الآن. لا ينهيه للجميع إلا أنت.",
    "co-host": "أنت مضيف مشارك الآن. يمكنك السماح بالدخول والكتم والإخراج.",
    guest: "أنت ضيف الآن",
  } satisfies Record<Role, string>,
  isNow(name: string, role: Role): string {
    if (role === "host") return `${own(name)} هو المضيف الآن`;
    return role === "co-host" ? `${own(name)} مضيف مشارك الآن` : `لم يعد ${own(name)} مضيفًا مشاركًا`;
  },
  lockedTitle: "الاجتماع مقفل.",
  lockedText: "لا يدخل أحد جديد.",
  lockedSentence: "الاجتماع مقفل. لا يدخل أحد جديد.",
  unlockedSentence: "لم يعد الاجتماع مقفلًا",
  locked: "مقفل",
  asksYou: (kind: "audio" | "video", by: string) =>
    kind === "audio" ? `يطلب ${own(by)} منك تشغيل الميكروفون.` : `يطلب ${own(by)} منك تشغيل الكاميرا.`,
  notNow: "ليس الآن",
  unmute: "تشغيل الميكروفون",
  spokeMuted: (key) => `ميكروفونك مكتوم. اضغط ${key} باستمرار للتحدث.`,
  showCamera: "تشغيل الكاميرا",
  silenced(kind: "audio" | "video" | "share", by: string | null): string {
    const who = by === null ? "المضيف" : own(by);
    return {
      audio: `كتم ${who} الميكروفون عندك.`,
      video: `أطفأ ${who} الكاميرا عندك.`,
      share: `أوقف ${who} مشاركتك.`,
    }[kind];
  },
  silencedHow: {
    audio: "لا أحد يسمعك حتى تشغّل الميكروفون.",
    video: "لا أحد يراك حتى تشغّل الكاميرا.",
    share: "لا أحد يرى شاشتك حتى تشاركها من جديد.",
  },
  hostIsAway: (name: string) => `انقطع حاسوب ${own(name)}.`,
  awayCloses: "إذا لم يعد، ينتهي الاجتماع خلال",
  awayEnds: "يجري إنهاء الاجتماع.",
  awayKeeps: "يستمر الاجتماع دون مضيف.",
  carriedElsewhere: "خادم آخر يحمل هذا الاجتماع. لا ينتظر أحد عند بابه، ولا يمكن قفله.",

  chat: "الدردشة",
  closeChat: "إغلاق الدردشة",
  showChat: (unread: number) => (unread === 0 ? "الدردشة" : `الدردشة، ${newMessages(unread)}`),
  messages: "الرسائل",
  noMessages: "لم يكتب أحد بعد.",
  noMessagesHow: "ما تكتبه يقرؤه الحاضرون الآن، ويبقى في ملخص اجتماعك.",
  onlyToYou: "إليك فقط",
  onlyTo: (name: string) => `إلى ${own(name)} فقط`,
  newMessages: "جديد",
  toLatest: "أحدث الرسائل",
  newBelow: newMessages,
  writeTo: "الكتابة إلى",
  toEveryone: "إلى الجميع",
  toOnly: (name: string) => `إلى ${own(name)} فقط`,
  everyone: "الجميع",
  messageEveryone: "رسالة إلى الجميع",
  messageOnly: (name: string) => `رسالة إلى ${own(name)} فقط`,
  addresseeGone: (name: string) => `غادر ${own(name)}. اختر إلى من تكتب.`,
  send: "إرسال",
  sending: "يجري الإرسال",
  discard: "تجاهل",
  charactersLeft: (count: number) =>
    count < 0
      ? `الزائد ${characters(-count)}`
      : count === 0
        ? "لا أحرف متبقية"
        : `المتبقي ${characters(count)}`,
  chatSaid: (name: string, text: string, toMe: boolean) =>
    toMe ? `${own(name)}، إليك فقط: ${own(text)}` : `${own(name)}: ${own(text)}`,
  opensOutside: (host: string) => `يفتح ${own(host)} في متصفحك`,
  documentUnread: (unread: number, title: string) => `(${number(unread)}) ${own(title)}`,

  raiseHand: "رفع اليد",
  handUp: "يدك مرفوعة",
  handDown: "يدك مخفوضة",
  react: "تفاعل",

  notify: {
    waits: (name: string) => `ينتظر ${own(name)} الدخول`,
    wrote: (name: string) => `كتب ${own(name)} في الدردشة`,
    wroteYou: (name: string) => `كتب ${own(name)} إليك`,
    raised: (name: string) => `رفع ${own(name)} يده`,
  },

  keysTitle: "المفاتيح",
  keysChange: "تغيير المفاتيح",
  keyNames: {
    ctrl: "Ctrl",
    alt: "Alt",
    shift: "Shift",
    space: "المسافة",
    pageUp: "Page Up",
    pageDown: "Page Down",
  },
  commands: {
    microphone: "تشغيل الميكروفون أو كتمه",
    talk: "التحدث والميكروفون مكتوم، مع الضغط المستمر",
    camera: "تشغيل الكاميرا أو إطفاؤها",
    share: "مشاركة الشاشة أو إيقافها",
    hand: "رفع اليد أو خفضها",
    react: "تفاعل",
    people: "الأشخاص",
    chat: "الدردشة",
    invite: "نسخ الدعوة",
    leave: "مغادرة",
    settings: "الإعدادات",
    keys: "عرض المفاتيح",
  } satisfies Record<Command, string>,
  keysEscape: "البقاء، أو إغلاق المفتوح",
  keysRegions: "إلى المسرح أو اللوحة أو الشريط",
  keysArrows: "من زر إلى الذي يليه",
  arrowKeys: "الأسهم",
  keysPin: "تثبيت الشخص المحدد",
  leaveAnywhere: "المغادرة من أي برنامج، حتى لو لم يستجب Adjourn",
  pressKeys: "اضغط المفتاح الجديد",
  pressKeysHow: "‏Esc يُبقي القديم.",
  changeKeyOf: (command: string, key: string) => `${command}، ${own(key)}. اضغط لتغيير المفتاح.`,
  keyIsNow: (command: string, key: string) => `${command}: ${own(key)} الآن`,
  keyUsed: (key: string, by: string) => `المفتاح ${own(key)} مستخدم لـ «${by}».`,
  keyKept: (key: string) => `للمفتاح ${own(key)} معناه الخاص في كل مكان.`,
  keyTypes: (key: string, ctrl: string) =>
    `المفتاح ${own(key)} وحده للكتابة. اضغط معه ${own(ctrl)} أو Alt، أو استخدم F1 إلى F12.`,
  resetKey: "استخدام الافتراضي",
  resetKeys: "استخدام المفاتيح الافتراضية",
};
