/** What went wrong in words, and the one thing that a person can do about it from here. */
import type { ErrorCode, Facts } from "./bindings";
import { moment, say, withoutStop } from "./strings";

/** What a button beside an error does. */
export type Remedy =
  /** The same once more. */
  | "again"
  /** Another camera, microphone or speaker. */
  | "other-device"
  /** Another screen or window to share, or the same once more. */
  | "other-screen"
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
  "screen-missing": "other-screen",
  "screen-refused": "again",
  "screen-hung": "other-screen",
  "screen-lost": "other-screen",
  "screen-stuck": "quit",
  "screen-failed": "again",
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

/** What is known beside the code. */
export type Known = Partial<Facts> & {
  /** The other program that has the camera. */
  heldBy?: string | null;
  /** Who may do what I may not. */
  host?: string | null;
  /** The link that the error is about. */
  link?: string;
};

/** An error as it is shown. */
export interface Explained {
  /** What happened; no full stop. */
  title: string;
  /** Why, and what to do. */
  text: string;
  remedy: Remedy;
  /** Two certificates that should be one, each with what it is called and as it is read over the phone. */
  fingerprints: [called: string, short: string][];
}

/** The words for `code` in the language in use. */
export function explain(code: ErrorCode, known: Known = {}): Explained {
  const { sentence, cause, todo } = say.errors[code];
  const { promised, shown, host } = known;
  const what = code === "end-not-allowed" && host ? say.known.onlyEnds(host) : sentence;
  return {
    title: withoutStop(what),
    text: say.together(precisely(cause, known), todo),
    remedy: REMEDIES[code],
    fingerprints:
      promised && shown
        ? [
            [say.known.promised, short(promised)],
            [say.known.shown, short(shown)],
          ]
        : [],
  };
}

/** The cause, with what is known of this one. */
function precisely(cause: string, known: Known): string {
  const { heldBy, by, at, addresses, seconds, cutOff, link } = known;
  if (heldBy) return say.known.heldBy(heldBy);
  if (at) return say.known.ended(by ?? null, moment(at, Date.now()));
  if (cutOff && link) return say.known.stopsAfter(tail(link));
  if (addresses && seconds) return say.together(cause, say.known.tried(addresses, seconds));
  return cause;
}

/** As much of a link's end as can be compared with the message that it came in. */
function tail(link: string): string {
  return link.length <= 24 ? link : `…${link.slice(-8)}`;
}

/** "4F:A2:90:1C … 7E:B3": two certificates that differ in none of these six bytes are the same one. */
function short(fingerprint: string): string {
  return `${fingerprint.slice(0, 11)} … ${fingerprint.slice(-5)}`;
}
