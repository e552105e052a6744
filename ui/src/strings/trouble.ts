/** What went wrong, in the three parts that a person needs. */
export interface Trouble {
  /** What happened. */
  sentence: string;
  /** Why, as far as it is known. */
  cause: string;
  /** The one thing to do about it. */
  todo: string;
}

export function trouble(sentence: string, cause: string, todo: string): Trouble {
  return { sentence, cause, todo };
}

type Device = "camera" | "microphone" | "speaker";
type Fault = "missing" | "busy" | "refused" | "hung" | "lost" | "stuck" | "failed";

/** The same seven things happen to each device. */
export type Faults = Record<Fault, Trouble>;

/** As the codes name them: "camera-missing" and so on. */
export function ofDevices(faults: Record<Device, Faults>): Record<`${Device}-${Fault}`, Trouble> {
  const named = Object.entries(faults).flatMap(([device, each]) =>
    Object.entries(each).map(([fault, words]) => [`${device}-${fault}`, words]),
  );
  return Object.fromEntries(named);
}
