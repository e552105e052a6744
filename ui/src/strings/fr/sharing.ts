/** Français : partager un écran ou une fenêtre. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "Partager l’écran",
  stopSharing: "Arrêter le partage",
  share: "Partager",
  shareAgain: "Partager à nouveau",
  shareTitle: "Partager un écran ou une fenêtre",
  screens: "Écrans",
  windows: "Fenêtres",
  screenNumber: (place: number) => `Écran ${number(place)}`,
  windowNumber: (place: number) => `Fenêtre ${number(place)}`,
  noWindows: "Aucune fenêtre n’est ouverte.",
  lookingForScreens: "Recherche des écrans et des fenêtres",
  nothingToShare: "Il n’y a ni écran ni fenêtre à partager.",
  youShare: (name: string) => (name === "" ? "Vous partagez votre écran" : `Vous partagez ${name}`),
  sharingOver: "Vous ne partagez plus rien",
  shares: (name: string) => `${name} partage un écran`,
  sharesNoMore: (name: string) => `${name} ne partage plus rien`,
  screenOf: (name: string) => `Écran de ${name}`,
  screenComes: (name: string) => `L’écran de ${name} arrive`,
  isSharing: "Partage un écran",
};
