/** What a click does: the command, and its answer as an input of the store. State comes back as events. */
import { alertPerson } from "./alerts";
import { ask, quietly, store } from "./asking";
import {
  type AppEvent,
  type CloseAnswer,
  type Control,
  commands,
  type ErrorCode,
  events,
  type FarewellText,
  type Lobby,
  type LocalDevice,
  type SummaryFormat,
} from "./bindings";
import { fromMeter, OWN, setLevel, setSpeaking } from "./levels";
import { createMeeting } from "./seed";
import { rememberName, saveEarly } from "./settings";
import { asksHost, type Call, isAskedHow, mayTell, type Panel } from "./state";
import { fetchLanguage, say } from "./strings";
import { setAway, startFrames } from "./video";
import { watch } from "./watching";

export { store };

/** Listens, then asks how things stand; an event between the two is not lost. */
export async function start(): Promise<void> {
  const { meeting, hear } = createMeeting({
    leave: async () => void (await ask(commands.leave())),
    end: async (note) => void (await ask(commands.endForAll(note))),
  });
  window.meeting = meeting;
  let early: AppEvent[] | null = [];
  await events.appEvent.listen(({ payload }) => {
    if (early) {
      early.push(payload);
      return;
    }
    // Scripts first: what the screen then draws takes tens of milliseconds on a busy computer.
    hear(payload);
    route(payload);
  });
  const startup = await ask(commands.startup());
  // What is spoken is fetched before it is drawn; the window has said which language that is, and mostly it is there.
  if (startup !== null) await fetchLanguage(startup.data.settings.language ?? startup.data.locale);
  const meanwhile = early;
  early = null;
  if (startup === null) return;
  store.dispatch({ event: "page-started", startup: startup.data });
  saveEarly();
  // A window that comes in the middle of a meeting learns how it stands, then what happened while it asked.
  for (const event of startup.data.soFar) store.hear(event);
  const { joinedAt, pinned } = startup.data;
  if (joinedAt !== null) store.dispatch({ event: "page-in-since", atMs: joinedAt });
  if (pinned !== null) store.dispatch({ event: "page-pinned", tile: pinned });
  for (const event of meanwhile) {
    hear(event);
    route(event);
  }
  startFrames(startup.data.frames);
  if (startup.data.link !== null) await openLink(startup.data.link);
}

/** Questions and alarms are the main window's: the small one only shows. */
const MAIN_ONLY = new Set<AppEvent["event"]>(["link-opened", "close-requested", "end-requested", "late-end"]);

function route(event: AppEvent): void {
  const { mini } = store.get();
  if (mini && MAIN_ONLY.has(event.event)) return;
  if (event.event === "microphone-level") setLevel(OWN, fromMeter(event.level ?? 0));
  else if (event.event === "speaking") setSpeaking(event.levels);
  else if (event.event === "link-opened") void openLink(event.link);
  else if (event.event === "close-requested") closeRequested();
  else if (event.event === "end-requested") endRequested();
  else if (event.event === "main-hidden") setAway(event.hidden && !mini);
  else {
    const before = store.get();
    store.hear(event);
    if (!mini) alertPerson(event, before);
  }
}

export async function newMeeting(): Promise<void> {
  store.dispatch({ event: "page-asked", what: "new", link: "" });
  rememberName();
  const { settings } = store.get();
  if (!(await ask(commands.newMeeting(settings.name, settings.rules, say.meetingOf(settings.name.trim())))))
    return;
  // Whether the invite is on the clipboard is an answer of its own; without it there is a meeting all the same.
  const copied = await quietly(commands.copyInvite());
  if (copied.status === "ok")
    store.dispatch({ event: "page-toast", icon: "check", text: say.inviteCopiedNew });
  else if (copied.error.code === "clipboard-failed")
    store.dispatch({ event: "page-notice", notice: { ...copied.error, device: null } });
}

export async function openLink(link: string): Promise<void> {
  const { view } = store.get();
  if (view.at === "call" || (view.at === "lobby" && view.joining)) {
    const notice = { code: "in-meeting", message: "", device: null } as const;
    store.dispatch({ event: "page-notice", notice });
    return;
  }
  store.dispatch({ event: "page-asked", what: "link", link });
  const lobby = await ask(commands.openLink(link));
  if (lobby) store.dispatch({ event: "page-lobby-opened", lobby: lobby.data, link });
}

export async function closeLobby(): Promise<void> {
  store.dispatch({ event: "page-went-home" });
  await ask(commands.closeLobby());
}

