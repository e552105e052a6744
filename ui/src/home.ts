/** What a click on the start page does with meetings that were, and with the one that still is. */
import { rejoin } from "./actions";
import { ask, quietly, store } from "./asking";
import { commands } from "./bindings";
import { watch } from "./watching";

/** Between two looks at the meeting that this computer still carries. */
const LOOK_MS = 5000;

/** Looks now and then whether this computer still carries a meeting without its host, until the returned function is
 * called. */
export function watchCarried(): () => void {
  return watch(
    () => quietly(commands.carried()),
    (answer) => {
      if (answer.status === "ok") store.dispatch({ event: "page-carried", carried: answer.data });
    },
    LOOK_MS,
  );
}

/** Back into it, as its host. */
export function goBack(): void {
  void rejoin(null);
}

/** Ends it for everyone, without going there first. */
export async function endCarried(): Promise<void> {
  if (await ask(commands.endCarried())) store.dispatch({ event: "page-carried", carried: null });
}

/** Takes one meeting off the list, or all. */
export function forgetRecent(link: string | null): void {
  void ask(commands.forgetRecent(link));
}
