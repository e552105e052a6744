import { type KeyboardEvent, type RefObject, useRef, useState } from "react";
import { Button, Dialog, Popover } from "react-aria-components";
import { announceEnd, endForAll, leave, postpone, stay } from "../actions";
import { nameOf } from "../shortcuts";
import { say } from "../strings";
import { Dots } from "./Dots";
import { HOLD_FROM, HoldToEnd } from "./HoldToEnd";
import { Icon } from "./Icon";
import { NoteField } from "./NoteField";

/** An end can be announced for so many minutes from now. */
const ANNOUNCE = [2, 5, 10];

/** More dots in a row than this are wider than the words beside them allow. */
const COLUMNS = 6;

/** The host's two ways out, and the one of a guest who wants to be asked; sound and picture are cut while it is there. */
export function LeaveMenu(props: {
  trigger: RefObject<HTMLButtonElement | null>;
  host: boolean;
  count: number;
  hostedHere: boolean;
  elsewhere: boolean;
}) {
  const { trigger, host, count, hostedHere, elsewhere } = props;
  const ways = useRef<HTMLDivElement>(null);
  const [holding, setHolding] = useState(false);
  // Null as long as nobody wants to write one.
  const [note, setNote] = useState<string | null>(null);
  const endNow = () => endForAll(note ?? "");
  const end = () => (count >= HOLD_FROM ? setHolding(true) : endNow());
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = nameOf(event);
    if (key === "Escape") stay();
    // Letters and arrows are words there.
    else if (event.target instanceof HTMLInputElement) return;
    else if (key === "L") leave();
    else if (key === "E" && host) end();
    else if (key === "ArrowDown" || key === "ArrowUp") step(ways.current, key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const announce = (minutes: number) => {
    announceEnd(minutes * 60_000, note ?? "");
    stay();
  };
  const columns = Math.min(COLUMNS, count);
  // Others may go meanwhile: fewer people need no holding.
  if (holding && count >= HOLD_FROM) return <HoldToEnd count={count} onStay={stay} onEnd={endNow} />;
  return (
    <Popover
      className="pop"
      triggerRef={trigger}
      isOpen
      onOpenChange={(now) => !now && postpone()}
      placement="top end"
      offset={12}
      containerPadding={8}
    >
      <Dialog className="leave-menu" aria-label={say.leave}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the letters work wherever the focus is inside */}
        <div onKeyDown={keys} ref={ways}>
          <div className="said">
            <Icon name="mic-off" />
            <p>{say.nobodyHears}</p>
            <Button id="stay" className="btn quiet" onPress={stay}>
              {say.stay}
              <kbd>Esc</kbd>
            </Button>
          </div>
          <Button id="leave-me" className="way" onPress={leave} autoFocus>
            <Dots count={count} gone={1} columns={columns} me />
            <span>
              <b>{say.leave}</b>
              <span className="small">{say.onlyYouGo(count - 1, hostedHere)}</span>
            </span>
            <kbd>L</kbd>
          </Button>
          {host && (
            <Button id="end-for-all" className="way all" onPress={end}>
              <Dots count={count} gone={count} columns={columns} />
              <span>
                <b>{say.endForAll(count)}</b>
                <span className="small">{say.everybodyGoes}</span>
              </span>
              <kbd>E</kbd>
            </Button>
          )}
          {host && count > 1 && note === null && (
            <Button id="add-note" className="link" onPress={() => setNote("")}>
              {say.addNote}
            </Button>
          )}
          {host && count > 1 && note !== null && <NoteField note={note} onNote={setNote} autoFocus />}
          {host && count > 1 && !elsewhere && (
            <p className="later">
              <span id="announce-the-end">{say.announceEnd}</span>
              {ANNOUNCE.map((minutes, at) => (
                <Button
                  key={minutes}
                  id={`announce-${minutes}`}
                  className="btn quiet"
                  aria-labelledby={`announce-the-end announce-${minutes}`}
                  onPress={() => announce(minutes)}
                >
                  {at === 0 ? say.announceIn(minutes) : say.announceInShort(minutes)}
                </Button>
              ))}
            </p>
          )}
        </div>
      </Dialog>
    </Popover>
  );
}

/** Moves the focus to the next or the previous button, round the end. */
function step(inside: HTMLElement | null, by: 1 | -1): void {
  const buttons = [...(inside?.querySelectorAll("button") ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons.at((at + by) % buttons.length)?.focus();
}