export async function join(): Promise<void> {
  store.dispatch({ event: "page-joining" });
  rememberName();
  await ask(commands.join(store.get().settings.name));
}

/** Back into the meeting that was left: by its link, or into the one that this computer carries. */
export async function rejoin(link: string | null): Promise<void> {
  if (link !== null) return openLink(link);
  store.dispatch({ event: "page-asked", what: "new", link: "" });
  await ask(commands.rejoin(store.get().settings.name));
}

export function goHome(): void {
  store.dispatch({ event: "page-went-home" });
}

/** What a host does; what comes of it returns as events. */
export function control(request: Control): void {
  void ask(commands.control(request));
}

/** Announces the end, or moves it; without a note it keeps the one that it has. */
export function announceEnd(inMs: number, note = ""): void {
  const inSeconds = Math.max(MIN_ANNOUNCE_S, Math.round(inMs / 1000));
  control({ do: "announce-end", inSeconds, note: note.trim() || null });
}

/** The server takes nothing shorter. */
const MIN_ANNOUNCE_S = 10;

/** Puts a panel beside the stage, in the place of the one that is there; null closes it. */
export function showPanel(panel: Panel | null): void {
  store.dispatch({ event: "page-panel", panel });
}

/** Opens a panel, or closes it where it is open. */
export function togglePanel(panel: Panel): void {
  const { view } = store.get();
  if (view.at === "call") showPanel(view.panel === panel ? null : panel);
}

/** Reads a sentence aloud, and shows nothing. */
export function announceNow(text: string): void {
  store.dispatch({ event: "page-said", text });
}

/** Opens the table of keys, or closes it. */
export function showKeys(open: boolean): void {
  store.dispatch({ event: "page-keys", open });
}

/** The banner has been read, or what it asks has been declined. */
export function answered(what: "asked" | "silenced" | "locked"): void {
  store.dispatch({ event: "page-answered", what });
}

/** The Leave control: a guest goes at once, unless that is to be asked; the host is asked, with nothing being sent any
 * more. */
export function leaveOrAsk(): void {
  const state = store.get();
  const { view } = state;
  if (view.at === "call" && !canStillAsk(view)) return;
  if (isAskedHow(state)) {
    void ask(commands.cut());
    store.dispatch({ event: "page-exit", exit: "asked" });
  } else leave();
}

export function leave(): void {
  void ask(commands.leave());
  store.defer({ event: "page-exit", exit: "leaving" });
}

/** Everybody reads the note. */
export function endForAll(note = ""): void {
  void ask(commands.endForAll(note.trim() || null));
  store.defer({ event: "page-exit", exit: "ending" });
}

/** The other answer: sound and picture come back. */
export function stay(): void {
  store.dispatch({ event: "page-exit", exit: "staying" });
  void ask(commands.stay());
}

function canStillAsk(call: Call): boolean {
  return call.exit === "none" || call.exit === "staying";
}

/** The window wants to close. In a call it is asked how, with nothing being sent any more; elsewhere it may. */
function closeRequested(): void {
  const { view } = store.get();
  if (view.at === "call" && (canStillAsk(view) || asksHost(view))) {
    void ask(commands.cut());
    store.dispatch({ event: "page-exit", exit: "closing" });
  } else if (view.at !== "call" || view.exit !== "closing") void ask(commands.closeWindow("leave"));
}

/** The host chose End in the tray, past the menu that says what it means: it is asked back. The question of the window is
 * left open, and ends as well. */
function endRequested(): void {
  const { view } = store.get();
  if (view.at !== "call" || view.me.role !== "host" || !(canStillAsk(view) || asksHost(view))) return;
  void ask(commands.cut());
  store.dispatch({ event: "page-exit", exit: "confirming" });
}

/** The answer to the window's question. */
export function closeWindow(answer: CloseAnswer): void {
  const exit = { leave: "leaving", end: "ending", stay: "staying" } as const;
  store.dispatch({ event: "page-exit", exit: exit[answer] });
  if (answer === "stay") void ask(commands.stay());
  void ask(commands.closeWindow(answer));
}

/** The question is put aside and stays open: the banner asks it again, and nothing is sent meanwhile. */
export function postpone(): void {
  const { view } = store.get();
  if (view.at === "call" && view.exit === "asked") store.dispatch({ event: "page-exit", exit: "none" });
}

export function setMicrophone(on: boolean): void {
  void ask(commands.setMicrophone(on));
}

