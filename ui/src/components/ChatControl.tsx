import { togglePanel } from "../actions";
import { number, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** More than these need no counting. */
const MOST = 99;

/** Opens the chat, and says how many messages nobody here has seen. */
export function ChatControl() {
  const open = useMeeting(({ view }) => view.at === "call" && view.panel === "chat");
  const unread = useMeeting(({ view }) => (view.at === "call" ? view.chat.unread : 0));
  return (
    <Control
      id="chat"
      label={say.showChat(unread)}
      hotkey="chat"
      aria-expanded={open}
      onPress={() => togglePanel("chat")}
    >
      <Icon name="message-square" />
      {unread > 0 && <span className="badge">{unread > MOST ? `${number(MOST)}+` : number(unread)}</span>}
    </Control>
  );
}
