/** Polski: udostępnianie ekranu lub okna. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "Udostępnij ekran",
  stopSharing: "Zakończ udostępnianie",
  share: "Udostępnij",
  shareAgain: "Udostępnij ponownie",
  shareTitle: "Udostępnij ekran lub okno",
  screens: "Ekrany",
  windows: "Okna",
  screenNumber: (place: number) => `Ekran ${number(place)}`,
  windowNumber: (place: number) => `Okno ${number(place)}`,
  noWindows: "Żadne okno nie jest otwarte.",
  lookingForScreens: "Wyszukiwanie ekranów i okien",
  nothingToShare: "Nie ma ekranu ani okna do udostępnienia.",
  youShare: (name: string) => (name === "" ? "Udostępniasz swój ekran" : `Udostępniasz: ${name}`),
  sharingOver: "Nic już nie udostępniasz",
  shares: (name: string) => `${name} udostępnia ekran`,
  sharesNoMore: (name: string) => `${name} już nic nie udostępnia`,
  screenOf: (name: string) => `Ekran: ${name}`,
  screenComes: (name: string) => `Zaraz pojawi się ekran: ${name}`,
  isSharing: "Udostępnia ekran",
};
