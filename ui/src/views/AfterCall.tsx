import { useRef } from "react";
import { Button } from "react-aria-components";
import { goHome, newMeeting, openLink } from "../actions";
import { Notices } from "../components/Banner";
import { Dots } from "../components/Dots";
import { Icon } from "../components/Icon";
import { TopBar } from "../components/TopBar";
import { type After, DID_NOT_CLOSE, type EndProgress } from "../meeting";
import { duration, farewell, say, timeOfDay } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";

/** After these the meeting may still be open, and nobody has said that I may not come back. */
const MAY_RETURN = new Set(["left", "moved", "connection-lost", "crashed", "asleep", "join-failed"]);

export function AfterCall({ view }: { view: After }) {
  const { reason, stay, hostedHere, link, progress } = view;
  // A device that is still held and whose kind is not told leaves both in doubt.
  const held = useMeeting((state) => state.notices)
    .filter((notice) => DID_NOT_CLOSE.test(notice.code))
    .map((notice) => notice.device);
  const released = (device: "camera" | "microphone") => !held.includes(device) && !held.includes(null);
  const title = useRef<HTMLHeadingElement>(null);
  useArrival(title);
  const words = farewell({
    code: reason.code,
    message: reason.message,
    by: reason.by ?? null,
    meeting: stay?.title ?? null,
    others: stay?.others ?? 0,
    hostedHere,
    endedByMe: stay?.endedByMe ?? false,
  });
  const again = link !== null && MAY_RETURN.has(reason.code) ? link : null;
  return (
    <div className="page">
      <TopBar />
      <main className="after" data-view="after">
        <section className="after-main">
          <div>
            <h1 className="title" id="after-title" ref={title} tabIndex={-1}>
              {words.title}
            </h1>
            {words.text !== "" && <p id="after-text">{words.text}</p>}
          </div>
          {progress !== null && <Closed progress={progress} />}
          {stay !== null && (
            <dl className="facts">
              <div>
                <dt>{say.youWereThere}</dt>
                <dd className="num">{duration(stay.untilMs - stay.fromMs)}</dd>
              </div>
              <div>
                <dt>{say.until}</dt>
                <dd>
                  <time>{timeOfDay(stay.untilMs)}</time>
                </dd>
              </div>
            </dl>
          )}
          <Notices />
          {(released("camera") || released("microphone")) && (
            <section className="receipt" aria-label={say.devicesReleased}>
              <ul>
                {released("camera") && (
                  <li>
                    <Icon name="check" />
                    {say.cameraReleased}
                  </li>
                )}
                {released("microphone") && (
                  <li>
                    <Icon name="check" />
                    {say.microphoneReleased}
                  </li>
                )}
              </ul>
            </section>
          )}
          <div className="actions">
            {again !== null && (
              <Button id="rejoin" className="btn primary" onPress={() => void openLink(again)}>
                <Icon name="log-in" />
                {reason.code === "join-failed" ? say.tryAgain : say.rejoin}
              </Button>
            )}
            <Button id="go-home" className={again === null ? "btn primary" : "btn"} onPress={goHome}>
              {say.goHome}
            </Button>
            {again === null && (
              <Button id="after-new" className="btn" onPress={() => void newMeeting()}>
                {say.newMeeting}
              </Button>
            )}
          </div>
        </section>
      </main>
    </div>
  );
}

/** The host's receipt: how many are out, and who did not answer. */
function Closed({ progress }: { progress: EndProgress }) {
  const { closed, total, unresponsive } = progress;
  return (
    <section className="closed" aria-label={say.whoIsOut} aria-live="polite">
      <Dots count={total} gone={closed} silent={unresponsive.length} columns={5} />
      <p>
        <b className="num">{say.closedCount(closed, total)}</b>
        <span className="small">
          {unresponsive.length > 0
            ? say.unresponsive(unresponsive)
            : closed === total
              ? say.everybodyOut
              : say.stillClosing}
        </span>
      </p>
    </section>
  );
}
