/** Leaving and ending, and the screen after them. */
import type { FarewellText, ReasonCode } from "../../bindings";
import { list, number, plural } from "../format";
import { inAbout, people } from "./common";

function saysFarewell(name: string, text: FarewellText): string {
  if (text === "another-meeting") return `${name} had to run`;
  return text === "bad-connection" ? `${name} had a bad line` : `${name} will be back in 5 minutes`;
}

function carryOn(others: number): string {
  return plural(others, { one: "1 person carries on", other: `${number(others)} people carry on` });
}

type Went = Record<ReasonCode, (name: string, by: string | null) => string>;

export const leaving = {
  announceEnd: "Announce the end",
  announceIn: (minutes: number) => `in ${number(minutes)} min`,
  announceInShort: (minutes: number) => `${number(minutes)} min`,
  /** A running time follows. */
  endsThis: (by: string | null, mine: boolean) =>
    mine ? "You end this meeting in" : `${by ?? "The host"} ends this meeting in`,
  endsIn: (by: string | null, ms: number) => `${by ?? "The host"} ends this meeting in ${inAbout(ms)}`,
  addMinutes: "Add 5 min",
  cancelEnd: "Cancel the end",
  endCancelled: "The announced end is cancelled. The meeting goes on.",
  closeTitle: "The meeting is still on",
  closeText: (count: number) =>
    count === 1
      ? "Nobody else is there."
      : `${people(count)} are there. Closing this window alone does not end it.`,
  leaveOthers: (others: number) => (others === 0 ? "Leave" : `Leave, ${carryOn(others)}`),
  nobodyHears: "Nobody hears or sees you now",
  stayInMeeting: "Stay in the meeting",
  chooseHow: "Choose Leave or End for all, or stay.",
  onlyYouGo(others: number, keptHere: boolean): string {
    if (others === 0) return "Only you go. Nobody else is here.";
    return `Only you go. ${carryOn(others)}${keptHere ? ", kept open by this computer" : ""}.`;
  },
  youEndedForAll: (count: number) => `You ended it for all ${number(count)}`,
  endForAll: (count: number) => (count === 1 ? "End the meeting" : `End for all ${number(count)}`),
  everybodyGoes: "Everybody goes. The meeting is shut, and so is its link.",
  endTitle: (count: number) =>
    count === 1 ? "End the meeting?" : `End the meeting for all ${people(count)}?`,
  endHow: (count: number) =>
    count === 1
      ? "Nobody gets back in with this link."
      : "Everybody is out within a second and sees that you ended it. Nobody gets back in with this link.",
  /** Me, in a list of everybody. */
  nameOfMine: (name: string) => `${name} (you)`,
  /** What the one who ends it writes for everybody. */
  noteLabel: "Reason they will read (optional)",
  notePlaceholder: "Thank you all, notes follow by mail",
  addNote: "Add a reason they will read",
  holdHow: "Hold the button until it is full. Let go early and nothing happens.",
  hold: (count: number) => `Hold to end for all ${number(count)}`,
  keepHolding: (count: number) => `Keep holding to end for all ${number(count)}`,
  cannotHold: "Keyboard: hold Enter. Cannot hold?",
  typeInstead: (count: number) => `Type ${number(count)} instead`,
  typeNumber: (count: number) => `Type ${number(count)} to end the meeting for all`,
  leaving: "Leaving",
  ending: (count: number) =>
    count === 1 ? "Ending the meeting" : `Ending the meeting for all ${number(count)}`,

  // After
  closedCount: (closed: number, total: number) => `${number(closed)} of ${number(total)} closed`,
  everybodyOut: "Everybody is out.",
  everybodyOutAfter: (time: string) => `Everybody was out after ${time}.`,
  stillClosing: "The others are being told.",
  /** `time` is how long after the click, where it was mine. */
  unresponsive(names: string[], time: string | null): string {
    const after = time === null ? "" : ` after ${time}`;
    return names.length === 1
      ? `${names[0]}’s computer does not answer. It was cut off${after} and gets nothing more.`
      : `${list(names)} do not answer. They were cut off${after} and get nothing more.`;
  },
  recordMissing: "The end could not be written to this computer’s disk yet. It is tried again until it is.",
  /** Of a meeting that was left before its End was answered; without a title it is called the meeting. */
  lateEnded: (title: string) => `${title || "The meeting"} has ended for everyone.`,
  lateNotEnded: (title: string) => `${title || "The meeting"} could not be ended.`,
  whoIsOut: "Who is out",
  youWereThere: "You were there",
  until: "Until",
  devicesReleased: "Devices released",
  cameraReleased: "Camera off",
  microphoneReleased: "Microphone off",
  /** A time of day follows. */
  checkAgain: "Check again",
  checkedAt: "Checked with the system at",
  didNotClose: (device: string) => `${device} is still open. Unplug it, or quit Adjourn to be sure.`,
  youSpoke: "You spoke",
  checkingDoor: "Checking whether it is still open",
  tellThem: "Tell those still there",
  told: (name: string, text: FarewellText) => `Those still there read: ${saysFarewell(name, text)}.`,
  saysFarewell,
  summary: "Summary",
  summaryOf: (title: string) => `Summary of ${title}`,
  noSummary: "The summary is not there any more.",
  saveAs: "Save the summary",
  saveTable: "Table (CSV)",
  saveData: "Data (JSON)",
  saveChat: "Chat (CSV)",
  savedTo: (path: string) => `Saved as ${path}`,
  whoWasThere: "Who was there",
  columnName: "Name",
  columnTime: "Time there",
  columnHow: "How they left",
  goHome: "Go to start",
  rejoin: "Rejoin",

  /** How somebody left, in the summary's last column; `time` is empty or ", 14:05". */
  wayOut: {
    stillThere: "Still there",
    wasStillThere: "Was still there",
    left: (me: boolean, time: string) => `${me ? "You left" : "Left"}${time}`,
    noAnswer: "Cut off, no answer",
    endedIt: "Ended it for all",
    untilTheEnd: "Until the end",
    removed: (time: string) => `Removed${time}`,
    removedBy: (by: string) => `Removed by ${by}`,
    denied: "Not let in",
    moved: "Changed device",
    lost: (time: string) => `Connection lost${time}`,
    crashed: (time: string) => `App stopped${time}`,
    asleep: (time: string) => `Computer asleep${time}`,
    notIn: "Did not get in",
  },

  /** Somebody else went; `by` is who did it, where that is known. */
  went: {
    left: (name) => `${name} left`,
    ended: (_, by) =>
      by === null ? "The meeting was ended for everyone" : `${by} ended the meeting for everyone`,
    removed: (name, by) => (by === null ? `${name} was removed` : `${by} removed ${name}`),
    denied: (name) => `${name} was not let in`,
    moved: (name) => `${name} joined from another device`,
    "connection-lost": (name) => `${name}’s connection was lost`,
    crashed: (name) => `${name}’s app stopped unexpectedly`,
    asleep: (name) => `${name}’s computer went to sleep`,
    "server-stopped": () => "The host closed the meeting’s computer",
    "room-closed": () => "The meeting closed",
    "join-failed": (name) => `${name} could not join`,
  } satisfies Went,

  /** The heading of the last screen, and what it means now. */
  outcome: {
    left: "You left",
    neverSeen: "Nobody heard or saw you.",
    over: (meeting: string) => `${meeting} is over.`,
    nobodyElse: "Nobody else was there.",
    goesOn: (meeting: string, others: number, keptHere: boolean) =>
      `${meeting} goes on with ${people(others)}${keptHere ? ", kept open by this computer" : ""}.`,
    endedByMe: "You ended the meeting",
    shut: (meeting: string) => `${meeting} is shut. The link no longer works.`,
    ended: (by: string | null) => (by === null ? "The meeting was ended" : `${by} ended the meeting`),
    overForAll: (meeting: string) => `${meeting} is over for everyone.`,
    removed: (by: string | null) => `${by ?? "The host"} removed you`,
    goesOnWithout: (meeting: string) => `${meeting} goes on without you, and your link opens it no more.`,
    denied: (host: string | null) => `${host ?? "The host"} did not let you in`,
    moved: "You joined from another device",
    goesOnThere: (meeting: string) => `${meeting} goes on there.`,
    lost: "Your connection was lost",
    lostMaybeOpen: "It did not come back in time. The meeting may still be open.",
    lostOpen: "It did not come back in time. The meeting is still open.",
    lostOver: (meeting: string) => `It did not come back in time. ${meeting} is over.`,
    serverStopped: "The host closed the meeting’s computer",
    closed: "The meeting is closed",
    closedHow: "Everybody else had left, or time was up.",
    crashed: "The app stopped unexpectedly",
    asleep: "Your computer went to sleep",
    mayBeOpen: "The meeting may still be open.",
    notIn: "You did not get in",
    /** Where the meeting has no name yet. */
    theMeeting: "The meeting",
  },
};
