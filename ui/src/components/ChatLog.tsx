import { type ChatMessage, grouped, type Message } from "../chat";
import { ChatGroup } from "./ChatLines";

/** The messages of a meeting that is over, to be read. */
export function ChatLog({ messages, me }: { messages: ChatMessage[]; me: string | null }) {
  const lines = messages.map(
    (told): Message => ({
      kind: "message",
      id: told.id,
      participantId: told.participantId,
      name: told.name,
      to: told.to === null ? null : { participantId: told.to, name: told.toName ?? "" },
      text: told.text,
      atMs: told.at ?? 0,
      mine: told.participantId === me,
    }),
  );
  return (
    <div className="chat read">
      {grouped(lines).map((group) => group.kind === "group" && <ChatGroup key={group.id} group={group} />)}
    </div>
  );
}
