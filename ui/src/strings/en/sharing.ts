/** Sharing a screen or a window: what to share, who shares, and what is seen of it. */
import { number } from "../format";

export const sharing = {
  shareScreen: "Share screen",
  stopSharing: "Stop sharing",
  share: "Share",
  shareAgain: "Share again",
  shareTitle: "Share a screen or a window",
  screens: "Screens",
  windows: "Windows",
  screenNumber: (place: number) => `Screen ${number(place)}`,
  windowNumber: (place: number) => `Window ${number(place)}`,
  noWindows: "No window is open.",
  lookingForScreens: "Looking for screens and windows",
  nothingToShare: "There is no screen and no window to share.",
  /** A window or a screen by its name; without one the system itself has asked. */
  youShare: (name: string) => (name === "" ? "You are sharing your screen" : `You are sharing ${name}`),
  sharingOver: "You are not sharing any more",
  shares: (name: string) => `${name} is sharing a screen`,
  sharesNoMore: (name: string) => `${name} stopped sharing`,
  screenOf: (name: string) => `${name}’s screen`,
  screenComes: (name: string) => `${name}’s screen is coming`,
  isSharing: "Shares a screen",
};
