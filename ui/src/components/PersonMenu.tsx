import { useState } from "react";
import { Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { control, showPanel } from "../actions";
import type { Control, Participant } from "../bindings";
import type { IconName } from "../icons/drawings";
import { handPlace } from "../room";
import { togglePin } from "../stage";
import { moderates, type Person } from "../state";
import { say } from "../strings";
import { writeTo } from "../talk";
import { useMeeting } from "../useMeeting";
import { Control as IconButton } from "./Control";
import { Icon } from "./Icon";

/** What is asked back before it is done. */
export interface Question {
  what: "hand-over" | "remove";
  person: Person;
}

export interface Item {
  id: string;
  icon: IconName;
  label: string;
  run(): void;
}

/** What I may do about somebody. */
export function PersonMenu(props: {
  me: Participant;
  person: Person;
  /** Another server carries the meeting. */
  elsewhere: boolean;
  ask(question: Question): void;
}) {
  const { me, person, elsewhere, ask } = props;
  const [open, setOpen] = useState(false);
  // Never over the bar, where Leave is.
  const panel = open ? document.querySelector(".panel") : null;
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton label={say.moreFor(person.name)} className="btn quiet square more">
        <Icon name="ellipsis-vertical" />
      </IconButton>
      <Popover
        className="pop"
        placement="bottom end"
        offset={4}
        containerPadding={8}
        {...(panel === null ? {} : { boundaryElement: panel })}
      >
        <PersonItems me={me} person={person} elsewhere={elsewhere} ask={ask} />
      </Popover>
    </MenuTrigger>
  );
}

/** The items alone, to stand in a popover. */
export function PersonItems(props: {
  me: Participant;
  person: Person;
  /** Another server carries the meeting. */
  elsewhere: boolean;
  ask(question: Question): void;
}) {
  const { me, person, elsewhere, ask } = props;
  const pinned = useMeeting(({ view }) => view.at === "call" && view.room.pinned === person.participantId);
  const raised = useMeeting(
    ({ view }) => view.at === "call" && handPlace(view, person.participantId) !== null,
  );
  const pin = pinItem(person.participantId, pinned);
  const [own = [], ...others] = personItems(me, person, raised, elsewhere, ask);
  return <GroupedItems label={say.moreFor(person.name)} groups={[[pin, ...own], ...others]} />;
}

/** Keeps a tile large, or not any more. */
export function pinItem(tile: string, pinned: boolean): Item {
  return {
    id: "pin",
    icon: pinned ? "pin-off" : "pin",
    label: pinned ? say.unpin : say.pin,
    run: () => togglePin(tile),
  };
}

/** A menu of items, with a rule between two groups of them. */
export function GroupedItems({ label, groups }: { label: string; groups: Item[][] }) {
  const filled = groups.filter((items) => items.length > 0);
  return (
    <Menu className="menu" aria-label={label}>
      {filled.flatMap((items, at) => [
        ...(at > 0 ? [<Separator key={`rule-${items[0]?.id}`} className="rule" />] : []),
        ...items.map(({ id, icon, label, run }) => (
          <MenuItem key={id} id={id} className="menu-item" textValue={label} onAction={run}>
            <Icon name={icon} />
            <span className="cut-text">{label}</span>
          </MenuItem>
        )),
      ])}
    </Menu>
  );
}

/** What I may do about somebody, in groups: for myself, and what only hosts and co-hosts may. */
export function personItems(
  me: Participant,
  person: Person,
  raised: boolean,
  elsewhere: boolean,
  ask: (question: Question) => void,
): Item[][] {
  const identity = person.participantId;
  const own: Item[] = [
    {
      id: "message",
      icon: "message-square",
      label: say.writeOnlyTo(person.name),
      run: () => {
        writeTo({ participantId: identity, name: person.name });
        showPanel("chat");
      },
    },
  ];
  if (!moderates(me)) return [own];
  const lower = raised ? [item("lower", "hand", say.lowerHand, { do: "lower-hand", identity })] : [];
  // A co-host does not silence or remove the host.
  if (!rulesOver(me, person)) return [own, lower];
  // What only a server of ours can do: carry a question, and change roles.
  const asks = (request: Item): Item[] => (elsewhere ? [] : [request]);
  const senses = [
    ...(person.audio
      ? [item("mute", "mic-off", say.mute, { do: "mute", identity, kind: "audio" })]
      : asks(item("ask-audio", "mic", say.askToUnmute, { do: "ask", identity, kind: "audio" }))),
    ...(person.video
      ? [item("camera-off", "video-off", say.cameraOffFor, { do: "mute", identity, kind: "video" })]
      : asks(item("ask-video", "video", say.askForCamera, { do: "ask", identity, kind: "video" }))),
    ...stopsSharing(me, person),
    ...lower,
  ];
  const roles =
    me.role !== "host" || person.role === "host" || elsewhere
      ? []
      : [
          person.role === "co-host"
            ? item("take-co-host", "users", say.takeCoHost, { do: "set-role", identity, role: "guest" })
            : item("co-host", "shield-check", say.makeCoHost, { do: "set-role", identity, role: "co-host" }),
          {
            id: "hand-over",
            icon: "crown" as const,
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
  return [own, senses, roles, [out]];
}

/** For who may take somebody's shared screen off the stage. */
export function stopsSharing(me: Participant, person: Person): Item[] {
  if (!person.share || !moderates(me) || !rulesOver(me, person)) return [];
  const { participantId: identity } = person;
  return [item("stop-share", "screen-share-off", say.stopSharing, { do: "mute", identity, kind: "share" })];
}

function rulesOver(me: Participant, person: Participant): boolean {
  return person.role !== "host" || me.role === "host";
}

function item(id: string, icon: IconName, label: string, request: Control): Item {
  return { id, icon, label, run: () => control(request) };
}
