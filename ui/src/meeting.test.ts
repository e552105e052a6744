import { describe, expect, it } from "vitest";
import type { AppError, AppEvent, LocalMedia, Participant, Problem, Reason, ReasonCode } from "./bindings";
import { apply } from "./meeting";
import { type Call, headcount, INITIAL, type Input, isCut, type State } from "./state";

const ANA: Participant = { participantId: "a", name: "Ana", role: "host" };
const BO: Participant = { participantId: "b", name: "Bo", role: "guest" };
const CY: Participant = { participantId: "c", name: "Cy", role: "guest" };
const ON = { on: true, label: "x", problem: null };
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

function left(code: ReasonCode, more: Partial<Reason> = {}): AppEvent {
  return { event: "meeting-left", reason: { code, message: code, ...more } };
}

describe("people", () => {
  it("are in the order of joining, each once, and I am not among the others", () => {
    const state = run(
      [
        { event: "participant-joined", participant: { ...BO, name: "Bo Li" } },
        { event: "participant-joined", participant: ANA },
      ],
      joined(ANA, BO, CY),
    );
    expect(call(state).others.map((person) => person.name)).toEqual(["Bo Li", "Cy"]);
    expect(headcount(call(state))).toBe(3);
  });

  it("who were there before me do not join, those who come later do", () => {
    expect(joined(BO, ANA, CY).toasts).toEqual([]);
    const state = run([{ event: "participant-joined", participant: CY }], joined(BO, ANA));
    expect(state.toasts.map((toast) => toast.text)).toEqual(["Cy joined"]);
    expect(state.said.text).toBe("Cy joined");
  });

  it("who leave are gone, with the engine's sentence, and speak no more", () => {
    const speaking = run([{ event: "speaker-changed", participantId: "b" }], joined(ANA, BO));
    const reason: Reason = { code: "crashed", message: "Bo’s app stopped unexpectedly" };
    const state = run([{ event: "participant-left", participant: BO, reason }], speaking);
    expect(call(state).others).toEqual([]);
    expect(call(state).speaker).toBeNull();
    expect(state.toasts).toMatchObject([{ icon: "plug", text: reason.message }]);
    expect(run([{ event: "participant-left", participant: BO, reason }], state)).toBe(state);
  });

  it("are heard and seen as their streams say", () => {
    const state = run(
      [
        { event: "stream-enabled", participantId: "b", kind: "audio" },
        { event: "stream-enabled", participantId: "b", kind: "video" },
        { event: "stream-disabled", participantId: "b", kind: "audio" },
        { event: "stream-enabled", participantId: "b", kind: "share" },
      ],
      joined(ANA, BO),
    );
    expect(call(state).others[0]).toMatchObject({ audio: false, video: true });
  });
});

describe("leaving", () => {
  it("ends on the last screen once, whatever comes after", () => {
    const state = run([left("ended", { by: "Ana" })], joined(BO, ANA));
    const late: Input[] = [
      left("left"),
      { event: "participant-joined", participant: CY },
      { event: "meeting-state-changed", state: "CONNECTED" },
      { event: "speaker-changed", participantId: "a" },
      { event: "page-exit", exit: "asked" },
    ];
    expect(run(late, state).view).toEqual(state.view);
  });

  it("tells how long it was, from the engine's own time", () => {
    const { view } = run([left("left", { at: START_MS + 5000 })], joined(BO, ANA, CY));
    expect(view).toMatchObject({
      at: "after",
      stay: { fromMs: START_MS, untilMs: START_MS + 5000, others: 2 },
    });
  });

  it("before anybody was met has no stay to tell of, and keeps the link to try again", () => {
    const lobby = run([
      {
        event: "page-lobby-opened",
        link: "adjourn://join/x",
        lobby: {
          title: "T",
          host: null,
          people: [],
          openSinceMs: 0,
          lobby: false,
          locked: false,
          away: null,
        },
      },
      { event: "page-joining" },
    ]);
    expect(run([left("join-failed")], lobby).view).toMatchObject({ stay: null, link: "adjourn://join/x" });
  });

  it("cuts the picture in the moment of the question and gives it back on stay", () => {
    const playing = run([{ event: "local-media-changed", media: MEDIA }], joined(ANA, BO));
    const asked = run([{ event: "page-exit", exit: "asked" }], playing);
    expect(isCut(playing)).toBe(false);
    expect(isCut(asked)).toBe(true);
    expect(isCut(run([{ event: "page-exit", exit: "none" }], asked))).toBe(false);
  });

  it("shows the cut after stay until the engine has given sound and picture back", () => {
    const cut: Input = { event: "local-media-changed", media: { ...MEDIA, cut: true } };
    const asked = run([{ event: "page-exit", exit: "asked" }, cut], joined(ANA, BO));
    const staying = run([{ event: "page-exit", exit: "staying" }], asked);
    expect(isCut(staying)).toBe(true);
    const back = run([{ event: "local-media-changed", media: MEDIA }], staying);
    expect(isCut(back)).toBe(false);
    expect(call(back).exit).toBe("none");
  });

  it("stays cut for as long as the engine says so", () => {
    const state = run([{ event: "local-media-changed", media: { ...MEDIA, cut: true } }], joined(ANA, BO));
    expect(isCut(state)).toBe(true);
  });
});

