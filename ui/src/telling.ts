/** Small steps that every part of `apply` takes: telling people, and changing the call when there is one. */
import type { Call, Notice, State, Toast } from "./state";
import { messageOf, say } from "./strings";

/** More than these do not fit above the bar of the smallest window. */
const MAX_TOASTS = 3;

/** Said in one moment, all of these are read aloud. */
const MAX_SAID = 4;

/** Read aloud, and nothing else. */
export function announce(state: State, text: string): State {
  const count = state.said.count + 1;
  return {
    ...state,
    said: { text, count, recent: [...state.said.recent, { text, count }].slice(-MAX_SAID) },
  };
}

/** Worth a glance. */
export function toast(
  state: State,
  icon: Toast["icon"],
  text: string,
  more?: Pick<Toast, "entrant" | "panel" | "unmutes">,
): State {
  const id = state.said.count + 1;
  const added: Toast = { id, icon, text, ...more };
  return announce({ ...state, toasts: [...state.toasts, added].slice(-MAX_TOASTS) }, text);
}

/** One notice a code: the newer text wins. */
export function notice(state: State, added: Notice): State {
  const others = state.notices.filter((shown) => shown.code !== added.code);
  const { code, failed } = added;
  // What came to nothing long ago cannot be done again.
  const text = failed === undefined ? messageOf(added) : say.together(failed, say.errors[code].sentence);
  return announce({ ...state, notices: [...others, added] }, text);
}

export function inCall(state: State, change: (call: Call) => Call): State {
  return state.view.at === "call" ? { ...state, view: change(state.view) } : state;
}
