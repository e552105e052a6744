import { describe, expect, it } from "vitest";
import type { LocalMedia, Participant, Reason } from "./bindings";
import { apply } from "./meeting";
import { type After, type Call, INITIAL, type Input, mayTell, type State } from "./state";

const ANA: Participant = { participantId: "a", name: "Ana", role: "host" };
const BO: Participant = { participantId: "b", name: "Bo", role: "guest" };
const ON = { on: true, label: "x", problem: null };
const OFF = { on: false, label: "x", problem: null };
const MEDIA: LocalMedia = {
  camera: ON,
  microphone: ON,
  speaker: ON,
  screen: INITIAL.local.screen,
  cut: false,
};
const START_MS = 1_000_000;
const LATER_MS = START_MS + 60_000;

function run(inputs: Input[], from: State = INITIAL, nowMs = LATER_MS): State {
  return inputs.reduce((state, input) => apply(state, input, nowMs), from);
}

function joined(me: Participant, ...others: Participant[]): State {
  return run(
    [
      { event: "meeting-joined", meetingId: "m", me, title: "Weekly planning" },
      ...others.map((participant): Input => ({ event: "participant-joined", participant })),
    ],
    INITIAL,
    START_MS,
  );
}

function call(state: State): Call {
  if (state.view.at !== "call") throw new Error(`in ${state.view.at}, not in a call`);
  return state.view;
}

function ended(state: State): After {
  if (state.view.at !== "after") throw new Error(`in ${state.view.at}, not after a call`);
  return state.view;
}

const rules = (more: Partial<Extract<Input, { event: "room-changed" }>> = {}): Input => ({
  event: "room-changed",
  locked: false,
  lobby: true,
  away: { rule: "end-after", seconds: 300 },
  endsAt: null,
  endsBy: null,
  elsewhere: false,
  ...more,
});

const left = (participant: Participant, code: Reason["code"]): Input => ({
  event: "participant-left",
  participant,
  reason: { code, message: `${participant.name}: ${code}` },
});

describe("who waits at the door", () => {
  const wu: Input = { event: "entry-requested", participantId: "w", name: "Wu" };

  it("is told once, can be let in from there, and is gone when somebody has answered", () => {
    const waiting = run([wu, wu], joined(ANA));
    expect(call(waiting).waiting).toEqual([{ participantId: "w", name: "Wu", sinceMs: LATER_MS }]);
    expect(waiting.toasts).toMatchObject([{ entrant: "w", text: "Wu is waiting" }]);
    for (const event of ["entry-responded", "entry-withdrawn"] as const) {
      const answer = { event, participantId: "w", name: "Wu", response: "allowed" } as Input;
      const answered = run([answer], waiting);
      expect(call(answered).waiting).toEqual([]);
      expect(answered.toasts).toEqual([]);
    }
  });

  it("is only read out to whoever looks at the list", () => {
    const state = run([{ event: "page-panel", panel: "people" }, wu], joined(ANA));
    expect(state.toasts).toEqual([]);
    expect(state.said.text).toBe("Wu is waiting");
  });

  it("is nobody's business any more who is no longer host", () => {
    const state = run([wu, { event: "role-changed", participantId: "a", role: "guest" }], joined(ANA));
    expect(call(state).waiting).toEqual([]);
  });

  it("sees who decides, since when and behind how many", () => {
    const lobby = {
      title: "T",
      host: "Ana",
      people: [],
      openSinceMs: 0,
      lobby: true,
      locked: false,
      away: null,
    };
    const state = run([
      { event: "page-lobby-opened", lobby, link: "adjourn://join/x" },
      { event: "page-joining" },
      { event: "waiting", title: "T", host: "Ana", ahead: 2 },
    ]);
    const later = run([{ event: "waiting", title: "T", host: null, ahead: 1 }], state, LATER_MS + 9000);
    expect(later.view).toMatchObject({ waiting: { host: "Ana", ahead: 1, sinceMs: LATER_MS } });
    const denied = run([{ event: "meeting-left", reason: { code: "denied", message: "" } }], later);
    expect(ended(denied).host).toBe("Ana");
  });
});

describe("roles", () => {
  it("change for me and for others, and are told", () => {
    const state = run(
      [
        { event: "role-changed", participantId: "b", role: "host" },
        { event: "role-changed", participantId: "a", role: "co-host" },
      ],
      joined(ANA, BO),
    );
    expect(call(state).me.role).toBe("co-host");
    expect(call(state).others[0]?.role).toBe("host");
    expect(state.toasts[0]?.text).toBe("Bo is the host now");
  });

  it("that go while the host is being asked how to leave leave the silence and the way back", () => {
    const state = run(
      [
        { event: "local-media-changed", media: { ...MEDIA, cut: true } },
        { event: "page-exit", exit: "asked" },
        { event: "role-changed", participantId: "a", role: "co-host" },
      ],
      joined(ANA, BO),
    );
    expect(call(state).exit).toBe("none");
    expect(state.local.cut).toBe(true);
  });
});

