/** What a click in the settings does; each one is kept at once. */
import { quietly, store } from "./asking";
import { commands, type MeetingRules, type Settings } from "./bindings";
import type { SettingsTab } from "./state";

/** Changes what is kept from one run to the next. */
export function saveSettings(patch: Partial<Settings>): void {
  const settings = { ...store.get().settings, ...patch };
  store.dispatch({ event: "page-settings", settings });
  void keep(settings);
}

/** What cannot be kept is said where it was set, and stops nothing else. */
async function keep(settings: Settings): Promise<void> {
  const answer = await quietly(commands.saveSettings(settings));
  if (answer.status === "error")
    store.dispatch({ event: "page-notice", notice: { ...answer.error, device: null } });
}

/** The name as it is typed. */
export function setName(name: string): void {
  store.dispatch({ event: "page-named", name });
}

/** Remembers the name as it stands. */
export function rememberName(): void {
  saveSettings({ name: store.get().settings.name.trim() });
}

/** Keeps the rules that the next meeting starts with. */
export function setRules(rules: MeetingRules): void {
  saveSettings({ rules });
}

/** Opens the settings over whatever is shown. */
export function openSettings(tab: SettingsTab = "general"): void {
  store.dispatch({ event: "page-settings-tab", tab });
}

export function closeSettings(): void {
  store.dispatch({ event: "page-settings-tab", tab: null });
}

/** Opens what there is to say about the invite, or closes it. */
export function showInvite(open: boolean): void {
  store.dispatch({ event: "page-invite", open });
}
