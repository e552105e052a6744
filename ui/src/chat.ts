/** The chat: what everybody could read, what I wrote and has not arrived, and what I have not seen yet. The part of
 * `apply` that is about messages. */
import type { State, Toast } from "./state";
import { say } from "./strings";
import { announce, inCall, toast } from "./telling";

/** Whom a message is for, when it is for one person. */
export interface Addressee {
  participantId: string;
  name: string;
}

/** A message as the engine tells it, mine as well once it is sent. */
export interface ChatMessage {
  id: string;
  participantId: string;
  name: string;
  /** The one it is for; null for everybody. */
  to: string | null;
  toName: string | null;
  text: string;
  /** Unix milliseconds. */
  at: number | null;
}

/** A message that was read by those it was for. */
export interface Message {
  kind: "message";
  id: string;
  participantId: string;
  name: string;
  to: Addressee | null;
  text: string;
  atMs: number;
  mine: boolean;
}

/** What happened between two messages. */
export interface Note {
  kind: "note";
  id: string;
  icon: Toast["icon"];
  text: string;
  atMs: number;
}

/** Mine, on its way, or refused for a reason. */
export interface Unsent {
  id: number;
  text: string;
  to: Addressee | null;
  problem: string | null;
}

export interface Chat {
  /** The oldest first. */
  lines: (Message | Note)[];
  unsent: Unsent[];
  /** Messages that came while the chat was closed. */
  unread: number;
  /** Where those begin, until the chat is closed again. */
  firstUnread: string | null;
  /** Whom the next message is for. */
  to: Addressee | null;
  /** What was written and not sent when the panel was closed. */
  draft: string;
}

/** The inputs that this file knows. */
export type ChatInput =
  | { event: "chat-received"; message: ChatMessage }
  | { event: "page-chat-sending"; id: number; text: string; to: Addressee | null }
  | { event: "page-chat-refused"; id: number; why: string }
  | { event: "page-chat-dropped"; id: number }
  | { event: "page-chat-to"; to: Addressee | null }
  | { event: "page-chat-draft"; text: string };

export const EMPTY_CHAT: Chat = {
  lines: [],
  unsent: [],
  unread: 0,
  firstUnread: null,
  to: null,
  draft: "",
};

/** The longest message that the meeting takes, in characters after trimming. */
export const MAX_MESSAGE = 4000;

/** What is kept for reading back; the summary has it all. */
export const MAX_LINES = 2000;
/** Of these, what is no message: coming and going must not push out what was said. */
export const MAX_NOTES = 200;
/** More than these on their way are nobody's typing. */
export const MAX_UNSENT = 20;

/** How much of a message is shown where it is only a glance. */
const GLANCE_CHARS = 140;

export function applyChat(state: State, input: ChatInput, nowMs: number): State {
  switch (input.event) {
    case "chat-received":
      return received(state, input.message, nowMs);
    case "page-chat-sending": {
      const { id, text, to } = input;
      return change(state, (chat) => ({
        ...chat,
        draft: "",
        unsent: [...chat.unsent.filter((one) => one.id !== id), { id, text, to, problem: null }].slice(
          -MAX_UNSENT,
        ),
      }));
    }
    case "page-chat-refused":
      return refused(state, (one) => one.id === input.id, input.why);
    case "page-chat-dropped":
      return change(state, (chat) => ({
        ...chat,
        unsent: chat.unsent.filter((one) => one.id !== input.id),
      }));
    case "page-chat-to":
      return change(state, (chat) => ({ ...chat, to: input.to }));
    case "page-chat-draft":
      return change(state, (chat) => (chat.draft === input.text ? chat : { ...chat, draft: input.text }));
  }
}

/** The engine could not send one, and does not say which: the one that has waited longest. */
export function notSent(state: State, why: string): State {
  const waiting = state.view.at === "call" && state.view.chat.unsent.find((one) => one.problem === null);
  return waiting ? refused(state, (one) => one.id === waiting.id, why) : state;
}

/** Somebody came or went: it stands between the messages, and is a glance for those who do not look at them. */
export function cameOrWent(state: State, icon: Toast["icon"], text: string, nowMs: number): State {
  const next = change(state, (chat) => {
    const id = `note-${state.said.count}`;
    return { ...chat, lines: bounded([...chat.lines, { kind: "note", id, icon, text, atMs: nowMs }]) };
  });
  return state.view.at === "call" && state.view.panel === "chat"
    ? announce(next, text)
    : toast(next, icon, text);
}

/** The chat as it is with this panel in front: opened, everything is read; closed, the rule before what is new goes. */
export function seen(chat: Chat, open: boolean): Chat {
  if (open) return chat.unread === 0 ? chat : { ...chat, unread: 0 };
  return chat.firstUnread === null ? chat : { ...chat, firstUnread: null };
}

