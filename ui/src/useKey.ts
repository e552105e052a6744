import { type Command, keysOf, written } from "./shortcuts";
import { say } from "./strings";
import { useMeeting } from "./useMeeting";

/** How the key of a command is written here; another one once the person has changed it. */
export function useKey(): (command: Command) => string {
  const platform = useMeeting((state) => state.platform);
  const changed = useMeeting((state) => state.settings.shortcuts);
  const keys = keysOf(changed);
  return (command) => written(keys[command], platform, say.keyNames);
}
