/** What more than one view says, and how times and numbers of people are said. */
import type { FarewellText, Role, TrayLabel } from "../../bindings";
import { number, plural } from "../format";

/** A time that was chosen: "5 minutes", "90 seconds". */
export function span(seconds: number): string {
  if (seconds % 60 !== 0) return plural(seconds, { one: "1 second", other: `${number(seconds)} seconds` });
  const minutes = seconds / 60;
  return plural(minutes, { one: "1 minute", other: `${number(minutes)} minutes` });
}

/** What is left until something happens, rounded as people say it. */
export function inAbout(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60
    ? plural(seconds, { one: "1 second", other: `${number(seconds)} seconds` })
    : span(Math.round(seconds / 60) * 60);
}

/** "1 person", "12 people". */
export function people(count: number): string {
  return plural(count, { one: "1 person", other: `${number(count)} people` });
}

export const common = {
  app: "Adjourn",
  /** A heading becomes a sentence. */
  sentence: (text: string) => `${text}.`,
  /** Sentences one after the other. */
  together: (...sentences: string[]) => sentences.filter((each) => each !== "").join(" "),
  personCount: people,
  duration: {
    under: "less than a minute",
    /** Where there is little room. */
    underShort: "under 1 min",
    seconds: (seconds: number) => `${number(seconds)}\u00a0s`,
    minutes: (minutes: number) => `${number(minutes)} min`,
    hours: (hours: number) => `${number(hours)} h`,
    both: (hours: number, minutes: number) => `${number(hours)} h ${number(minutes)} min`,
  },
  close: "Close",
  done: "Done",
  change: "Change",
  or: "or",
  you: "You",
  leave: "Leave",
  stay: "Stay",
  dismiss: "Dismiss",
  tryAgain: "Try again",
  save: "Save",
  chooseDevice: { camera: "Camera", microphone: "Microphone", speaker: "Speaker" },
  noCamera: "No camera",
  noMicrophone: "No microphone",
  noSpeaker: "No speaker",
  noDevices: "None found",
  /** The size of a camera's pictures, by their lines. */
  pictureLines: (lines: number) => `${lines}p`,
  pictureMode: (lines: number, fps: number) => `${lines}p, ${number(fps)}\u00a0fps`,
  microphoneAndSpeaker: "Microphone and speaker",
  role: { host: "Host", "co-host": "Co-host", guest: "" } satisfies Record<Role, string>,
  farewells: {
    "another-meeting": "Had to run",
    "bad-connection": "Bad line",
    "back-in-5": "Back in 5 min",
  } satisfies Record<FarewellText, string>,
  /** The words outside of the page that stand nowhere inside it. */
  tray: {
    show: "Show Adjourn",
    mute: "Turn microphone off",
    unmute: "Turn microphone on",
    leave: "Leave the meeting",
    end: "End the meeting for all",
    quit: "Quit Adjourn",
    mini: "Adjourn, small window",
  } satisfies Record<Exclude<TrayLabel, "meeting" | "camera-off" | "camera-on" | "copy-invite">, string>,
  documentTitle: {
    home: "Adjourn",
    lobby: (title: string) => `Join ${title}`,
    call: (title: string) => title,
    after: "After the meeting",
  },
};
