/** Español: compartir una pantalla o una ventana. */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "Compartir pantalla",
  stopSharing: "Dejar de compartir",
  share: "Compartir",
  shareAgain: "Compartir de nuevo",
  shareTitle: "Compartir una pantalla o una ventana",
  screens: "Pantallas",
  windows: "Ventanas",
  screenNumber: (place: number) => `Pantalla ${number(place)}`,
  windowNumber: (place: number) => `Ventana ${number(place)}`,
  noWindows: "No hay ninguna ventana abierta.",
  lookingForScreens: "Buscando pantallas y ventanas",
  nothingToShare: "No hay ninguna pantalla ni ventana que compartir.",
  youShare: (name: string) => (name === "" ? "Compartes tu pantalla" : `Compartes ${name}`),
  sharingOver: "Ya no compartes nada",
  shares: (name: string) => `${name} comparte una pantalla`,
  sharesNoMore: (name: string) => `${name} dejó de compartir`,
  screenOf: (name: string) => `Pantalla de ${name}`,
  screenComes: (name: string) => `Ya llega la pantalla de ${name}`,
  isSharing: "Comparte una pantalla",
};
