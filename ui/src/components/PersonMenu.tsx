import { Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { control } from "../actions";
import type { Control, Participant } from "../bindings";
import type { IconName } from "../icons/drawings";
import { moderates, type Person } from "../state";
import { say } from "../strings";
import { Control as IconButton } from "./Control";
import { Icon } from "./Icon";

/** What is asked back before it is done. */
export interface Question {
  what: "hand-over" | "remove";
  person: Person;
}

interface Item {
  id: string;
  icon: IconName;
  label: string;
  run(): void;
}

/** What I may do about somebody; nothing is drawn where that is nothing. */
export function PersonMenu(props: { me: Participant; person: Person; ask(question: Question): void }) {
  const { me, person, ask } = props;
  const groups = itemsFor(me, person, ask);
  if (groups.length === 0) return null;
  return (
    <MenuTrigger>
      <IconButton label={say.moreFor(person.name)} className="btn quiet square more">
        <Icon name="ellipsis-vertical" />
      </IconButton>
      <Popover className="pop" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={say.moreFor(person.name)}>
          {groups.flatMap((items, at) => [
            ...(at > 0 ? [<Separator key={`rule-${items[0]?.id}`} className="rule" />] : []),
            ...items.map(({ id, icon, label, run }) => (
              <MenuItem key={id} id={id} className="menu-item" textValue={label} onAction={run}>
                <Icon name={icon} />
                {label}
              </MenuItem>
            )),
          ])}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function itemsFor(me: Participant, person: Person, ask: (question: Question) => void): Item[][] {
  // A co-host does not silence or remove the host.
  if (!moderates(me) || (person.role === "host" && me.role !== "host")) return [];
  const identity = person.participantId;
  const item = (id: string, icon: IconName, label: string, request: Control): Item => ({
    id,
    icon,
    label,
    run: () => control(request),
  });
  const senses = [
    person.audio
      ? item("mute", "mic-off", say.mute, { do: "mute", identity, kind: "audio" })
      : item("ask-audio", "mic", say.askToUnmute, { do: "ask", identity, kind: "audio" }),
    person.video
      ? item("camera-off", "video-off", say.cameraOffFor, { do: "mute", identity, kind: "video" })
      : item("ask-video", "video", say.askForCamera, { do: "ask", identity, kind: "video" }),
  ];
  const roles =
    me.role !== "host" || person.role === "host"
      ? []
      : [
          person.role === "co-host"
            ? item("take-co-host", "users", say.takeCoHost, { do: "set-role", identity, role: "guest" })
            : item("co-host", "crown", say.makeCoHost, { do: "set-role", identity, role: "co-host" }),
          {
            id: "hand-over",
            icon: "arrow-right" as const,
            label: say.handOver,
            run: () => ask({ what: "hand-over", person }),
          },
        ];
  const out: Item = {
    id: "remove",
    icon: "user-x",
    label: say.removeFrom,
    run: () => ask({ what: "remove", person }),
  };
  return [senses, roles, [out]].filter((items) => items.length > 0);
}
