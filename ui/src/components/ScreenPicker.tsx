import { useEffect, useState } from "react";
import {
  Button,
  Collection,
  Dialog,
  Header,
  Heading,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
} from "react-aria-components";
import type { ShareSource } from "../bindings";
import { closePicker, pickScreen, share } from "../share";
import { type Picker, sourceName } from "../sharing";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { Trouble } from "./Trouble";

/** Where the system asks by itself it says so at once, and nothing is to flash up before that. */
const SHOWN_AFTER_MS = 250;

/** Asks what to share: the screens and the windows there are, each with a small picture. */
export function ScreenPicker() {
  const picker = useMeeting(({ view }) => (view.at === "call" ? view.picker : null));
  return picker && <Question picker={picker} />;
}

function Question({ picker }: { picker: Picker }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setLate, SHOWN_AFTER_MS, true);
    return () => clearTimeout(timer);
  }, []);
  // React Aria gives the focus back in the frame after, but not to a menu that has closed meanwhile.
  useEffect(() => () => void requestAnimationFrame(() => requestAnimationFrame(focusMore)), []);
  if (picker.at === "asking" && !late) return null;
  return (
    <ModalOverlay className="backdrop" isOpen isDismissable onOpenChange={(open) => !open && closePicker()}>
      <Modal className="pop dialog picker">
        <Dialog>
          <Heading slot="title" className="head">
            {say.shareTitle}
          </Heading>
          <Answer picker={picker} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Where the bar is short the question was opened from the menu behind it. */
function focusMore(): void {
  if (document.activeElement === document.body) document.getElementById("more")?.focus();
}

function Answer({ picker }: { picker: Picker }) {
  if (picker.at === "choosing" && picker.sources.length > 0) return <Choice sources={picker.sources} />;
  return (
    <>
      <div className="sources" aria-busy={picker.at === "asking"}>
        {picker.at === "asking" && (
          <>
            <p className="sources-none">{say.lookingForScreens}</p>
            <div className="wait" role="progressbar" aria-label={say.lookingForScreens} />
          </>
        )}
        {picker.at === "choosing" && <p className="sources-none">{say.nothingToShare}</p>}
        {picker.at === "failed" && <Trouble code={picker.error.code} known={picker.error.facts} />}
      </div>
      <div className="actions">
        <Button id="share-not" className="btn" autoFocus={picker.at === "asking"} onPress={closePicker}>
          {say.notNow}
        </Button>
        {picker.at !== "asking" && (
          <Button id="share-again" className="btn primary" autoFocus onPress={() => void pickScreen()}>
            {say.tryAgain}
          </Button>
        )}
      </div>
    </>
  );
}

function Choice({ sources }: { sources: ShareSource[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const windows = named(sources.filter(({ kind }) => kind === "window"));
  const screens = named(sources.filter(({ kind }) => kind !== "window"));
  const all = [...screens, ...windows];
  const shareIt = (id: string | null | undefined) => {
    const it = all.find((each) => each.id === id);
    if (it !== undefined) share(it.id, it.name);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what two clicks or Enter do, the button does as well */}
      <div
        className="sources"
        onDoubleClick={(event) => shareIt(sourceAt(event.target))}
        onKeyDownCapture={(event) => {
          const id = sourceAt(event.target);
          if (event.key !== "Enter" || id === undefined) return;
          // The list would only choose it.
          event.preventDefault();
          event.stopPropagation();
          shareIt(id);
        }}
      >
        <ListBox
          className="source-list"
          aria-label={say.shareTitle}
          layout="grid"
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          autoFocus
          selectedKeys={chosen === null ? [] : [chosen]}
          onSelectionChange={(keys) => {
            const [key] = keys === "all" ? [] : keys;
            setChosen(key === undefined ? null : String(key));
          }}
        >
          {screens.length > 0 && <Group title={say.screens} all={screens} />}
          {windows.length > 0 && <Group title={say.windows} all={windows} />}
        </ListBox>
        {windows.length === 0 && (
          <section aria-labelledby="no-windows">
            <h3 className="group" id="no-windows">
              {say.windows}
            </h3>
            <p className="sources-none">{say.noWindows}</p>
          </section>
        )}
      </div>
      <div className="actions">
        <Button id="share-not" className="btn" onPress={closePicker}>
          {say.notNow}
        </Button>
        <Button
          id="share-do"
          className="btn primary"
          isDisabled={chosen === null}
          onPress={() => shareIt(chosen)}
        >
          {say.share}
        </Button>
      </div>
    </>
  );
}

/** The source that an event is on. */
function sourceAt(target: EventTarget): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[role=option]")?.dataset.key : undefined;
}

interface Named {
  id: string;
  name: string;
  source: ShareSource;
}

/** Each with what it is called. */
function named(sources: ShareSource[]): Named[] {
  return sources.map((source, at) => ({ id: source.id, name: sourceName(source, at + 1), source }));
}

function Group({ title, all }: { title: string; all: Named[] }) {
  return (
    <ListBoxSection className="source-group">
      <Header className="group">{title}</Header>
      <Collection items={all}>
        {({ id, name, source }) => (
          <ListBoxItem id={id} className="source" textValue={name}>
            <span className="source-picture">
              {source.picture === null ? (
                <Icon name={source.kind === "window" ? "app-window" : "monitor"} />
              ) : (
                <img src={source.picture} alt="" draggable={false} />
              )}
            </span>
            <CutText text={name} placement="bottom" />
          </ListBoxItem>
        )}
      </Collection>
    </ListBoxSection>
  );
}
