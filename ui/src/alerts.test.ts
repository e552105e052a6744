import { describe, expect, it } from "vitest";
import { alertOf, createLimit, soundOf } from "./alerts";
import type { Lobby, ReasonCode } from "./bindings";
import { apply } from "./meeting";
import { INITIAL, type Input, type State } from "./state";

const T0 = 1_000_000;
const LATER = T0 + 60_000;
const BO = { participantId: "bo", name: "Bo", role: "guest" as const };

function inCall(role: "host" | "guest", more: Partial<State["settings"]> = {}): State {
  const me = { participantId: "me", name: "Ana", role };
  const inputs: Input[] = [
    { event: "meeting-joined", meetingId: "m", me, title: "Planning" },
    { event: "participant-joined", participant: BO },
  ];
  const state = inputs.reduce((now, input) => apply(now, input, T0), INITIAL);
  return { ...state, settings: { ...state.settings, ...more } };
}

function message(to: string | null, from = "bo"): Input {
  return {
    event: "chat-received",
    message: { id: "1", participantId: from, name: "Bo", to, toName: null, text: "hi\nthere", at: T0 },
  };
}

const RAISED: Input = { event: "hand-changed", participantId: "bo", raisedAt: LATER };

describe("the desktop is asked to tell", () => {
  it("who waits to be let in, with the meeting's name", () => {
    const waits: Input = { event: "entry-requested", participantId: "wu", name: "Wu" };
    expect(alertOf(waits, inCall("host"), LATER)).toEqual({
      title: "Wu waits to be let in",
      body: "Planning",
    });
  });
  it("a message, to me alone or to everybody, never my own", () => {
    const state = inCall("guest");
    expect(alertOf(message("me"), state, LATER)).toEqual({ title: "Bo wrote to you", body: "hi there" });
    expect(alertOf(message(null), state, LATER)).toEqual({ title: "Bo wrote in the chat", body: "hi there" });
    expect(alertOf(message(null, "me"), state, LATER)).toBeNull();
  });
  it("the answer of the door to whoever waits there, and to nobody else", () => {
    const lobby: Lobby = {
      title: "Planning",
      host: "Ana",
      people: ["Ana"],
      openSinceMs: 0,
      lobby: true,
      locked: false,
      away: null,
    };
    const inLobby = apply(INITIAL, { event: "page-lobby-opened", lobby, link: "adjourn://join/x" }, T0);
    const waiting: Input = { event: "waiting", title: "Planning", host: null, ahead: 0 };
    const state = [{ event: "page-joining" } as const, waiting].reduce(
      (now, input) => apply(now, input, T0),
      inLobby,
    );
    const joined: Input = { event: "meeting-joined", meetingId: "m", me: BO, title: "Planning" };
    const out = (code: ReasonCode): Input => ({ event: "meeting-left", reason: { code, message: "" } });
    expect(alertOf(joined, state, LATER)?.title).toBe("You are in Planning");
    expect(alertOf(out("denied"), state, LATER)).toEqual({
      title: "Ana did not let you in",
      body: "Planning",
    });
    expect(alertOf(out("ended"), state, LATER)?.title).toBe("The meeting was ended");
    expect(alertOf(out("left"), state, LATER)).toBeNull();
    expect(alertOf(joined, inLobby, LATER)).toBeNull();
  });
  it("a request to unmute, unless I can be heard", () => {
    const asks: Input = { event: "mic-requested", by: "Ana" };
    const state = inCall("guest");
    expect(alertOf(asks, state, LATER)?.title).toBe("Ana asks you to unmute.");
    const on = { ...state, local: { ...state.local, microphone: { on: true, label: null, problem: null } } };
    expect(alertOf(asks, on, LATER)).toBeNull();
  });
  it("an announced end once, and again when it is moved", () => {
    const rules = {
      event: "room-changed",
      locked: false,
      lobby: true,
      away: null,
      elsewhere: false,
    } as const;
    const announced: Input = { ...rules, endsAt: LATER + 120_000, endsBy: "Ana" };
    const state = inCall("guest");
    expect(alertOf(announced, state, LATER)?.title).toBe("Ana ends this meeting in 2 minutes");
    const known = apply(state, announced, LATER);
    expect(alertOf(announced, known, LATER)).toBeNull();
    expect(alertOf({ ...announced, endsAt: LATER + 300_000 }, known, LATER)).not.toBeNull();
  });
  it("a raised hand to hosts only, and not the hands that were up before", () => {
    expect(alertOf(RAISED, inCall("host"), LATER)?.title).toBe("Bo raised a hand");
    expect(alertOf(RAISED, inCall("guest"), LATER)).toBeNull();
    expect(alertOf(RAISED, inCall("host"), T0 + 100)).toBeNull();
    const up = apply(inCall("host"), RAISED, LATER);
    expect(alertOf(RAISED, up, LATER)).toBeNull();
  });
  it("nothing from the mini window, which hears the same events", () => {
    expect(alertOf(message("me"), { ...inCall("guest"), mini: true }, LATER)).toBeNull();
  });
});

describe("a sound", () => {
  const joins: Input = {
    event: "participant-joined",
    participant: { ...BO, participantId: "cy", name: "Cy" },
  };
  it("is made only for those who asked for sounds", () => {
    expect(soundOf(joins, inCall("guest", { sounds: false }), LATER)).toBeNull();
    expect(soundOf(joins, inCall("guest", { sounds: true }), LATER)).toBe("join");
    expect(soundOf(RAISED, inCall("guest", { sounds: true }), LATER)).toBe("hand");
  });
  it("is not made for those who were there before me, nor for my own hand", () => {
    const state = inCall("guest", { sounds: true });
    expect(soundOf(joins, state, T0 + 100)).toBeNull();
    expect(soundOf({ event: "participant-joined", participant: BO }, state, LATER)).toBeNull();
    expect(soundOf({ ...RAISED, participantId: "me" } as Input, state, LATER)).toBeNull();
  });
});

it("a crowd is not a storm: a few at once, then one at a time", () => {
  const bearable = createLimit();
  const first = Array.from({ length: 10 }, () => bearable(LATER));
  expect(first.filter(Boolean)).toHaveLength(4);
  expect(bearable(LATER + 9_000)).toBe(false);
  expect(bearable(LATER + 10_000)).toBe(true);
  expect(bearable(LATER + 10_001)).toBe(false);
});