export function setCamera(on: boolean): void {
  void ask(commands.setCamera(on));
}

/** On when it is off, off when it is on; a device with a problem is tried again. */
export function toggle(device: "camera" | "microphone"): void {
  const now: LocalDevice = store.get().local[device];
  const on = !now.on || now.problem !== null;
  if (device === "camera") setCamera(on);
  else setMicrophone(on);
}

export type DeviceKind = "camera" | "microphone" | "speaker";

export async function choose(device: DeviceKind, id: string | null): Promise<void> {
  const command = {
    camera: commands.chooseCamera,
    microphone: commands.chooseMicrophone,
    speaker: commands.chooseSpeaker,
  }[device];
  if (await ask(command(id))) store.dispatch({ event: "page-device-chosen", device, id });
}

/** A list that was opened shows what is plugged in now. */
export async function refreshDevices(): Promise<void> {
  const devices = await ask(commands.devices());
  if (devices) store.dispatch({ event: "devices-changed", devices: devices.data });
}

export function testSpeaker(): void {
  void ask(commands.testSpeaker());
}

export async function copyInvite(): Promise<void> {
  if (await ask(commands.copyInvite()))
    store.dispatch({ event: "page-toast", icon: "check", text: say.inviteCopied });
}

/** Between two looks at the door of a meeting that was left. */
const DOOR_MS = 10_000;

/** Only these say that a meeting is over; a door that does not answer says nothing. */
const OVER = new Set<ErrorCode>(["ended", "unknown-meeting"]);

/** Asks now and then whether the meeting is still open, until the returned function is called. Without a link it is the
 * one that this computer carries. */
export function watchDoor(link: string | null): () => void {
  return watch(
    () => quietly<Lobby | null>(link === null ? commands.carried() : commands.lookUp(link)),
    (answer) => {
      const there = answer.status === "ok" ? answer.data : null;
      const silent = answer.status === "error" && !OVER.has(answer.error.code);
      const open = silent ? null : there !== null;
      store.dispatch({ event: "page-door", open, people: there?.people.length ?? 0 });
    },
    DOOR_MS,
  );
}

/** Between two looks at the meeting in whose lobby one is. */
const LOBBY_MS = 5000;

/** Keeps who is there, who hosts and whether it is locked as they are now, until the returned function is called. */
export function watchLobby(link: string): () => void {
  return watch(
    () => quietly(commands.lookUp(link)),
    (answer) => {
      if (answer.status === "ok") store.dispatch({ event: "page-lobby-news", lobby: answer.data, link });
      else if (OVER.has(answer.error.code))
        store.dispatch({ event: "page-lobby-over", error: answer.error, link });
    },
    LOBBY_MS,
  );
}

/** Fetches who was there; a meeting without a summary has none to show. */
export async function loadSummary(): Promise<void> {
  const answer = await quietly(commands.summary());
  if (answer.status === "ok" && answer.data !== null)
    store.dispatch({ event: "page-summary", summary: answer.data });
}

/** Saves the summary of the meeting of `link`, or else of the one that was left last. */
export async function saveSummary(link: string | null, format: SummaryFormat): Promise<void> {
  const saved = await ask(commands.saveSummary(link, format));
  if (saved && saved.data !== null)
    store.dispatch({ event: "page-toast", icon: "check", text: say.savedTo(saved.data) });
}

/** Tells those still there why I left; once. */
export async function tellThem(text: FarewellText): Promise<void> {
  const { view } = store.get();
  if (view.at !== "after" || !mayTell(view)) return;
  store.dispatch({ event: "page-told", text });
  await ask(commands.farewell(text));
}

export function dismissToast(id: number): void {
  store.dispatch({ event: "page-toast-dismissed", id });
}

export function dismissNotice(code: ErrorCode): void {
  store.dispatch({ event: "page-notice-dismissed", code });
}

/** Puts what a helper needs to know on the clipboard: versions, and what the program wrote down, without names. */
export async function copyDetails(): Promise<void> {
  if (await ask(commands.copyDetails()))
    store.dispatch({ event: "page-toast", icon: "check", text: say.detailsCopied });
}

/** Asks the system once more which devices are still open. */
export async function checkDevices(): Promise<void> {
  const held = await ask(commands.heldDevices());
  if (held) store.dispatch({ event: "page-held", held: held.data });
}

/** Out of the program: the system takes back every device. */
export function quit(): void {
  void ask(commands.quit());
}
