import { expect, it } from "vitest";
import { apply } from "./meeting";
import { handPlace, MAX_REACTIONS, REACTION_MS, REACTIONS } from "./room";
import { type Call, INITIAL, type Input, type State } from "./state";

const START = 1_000_000;

/** After `inputs`, each one second after the other. */
function after(...inputs: Input[]): State {
  const arrival: Input[] = [
    {
      event: "meeting-joined",
      meetingId: "m",
      title: "Weekly",
      me: { participantId: "me", name: "Ana", role: "host" },
    },
    ...["p1", "p2", "p3"].map(
      (participantId): Input => ({
        event: "participant-joined",
        participant: { participantId, name: `Name ${participantId}`, role: "guest" },
      }),
    ),
  ];
  let state = arrival.reduce((now, input) => apply(now, input, START), INITIAL);
  inputs.forEach((input, at) => {
    state = apply(state, input, START + 10_000 + at * 1000);
  });
  return state;
}

function call(state: State): Call {
  if (state.view.at !== "call") throw new Error("not in a call");
  return state.view;
}

const hand = (participantId: string, raisedAt: number | null): Input => ({
  event: "hand-changed",
  participantId,
  raisedAt,
});

it("hands are in the order of raising, whatever the order of hearing of them", () => {
  const view = call(after(hand("p3", 300), hand("p1", 100), hand("me", 200)));
  expect(["p1", "me", "p3", "p2"].map((id) => handPlace(view, id))).toEqual([1, 2, 3, null]);
});

it("a lowered hand, and the hand of somebody who leaves, gives its place to the next", () => {
  const reason = { code: "left", message: "", at: null } as const;
  const gone: Input = {
    event: "participant-left",
    participant: { participantId: "p1", name: "Name p1", role: "guest" },
    reason,
  };
  const raised = [hand("p1", 100), hand("p2", 200), hand("p3", 300)];
  expect(handPlace(call(after(...raised, hand("p2", null))), "p3")).toBe(2);
  expect(handPlace(call(after(...raised, gone)), "p3")).toBe(2);
});

it("a raised hand is read aloud once, and mine too, up and down", () => {
  const quiet = after().said.count;
  expect(after(hand("p1", 100)).said.count).toBe(quiet + 1);
  expect(after(hand("p1", 100), hand("p1", 100)).said.count).toBe(quiet + 1);
  expect(after(hand("me", 100)).said.count).toBe(quiet + 1);
  expect(after(hand("me", 100), hand("me", null)).said.count).toBe(quiet + 2);
});

it("a bad connection is kept with its time until it is good again", () => {
  const quality = (now: "good" | "poor" | "lost"): Input => ({
    event: "quality-changed",
    participantId: "p1",
    quality: now,
  });
  const lost = call(after(quality("poor"), quality("lost"), quality("lost")));
  expect(lost.room.trouble.p1).toEqual({ quality: "lost", sinceMs: START + 11_000 });
  expect(call(after(quality("lost"), quality("good"))).room.trouble).toEqual({});
});

it("reactions are shown for a while, and no more of them than a person can read", () => {
  const many = Array.from({ length: 60 }, (_, at): Input => {
    const reaction = REACTIONS[at % REACTIONS.length] ?? "clap";
    return { event: "reaction-received", participantId: "p1", reaction };
  });
  const state = many.reduce((now, input) => apply(now, input, START), after());
  expect(call(state).room.reactions).toHaveLength(MAX_REACTIONS);
  expect(new Set(call(state).room.reactions.map(({ id }) => id)).size).toBe(MAX_REACTIONS);
  const over = apply(state, { event: "page-reactions-over" }, START + REACTION_MS);
  expect(call(over).room.reactions).toHaveLength(0);
});

it("of a burst of reactions only the first is read aloud", () => {
  const clap: Input = { event: "reaction-received", participantId: "p1", reaction: "clap" };
  expect(after(clap, clap, clap).said.count).toBe(after().said.count + 1);
});

it("somebody unknown changes nothing", () => {
  const before = call(after()).room;
  const view = call(
    after(
      hand("nobody", 1),
      { event: "reaction-received", participantId: "nobody", reaction: "clap" },
      { event: "quality-changed", participantId: "nobody", quality: "lost" },
      { event: "page-pinned", tile: "nobody" },
    ),
  );
  expect(view.room).toEqual(before);
});

it("who is pinned stays so until unpinned or gone, and the layout outlives the meeting", () => {
  const pin: Input = { event: "page-pinned", tile: "p2" };
  expect(call(after(pin)).room.pinned).toBe("p2");
  expect(call(after(pin, { event: "page-pinned", tile: null })).room.pinned).toBeNull();
  const gone = after(
    pin,
    { event: "page-stage", stage: { layout: "speaker" } },
    {
      event: "participant-left",
      participant: { participantId: "p2", name: "Name p2", role: "guest" },
      reason: { code: "left", message: "", at: null },
    },
  );
  expect(call(gone).room.pinned).toBeNull();
  const left = apply(gone, { event: "meeting-left", reason: { code: "left", message: "" } }, START);
  expect(left.stage.layout).toBe("speaker");
});

it("a page that comes in the middle of a meeting goes on counting from its beginning", () => {
  expect(call(after({ event: "page-in-since", atMs: 5 })).joinedAtMs).toBe(5);
});

it("a host is shown whose hand goes up, unless the list of people is open; a guest is not", () => {
  expect(after(hand("p1", 100)).toasts).toMatchObject([{ icon: "hand", panel: "people" }]);
  expect(after({ event: "page-panel", panel: "people" }, hand("p1", 100)).toasts).toEqual([]);
  const guest: Input = { event: "role-changed", participantId: "me", role: "guest" };
  expect(after(guest, hand("p1", 100)).toasts.map(({ icon }) => icon)).not.toContain("hand");
});
