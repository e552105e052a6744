/** What a person says without a voice: messages, reactions, a raised hand; and the links that others have written. */
import { ask, quietly, store } from "./asking";
import { commands } from "./bindings";
import { type Addressee, cleaned } from "./chat";
import { handPlace, type Reaction } from "./room";
import { messageOf } from "./strings";

let count = 0;

/** Sends a message; it stands among those on their way until it arrives, or is refused. */
export async function sendMessage(text: string, to: Addressee | null): Promise<void> {
  count += 1;
  await post(count, cleaned(text), to);
}

/** Sends one that was refused, once more. */
export async function retryMessage(id: number): Promise<void> {
  const { view } = store.get();
  const again = view.at === "call" ? view.chat.unsent.find((one) => one.id === id) : undefined;
  if (again !== undefined) await post(id, again.text, again.to);
}

async function post(id: number, text: string, to: Addressee | null): Promise<void> {
  store.dispatch({ event: "page-chat-sending", id, text, to });
  const answer = await quietly(commands.sendChat(text, to?.participantId ?? null));
  if (answer.status === "error")
    store.dispatch({ event: "page-chat-refused", id, why: messageOf(answer.error) });
}

/** Gives up one that was refused. */
export function dropMessage(id: number): void {
  store.dispatch({ event: "page-chat-dropped", id });
}

/** Whom the next message is for; null is everybody. */
export function writeTo(to: Addressee | null): void {
  store.dispatch({ event: "page-chat-to", to });
}

/** Keeps what is written and not sent. */
export function keepDraft(text: string): void {
  store.dispatch({ event: "page-chat-draft", text });
}

export function react(reaction: Reaction): void {
  void ask(commands.react(reaction));
}

/** Up when it is down, down when it is up. */
export function toggleHand(): void {
  const { view } = store.get();
  if (view.at === "call") void ask(commands.setHand(handPlace(view, view.me.participantId) === null));
}

/** Opens a link from a message in the system's browser. */
export function openOutside(url: string): void {
  void ask(commands.openUrl(url));
}
