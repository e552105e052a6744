import { togglePanel } from "../actions";
import { number, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** Opens the people panel, and says how many wait to be let in. */
export function PeopleControl() {
  const open = useMeeting(({ view }) => view.at === "call" && view.panel === "people");
  const waiting = useMeeting(({ view }) => (view.at === "call" ? view.waiting.length : 0));
  return (
    <Control
      id="people"
      label={say.showPeople(waiting)}
      hotkey="people"
      aria-expanded={open}
      onPress={() => togglePanel("people")}
    >
      <Icon name="users" />
      {waiting > 0 && <span className="badge">{number(waiting)}</span>}
    </Control>
  );
}
