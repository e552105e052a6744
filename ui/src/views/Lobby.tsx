import { type FormEvent, useCallback, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { closeLobby, join, leave, testSpeaker, toggle } from "../actions";
import { Avatar } from "../components/Avatar";
import { Notices } from "../components/Banner";
import { Clock } from "../components/Clock";
import { DevicePick } from "../components/DevicePick";
import { Icon } from "../components/Icon";
import { Level } from "../components/Level";
import { NameField } from "../components/NameField";
import { TopBar } from "../components/TopBar";
import type { LobbyView } from "../meeting";
import { duration, say } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";
import { attach, SELF } from "../video";

export function Lobby({ view }: { view: LobbyView }) {
  const { lobby, joining, problem } = view;
  const name = useMeeting((state) => state.settings.name);
  const [nameless, setNameless] = useState(false);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
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
          {lobby.host !== null && (
            <ul className="contract">
              <li>
                <Icon name="shield-check" />
                <span>{say.onlyHostEnds(lobby.host)}</span>
              </li>
            </ul>
          )}
          <form className="lobby-form" onSubmit={submit}>
            {problem !== null && (
              <p className="problem" role="alert">
                <Icon name="triangle-alert" small />
                <span>{problem.message}</span>
              </p>
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

function Preview() {
  const name = useMeeting((state) => state.settings.name);
  const camera = useMeeting((state) => state.local.camera);
  const microphone = useMeeting((state) => state.local.microphone);
  const canvas = useCallback((element: HTMLCanvasElement) => attach(SELF, element), []);
  const seen = camera.on && camera.problem === null;
  const heard = microphone.on && microphone.problem === null;
  return (
    <section aria-label={say.yourPictureAndSound} className="lobby-own">
      <div className="preview">
        <div className="face">
          <Avatar name={name === "" ? say.you : name} />
          <span>{seen ? say.cameraStarting : camera.problem === null ? say.cameraOff : say.noPicture}</span>
        </div>
        <canvas ref={canvas} className={seen ? "picture" : "picture off"} data-preview="" />
        <p className="preview-note pill">
          <Icon name={heard ? "mic" : "mic-off"} small />
          {heard && <Level />}
          <span className="sr">{say.microphoneWorks}</span>
        </p>
        <div className="preview-bar">
          <Button
            id="mic"
            className={heard ? "round" : "round off"}
            aria-label={heard ? say.microphoneOffAction : say.microphoneOnAction}
            onPress={() => toggle("microphone")}
          >
            <Icon name={heard ? "mic" : "mic-off"} />
          </Button>
          <Button
            id="camera"
            className={seen ? "round" : "round off"}
            aria-label={seen ? say.cameraOffAction : say.cameraOnAction}
            onPress={() => toggle("camera")}
          >
            <Icon name={seen ? "video" : "video-off"} />
          </Button>
        </div>
      </div>
      <div className="devices">
        <DevicePick device="camera" />
        <DevicePick device="microphone" extra={<Level />} />
        <div className="with-test">
          <DevicePick device="speaker" extra={<span className="test-space" />} />
          <Button className="test" aria-label={say.testSpeaker} onPress={testSpeaker}>
            {say.test}
          </Button>
        </div>
      </div>
      <div className="notices">
        <Notices />
      </div>
    </section>
  );
}
