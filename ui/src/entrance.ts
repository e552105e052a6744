/** What is kept from one meeting to the next, and what still is from the last one: the part of `apply` before and between meetings. */
import type { AppEvent, Lobby, Settings } from "./bindings";
import type { SettingsTab, State } from "./state";

/** What the page does to it. */
export type EntranceInput =
  | { event: "page-settings"; settings: Settings }
  | { event: "page-settings-tab"; tab: SettingsTab | null }
  | { event: "page-invite"; open: boolean }
  | { event: "page-carried"; carried: Lobby | null }
  | { event: "page-still-open"; link: string; people: number | null }
  | Extract<AppEvent, { event: "recent-changed" }>;

export function applyEntrance(state: State, input: EntranceInput): State {
  switch (input.event) {
    case "page-settings":
      return { ...state, settings: input.settings };
    case "page-settings-tab":
      return state.settingsTab === input.tab ? state : { ...state, settingsTab: input.tab };
    case "page-invite":
      return { ...state, inviting: input.open };
    case "page-carried":
      // Asked again every few seconds: what has not changed is not drawn again.
      return JSON.stringify(state.carried) === JSON.stringify(input.carried)
        ? state
        : { ...state, carried: input.carried };
    case "page-still-open": {
      const { view } = state;
      const { link, people } = input;
      if (view.at !== "home" || (view.open[link] ?? null) === people) return state;
      const { [link]: _, ...others } = view.open;
      const open = people === null ? others : { ...others, [link]: people };
      return { ...state, view: { ...view, open } };
    }
    case "recent-changed":
      return { ...state, recent: input.recent };
  }
}
