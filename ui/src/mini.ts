/** To the mini window, and its own ways out: back to the full one, and out of the meeting. */
import { leave } from "./actions";
import { ask, store } from "./asking";
import { commands } from "./bindings";

/** Shows the mini window instead of the full one. */
export function showMini(): void {
  void ask(commands.setMini(true));
}

/** Shows the full window; the mini one goes by itself. */
export function showMain(): void {
  void ask(commands.showMain());
}

/** A guest goes at once; a host is asked how in the full window, with nothing being sent any more. */
export function leaveFromMini(): void {
  const { view } = store.get();
  if (view.at !== "call" || view.me.role !== "host") {
    leave();
    return;
  }
  void ask(commands.cut());
  showMain();
}