describe("ending", () => {
  const ending: Input = { event: "page-exit", exit: "ending" };

  it("is mine when I asked for it or when it bears my name, and never a guest's", () => {
    const mine = (state: State) => (state.view.at === "after" ? state.view.stay?.endedByMe : undefined);
    expect(mine(run([ending, left("ended")], joined(ANA, BO)))).toBe(true);
    expect(mine(run([left("ended", { by: "Ana" })], joined(ANA, BO)))).toBe(true);
    expect(mine(run([ending, left("left")], joined(ANA, BO)))).toBe(false);
    expect(mine(run([left("ended", { by: "Bo" })], joined(BO, ANA)))).toBe(false);
  });

  it("that is refused opens the question again and says why", () => {
    const state = run(
      [ending, { event: "end-refused", code: "end-not-allowed", why: "Only Ana can end it." }],
      joined(ANA, BO),
    );
    expect(call(state).exit).toBe("none");
    expect(state.notices).toMatchObject([{ code: "end-not-allowed", message: "Only Ana can end it." }]);
  });

  it("goes on counting on the last screen", () => {
    const progress = (closed: number): Input => ({
      event: "end-progress",
      closed,
      total: 3,
      unresponsive: closed < 3 ? ["Cy"] : [],
      recordMissing: false,
    });
    const state = run([ending, progress(2), left("ended", { by: "Ana" })], joined(ANA, BO, CY));
    expect(state.view).toMatchObject({ progress: { closed: 2, total: 3, unresponsive: ["Cy"] } });
    expect(run([progress(3)], state).view).toMatchObject({ progress: { closed: 3 } });
  });

  it("took from the click until the last one was out, and no longer to be written down", () => {
    const progress = (closed: number, recordMissing: boolean, unresponsive: string[] = []): Input => ({
      event: "end-progress",
      closed,
      total: 3,
      unresponsive,
      recordMissing,
    });
    const took = (state: State) => (state.view.at === "after" ? state.view.progress?.tookMs : undefined);
    let state = run([ending], joined(ANA, BO, CY));
    state = run([progress(1, true)], state, LATER_MS + 100);
    state = run([left("ended", { by: "Ana" })], state, LATER_MS + 200);
    state = run([progress(3, true)], state, LATER_MS + 400);
    expect(took(state)).toBe(400);
    expect(took(run([progress(3, false)], state, LATER_MS + 9000))).toBe(400);
    expect(took(run([progress(2, true, ["Cy"])], state, LATER_MS + 1000))).toBe(1000);
    // Nobody clicked: it was announced, or somebody else did.
    const theirs = run([left("ended", { by: "Ana" }), progress(3, false)], joined(ANA, BO, CY));
    expect(took(theirs)).toBeNull();
    const refused: Input = { event: "end-refused", code: "end-delayed", why: "" };
    const again = run(
      [ending, refused, left("ended", { by: "Ana" }), progress(3, false)],
      joined(ANA, BO, CY),
    );
    expect(took(again)).toBeNull();
  });
});

describe("an End that does not get through", () => {
  const ending: Input = { event: "page-exit", exit: "ending" };
  const attempt: Input = { event: "end-attempted", code: "unreachable", why: "" };
  const delayed: Input = { event: "end-refused", code: "end-delayed", why: "" };

  it("shows its attempts, until it is taken back or asked for anew", () => {
    const tried = run([ending, attempt, delayed, attempt], joined(ANA, BO), LATER_MS);
    expect(tried.view).toMatchObject({ attempts: [{ atMs: LATER_MS, code: "unreachable" }, {}] });
    for (const exit of ["staying", "ending"] as const) {
      const after = run([{ event: "page-exit", exit }], tried);
      expect(after.view).toMatchObject({ attempts: [] });
      expect(after.notices).toEqual([]);
    }
  });

  it("goes on being said while the question is put aside", () => {
    const tried = run([ending, attempt, delayed], joined(ANA, BO));
    const asked = run([{ event: "page-exit", exit: "asked" }], tried);
    const aside = run([{ event: "page-exit", exit: "none" }], asked);
    expect(aside.view).toMatchObject({ attempts: [{}] });
    expect(aside.notices).toMatchObject([{ code: "end-delayed" }]);
  });

  it("shows the last twenty", () => {
    const tried = run([ending, ...Array.from({ length: 50 }, () => attempt)], joined(ANA, BO));
    expect(tried.view.at === "call" && tried.view.attempts.length).toBe(20);
  });
});

describe("problems", () => {
  const busy: Problem = {
    code: "camera-busy",
    message: "Another program is using the camera. Close it there.",
  };
  const broken: Input = {
    event: "local-media-changed",
    media: { ...MEDIA, camera: { on: true, label: null, problem: busy } },
  };

  it("show once, though the engine tells them as state and as event, and go when they are solved", () => {
    const state = run([broken, { event: "error", ...busy }], joined(ANA));
    expect(state.notices).toEqual([{ ...busy, device: "camera" }]);
    expect(run([{ event: "local-media-changed", media: MEDIA }], state).notices).toEqual([]);
  });

  it("stay away when dismissed, until they are new", () => {
    const dismissed = run([broken, { event: "page-notice-dismissed", code: busy.code }], joined(ANA));
    expect(run([broken], dismissed).notices).toEqual([]);
    expect(run([{ event: "local-media-changed", media: MEDIA }, broken], dismissed).notices).toHaveLength(1);
  });

  it("do not follow to the last screen, unless a device is still held", () => {
    const stuck: Input = { event: "error", code: "camera-stuck", message: "The camera did not close." };
    const state = run([broken, stuck, left("left")], joined(BO, ANA));
    expect(state.notices.map((notice) => notice.code)).toEqual(["camera-stuck"]);
  });

  it("of a command show where the person is", () => {
    const error: AppError = { code: "bad-link", message: "This link is not complete." };
    const home = run([
      { event: "page-asked", what: "link", link: "x" },
      { event: "page-refused", error },
    ]);
    expect(home.view).toMatchObject({ at: "home", pending: null, link: "x", problem: error });
    expect(run([{ event: "page-refused", error }], joined(ANA)).notices).toHaveLength(1);
  });
});
