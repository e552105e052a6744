import { expect, it } from "vitest";
import { apply } from "./meeting";
import { type Call, INITIAL, type Input, type State } from "./state";
import { sent, tilesOf } from "./tiles";

const ON = { on: true, label: "Device", problem: null };

const ARRIVAL: Input[] = [
  {
    event: "meeting-joined",
    meetingId: "m",
    title: "Weekly",
    me: { participantId: "me", name: "Ana", role: "host" },
  },
  {
    event: "participant-joined",
    participant: { participantId: "p1", name: "Bo", role: "co-host" },
  },
  {
    event: "local-media-changed",
    media: { microphone: ON, camera: ON, speaker: ON, screen: INITIAL.local.screen, cut: false },
  },
];

function tilesAfter(...inputs: Input[]) {
  const state = [...ARRIVAL, ...inputs].reduce((now: State, input) => apply(now, input, 1000), INITIAL);
  return tilesOf(state.view as Call, sent(state));
}

it("I am first, and shown as the others get me", () => {
  expect(tilesAfter()[0]).toMatchObject({
    self: true,
    source: "self",
    video: true,
    muted: false,
    cut: false,
  });
  const cut = tilesAfter({
    event: "local-media-changed",
    media: { microphone: ON, camera: ON, speaker: ON, screen: INITIAL.local.screen, cut: true },
  });
  expect(cut[0]).toMatchObject({ video: false, muted: true, cut: true });
});

it("somebody without sound is muted, and speaks only while heard", () => {
  const silent = tilesAfter({ event: "speaker-changed", participantId: "p1" });
  expect(silent[1]).toMatchObject({ muted: true, speaking: false, role: "co-host" });
  const heard = tilesAfter(
    { event: "stream-enabled", participantId: "p1", kind: "audio" },
    { event: "speaker-changed", participantId: "p1" },
  );
  expect(heard[1]).toMatchObject({ muted: false, speaking: true });
});

it("a tile has the hand's turn, the line's quality, and the newest reaction", () => {
  const [, tile] = tilesAfter(
    { event: "hand-changed", participantId: "me", raisedAt: 1 },
    { event: "hand-changed", participantId: "p1", raisedAt: 2 },
    { event: "quality-changed", participantId: "p1", quality: "lost" },
    { event: "reaction-received", participantId: "p1", reaction: "clap" },
    { event: "reaction-received", participantId: "p1", reaction: "heart" },
  );
  expect(tile).toMatchObject({
    hand: 2,
    quality: "lost",
    qualitySinceMs: 1000,
    reaction: "heart",
    pinned: false,
  });
});
