import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button, Dialog, Heading, Input, Label, Modal, ModalOverlay, TextField } from "react-aria-components";
import { say } from "../strings";
import { Icon } from "./Icon";

/** From this many people on, End is held instead of clicked. */
export const HOLD_FROM = 25;

/** How long the button is held; the style's --m-hold says the same. */
const HOLD_MS = 1200;

/** End for many: a button that is held, or the number typed by whoever cannot hold. Focus starts on Stay. */
export function HoldToEnd(props: {
  count: number;
  /** Asked from outside the meeting: the harmless answer is then this one. */
  away?: string;
  onStay(): void;
  onEnd(): void;
}) {
  const { count, away, onStay, onEnd } = props;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // Whatever takes the question away while the button is held: nothing ends any more.
  useEffect(() => () => clearTimeout(timer.current), []);
  const [held, setHeld] = useState(false);
  const [typing, setTyping] = useState(false);
  const [typed, setTyped] = useState("");
  const press = () => {
    setHeld(true);
    timer.current = setTimeout(onEnd, HOLD_MS);
  };
  const release = () => {
    setHeld(false);
    clearTimeout(timer.current);
  };
  const stay = () => {
    release();
    onStay();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed === String(count)) onEnd();
  };
  return (
    <ModalOverlay className="backdrop" isOpen onOpenChange={(open) => !open && stay()}>
      <Modal className="pop dialog">
        <Dialog role="alertdialog">
          {away === undefined && (
            <p className="said">
              <Icon name="mic-off" />
              <span>{say.nobodyHears}</span>
            </p>
          )}
          <Heading slot="title" className="head">
            {say.endTitle(count)}
          </Heading>
          {typing ? (
            <form className="type-number" onSubmit={submit}>
              <TextField className="field" value={typed} onChange={setTyped} autoFocus>
                <Label>{say.typeNumber(count)}</Label>
                <Input className="input num" inputMode="numeric" autoComplete="off" />
              </TextField>
              <Button type="submit" className="btn end" isDisabled={typed !== String(count)}>
                {say.endForAll(count)}
              </Button>
            </form>
          ) : (
            <>
              <p className="sub">{say.holdHow}</p>
              <Button
                id="hold-to-end"
                className="btn end large wide hold"
                onPressStart={press}
                onPressEnd={release}
                {...(held ? { "data-held": "" } : {})}
              >
                {held ? say.keepHolding(count) : say.hold(count)}
              </Button>
              <p className="small">
                {say.cannotHold}{" "}
                <Button id="type-instead" className="link" onPress={() => setTyping(true)}>
                  {say.typeInstead(count)}
                </Button>
              </p>
            </>
          )}
          <div className="actions">
            <Button id="stay" className="btn" autoFocus onPress={stay}>
              {away ?? say.stayInMeeting}
              <kbd>Esc</kbd>
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
