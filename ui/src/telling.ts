/** Small steps that every part of `apply` takes: telling people, and changing the call when there is one. */
import type { Call, Notice, State, Toast } from "./state";

/** More than these do not fit above the bar of the smallest window. */
const MAX_TOASTS = 3;

/** Read aloud, and nothing else. */
export function announce(state: State, text: string): State {
  return { ...state, said: { text, count: state.said.count + 1 } };
}

/** Worth a glance. */
export function toast(state: State, icon: Toast["icon"], text: string, entrant?: string): State {
  const id = state.said.count + 1;
  const added: Toast = entrant === undefined ? { id, icon, text } : { id, icon, text, entrant };
  return announce({ ...state, toasts: [...state.toasts, added].slice(-MAX_TOASTS) }, text);
}

/** One notice a code: the newer text wins. */
export function notice(state: State, added: Notice): State {
  const others = state.notices.filter((shown) => shown.code !== added.code);
  return announce({ ...state, notices: [...others, added] }, added.message);
}

export function inCall(state: State, change: (call: Call) => Call): State {
  return state.view.at === "call" ? { ...state, view: change(state.view) } : state;
}
