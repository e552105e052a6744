/** What the system says of the devices after a meeting. */
import type { HeldDevices } from "./bindings";
import type { Receipt } from "./state";

/** The receipt after the system was asked again: what it lets go of is free, what it says nothing of stays as it was. */
export function checked(receipt: Receipt, held: HeldDevices, nowMs: number): Receipt {
  const next: Receipt = { ...receipt, checkedAtMs: nowMs, stuck: [] };
  const names = [...receipt.stuck];
  for (const device of ["camera", "microphone", "speaker"] as const) {
    if (receipt[device] !== "stuck") continue;
    // Those that are stuck are named in this order.
    const name = names.shift();
    if (held[device] === false) next[device] = "free";
    else if (name !== undefined) next.stuck.push(name);
  }
  return next;
}
