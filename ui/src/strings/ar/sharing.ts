/** العربية: مشاركة شاشة أو نافذة. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";
import { own } from "./common";

export const sharing: Translated<typeof english> = {
  shareScreen: "مشاركة الشاشة",
  stopSharing: "إيقاف المشاركة",
  share: "مشاركة",
  shareAgain: "المشاركة من جديد",
  shareTitle: "مشاركة شاشة أو نافذة",
  screens: "الشاشات",
  windows: "النوافذ",
  screenNumber: (place: number) => `الشاشة ${number(place)}`,
  windowNumber: (place: number) => `النافذة ${number(place)}`,
  noWindows: "لا توجد نافذة مفتوحة.",
  lookingForScreens: "يجري البحث عن الشاشات والنوافذ",
  nothingToShare: "لا توجد شاشة ولا نافذة للمشاركة.",
  youShare: (name: string) => (name === "" ? "أنت تشارك شاشتك" : `أنت تشارك ${own(name)}`),
  sharingOver: "لم تعد تشارك شيئًا",
  shares: (name: string) => `يشارك ${own(name)} شاشة`,
  sharesNoMore: (name: string) => `توقف ${own(name)} عن المشاركة`,
  screenOf: (name: string) => `شاشة ${own(name)}`,
  screenComes: (name: string) => `ستظهر شاشة ${own(name)} بعد قليل`,
  isSharing: "يشارك شاشة",
};
