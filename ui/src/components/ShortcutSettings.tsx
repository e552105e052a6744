import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { announceNow } from "../actions";
import { saveSettings } from "../settings";
import {
  COMMANDS,
  type Command,
  changedBy,
  DEFAULT_KEYS,
  keyOf,
  keysOf,
  LEAVE_ANYWHERE,
  type Refusal,
  refusal,
  written,
} from "../shortcuts";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

/** The keys, each to be changed by pressing another one. */
export function ShortcutSettings() {
  const platform = useMeeting((state) => state.platform);
  const changed = useMeeting((state) => state.settings.shortcuts);
  const [recording, setRecording] = useState<Command | null>(null);
  const [refused, setRefused] = useState<{ command: Command; key: string; refusal: Refusal } | null>(null);
  const keys = keysOf(changed);
  const asking = useRef<HTMLLIElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that has grown is shown whole
  useEffect(() => {
    asking.current?.scrollIntoView({ block: "nearest" });
  }, [recording, refused]);
  const write = (key: string) => written(key, platform, say.keyNames);
  const record = (command: Command | null) => {
    setRecording(command);
    setRefused(null);
  };
  /** The key, or why it cannot be had. */
  const choose = (command: Command, key: string) => {
    const why = refusal(command, key, keys);
    if (why !== null) {
      setRefused({ command, key, refusal: why });
      return;
    }
    saveSettings({ shortcuts: changedBy(changed, command, key) });
    announceNow(say.keyIsNow(say.commands[command], write(key)));
    record(null);
  };
  const pressed = (command: Command) => (event: KeyboardEvent) => {
    if (recording !== command) return;
    if (event.key === "Tab") return record(null);
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return record(null);
    const key = keyOf(event.nativeEvent, platform);
    if (key !== null) choose(command, key);
  };
  return (
    <div className="shortcuts">
      <ul className="keys">
        {COMMANDS.map((command) => {
          const asks = recording === command;
          const key = write(keys[command]);
          return (
            <li key={command} ref={asks ? asking : null}>
              <span className="keys-what">
                <span id={`what-${command}`}>{say.commands[command]}</span>
                {asks && <span className="small">{say.pressKeysHow}</span>}
                {refused?.command === command && (
                  <span className="problem" role="alert">
                    <Icon name="triangle-alert" small />
                    <span>{because(refused.refusal, write(refused.key))}</span>
                  </span>
                )}
              </span>
              {keys[command] !== DEFAULT_KEYS[command] && !asks && (
                <Button
                  className="link"
                  id={`reset-${command}`}
                  aria-labelledby={`reset-${command} what-${command}`}
                  onPress={() => choose(command, DEFAULT_KEYS[command])}
                >
                  {say.resetKey}
                </Button>
              )}
              {/* Not a Button of React Aria: it would take Space and Enter for itself, and these may be chosen. */}
              <button
                type="button"
                id={`key-${command}`}
                className={asks ? "key asks" : "key"}
                {...(asks ? { "data-recording": "" } : {})}
                aria-label={asks ? say.pressKeys : say.changeKeyOf(say.commands[command], key)}
                onClick={() => !asks && record(command)}
                onKeyDown={pressed(command)}
                onBlur={() => asks && record(null)}
              >
                {asks ? say.pressKeys : <kbd dir="ltr">{key}</kbd>}
              </button>
            </li>
          );
        })}
        <li>
          <span className="keys-what">{say.leaveAnywhere}</span>
          <kbd dir="ltr">{write(LEAVE_ANYWHERE)}</kbd>
        </li>
      </ul>
      {Object.keys(changed).length > 0 && (
        <Button id="reset-keys" className="btn line" onPress={() => saveSettings({ shortcuts: {} })}>
          {say.resetKeys}
        </Button>
      )}
    </div>
  );
}

function because(why: Refusal, key: string): string {
  if (why.why === "used") return say.keyUsed(key, say.commands[why.by]);
  return why.why === "types" ? say.keyTypes(key, say.keyNames.ctrl) : say.keyKept(key);
}
