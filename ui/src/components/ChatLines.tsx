import { memo, type ReactNode } from "react";
import type { Group, Note } from "../chat";
import { say, timeOfDay } from "../strings";
import { useWords } from "../useLanguage";
import { Avatar } from "./Avatar";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { Linked } from "./Linked";

/** Messages of one person under one name, and whom they were for when that was not everybody. */
export const ChatGroup = memo(
  function ChatGroup({ group, children }: { group: Group; children?: ReactNode }) {
    const { name, to, atMs, mine, messages } = group;
    useWords();
    return (
      <article className={to === null ? "msg" : "msg private"} data-from={group.participantId}>
        <Avatar name={name} />
        <header>
          <CutText as="b" text={mine ? say.you : name} />
          <time className="tag">{timeOfDay(atMs)}</time>
          {children}
        </header>
        {to !== null && (
          <p className="only">
            <Icon name="lock" small />
            {mine ? say.onlyTo(to.name) : say.onlyToYou}
          </p>
        )}
        {messages.map((message) => (
          <p key={message.id} className="said-text" dir="auto">
            <Linked text={message.text} />
          </p>
        ))}
      </article>
    );
  },
  // A group only ever grows.
  (a, b) =>
    a.group.id === b.group.id &&
    a.group.messages.length === b.group.messages.length &&
    (a.children === null) === (b.children === null),
);

/** Somebody came or went. */
export function ChatNote({ note }: { note: Note }) {
  return (
    <p className="sys">
      <Icon name={note.icon} small />
      <span>{note.text}</span>
      <time>{timeOfDay(note.atMs)}</time>
    </p>
  );
}
