/**
 * The seed API: `window.meeting`, the words of the original guide. It hears what the engine says and nothing else.
 *
 * ```js
 * meeting.on("meeting-left", (reason) => …)          // { code, message, by?, note?, at? }
 * meeting.on("participant-left", (participant, reason) => …)
 * await meeting.leave();
 * ```
 */
import type {
  AppEvent,
  AwayRule,
  DeviceState,
  EntryResponse,
  FarewellText,
  MeetingState,
  Participant,
  Reason,
  Role,
  StreamKind,
} from "./bindings";

/** Each event's name and the arguments of its listeners. */
export interface MeetingEvents {
  "meeting-joined": [meetingId: string, me: Participant];
  /** Once per join, always the last event. */
  "meeting-left": [reason: Reason];
  "participant-joined": [participant: Participant];
  "participant-left": [participant: Participant, reason: Reason];
  "meeting-state-changed": [state: MeetingState];
  "speaker-changed": [participantId: string | null];
  "presenter-changed": [participantId: string | null];
  "stream-enabled": [participantId: string, kind: StreamKind];
  "stream-disabled": [participantId: string, kind: StreamKind];
  /** A sentence: not the host, or not reached yet and tried again. */
  "end-refused": [why: string];
  /** An End that did not get through and is sent again: why. */
  "end-attempted": [code: string, why: string];
  /** Host only. */
  "end-progress": [closed: number, total: number, unresponsive: string[], recordMissing: boolean];
  /** Before the door: the host decides; again when the number changes. */
  waiting: [title: string, host: string | null, ahead: number];
  /** Hosts and co-hosts only, like the two that follow. */
  "entry-requested": [participantId: string, name: string];
  "entry-responded": [participantId: string, name: string, response: EntryResponse];
  "entry-withdrawn": [participantId: string];
  /** A host asks me to unmute; I do, or I do not. */
  "mic-requested": [participantId: string | null, by: string];
  "webcam-requested": [participantId: string | null, by: string];
  "muted-by-host": [kind: StreamKind, by: string | null];
  "role-changed": [participantId: string, role: Role];
  "room-changed": [rules: RoomRules];
  /** Somebody who left says why. */
  farewell: [name: string, text: FarewellText];
  /** What the system says of the devices, just before meeting-left. */
  "devices-released": [devices: ReleasedDevices];
  /** The message is a sentence that a person can act on. */
  error: [code: string, message: string];
}

export interface RoomRules {
  locked: boolean;
  lobby: boolean;
  away: AwayRule | null;
  /** Unix milliseconds. */
  endsAt: number | null;
  endsBy: string | null;
  /** Another server carries the meeting: nobody waits there, and no rule is changed. */
  elsewhere: boolean;
}

export interface ReleasedDevices {
  camera: DeviceState;
  microphone: DeviceState;
  speaker: DeviceState;
  /** Unix milliseconds. */
  checkedAt: number | null;
  /** Names. */
  stuck: string[];
}

type Name = keyof MeetingEvents;
type Listener<N extends Name> = (...args: MeetingEvents[N]) => void;

export interface Meeting {
  /** Only I go; the meeting continues for the others. */
  leave(): Promise<void>;
  /** Everybody goes, reads the note, and the meeting is shut; refused (`end-refused`) unless I may. */
  end(note?: string): Promise<void>;
  /** Returns what ends the listening. */
  on<N extends Name>(name: N, listener: Listener<N>): () => void;
  off<N extends Name>(name: N, listener: Listener<N>): void;
}

/** The API and the one entrance for the engine's events. */
export function createMeeting(doers: { leave(): Promise<void>; end(note: string | null): Promise<void> }): {
  meeting: Meeting;
  hear(event: AppEvent): void;
} {
  const listeners = new Map<Name, Set<object>>();
  const meeting: Meeting = {
    leave: doers.leave,
    // A listener of a click is given the event.
    end: (note) => doers.end(typeof note === "string" ? note : null),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => meeting.off(name, listener);
    },
    off(name, listener) {
      listeners.get(name)?.delete(listener);
    },
  };
  function tell<N extends Name>(name: N, ...args: MeetingEvents[N]) {
    for (const listener of [...(listeners.get(name) ?? [])]) {
      try {
        (listener as Listener<N>)(...args);
      } catch (error) {
        // A script's mistake must not keep the next listener, or the page, from hearing the event.
        reportError(error);
      }
    }
  }
  return {
    meeting,
    hear(event) {
      switch (event.event) {
        case "meeting-joined":
          return tell(event.event, event.meetingId, event.me);
        case "meeting-left":
          return tell(event.event, event.reason);
        case "participant-joined":
          return tell(event.event, event.participant);
        case "participant-left":
          return tell(event.event, event.participant, event.reason);
        case "meeting-state-changed":
          return tell(event.event, event.state);
        case "speaker-changed":
        case "presenter-changed":
          return tell(event.event, event.participantId);
        case "stream-enabled":
        case "stream-disabled":
          return tell(event.event, event.participantId, event.kind);
        case "end-refused":
          return tell(event.event, event.why);
        case "end-attempted":
          return tell(event.event, event.code, event.why);
        case "end-progress":
          return tell(event.event, event.closed, event.total, event.unresponsive, event.recordMissing);
        case "waiting":
          return tell(event.event, event.title, event.host, event.ahead);
        case "entry-requested":
          return tell(event.event, event.participantId, event.name);
        case "entry-responded":
          return tell(event.event, event.participantId, event.name, event.response);
        case "entry-withdrawn":
          return tell(event.event, event.participantId);
        case "mic-requested":
        case "webcam-requested":
          return tell(event.event, event.participantId ?? null, event.by);
        case "muted-by-host":
          return tell(event.event, event.kind, event.by);
        case "role-changed":
          return tell(event.event, event.participantId, event.role);
        case "room-changed": {
          const { event: name, ...rules } = event;
          return tell(name, rules);
        }
        case "farewell":
          return tell(event.event, event.name, event.text);
        case "devices-released": {
          const { event: name, ...devices } = event;
          return tell(name, devices);
        }
        case "error":
          return tell(event.event, event.code, event.message);
      }
    },
  };
}

declare global {
  interface Window {
    meeting: Meeting;
  }
}
