/** What a click in the settings does; each one is kept at once. */
import { quietly, store } from "./asking";
import { type AppError, commands, type MeetingRules, type Settings } from "./bindings";
import type { SettingsTab } from "./state";
import { fetchLanguage } from "./strings";

/** What was changed before the kept settings were there: keeping it at once would keep the rest as nobody chose it. */
let early: Partial<Settings> = {};

/** Changes what is kept from one run to the next. */
export function saveSettings(patch: Partial<Settings>): void {
  const { started, settings: before } = store.get();
  const settings = { ...before, ...patch };
  store.dispatch({ event: "page-settings", settings });
  if (started) void keep(settings);
  else early = { ...early, ...patch };
}

/** Keeps what was changed too early, now that the kept settings are there. */
export function saveEarly(): void {
  const patch = early;
  early = {};
  if (Object.keys(patch).length > 0) saveSettings(patch);
}

/** Speaks another language from now on, null the system's; its words are fetched first. */
export async function chooseLanguage(language: string | null): Promise<void> {
  await fetchLanguage(language ?? store.get().locale);
  saveSettings({ language });
}

/** What cannot be kept is said where it was set, and stops nothing else. */
async function keep(settings: Settings): Promise<void> {
  const answer = await quietly(commands.saveSettings(settings));
  if (answer.status === "error")
    store.dispatch({ event: "page-notice", notice: { ...answer.error, device: null } });
}

/** Has new meetings run on another server, once that has taken the key; says why not otherwise. */
export async function setOtherServer(
  url: string,
  apiKey: string,
  apiSecret: string,
): Promise<AppError | null> {
  const answer = await quietly(commands.setOtherServer(url, apiKey, apiSecret));
  if (answer.status === "error") return answer.error;
  keepHere({ otherServer: answer.data });
  return null;
}

/** Has new meetings run on this computer again. */
export async function runHere(): Promise<AppError | null> {
  keepHere({ otherServer: null });
  const answer = await quietly(commands.runHere());
  return answer.status === "error" ? answer.error : null;
}

/** What the program has kept already. */
function keepHere(patch: Partial<Settings>): void {
  store.dispatch({ event: "page-settings", settings: { ...store.get().settings, ...patch } });
}

/** The name as it is typed. */
export function setName(name: string): void {
  store.dispatch({ event: "page-named", name });
}

/** Remembers the name as it stands; before there is a kept one, an empty field is nobody's choice. */
export function rememberName(): void {
  const { started, settings } = store.get();
  const name = settings.name.trim();
  if (started || name !== "") saveSettings({ name });
}

/** Keeps the rules that the next meeting starts with. */
export function setRules(rules: MeetingRules): void {
  saveSettings({ rules });
}

/** What a server is called: its address without what says how it is spoken to. */
export function serverName(url: string): string {
  return url.replace(/^wss?:\/\//, "");
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
