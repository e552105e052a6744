import { useEffect, useRef, useState } from "react";
import { Button, Switch } from "react-aria-components";
import { control, showPeople } from "../actions";
import { type Call, type Entrant, headcount, moderates, type Person } from "../state";
import { running, say } from "../strings";
import { Avatar } from "./Avatar";
import { Clock } from "./Clock";
import { Confirm } from "./Confirm";
import { Icon } from "./Icon";
import { PersonMenu, type Question } from "./PersonMenu";

/** Everybody there, who waits at the door, and what a host may do about it. */
export function People({ call, heard }: { call: Call; heard: boolean }) {
  const { me, others, waiting, house } = call;
  const [question, setQuestion] = useState<Question | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const rules = moderates(me);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    heading.current?.focus();
    return () => before?.focus();
  }, []);
  return (
    <aside className="panel" aria-labelledby="people-title" data-region="" data-panel="people">
      <header className="panel-head">
        <h2 id="people-title" ref={heading} tabIndex={-1}>
          {say.people}
          <span className="num">{headcount(call)}</span>
        </h2>
        <Button
          id="close-people"
          className="btn quiet square"
          aria-label={say.closePeople}
          onPress={() => showPeople(false)}
        >
          <Icon name="x" />
        </Button>
      </header>
      <div className="panel-body">
        {waiting.length > 0 && <Waiting waiting={waiting} />}
        <section aria-labelledby="in-meeting">
          {waiting.length > 0 && (
            <p className="group" id="in-meeting">
              {say.inMeeting}
            </p>
          )}
          <ul>
            <Row person={{ ...me, audio: heard, video: true }} tag={say.youWithRole[me.role]} />
            {inRank(others).map((person) => (
              <Row key={person.participantId} person={person} tag={say.role[person.role]}>
                <PersonMenu me={me} person={person} ask={setQuestion} />
              </Row>
            ))}
          </ul>
        </section>
      </div>
      {rules && (
        <footer className="panel-foot">
          <Switch
            id="lobby-switch"
            className="switch"
            isSelected={house.lobby}
            onChange={(on) => control({ do: "set-lobby", on })}
          >
            {say.guestsWait}
            <i className="slide" aria-hidden="true" />
          </Switch>
          <div className="pair">
            <Button
              id="mute-all"
              className="btn line"
              isDisabled={!others.some((person) => person.role !== "host" && person.audio)}
              onPress={() => control({ do: "mute", identity: null, kind: "audio" })}
            >
              <Icon name="mic-off" />
              {say.muteAll}
            </Button>
            <Button
              id="lock"
              className="btn line"
              aria-pressed={house.locked}
              onPress={() => control({ do: "lock", on: !house.locked })}
            >
              <Icon name={house.locked ? "lock-open" : "lock"} />
              {house.locked ? say.unlock : say.lock}
            </Button>
          </div>
        </footer>
      )}
      {question !== null && <Confirm question={question} close={() => setQuestion(null)} />}
    </aside>
  );
}

function Waiting({ waiting }: { waiting: Entrant[] }) {
  return (
    <section className="waiting" aria-label={say.waitingList}>
      <p className="group">
        <span className="num">{say.waitingCount(waiting.length)}</span>
        {waiting.length > 1 && (
          <Button id="admit-all" className="link" onPress={() => control({ do: "admit-all" })}>
            {say.admitAll(waiting.length)}
          </Button>
        )}
      </p>
      <ul>
        {waiting.map(({ participantId, name, sinceMs }) => (
          <li key={participantId} className="person" data-entrant={participantId} data-name={name}>
            <Avatar name={name} />
            <span className="who">
              <span>{name}</span>
              <span className="tag">
                <Clock sinceMs={sinceMs}>{running}</Clock>
              </span>
            </span>
            <span className="marks">
              <Button
                className="btn quiet square deny"
                aria-label={say.denyName(name)}
                onPress={() => control({ do: "deny", id: participantId })}
              >
                <Icon name="x" />
              </Button>
              <Button
                className="btn primary admit"
                aria-label={say.admitName(name)}
                onPress={() => control({ do: "admit", id: participantId })}
              >
                {say.admit}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row(props: { person: Person; tag: string; children?: React.ReactNode }) {
  const { person, tag, children } = props;
  return (
    <li className="person" data-person={person.participantId} data-role={person.role}>
      <Avatar name={person.name} />
      <span className="who">
        <span className="cut-text" title={person.name}>
          {person.name}
        </span>
        {tag !== "" && <span className="tag">{tag}</span>}
      </span>
      <span className="marks">
        {!person.audio && (
          <span className="mark-muted">
            <Icon name="mic-off" small />
            <span className="sr">{say.isMuted}</span>
          </span>
        )}
        {children}
      </span>
    </li>
  );
}

/** Hosts, co-hosts, then everybody in the order of joining. */
function inRank(others: Person[]): Person[] {
  const rank = { host: 0, "co-host": 1, guest: 2 };
  return [...others].sort((a, b) => rank[a.role] - rank[b.role]);
}
