/** To the mini window, and its own ways out: back to the full one, and out of the meeting. */
import { leave } from "./actions";
import { ask, store } from "./asking";
import { commands } from "./bindings";
import { isAskedHow } from "./state";

/** Shows the mini window instead of the full one. */
export function showMini(): void {
  void ask(commands.setMini(true));
}

/** Shows the full window; the mini one goes by itself. */
export function showMain(): void {
  void ask(commands.showMain());
}

/** Who is asked how, is asked in the full window, with nothing being sent any more; others go at once. */
export function leaveFromMini(): void {
  if (!isAskedHow(store.get())) {
    leave();
    return;
  }
  void ask(commands.cut());
  showMain();
}
