import { describe, expect, it } from "vitest";
import {
  addresseeGone,
  type ChatMessage,
  cleaned,
  glance,
  grouped,
  left,
  MAX_LINES,
  MAX_MESSAGE,
  MAX_NOTES,
  type Message,
} from "./chat";
import { apply } from "./meeting";
import { type Call, INITIAL, type Input, type State } from "./state";

const T0 = 1_000_000;
const ME = { participantId: "me", name: "Ana", role: "guest" as const };
const BO = { participantId: "bo", name: "Bo", role: "guest" as const };

function run(inputs: Input[], from: State = INITIAL, at = T0): State {
  return inputs.reduce((state, input) => apply(state, input, at), from);
}

const JOINED = run([
  { event: "meeting-joined", meetingId: "m", me: ME, title: "Planning" },
  { event: "participant-joined", participant: BO },
]);

function call(state: State): Call {
  if (state.view.at !== "call") throw new Error("not in a call");
  return state.view;
}

let ids = 0;
function message(text: string, more: Partial<ChatMessage> = {}): Input {
  ids += 1;
  const told = {
    id: `m${ids}`,
    participantId: "bo",
    name: "Bo",
    to: null,
    toName: null,
    text,
    at: T0,
    ...more,
  };
  return { event: "chat-received", message: told };
}

const texts = (state: State) => call(state).chat.lines.map((line) => line.text);

describe("a message that comes", () => {
  it("is unread until the chat is opened, and the rule stands before the first new one until it is closed", () => {
    const two = run([message("one"), message("two")], JOINED);
    const first = call(two).chat.lines[0]?.id;
    expect(call(two).chat).toMatchObject({ unread: 2, firstUnread: first });
    const open = run([{ event: "page-panel", panel: "chat" }], two);
    expect(call(open).chat).toMatchObject({ unread: 0, firstUnread: first });
    const closed = run([{ event: "page-panel", panel: null }], open);
    expect(call(closed).chat.firstUnread).toBeNull();
  });
  it("is read at once while the chat is open, and still said aloud", () => {
    const state = run([{ event: "page-panel", panel: "chat" }, message("hello")], JOINED);
    expect(call(state).chat.unread).toBe(0);
    expect(state.said.text).toBe("Bo: hello");
    expect(state.toasts).toEqual([]);
  });
  it("is a glance while the chat is closed; the newest takes the place of the one before, and opening clears it", () => {
    const state = run([message("one"), message("two", { to: "me", toName: "Ana" })], JOINED);
    expect(state.toasts.map((toast) => toast.text)).toEqual(["Bo, only to you: two"]);
    expect(run([{ event: "page-panel", panel: "chat" }], state).toasts).toEqual([]);
  });
  it("is under the rule no more once I have answered", () => {
    const state = run([message("one"), message("hi", { participantId: "me", name: "Ana" })], JOINED);
    expect(call(state).chat.firstUnread).toBeNull();
  });
  it("twice is shown once", () => {
    const once = message("hello");
    expect(texts(run([once, once], JOINED))).toEqual(["hello"]);
  });
  it("keeps its name when its sender has left", () => {
    const state = run(
      [
        message("bye"),
        { event: "participant-left", participant: BO, reason: { code: "left", message: "Bo left" } },
      ],
      JOINED,
    );
    expect(call(state).chat.lines[0]).toMatchObject({ name: "Bo", text: "bye" });
    expect(call(state).chat.lines[1]).toMatchObject({ kind: "note", icon: "log-out" });
  });
  it("is nothing outside a meeting", () => {
    expect(run([message("hello")])).toEqual(INITIAL);
  });
});

describe("a message that I write", () => {
  const sending: Input = { event: "page-chat-sending", id: 1, text: "hi", to: null };
  it("is on its way until it arrives", () => {
    const sent = run([{ event: "page-chat-draft", text: "hi" }, sending], JOINED);
    expect(call(sent).chat).toMatchObject({
      draft: "",
      unsent: [{ id: 1, text: "hi", problem: null }],
      lines: [],
    });
    const back = run([message("hi", { participantId: "me", name: "Ana" })], sent);
    expect(call(back).chat).toMatchObject({ unsent: [], unread: 0 });
    expect(texts(back)).toEqual(["hi"]);
  });
  it("to one person is not taken for the same words to everybody", () => {
    const secret: Input = { ...sending, to: { participantId: "bo", name: "Bo" } };
    const state = run([secret, message("hi", { participantId: "me", name: "Ana" })], JOINED);
    expect(call(state).chat.unsent).toHaveLength(1);
    const arrived = run([message("hi", { participantId: "me", name: "Ana", to: "bo", toName: "Bo" })], state);
    expect(call(arrived).chat.unsent).toEqual([]);
  });
  it("keeps its words and has the reason when it is refused, and can be tried again or given up", () => {
    const refused = run([sending, { event: "page-chat-refused", id: 1, why: "Too fast." }], JOINED);
    expect(call(refused).chat.unsent).toEqual([{ id: 1, text: "hi", to: null, problem: "Too fast." }]);
    expect(refused.said.text).toBe("Too fast.");
    expect(call(run([sending], refused)).chat.unsent).toEqual([
      { id: 1, text: "hi", to: null, problem: null },
    ]);
    expect(call(run([{ event: "page-chat-dropped", id: 1 }], refused)).chat.unsent).toEqual([]);
  });
  it("is refused when the engine says that one was not sent: the one that waits longest", () => {
    const state = run(
      [
        sending,
        { ...sending, id: 2, text: "ho" },
        { event: "error", code: "chat-not-sent", message: "Slower." },
      ],
      JOINED,
    );
    expect(call(state).chat.unsent.map((one) => one.problem)).toEqual([
      "Your message was not sent. Send it again.",
      null,
    ]);
    expect(state.notices).toEqual([]);
  });
  it("for somebody who has left goes to nobody else", () => {
    const chosen = run([{ event: "page-chat-to", to: { participantId: "bo", name: "Bo" } }], JOINED);
    expect(addresseeGone(call(chosen).chat, call(chosen).others)).toBe(false);
    const gone = run(
      [{ event: "participant-left", participant: BO, reason: { code: "left", message: "Bo left" } }],
      chosen,
    );
    expect(call(gone).chat.to?.name).toBe("Bo");
    expect(addresseeGone(call(gone).chat, call(gone).others)).toBe(true);
  });
});

