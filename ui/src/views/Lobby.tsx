import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { closeLobby, join, leave, watchLobby } from "../actions";
import { Avatar } from "../components/Avatar";
import { Clock } from "../components/Clock";
import { Contract } from "../components/Contract";
import { Icon } from "../components/Icon";
import { NameField } from "../components/NameField";
import { Preview } from "../components/Preview";
import { TopBar } from "../components/TopBar";
import { Trouble } from "../components/Trouble";
import { Waiting } from "../components/Waiting";
import type { LobbyView } from "../state";
import { duration, say } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";

export function Lobby({ view }: { view: LobbyView }) {
  const { lobby, joining, problem } = view;
  const name = useMeeting((state) => state.settings.name);
  const [nameless, setNameless] = useState(false);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  const { link } = view;
  useEffect(() => (joining ? undefined : watchLobby(link)), [joining, link]);
  if (view.waiting !== null)
    return (
      <div className="page">
        <TopBar />
        <main className="lobby" data-view="lobby" data-waiting="" ref={main} tabIndex={-1}>
          <Preview />
          <Waiting lobby={lobby} waiting={view.waiting} name={name} />
        </main>
      </div>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") {
      setNameless(true);
      document.getElementById("name")?.focus();
    } else void join();
  };
  return (
    <div className="page">
      <TopBar>
        {joining ? (
          <Button key="leave" id="leave" className="btn end-quiet" onPress={leave}>
            {say.leave}
          </Button>
        ) : (
          <Button key="close" id="close-lobby" className="btn quiet" onPress={() => void closeLobby()}>
            <Icon name="x" />
            {say.close}
          </Button>
        )}
      </TopBar>
      <main className="lobby" data-view="lobby" ref={main} tabIndex={-1}>
        <Preview />
        <section className="lobby-side" aria-labelledby="lobby-title">
          <div>
            <h1 className="title" id="lobby-title">
              {lobby.title}
            </h1>
            <p className="sub">
              {lobby.host !== null && `${say.hostedBy(lobby.host)}, `}
              <Clock sinceMs={lobby.openSinceMs ?? Date.now()}>
                {(ms) => (ms < 60_000 ? say.justOpened : say.openFor(duration(ms)))}
              </Clock>
            </p>
          </div>
          <div className="here">
            {lobby.people.length > 0 && (
              <div className="stack">
                {lobby.people.slice(0, STACK).map((person, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name
                  <Avatar key={at} name={person} />
                ))}
              </div>
            )}
            <p className="sub">{lobby.people.length === 0 ? say.nobodyThere : say.areThere(lobby.people)}</p>
          </div>
          <Contract lobby={lobby}>
            {lobby.host !== null && (
              <li>
                <Icon name="shield-check" />
                <span>{say.onlyHostEnds(lobby.host)}</span>
              </li>
            )}
            {lobby.locked && problem?.code !== "locked" ? (
              <li>
                <Icon name="lock" />
                <span>{say.lockedDoor(lobby.host)}</span>
              </li>
            ) : (
              lobby.lobby &&
              !lobby.locked && (
                <li>
                  <Icon name="clock" />
                  <span>{say.letsEachIn(lobby.host)}</span>
                </li>
              )
            )}
          </Contract>
          <form className="lobby-form" onSubmit={submit}>
            {problem !== null && (
              <Trouble
                code={problem.code}
                known={problem.facts}
                remedies={{ paste: () => void closeLobby() }}
              />
            )}
            {joining ? (
              <div className="waiting-line">
                <p className="sub">{say.joining}</p>
                <div className="wait" role="progressbar" aria-label={say.joining} />
              </div>
            ) : (
              <NameField problem={nameless && name.trim() === "" ? say.nameNeeded : null} />
            )}
            <Button id="join" type="submit" className="btn primary large wide" isDisabled={joining}>
              {say.join}
            </Button>
          </form>
        </section>
      </main>
    </div>
  );
}

/** Faces beside each other before it is only a number. */
const STACK = 6;
