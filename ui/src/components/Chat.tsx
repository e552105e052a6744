import { Fragment, memo, useMemo, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { type Chat as Chats, grouped, type Unsent } from "../chat";
import type { Call } from "../state";
import { say } from "../strings";
import { dropMessage, retryMessage, writeTo } from "../talk";
import { useFollow } from "../useFollow";
import { useWords } from "../useLanguage";
import { Avatar } from "./Avatar";
import { ChatGroup, ChatNote } from "./ChatLines";
import { Composer } from "./Composer";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { Panel } from "./Panel";

/** So many lines are drawn at first, and more of them when somebody reads further up. */
const PAGE = 200;

/** The first line that is drawn: what is new is among them. */
function firstDrawn({ lines, firstUnread }: Chats): number {
  const unread = lines.findIndex((line) => line.id === firstUnread);
  const last = lines.length - PAGE;
  return Math.max(0, unread < 0 ? last : Math.min(last, unread - PAGE / 10));
}

/** What was written, and where to write. */
export function Chat({ call }: { call: Call }) {
  const { me, others, chat } = call;
  const heading = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const messages = chat.lines.reduce((sum, line) => sum + Number(line.kind === "message"), 0);
  const [from, setFrom] = useState(() => firstDrawn(chat));
  const earlier = () => setFrom((now) => Math.max(0, now - PAGE));
  const follow = useFollow(body, messages, chat.unsent.length, from, earlier);
  const lines = useMemo(() => chat.lines.slice(from), [chat.lines, from]);
  const there = others.map((person) => person.participantId).join("\n");
  const present = useMemo(() => new Set(there.split("\n")), [there]);
  const empty = messages === 0 && chat.unsent.length === 0;
  return (
    <Panel name="chat" title={say.chat} close={say.closeChat} first={field} heading={heading}>
      <div className="chat-body">
        <div
          className="panel-body"
          ref={body}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
          tabIndex={0}
          role="log"
          aria-live="off"
          aria-label={say.messages}
        >
          <div className="chat">
            {empty && (
              <div className="panel-none">
                <p>{say.noMessages}</p>
                <p className="small">{say.noMessagesHow}</p>
              </div>
            )}
            <Lines lines={lines} firstUnread={chat.firstUnread} present={present} />
            {chat.unsent.map((one) => (
              <OnItsWay key={one.id} one={one} name={me.name} />
            ))}
          </div>
        </div>
        {follow.above && (
          <Button id="latest" className="btn latest" onPress={follow.toLatest}>
            <Icon name="arrow-down" small />
            {follow.below > 0 ? say.newBelow(follow.below) : say.toLatest}
          </Button>
        )}
      </div>
      <Composer call={call} field={field} sent={follow.toLatest} />
    </Panel>
  );
}

/** Drawn again only when something was written, came or went. */
const Lines = memo(function Lines(props: {
  lines: Chats["lines"];
  firstUnread: string | null;
  present: Set<string>;
}) {
  const { lines, firstUnread, present } = props;
  useWords();
  return grouped(lines, firstUnread).map((group) => {
    if (group.kind === "note") return <ChatNote key={group.id} note={group} />;
    const { participantId, name, mine } = group;
    return (
      <Fragment key={group.id}>
        {group.id === firstUnread && (
          <p className="unread" id="unread">
            <span>{say.newMessages}</span>
          </p>
        )}
        <ChatGroup group={group}>
          {!mine && present.has(participantId) ? (
            <Control
              className="btn quiet reply"
              label={say.writeOnlyTo(name)}
              onPress={() => {
                writeTo({ participantId, name });
                document.getElementById("message")?.focus();
              }}
            >
              <Icon name="reply" small />
            </Control>
          ) : null}
        </ChatGroup>
      </Fragment>
    );
  });
});

/** A message of mine that has not arrived: on its way, or refused with its words kept. */
function OnItsWay({ one, name }: { one: Unsent; name: string }) {
  const { id, text, to, problem } = one;
  return (
    <article
      className={to === null ? "msg" : "msg private"}
      data-unsent={problem === null ? "going" : "refused"}
    >
      <Avatar name={name} />
      <header>
        <b>{say.you}</b>
        {problem === null && <span className="tag going">{say.sending}</span>}
      </header>
      {to !== null && (
        <p className="only">
          <Icon name="lock" small />
          {say.onlyTo(to.name)}
        </p>
      )}
      <p className="said-text" dir="auto">
        {text}
      </p>
      {problem !== null && (
        <div className="refused">
          <p className="problem">
            <Icon name="triangle-alert" small />
            <span>{problem}</span>
          </p>
          <Button className="link" onPress={() => void retryMessage(id)}>
            {say.tryAgain}
          </Button>
          <Button className="link" onPress={() => dropMessage(id)}>
            {say.discard}
          </Button>
        </div>
      )}
    </article>
  );
}
