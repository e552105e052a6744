/** What a click does: the command, and its answer as an input of the store. State comes back as events. */
import { type AppError, type AppEvent, commands, events, type LocalDevice } from "./bindings";
import { OWN, setLevel, setSpeaking } from "./levels";
import { createStore } from "./meeting";
import { createMeeting } from "./seed";
import { say } from "./strings";
import { startFrames } from "./video";

export const store = createStore();

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: AppError };

/** Runs a command; what goes wrong is shown where the person is. Null when it did. */
async function ask<T>(command: Promise<Answer<T>>): Promise<{ data: T } | null> {
  let error: AppError;
  try {
    const answer = await command;
    if (answer.status === "ok") return { data: answer.data };
    error = answer.error;
  } catch (thrown) {
    error = { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
  store.dispatch({ event: "page-refused", error });
  return null;
}

/** Listens, then asks how things stand; an event between the two is not lost. */
export async function start(): Promise<void> {
  const { meeting, hear } = createMeeting({
    leave: async () => void (await ask(commands.leave())),
    end: async () => void (await ask(commands.endForAll())),
  });
  window.meeting = meeting;
  await events.appEvent.listen(({ payload }) => {
    route(payload);
    hear(payload);
  });
  const startup = await ask(commands.startup());
  if (startup === null) return;
  store.dispatch({ event: "page-started", startup: startup.data });
  startFrames(startup.data.frames);
  if (startup.data.link !== null) await openLink(startup.data.link);
}

function route(event: AppEvent): void {
  if (event.event === "microphone-level") setLevel(OWN, event.level ?? 0);
  else if (event.event === "speaking") setSpeaking(event.levels);
  else if (event.event === "link-opened") void openLink(event.link);
  else store.dispatch(event);
}

export async function newMeeting(): Promise<void> {
  store.dispatch({ event: "page-asked", what: "new", link: "" });
  rememberName();
  if (await ask(commands.newMeeting(store.get().settings.name)))
    store.dispatch({ event: "page-toast", icon: "check", text: say.inviteCopiedNew });
}

export async function openLink(link: string): Promise<void> {
  const { view } = store.get();
  if (view.at === "call" || (view.at === "lobby" && view.joining)) {
    store.dispatch({
      event: "page-notice",
      notice: { code: "busy", message: say.finishFirst, device: null },
    });
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

export function goHome(): void {
  store.dispatch({ event: "page-went-home" });
}

/** The name as it is typed. */
export function setName(name: string): void {
  store.dispatch({ event: "page-named", name });
}

/** Remembers the name as it stands. */
export function rememberName(): void {
  void ask(commands.setName(store.get().settings.name));
}

/** The Leave control: a guest goes at once; the host is asked, with nothing being sent any more. */
export function leaveOrAsk(): void {
  const { view } = store.get();
  if (view.at === "call" && view.exit !== "none" && view.exit !== "staying") return;
  if (view.at === "call" && view.me.role === "host") {
    void ask(commands.cut());
    store.dispatch({ event: "page-exit", exit: "asked" });
  } else leave();
}

export function leave(): void {
  void ask(commands.leave());
  store.dispatch({ event: "page-exit", exit: "leaving" });
}

export function endForAll(): void {
  void ask(commands.endForAll());
  store.dispatch({ event: "page-exit", exit: "ending" });
}

/** The other answer: sound and picture come back. */
export function stay(): void {
  store.dispatch({ event: "page-exit", exit: "staying" });
  void ask(commands.stay());
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

export function dismissToast(id: number): void {
  store.dispatch({ event: "page-toast-dismissed", id });
}

export function dismissNotice(code: string): void {
  store.dispatch({ event: "page-notice-dismissed", code });
}