describe("what is kept is bounded", () => {
  it("in messages: the oldest goes", () => {
    const state = run(
      Array.from({ length: MAX_LINES + 5 }, (_, at) => message(`${at}`)),
      JOINED,
    );
    expect(texts(state)).toHaveLength(MAX_LINES);
    expect(texts(state)[0]).toBe("5");
  });
  it("in coming and going: messages are not pushed out by it", () => {
    const flap: Input[] = [
      { event: "participant-left", participant: BO, reason: { code: "left", message: "Bo left" } },
      { event: "participant-joined", participant: BO },
    ];
    const state = run(
      Array.from({ length: MAX_NOTES }, () => flap).flat(),
      run([message("kept")], JOINED),
      T0 + 10_000,
    );
    expect(texts(state)).toHaveLength(MAX_NOTES + 1);
    expect(texts(state)[0]).toBe("kept");
  });
});

describe("messages are drawn", () => {
  const line = (id: string, more: Partial<Message> = {}): Message => ({
    kind: "message",
    id,
    participantId: "bo",
    name: "Bo",
    to: null,
    text: id,
    atMs: T0,
    mine: false,
    ...more,
  });
  const shape = (lines: Message[], first: string | null = null) =>
    grouped(lines, first).map((group) =>
      group.kind === "group" ? group.messages.map(({ id }) => id) : "note",
    );
  it("under one name while they are of one person, for the same ones and close together", () => {
    expect(shape([line("a"), line("b"), line("c", { participantId: "cy" }), line("d")])).toEqual([
      ["a", "b"],
      ["c"],
      ["d"],
    ]);
    expect(shape([line("a"), line("b", { to: ME }), line("c", { to: ME })])).toEqual([["a"], ["b", "c"]]);
    expect(shape([line("a"), line("b", { atMs: T0 + 6 * 60_000 })])).toEqual([["a"], ["b"]]);
  });
  it("with what is new in a group of its own", () => {
    expect(shape([line("a"), line("b")], "b")).toEqual([["a"], ["b"]]);
  });
});

it("a glance is one line and ends in time", () => {
  expect(glance(" a\n\n b ")).toBe("a b");
  expect([...glance("👩‍🚀".repeat(200))].length).toBeLessThan(150);
});

it("a message is posted as the engine will give it back", () => {
  // The cases of clean_text in the engine.
  expect(cleaned(" \u202e<b>Hi</b>\r\n\u0007there \n")).toBe("<b>Hi</b>\nthere");
  for (const nothing of ["", " \n\t", "\u0000\u202e"]) expect(cleaned(nothing)).toBe("");
  expect(cleaned("a\tb\n\nc\u0085\u007f\u001b[1m")).toBe("a\tb\n\nc[1m");
  // What Rust's trim takes away and JavaScript's does not, and the other way round.
  expect(cleaned("\u3000\u2003a\u00a0")).toBe("a");
  expect(cleaned("\ufeffa")).toBe("\ufeffa");
  expect(cleaned("\u202a\u202d שלום \u202c")).toBe("שלום");
  expect(cleaned("👩\u200d🚀 \u2066x\u2069")).toBe("👩\u200d🚀 \u2066x\u2069");
});

it("the length is counted as the meeting counts it", () => {
  expect(left(` ${"x".repeat(MAX_MESSAGE)}\n`)).toBe(0);
  expect(left("😀".repeat(MAX_MESSAGE))).toBe(0);
  expect(left("x".repeat(MAX_MESSAGE + 1))).toBe(-1);
  expect(left("\u202e\u0007")).toBe(MAX_MESSAGE);
});

it("who comes or goes is a glance, and no glance for those who see it in the open chat", () => {
  const left: Input = {
    event: "participant-left",
    participant: BO,
    reason: { code: "left", message: "Bo left" },
  };
  expect(run([left], JOINED).toasts).toHaveLength(1);
  const open = run([{ event: "page-panel", panel: "chat" }, left], JOINED);
  expect(open.toasts).toEqual([]);
  expect(open.said.text).toContain("Bo");
});