describe("the host's computer", () => {
  it("is away when it went without a word, until a host is there again", () => {
    const away = run([left(ANA, "crashed")], joined(BO, ANA));
    expect(call(away).hostAway).toEqual({ name: "Ana", sinceMs: LATER_MS });
    expect(call(run([{ event: "participant-joined", participant: ANA }], away)).hostAway).toBeNull();
    expect(
      call(run([{ event: "role-changed", participantId: "b", role: "host" }], away)).hostAway,
    ).toBeNull();
  });

  it("is not away when the host left, or another one is there", () => {
    expect(call(run([left(ANA, "left")], joined(BO, ANA))).hostAway).toBeNull();
    const second: Participant = { participantId: "c", name: "Cy", role: "host" };
    expect(call(run([left(ANA, "crashed")], joined(BO, ANA, second))).hostAway).toBeNull();
  });
});

describe("an announced end", () => {
  const announced = run([rules({ endsAt: LATER_MS + 120_000, endsBy: "Ana" })], joined(BO, ANA));

  it("is read out, and measured from when it was first heard", () => {
    expect(announced.said.text).toBe("Ana ends this meeting in 2 minutes");
    const again = run(
      [rules({ endsAt: LATER_MS + 120_000, endsBy: "Ana", locked: true })],
      announced,
      LATER_MS + 5,
    );
    expect(call(again).house.end).toEqual({ atMs: LATER_MS + 120_000, by: "Ana", heardMs: LATER_MS });
  });

  it("that is cancelled is told as that", () => {
    const state = run([rules()], announced);
    expect(call(state).house.end).toBeNull();
    expect(state.toasts.at(-1)?.icon).toBe("timer");
  });
});

describe("a lock", () => {
  it("is told to guests, and stands before hosts until they have seen it", () => {
    expect(run([rules({ locked: true })], joined(BO, ANA)).toasts).toMatchObject([{ icon: "lock" }]);
    const host = run([rules({ locked: true }), { event: "page-answered", what: "locked" }], joined(ANA));
    expect(host.toasts).toEqual([]);
    expect(call(host).lockSeen).toBe(true);
    const again = run([rules(), rules({ locked: true })], host);
    expect(call(again).lockSeen).toBe(false);
  });

  it("that was there before me is no news", () => {
    expect(run([rules({ locked: true })], joined(BO, ANA), START_MS + 100).toasts).toEqual([]);
  });
});

describe("what a host asks of me", () => {
  const muted: Input = { event: "local-media-changed", media: { ...MEDIA, microphone: OFF } };
  const unmuted: Input = { event: "local-media-changed", media: MEDIA };

  it("stands until I do it or say not now", () => {
    const asked = run([muted, { event: "mic-requested", by: "Ana" }], joined(BO, ANA));
    expect(call(asked).asked).toEqual({ kind: "audio", by: "Ana" });
    expect(call(run([unmuted], asked)).asked).toBeNull();
    expect(call(run([{ event: "page-answered", what: "asked" }], asked)).asked).toBeNull();
  });

  it("is not asked when it is so already", () => {
    const state = run([unmuted, { event: "mic-requested", by: "Ana" }], joined(BO, ANA));
    expect(call(state).asked).toBeNull();
  });

  it("and did herself stands until I have undone it, in whichever order it is heard", () => {
    const silenced: Input = { event: "muted-by-host", kind: "audio", by: "Ana" };
    for (const order of [
      [unmuted, silenced, muted],
      [unmuted, muted, silenced],
    ]) {
      const state = run(order, joined(BO, ANA));
      expect(call(state).silenced).toEqual({ kind: "audio", by: "Ana" });
      expect(call(run([unmuted], state)).silenced).toBeNull();
    }
  });
});

describe("afterwards", () => {
  const leaving: Input = { event: "meeting-left", reason: { code: "left", message: "You left" } };

  it("the receipt is the system's word, and a device that is named there is not named twice", () => {
    const state = run(
      [
        { event: "error", code: "camera-stuck", message: "The camera did not close." },
        {
          event: "devices-released",
          camera: "stuck",
          microphone: "free",
          speaker: "not-used",
          checkedAt: 7,
          stuck: ["Brio"],
        },
        leaving,
      ],
      joined(BO, ANA),
    );
    expect(ended(state).receipt).toMatchObject({ camera: "stuck", checkedAtMs: 7, stuck: ["Brio"] });
    expect(state.notices).toEqual([]);
    expect(run([{ event: "page-asked", what: "new", link: "" }], state).receipt).toBeNull();
  });

  it("those still there can be told why, once, while the meeting is open", () => {
    const state = run([leaving], joined(BO, ANA));
    expect(mayTell(ended(state))).toBe(true);
    expect(mayTell(ended(run([{ event: "page-told", text: "back-in-5" }], state)))).toBe(false);
    expect(mayTell(ended(run([{ event: "page-door", open: false, people: 0 }], state)))).toBe(false);
    expect(mayTell(ended(run([leaving], joined(BO))))).toBe(false);
  });

  it("the door says how many are still there", () => {
    const state = run([leaving, { event: "page-door", open: true, people: 4 }], joined(BO, ANA));
    expect(ended(state)).toMatchObject({ open: true, stay: { others: 4 } });
  });

  it("a lost line keeps its first moment while it is tried again", () => {
    const lost: Input = { event: "meeting-state-changed", state: "RECONNECTING" };
    const state = run([lost], joined(BO, ANA));
    expect(call(run([lost], state, LATER_MS + 5000)).lostAtMs).toBe(LATER_MS);
    const back = run([{ event: "meeting-state-changed", state: "CONNECTED" }], state);
    expect(call(back).lostAtMs).toBeNull();
  });
});
