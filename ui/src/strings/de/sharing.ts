/** Deutsch: Bildschirm und Fenster teilen. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "Bildschirm teilen",
  stopSharing: "Teilen beenden",
  share: "Teilen",
  shareAgain: "Wieder teilen",
  shareTitle: "Bildschirm oder Fenster teilen",
  screens: "Bildschirme",
  windows: "Fenster",
  screenNumber: (place: number) => `Bildschirm ${number(place)}`,
  windowNumber: (place: number) => `Fenster ${number(place)}`,
  noWindows: "Es ist kein Fenster offen.",
  lookingForScreens: "Bildschirme und Fenster werden gesucht",
  nothingToShare: "Es gibt weder einen Bildschirm noch ein Fenster zu teilen.",
  youShare: (name: string) => (name === "" ? "Sie teilen Ihren Bildschirm" : `Sie teilen ${name}`),
  sharingOver: "Sie teilen nichts mehr",
  shares: (name: string) => `${name} teilt einen Bildschirm`,
  sharesNoMore: (name: string) => `${name} teilt nichts mehr`,
  screenOf: (name: string) => `Bildschirm von ${name}`,
  screenComes: (name: string) => `Der Bildschirm von ${name} kommt gleich`,
  isSharing: "Teilt einen Bildschirm",
};
