/** 日本語: 画面やウィンドウの共有。 */
import type { sharing as english } from "../en/sharing";
import { number } from "../format";
import type { Translated } from "../language";

export const sharing: Translated<typeof english> = {
  shareScreen: "画面を共有",
  stopSharing: "共有を停止",
  share: "共有",
  shareAgain: "もう一度共有",
  shareTitle: "画面またはウィンドウを共有",
  screens: "画面",
  windows: "ウィンドウ",
  screenNumber: (place: number) => `画面${number(place)}`,
  windowNumber: (place: number) => `ウィンドウ${number(place)}`,
  noWindows: "開いているウィンドウはありません。",
  lookingForScreens: "画面とウィンドウを探しています",
  nothingToShare: "共有できる画面もウィンドウもありません。",
  youShare: (name: string) => (name === "" ? "画面を共有しています" : `共有中: ${name}`),
  sharingOver: "共有を終了しました",
  shares: (name: string) => `${name}さんが画面を共有しています`,
  sharesNoMore: (name: string) => `${name}さんが共有を終了しました`,
  screenOf: (name: string) => `${name}さんの画面`,
  screenComes: (name: string) => `${name}さんの画面がまもなく表示されます`,
  isSharing: "画面を共有中",
};
