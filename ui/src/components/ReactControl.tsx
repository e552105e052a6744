import { useEffect, useRef, useState } from "react";
import { Button, Dialog, DialogTrigger, Popover, Toolbar } from "react-aria-components";
import { REACTIONS } from "../room";
import { say } from "../strings";
import { react } from "../talk";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { Reaction } from "./Reaction";

/** Six ways to answer without a word. */
export function ReactControl() {
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Control id="react" label={say.react} hotkey="react" aria-expanded={open}>
        <Icon name="smile" />
      </Control>
      <Popover className="pop" placement="top" offset={8} containerPadding={8}>
        <Dialog className="react-menu" aria-label={say.react}>
          <Choice close={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Choice({ close }: { close(): void }) {
  const first = useRef<HTMLButtonElement>(null);
  // Not by autoFocus: opened by a key of the window, React Aria would give it to the dialog itself.
  useEffect(() => {
    first.current?.focus();
  }, []);
  return (
    <Toolbar aria-label={say.reactions}>
      {REACTIONS.map((reaction, at) => (
        <Button
          key={reaction}
          id={`react-${reaction}`}
          ref={at === 0 ? first : null}
          className="react-one"
          aria-label={say.reactionName[reaction]}
          onPress={() => {
            react(reaction);
            close();
          }}
        >
          <Reaction id={reaction} />
        </Button>
      ))}
    </Toolbar>
  );
}
