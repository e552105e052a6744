/** The call: stage, tiles, bar, and what everybody in it must know now. */
import type { Role } from "../../bindings";
import type { Quality, Reaction } from "../../room";
import { list } from "../format";

/** What a tile shows, to be said in one sentence. */
export interface TileSaid {
  name: string;
  role: Role;
  muted: boolean;
  speaking: boolean;
  /** The place in the line of raised hands. */
  hand: number | null;
  quality: Quality;
  pinned: boolean;
}

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Thumbs up",
  clap: "Applause",
  heart: "Heart",
  laugh: "Laughter",
  wow: "Surprise",
  party: "Celebration",
};

export const room = {
  peopleInMeeting: "People in the meeting",
  controls: "Meeting controls",
  hostedHere: "hosted here",
  hostedByShort: (host: string) => `hosted by ${host}`,
  notHeardNotSeen: "Not heard, not seen",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "host", "co-host": "co-host", guest: "" }[role],
      muted ? "muted" : "",
      speaking ? "speaking" : "",
      hand === null ? "" : `hand raised, number ${hand}`,
      quality === "lost" ? "connection lost" : quality === "poor" ? "weak network" : "",
      pinned ? "pinned" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Weak network",
  connectionLost: "Connection lost",
  theirPlaceKept: "Place kept for",
  raisedHand: (name: string) => `${name} raised a hand`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) => `${name} and ${more} more`,
  reactions: "Reactions",
  pin: "Pin for me",
  unpin: "Unpin",
  pinnedNow: (name: string, on: boolean) => (on ? `${name} is pinned` : `${name} is no longer pinned`),

  // How the stage is arranged
  layout: "Layout",
  layouts: { auto: "Automatic", grid: "Grid", speaker: "Who speaks" },
  ownPicture: "My picture",
  ownPictures: { auto: "Automatic", among: "Among the others", corner: "In a corner" },
  ownMove: "Your picture: the arrow keys move it to another corner",
  moreControls: "More",

  // The mini window
  miniShow: "Mini window",
  miniBack: "Back to the full window",
  microphoneOffAction: "Turn microphone off",
  microphoneOnAction: "Turn microphone on",
  cameraOffAction: "Turn camera off",
  cameraOnAction: "Turn camera on",
  copyInvite: "Copy invite",
  inviteCopied: "Invite copied",
  inviteCopiedNew: "Invite copied. Paste it to those who should come.",
  pages: "Pages of people",
  pageBefore: "Page before",
  pageNext: "Next page",
  pageOf: (page: number, pages: number) => `${page} of ${pages}`,
  youJoined: (title: string) => `You are in ${title}`,
  joined: (name: string) => `${name} joined`,

  // The connection
  reconnecting: "Reconnecting.",
  placeKept: "Your place is kept for",
  tryingOn: "Still trying.",
  leaveWorks: "Leave works all the same.",
  connecting: "Connecting.",
  connectionFailed: "The connection failed.",
};
