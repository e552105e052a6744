import { afterEach, expect, it, vi } from "vitest";
import type { AppEvent } from "./bindings";
import { createMeeting, type MeetingEvents, type ReleasedDevices } from "./seed";

afterEach(() => vi.unstubAllGlobals());

const nothing = { leave: async () => {}, end: async () => {} };
const bo = { participantId: "b", name: "Bo", role: "guest" } as const;
const reason = { code: "left", message: "Bo left" } as const;

const rules = {
  locked: true,
  lobby: false,
  away: { rule: "keep" },
  endsAt: null,
  endsBy: null,
  elsewhere: false,
} as const;
const devices: ReleasedDevices = {
  camera: "free",
  microphone: "stuck",
  speaker: "not-used",
  checkedAt: 7,
  stuck: ["MV7"],
};

const HEARD: [AppEvent, keyof MeetingEvents, unknown[]][] = [
  [{ event: "meeting-joined", meetingId: "m", me: bo, title: "T" }, "meeting-joined", ["m", bo]],
  [{ event: "meeting-left", reason }, "meeting-left", [reason]],
  [{ event: "participant-joined", participant: bo }, "participant-joined", [bo]],
  [{ event: "participant-left", participant: bo, reason }, "participant-left", [bo, reason]],
  [{ event: "meeting-state-changed", state: "RECONNECTING" }, "meeting-state-changed", ["RECONNECTING"]],
  [{ event: "speaker-changed", participantId: null }, "speaker-changed", [null]],
  [{ event: "presenter-changed", participantId: "b" }, "presenter-changed", ["b"]],
  [{ event: "stream-enabled", participantId: "b", kind: "audio" }, "stream-enabled", ["b", "audio"]],
  [{ event: "stream-disabled", participantId: "b", kind: "video" }, "stream-disabled", ["b", "video"]],
  [
    { event: "end-attempted", code: "unreachable", why: "Nobody answers." },
    "end-attempted",
    ["unreachable", "Nobody answers."],
  ],
  [{ event: "end-refused", code: "end-not-allowed", why: "Not the host." }, "end-refused", ["Not the host."]],
  [
    { event: "end-progress", closed: 1, total: 2, unresponsive: ["Bo"], recordMissing: false },
    "end-progress",
    [1, 2, ["Bo"], false],
  ],
  [{ event: "waiting", title: "T", host: null, ahead: 2 }, "waiting", ["T", null, 2]],
  [{ event: "entry-requested", participantId: "w", name: "Wu" }, "entry-requested", ["w", "Wu"]],
  [
    { event: "entry-responded", participantId: "w", name: "Wu", response: "denied" },
    "entry-responded",
    ["w", "Wu", "denied"],
  ],
  [{ event: "entry-withdrawn", participantId: "w" }, "entry-withdrawn", ["w"]],
  [{ event: "mic-requested", by: "Ana" }, "mic-requested", [null, "Ana"]],
  [{ event: "webcam-requested", participantId: "ana", by: "Ana" }, "webcam-requested", ["ana", "Ana"]],
  [{ event: "muted-by-host", kind: "audio", by: null }, "muted-by-host", ["audio", null]],
  [{ event: "role-changed", participantId: "b", role: "co-host" }, "role-changed", ["b", "co-host"]],
  [{ event: "room-changed", ...rules }, "room-changed", [rules]],
  [{ event: "farewell", name: "Bo", text: "back-in-5" }, "farewell", ["Bo", "back-in-5"]],
  [{ event: "devices-released", ...devices }, "devices-released", [devices]],
  [{ event: "error", code: "camera-busy", message: "Close it." }, "error", ["camera-busy", "Close it."]],
];

it.each(HEARD)("a script hears $event with the arguments of the guide", (event, name, args) => {
  const { meeting, hear } = createMeeting(nothing);
  const heard = vi.fn();
  meeting.on(name, heard);
  hear(event);
  expect(heard.mock.calls).toEqual([args]);
});

it("a script that stops listening hears nothing more", () => {
  const { meeting, hear } = createMeeting(nothing);
  const first = vi.fn();
  const second = vi.fn();
  const stop = meeting.on("meeting-left", first);
  meeting.on("meeting-left", second);
  stop();
  meeting.off("meeting-left", second);
  hear({ event: "meeting-left", reason });
  expect(first).not.toHaveBeenCalled();
  expect(second).not.toHaveBeenCalled();
});

it("a listener that throws is reported and does not keep the next one from hearing", () => {
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const { meeting, hear } = createMeeting(nothing);
  const next = vi.fn();
  const mistake = new Error("a script's mistake");
  meeting.on("meeting-left", () => {
    throw mistake;
  });
  meeting.on("meeting-left", next);
  hear({ event: "meeting-left", reason });
  expect(next).toHaveBeenCalledOnce();
  expect(reported).toHaveBeenCalledWith(mistake);
});