/** Whether the one that the next message is for has gone. */
export function addresseeGone(chat: Chat, others: { participantId: string }[]): boolean {
  const { to } = chat;
  return to !== null && !others.some((person) => person.participantId === to.participantId);
}

function received(state: State, told: ChatMessage, nowMs: number): State {
  const { view } = state;
  if (view.at !== "call") return state;
  const mine = told.participantId === view.me.participantId;
  const message: Message = {
    kind: "message",
    id: told.id,
    participantId: told.participantId,
    name: told.name,
    to: told.to === null ? null : { participantId: told.to, name: told.toName ?? "" },
    text: told.text,
    atMs: told.at ?? nowMs,
    mine,
  };
  if (view.chat.lines.some((line) => line.kind === "message" && line.id === message.id)) return state;
  const open = view.panel === "chat";
  const next = change(state, (chat) => {
    const lines = bounded([...chat.lines, message]);
    // Whoever answers has read what is new.
    if (mine) return { ...chat, lines, firstUnread: null, unsent: withoutFirst(chat.unsent, message) };
    if (open) return { ...chat, lines };
    return { ...chat, lines, unread: chat.unread + 1, firstUnread: chat.firstUnread ?? message.id };
  });
  if (mine) return next;
  const text = say.chatSaid(message.name, glance(message.text), message.to !== null);
  if (open) return announce(next, text);
  // One at a time: the newest message takes the place of the one before it.
  const toasts = next.toasts.filter((shown) => shown.panel !== "chat");
  return toast({ ...next, toasts }, "message-square", text, { panel: "chat" });
}

/** My message has arrived: it is no longer on its way. */
function withoutFirst(unsent: Unsent[], message: Message): Unsent[] {
  const at = unsent.findIndex(
    ({ text, to }) => text === message.text && to?.participantId === message.to?.participantId,
  );
  return at < 0 ? unsent : unsent.toSpliced(at, 1);
}

function refused(state: State, which: (one: Unsent) => boolean, why: string): State {
  const next = change(state, (chat) => ({
    ...chat,
    unsent: chat.unsent.map((one) => (which(one) ? { ...one, problem: why } : one)),
  }));
  return announce(next, why);
}

function change(state: State, how: (chat: Chat) => Chat): State {
  return inCall(state, (call) => {
    const chat = how(call.chat);
    return chat === call.chat ? call : { ...call, chat };
  });
}

/** Without the oldest note while there are too many of them, and without what is too old. */
function bounded(lines: Chat["lines"]): Chat["lines"] {
  const added = lines.at(-1);
  let kept = lines;
  if (
    added?.kind === "note" &&
    lines.reduce((sum, line) => sum + Number(line.kind === "note"), 0) > MAX_NOTES
  )
    kept = lines.toSpliced(
      lines.findIndex((line) => line.kind === "note"),
      1,
    );
  return kept.length > MAX_LINES ? kept.slice(-MAX_LINES) : kept;
}

/** The beginning of a message, on one line. */
export function glance(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const letters = [...line];
  return letters.length > GLANCE_CHARS ? `${letters.slice(0, GLANCE_CHARS).join("").trimEnd()}…` : line;
}

/** Messages of one person to the same ones, close together, under one name. */
export interface Group {
  kind: "group";
  /** Of its first message. */
  id: string;
  participantId: string;
  name: string;
  to: Addressee | null;
  atMs: number;
  mine: boolean;
  messages: { id: string; text: string }[];
}

/** A message this long after the first of its group begins a new one. */
const GROUP_MS = 5 * 60_000;

/** The lines as they are drawn. What is new begins a group of its own, so that the rule can stand before it. */
export function grouped(lines: Chat["lines"], firstUnread: string | null = null): (Group | Note)[] {
  const drawn: (Group | Note)[] = [];
  for (const line of lines) {
    const last = drawn.at(-1);
    if (line.kind === "note") drawn.push(line);
    else if (
      last?.kind === "group" &&
      last.participantId === line.participantId &&
      last.to?.participantId === line.to?.participantId &&
      line.atMs - last.atMs < GROUP_MS &&
      line.id !== firstUnread
    )
      last.messages.push({ id: line.id, text: line.text });
    else {
      const { id, participantId, name, to, atMs, mine, text } = line;
      drawn.push({ kind: "group", id, participantId, name, to, atMs, mine, messages: [{ id, text }] });
    }
  }
  return drawn;
}

/** A message as the meeting takes it (clean_text of the engine): no control characters, nothing that turns the reading
 * direction round, no white space around it. What is posted is this, so that it is known again when it arrives. */
export function cleaned(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e]/gu, "")
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
}

/** How many characters are left; negative is too long. Counted as the meeting counts: whole characters. */
export function left(text: string): number {
  return MAX_MESSAGE - [...cleaned(text)].length;
}
