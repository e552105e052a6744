import type { DeviceInfo } from "./bindings";
import type { State } from "./state";
import { say } from "./strings";

type Kind = "camera" | "microphone" | "speaker";

const LIST = { camera: "cameras", microphone: "microphones", speaker: "speakers" } as const;
const CHOSEN = { camera: "cameraId", microphone: "microphoneId", speaker: "speakerId" } as const;
const NONE = { camera: "noCamera", microphone: "noMicrophone", speaker: "noSpeaker" } as const;

export function devicesOf(state: State, device: Kind): DeviceInfo[] {
  return state.devices[LIST[device]];
}

/** The device in use: by the label of the one that is open, else the chosen one, else the system's default. */
export function shownDevice(state: State, device: Kind): { id: string | null; name: string } {
  const list = devicesOf(state, device);
  const { label } = state.local[device];
  const chosen = state.settings[CHOSEN[device]];
  const known =
    list.find((info) => info.name === label && (chosen === null || info.id === chosen)) ??
    list.find((info) => info.name === label) ??
    (label === null
      ? (list.find((info) => info.id === chosen) ?? list.find((info) => info.isDefault))
      : undefined);
  return { id: known?.id ?? null, name: label ?? known?.name ?? say[NONE[device]] };
}
