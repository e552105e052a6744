import { useRef, useState } from "react";
import { Button, Input, SearchField, Switch } from "react-aria-components";
import { control, copyInvite } from "../actions";
import { handPlace } from "../room";
import { foundIn, rosterOf } from "../roster";
import { runs } from "../sharing";
import { type Call, headcount, moderates, type Person } from "../state";
import { number, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Confirm } from "./Confirm";
import { Entrants } from "./Entrants";
import { Icon } from "./Icon";
import { Panel } from "./Panel";
import { PersonMenu, type Question } from "./PersonMenu";
import { PersonRow } from "./PersonRow";

/** From so many people on a name is searched, not looked for. */
const SEARCH_FROM = 8;

/** Everybody there, who waits at the door, whose hand is up, and what a host may do about it. */
export function People({ call, heard }: { call: Call; heard: boolean }) {
  const { me, others, waiting, house } = call;
  const [question, setQuestion] = useState<Question | null>(null);
  const [search, setSearch] = useState("");
  const heading = useRef<HTMLHeadingElement>(null);
  const rules = moderates(me);
  const count = headcount(call);
  const wanted = count >= SEARCH_FROM ? search.trim() : "";
  const share = useMeeting(({ local }) => runs(local.screen));
  const myself: Person = { ...me, audio: heard, video: true, share };
  const { raised, rest } = rosterOf(myself, others, call.room.hands);
  const [hands, seated] = [foundIn(raised, wanted), foundIn(rest, wanted)];
  const found = hands.length + seated.length;
  const parts = waiting.length > 0 || hands.length > 0;
  const row = (person: Person) => {
    const mine = person.participantId === me.participantId;
    return (
      <PersonRow
        key={person.participantId}
        person={person}
        tag={mine ? say.youWithRole[me.role] : say.role[person.role]}
        place={handPlace(call, person.participantId)}
        mine={mine}
        lowers={rules}
      >
        {!mine && <PersonMenu me={me} person={person} elsewhere={house.elsewhere} ask={setQuestion} />}
      </PersonRow>
    );
  };
  return (
    <Panel
      name="people"
      title={say.people}
      count={count}
      close={say.closePeople}
      first={heading}
      heading={heading}
    >
      <div className="panel-body">
        {waiting.length > 0 && <Entrants waiting={waiting} />}
        {count >= SEARCH_FROM && (
          <SearchField className="search" aria-label={say.searchPeople} value={search} onChange={setSearch}>
            <Icon name="search" small />
            <Input id="search-people" className="input" placeholder={say.searchPeople} maxLength={100} />
            {search !== "" && (
              <Button className="btn quiet square" aria-label={say.clearSearch}>
                <Icon name="x" small />
              </Button>
            )}
          </SearchField>
        )}
        <p className="sr" role="status">
          {wanted === "" ? "" : say.foundPeople(found)}
        </p>
        {hands.length > 0 && (
          <section aria-labelledby="hands-up">
            <h3 className="group" id="hands-up">
              {say.raisedHands(hands.length)}
            </h3>
            <ol>{hands.map(row)}</ol>
          </section>
        )}
        {seated.length > 0 && (
          <section aria-labelledby={parts ? "in-meeting" : "people-title"}>
            {parts && (
              <h3 className="group" id="in-meeting">
                <span>{say.inMeeting}</span>
                <span className="num">{number(seated.length)}</span>
              </h3>
            )}
            <ul>{seated.map(row)}</ul>
          </section>
        )}
        {wanted !== "" && found === 0 && <p className="panel-none">{say.nobodyCalled(wanted)}</p>}
        {others.length === 0 && waiting.length === 0 && (
          <div className="panel-none">
            <p>{say.onlyYou}</p>
            <Button id="people-invite" className="btn" onPress={() => void copyInvite()}>
              <Icon name="user-plus" />
              {say.copyInvite}
            </Button>
          </div>
        )}
      </div>
      {rules && (
        <footer className="panel-foot">
          {house.elsewhere && <p className="small">{say.carriedElsewhere}</p>}
          {!house.elsewhere && (
            <Switch
              id="lobby-switch"
              className="switch"
              isSelected={house.lobby}
              onChange={(on) => control({ do: "set-lobby", on })}
            >
              {say.guestsWait}
              <i className="slide" aria-hidden="true" />
            </Switch>
          )}
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
            {!house.elsewhere && (
              <Button
                id="lock"
                className="btn line"
                aria-pressed={house.locked}
                onPress={() => control({ do: "lock", on: !house.locked })}
              >
                <Icon name={house.locked ? "lock-open" : "lock"} />
                {house.locked ? say.unlock : say.lock}
              </Button>
            )}
          </div>
        </footer>
      )}
      {question !== null && <Confirm question={question} close={() => setQuestion(null)} />}
    </Panel>
  );
}
