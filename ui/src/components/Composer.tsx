import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { addresseeGone, left, MAX_MESSAGE } from "../chat";
import type { Call } from "../state";
import { say } from "../strings";
import { keepDraft, sendMessage, writeTo } from "../talk";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** The limit is spoken of when so many characters are left. */
const NEAR_LIMIT = 300;

/** Where a message is written: Enter sends it, Shift and Enter begin a new line. */
export function Composer(props: {
  call: Call;
  field: RefObject<HTMLTextAreaElement | null>;
  /** Called when a message has been given away. */
  sent(): void;
}) {
  const { call, field, sent } = props;
  const { chat, others } = call;
  const { to } = chat;
  const [text, setText] = useState(chat.draft);
  const written = useRef(text);
  written.current = text;
  useEffect(() => () => keepDraft(written.current), []);
  useLayoutEffect(() => grow(field.current, text), [field, text]);
  const rest = left(text);
  const gone = addresseeGone(chat, others);
  const ready = rest < MAX_MESSAGE && rest >= 0 && !gone;
  const send = () => {
    field.current?.focus();
    if (!ready) return;
    void sendMessage(text, to);
    setText("");
    sent();
  };
  const keys = (event: KeyboardEvent) => {
    // Enter that ends the writing of a Japanese or Chinese word does not send.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  const label = to === null ? say.messageEveryone : say.messageOnly(to.name);
  return (
    <footer className={to === null ? "panel-foot composer" : "panel-foot composer private"}>
      <p className="to">
        <To call={call} back={field} />
        {rest <= NEAR_LIMIT && (
          <span className={rest < 0 ? "left over" : "left"} id="message-left">
            {say.charactersLeft(rest)}
          </span>
        )}
      </p>
      {gone && to !== null && (
        <p className="problem" role="status">
          <Icon name="triangle-alert" small />
          <span>{say.addresseeGone(to.name)}</span>
        </p>
      )}
      <div className="compose">
        <textarea
          id="message"
          ref={field}
          className="input"
          rows={1}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={keys}
          placeholder={label}
          aria-label={label}
          aria-invalid={rest < 0}
          aria-describedby={rest <= NEAR_LIMIT ? "message-left" : undefined}
        />
        <Control id="send" className="btn primary square" label={say.send} isDisabled={!ready} onPress={send}>
          <Icon name="send" />
        </Control>
      </div>
    </footer>
  );
}

/** Whom the message is for: everybody, or one. */
function To({ call, back }: { call: Call; back: RefObject<HTMLTextAreaElement | null> }) {
  const { to } = call.chat;
  const people = [...call.others].sort((a, b) => a.name.localeCompare(b.name));
  return (
    <MenuTrigger>
      <Button id="message-to" className="to-whom">
        <Icon name={to === null ? "users" : "lock"} small />
        <span className="cut-text">{to === null ? say.toEveryone : say.toOnly(to.name)}</span>
        <Icon name="chevron-down" small />
      </Button>
      <Popover className="pop" placement="top start" offset={4} maxHeight={360}>
        <Menu
          className="menu"
          aria-label={say.writeTo}
          selectionMode="single"
          selectedKeys={[to?.participantId ?? EVERYONE]}
          onAction={(key) => {
            writeTo(people.find((person) => person.participantId === key) ?? null);
            // After the menu has given the focus back to its button.
            requestAnimationFrame(() => back.current?.focus());
          }}
        >
          {[{ participantId: EVERYONE, name: say.everyone }, ...people].map(({ participantId, name }) => (
            <MenuItem key={participantId} id={participantId} textValue={name} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="tick">{isSelected && <Icon name="check" />}</span>
                  <span className="cut-text">
                    <bdi>{name}</bdi>
                  </span>
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

/** No participant is called so: identities are never empty. */
const EVERYONE = "";

/** As high as its lines, up to what the style sheet allows. */
function grow(field: HTMLTextAreaElement | null, text: string): void {
  if (field === null) return;
  field.style.height = "auto";
  // Empty, it would be as high as its placeholder.
  if (text !== "") field.style.height = `${field.scrollHeight + 2}px`;
}
