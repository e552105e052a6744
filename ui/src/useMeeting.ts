import { useSyncExternalStore } from "react";
import { store } from "./actions";
import type { State } from "./state";

/** A part of the state, as it stands there and not made anew; the component is drawn again when it changes. */
export function useMeeting<T>(part: (state: State) => T): T {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}
