/** What went wrong in words, and the one thing that a person can do about it from here. */
import type { ErrorCode } from "./bindings";
import { say, withoutStop } from "./strings";

/** What a button beside an error does. */
export type Remedy =
  /** The same once more. */
  | "again"
  /** Another camera, microphone or speaker. */
  | "other-device"
  /** A look at what was chosen once. */
  | "settings"
  /** A look at the server that was chosen. */
  | "server"
  /** Another link into the field. */
  | "paste"
  /** Out of the program, so that the system takes its devices back. */
  | "quit"
  /** Nothing but having read it. */
  | "none";

const REMEDIES: Record<ErrorCode, Remedy> = {
  unreachable: "again",
  "timed-out": "again",
  "connection-broken": "again",
  "media-blocked": "again",
  "wrong-certificate": "none",
  "untrusted-certificate": "none",
  "wrong-invite": "paste",
  "unknown-meeting": "paste",
  locked: "again",
  denied: "none",
  "unknown-ticket": "again",
  full: "again",
  "too-many": "again",
  "bad-request": "none",
  "wrong-token": "again",
  unavailable: "again",
  removed: "none",
  ended: "paste",
  garbage: "paste",
  "bad-address": "paste",
  "bad-link": "paste",
  "damaged-link": "paste",
  "newer-link": "none",
  "not-allowed": "none",
  nobody: "none",
  "control-failed": "none",
  "chat-not-sent": "none",
  "end-not-allowed": "none",
  "end-delayed": "none",
  "not-in-yet": "none",
  "camera-missing": "again",
  "camera-busy": "again",
  "camera-refused": "again",
  "camera-hung": "again",
  "camera-lost": "other-device",
  "camera-stuck": "quit",
  "camera-failed": "again",
  "microphone-missing": "again",
  "microphone-busy": "again",
  "microphone-refused": "again",
  "microphone-hung": "again",
  "microphone-lost": "other-device",
  "microphone-replaced": "other-device",
  "microphone-stuck": "quit",
  "microphone-failed": "again",
  "speaker-missing": "other-device",
  "speaker-busy": "other-device",
  "speaker-refused": "other-device",
  "speaker-hung": "other-device",
  "speaker-lost": "other-device",
  "speaker-replaced": "other-device",
  "speaker-stuck": "quit",
  "speaker-failed": "other-device",
  "device-stuck": "quit",
  "file-missing": "none",
  "file-failed": "none",
  "file-not-y4m": "none",
  "file-not-wav": "none",
  "file-unsupported": "none",
  "codec-failed": "none",
  "no-thread": "again",
  "cannot-host": "again",
  "no-network": "again",
  "hosting-storage": "again",
  "other-server-unreachable": "again",
  "other-server-key": "server",
  "other-server-unknown": "server",
  "other-server-plain": "server",
  "other-server-secret": "server",
  "no-lobby": "none",
  "no-meeting": "none",
  "in-meeting": "none",
  "not-saved": "none",
  "settings-reset": "settings",
  "settings-not-kept": "none",
  "autostart-failed": "none",
  "clipboard-failed": "none",
  "no-browser": "none",
  internal: "again",
};

/** An error as it is shown. */
export interface Explained {
  /** What happened; no full stop. */
  title: string;
  /** Why, and what to do. */
  text: string;
  remedy: Remedy;
}

/** The words for `code` in the language in use. */
export function explain(code: ErrorCode): Explained {
  const { sentence, cause, todo } = say.errors[code];
  return { title: withoutStop(sentence), text: say.together(cause, todo), remedy: REMEDIES[code] };
}
