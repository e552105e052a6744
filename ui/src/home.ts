/** What a click on the start page does with meetings that were, and with the one that still is. */
import { rejoin } from "./actions";
import { ask, quietly, store } from "./asking";
import { commands, type Summary } from "./bindings";
import { say } from "./strings";
import { watch, whileSeen } from "./watching";

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

/** Between two looks at the door of a meeting that was left. */
const DOOR_MS = 30_000;

/** Looks now and then whether meetings that were left are still open, while somebody sees the page and until the returned
 * function is called. A door that does not answer is no news to anybody. */
export function watchLeft(links: string[]): () => void {
  const one = (link: string) =>
    watch(
      () => quietly(commands.lookUp(link)),
      (answer) => {
        const people = answer.status === "ok" ? answer.data.people.length : null;
        store.dispatch({ event: "page-still-open", link, people });
      },
      DOOR_MS,
    );
  return whileSeen(() => {
    const ends = links.map(one);
    return () => {
      for (const end of ends) end();
    };
  });
}

/** Back into it, as its host. */
export function goBack(): void {
  void rejoin(null);
}

/** Ends it for everyone, without going there first. */
export async function endCarried(): Promise<void> {
  if (await ask(commands.endCarried())) store.dispatch({ event: "page-carried", carried: null });
}

/** The summary that is kept of the meeting of `link`; null, and said so, where there is none any more. */
export async function keptSummary(link: string): Promise<Summary | null> {
  const kept = await ask(commands.keptSummary(link));
  if (!kept) return null;
  if (kept.data === null) store.dispatch({ event: "page-toast", icon: "users", text: say.noSummary });
  return kept.data;
}

/** Takes one meeting off the list, or all. */
export function forgetRecent(link: string | null): void {
  void ask(commands.forgetRecent(link));
}
