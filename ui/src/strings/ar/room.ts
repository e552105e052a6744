/** العربية: المسرح والمربعات والشريط. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number, plural } from "../format";
import type { Translated } from "../language";
import { own } from "./common";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "إعجاب",
  clap: "تصفيق",
  heart: "قلب",
  laugh: "ضحك",
  wow: "دهشة",
  party: "احتفال",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "من في الاجتماع",
  controls: "عناصر التحكم في الاجتماع",
  hostedHere: "يُستضاف هنا",
  hostedByShort: (host: string) => `المضيف: ${own(host)}`,
  notHeardNotSeen: "لا يُسمع صوتك ولا تُرى صورتك",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      own(name),
      { host: "المضيف", "co-host": "مضيف مشارك", guest: "" }[role],
      muted ? "الميكروفون مكتوم" : "",
      speaking ? "يتحدث" : "",
      hand === null ? "" : `يد مرفوعة، رقم ${number(hand)}`,
      quality === "lost" ? "انقطع الاتصال" : quality === "poor" ? "شبكة ضعيفة" : "",
      pinned ? "مثبت" : "",
    ]
      .filter((part) => part !== "")
      .join("، "),
  weakNetwork: "شبكة ضعيفة",
  connectionLost: "انقطع الاتصال",
  theirPlaceKept: "المكان محفوظ مدة",
  raisedHand: (name: string) => `رفع ${own(name)} يده`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${own(name)}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names.map(own))}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) =>
    plural(more, {
      one: `${own(name)} وشخص آخر`,
      two: `${own(name)} وشخصان آخران`,
      few: `${own(name)} و${number(more)} آخرون`,
      other: `${own(name)} و${number(more)} آخرون`,
    }),
  reactions: "التفاعلات",
  pin: "تثبيت عندي",
  unpin: "إلغاء التثبيت",
  pinnedNow: (name: string, on: boolean) => (on ? `ثُبّت ${own(name)}` : `أُلغي تثبيت ${own(name)}`),

  layout: "التخطيط",
  layouts: { auto: "تلقائي", grid: "شبكة", speaker: "من يتحدث" },
  ownPicture: "صورتي",
  ownPictures: { auto: "تلقائي", among: "بين الآخرين", corner: "في زاوية" },
  ownMove: "صورتك: تنقلها مفاتيح الأسهم إلى زاوية أخرى",
  moreControls: "المزيد",

  miniShow: "نافذة صغيرة",
  miniBack: "العودة إلى النافذة الكاملة",
  microphoneOffAction: "كتم الميكروفون",
  microphoneOnAction: "تشغيل الميكروفون",
  cameraOffAction: "إطفاء الكاميرا",
  cameraOnAction: "تشغيل الكاميرا",
  copyInvite: "نسخ الدعوة",
  inviteCopied: "نُسخت الدعوة",
  inviteCopiedNew: "نُسخت الدعوة. ألصقها لمن يجب أن يأتوا.",
  pages: "صفحات الأشخاص",
  pageBefore: "الصفحة السابقة",
  pageNext: "الصفحة التالية",
  pageOf: (page: number, pages: number) => `${number(page)} من ${number(pages)}`,
  youJoined: (title: string) => `أنت في ${own(title)}`,
  joined: (name: string) => `انضم ${own(name)}`,

  reconnecting: "تجري إعادة الاتصال.",
  placeKept: "مكانك محفوظ مدة",
  tryingOn: "المحاولة مستمرة.",
  leaveWorks: "المغادرة تعمل على أي حال.",
  connecting: "يجري الاتصال.",
  connectionFailed: "فشل الاتصال.",
};
