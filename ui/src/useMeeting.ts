import { useSyncExternalStore } from "react";
import { store } from "./asking";
import type { State } from "./state";
import { type Sent, sent } from "./tiles";

/** A part of the state, as it stands there and not made anew; the component is drawn again when it changes. */
export function useMeeting<T>(part: (state: State) => T): T {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}

/** What the others get of me now. */
export function useSent(): Sent {
  const heard = useMeeting((state) => sent(state).heard);
  const seen = useMeeting((state) => sent(state).seen);
  const cut = useMeeting((state) => sent(state).cut);
  return { heard, seen, cut };
}
