/** What I do about sharing a screen: a key or a button asks what to share, or stops it. */
import { ask, quietly, store } from "./asking";
import { commands } from "./bindings";

/** Stops at once while I share; else asks what to share. */
export function toggleShare(): void {
  if (store.get().local.screen.on) stopShare();
  else void pickScreen();
}

export function stopShare(): void {
  void ask(commands.stopShare());
}

/** Asks what to share. Where the system does that itself there is nothing to ask here. */
export async function pickScreen(): Promise<void> {
  store.dispatch({ event: "page-picker", picker: { at: "asking" } });
  const answer = await quietly(commands.shareSources());
  const { view } = store.get();
  // Closed meanwhile, or the meeting is over.
  if (view.at !== "call" || view.picker === null) return;
  if (answer.status === "error") {
    store.dispatch({ event: "page-picker", picker: { at: "failed", error: answer.error } });
    return;
  }
  const sources = answer.data;
  const [only] = sources;
  if (only?.kind === "portal") share(only.id, "");
  else store.dispatch({ event: "page-picker", picker: { at: "choosing", sources } });
}

export function closePicker(): void {
  store.dispatch({ event: "page-picker", picker: null });
}

/** Shares a source; `name` is what it was called. */
export function share(id: string, name: string): void {
  store.dispatch({ event: "page-picked", name });
  void ask(commands.startShare(id));
}
