/** Italiano: condividere uno schermo o una finestra. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "Condividi lo schermo",
  stopSharing: "Interrompi la condivisione",
  share: "Condividi",
  shareAgain: "Condividi di nuovo",
  shareTitle: "Condividi uno schermo o una finestra",
  screens: "Schermi",
  windows: "Finestre",
  screenNumber: (place: number) => `Schermo ${number(place)}`,
  windowNumber: (place: number) => `Finestra ${number(place)}`,
  noWindows: "Nessuna finestra è aperta.",
  lookingForScreens: "Ricerca di schermi e finestre",
  nothingToShare: "Non c’è nessuno schermo e nessuna finestra da condividere.",
  youShare: (name: string) =>
    name === "" ? "Stai condividendo il tuo schermo" : `Stai condividendo ${name}`,
  sharingOver: "Non condividi più nulla",
  shares: (name: string) => `${name} condivide uno schermo`,
  sharesNoMore: (name: string) => `${name} non condivide più nulla`,
  screenOf: (name: string) => `Schermo di ${name}`,
  screenComes: (name: string) => `Lo schermo di ${name} sta arrivando`,
  isSharing: "Condivide uno schermo",
};
