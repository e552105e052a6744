/** 日本語: ステージ、タイル、バー。 */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { number } from "../format";
import type { Translated } from "../language";
import { san } from "./common";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "いいね",
  clap: "拍手",
  heart: "ハート",
  laugh: "笑い",
  wow: "驚き",
  party: "お祝い",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "会議の参加者",
  controls: "会議の操作",
  hostedHere: "ここで主催",
  hostedByShort: (host: string) => `主催者: ${host}`,
  notHeardNotSeen: "音声も映像も届いていません",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "主催者", "co-host": "共同主催者", guest: "" }[role],
      muted ? "ミュート中" : "",
      speaking ? "発言中" : "",
      hand === null ? "" : `挙手、${number(hand)}番目`,
      quality === "lost" ? "接続が切れています" : quality === "poor" ? "通信が不安定" : "",
      pinned ? "固定中" : "",
    ]
      .filter((part) => part !== "")
      .join("、"),
  weakNetwork: "通信が不安定",
  connectionLost: "接続が切れました",
  theirPlaceKept: "席を残す時間",
  raisedHand: (name: string) => `${name}さんが手を挙げました`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) =>
    `${names.map(san).join("、")}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) => `${name}さん、ほか${number(more)}人`,
  reactions: "リアクション",
  pin: "自分用に固定",
  unpin: "固定を解除",
  pinnedNow: (name: string, on: boolean) =>
    on ? `${name}さんを固定しました` : `${name}さんの固定を解除しました`,

  layout: "レイアウト",
  layouts: { auto: "自動", grid: "グリッド", speaker: "発言者" },
  ownPicture: "自分の映像",
  ownPictures: { auto: "自動", among: "ほかの人と並べる", corner: "隅に置く" },
  ownMove: "あなたの映像: 矢印キーで別の隅に移ります",
  moreControls: "その他",

  miniShow: "小さいウィンドウ",
  miniBack: "元のウィンドウに戻る",
  microphoneOffAction: "マイクをオフにする",
  microphoneOnAction: "マイクをオンにする",
  cameraOffAction: "カメラをオフにする",
  cameraOnAction: "カメラをオンにする",
  copyInvite: "招待をコピー",
  inviteCopied: "招待をコピーしました",
  inviteCopiedNew: "招待をコピーしました。来てほしい人に送ってください。",
  pages: "参加者のページ",
  pageBefore: "前のページ",
  pageNext: "次のページ",
  pageOf: (page: number, pages: number) => `${number(page)}/${number(pages)}`,
  youJoined: (title: string) => `${title}に入室しました`,
  joined: (name: string) => `${name}さんが参加しました`,

  reconnecting: "再接続しています。",
  placeKept: "あなたの席を残す時間",
  tryingOn: "試し続けています。",
  leaveWorks: "退出はいつでもできます。",
  connecting: "接続しています。",
  connectionFailed: "接続できませんでした。",
};
