import { useEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { copyDetails, goHome, loadSummary, newMeeting, rejoin, watchDoor } from "../actions";
import { Notices } from "../components/Banner";
import { Dots } from "../components/Dots";
import { Goodbye } from "../components/Goodbye";
import { Icon } from "../components/Icon";
import { Receipt } from "../components/Receipt";
import { SettingsButton } from "../components/SettingsButton";
import { Summary } from "../components/Summary";
import { TopBar } from "../components/TopBar";
import { type After, type EndProgress, mayTell } from "../state";
import { factsOf, farewell, say, seconds, shortDuration, timeOfDay } from "../strings";
import { useArrival } from "../useArrival";

/** After these the meeting may still be open, and nobody has said that I may not come back. */
const MAY_RETURN = new Set(["left", "moved", "connection-lost", "crashed", "asleep", "join-failed"]);

export function AfterCall({ view }: { view: After }) {
  const { reason, stay, hostedHere, link, progress, receipt, summary, told } = view;
  const title = useRef<HTMLHeadingElement>(null);
  useArrival(title);
  const words = farewell(factsOf(view));
  // A meeting of one's own is carried on while others are there.
  const returns = MAY_RETURN.has(reason.code) && (link !== null || (hostedHere && stay !== null));
  const failed = reason.code === "join-failed";
  // Who never got in tries the same again; who was in comes back unless the door has said that it is over.
  const again = returns && (failed || (view.looked && view.open !== false));
  const looking = returns && !failed && !view.looked;
  const was = stay !== null;
  // Its place is kept until it is known that there is none.
  const [awaited, setAwaited] = useState(was);
  useEffect(() => {
    if (was) void loadSummary().then(() => setAwaited(false));
  }, [was]);
  const watched = returns && !failed;
  useEffect(() => (watched ? watchDoor(link) : undefined), [watched, link]);
  return (
    <div className="page">
      <TopBar>
        <SettingsButton />
      </TopBar>
      <main className={summary === null && !awaited ? "after" : "after both"} data-view="after" tabIndex={-1}>
        <section className="after-main">
          <div>
            <h1 className="title" id="after-title" ref={title} tabIndex={-1}>
              {words.title}
            </h1>
            {words.text !== "" && <p id="after-text">{words.text}</p>}
            {reason.note != null && (
              <blockquote id="after-note" dir="auto">
                {reason.note}
              </blockquote>
            )}
          </div>
          {progress !== null && <Closed progress={progress} />}
          {stay !== null && (
            <dl className="facts">
              <div>
                <dt>{say.youWereThere}</dt>
                <dd className="num">{shortDuration(stay.untilMs - stay.fromMs)}</dd>
              </div>
              <div>
                <dt>{say.until}</dt>
                <dd>
                  <time>{timeOfDay(stay.untilMs)}</time>
                </dd>
              </div>
              {summary !== null && summary.spokeMs !== null && (
                <div>
                  <dt>{say.youSpoke}</dt>
                  <dd className="num">{shortDuration(summary.spokeMs)}</dd>
                </div>
              )}
            </dl>
          )}
          <Notices />
          {receipt !== null && <Receipt receipt={receipt} />}
          <div className="actions">
            {again && (
              <Button id="rejoin" className="btn primary" onPress={() => void rejoin(link)}>
                <Icon name="log-in" />
                {failed ? say.tryAgain : say.rejoin}
              </Button>
            )}
            {looking && (
              <Button id="looking" className="btn" isDisabled>
                {say.checkingDoor}
              </Button>
            )}
            <Button id="go-home" className={!again && !looking ? "btn primary" : "btn"} onPress={goHome}>
              {say.goHome}
            </Button>
            {failed && (
              <Button className="link" onPress={() => void copyDetails()}>
                {say.copyDetails}
              </Button>
            )}
            {!again && !looking && (
              <Button id="after-new" className="btn" onPress={() => void newMeeting()}>
                {say.newMeeting}
              </Button>
            )}
          </div>
          {stay !== null && (told !== null || mayTell(view)) && <Goodbye name={stay.me.name} told={told} />}
        </section>
        {summary !== null && (
          <Summary
            summary={summary}
            me={stay?.me.participantId ?? null}
            end={{ unresponsive: progress?.unresponsive ?? [], endedByMe: stay?.endedByMe ?? false }}
          />
        )}
      </main>
    </div>
  );
}

/** The host's receipt: how many are out, and who did not answer. */
function Closed({ progress }: { progress: EndProgress }) {
  const { closed, total, unresponsive, recordMissing, tookMs } = progress;
  const time = tookMs === null ? null : seconds(tookMs);
  return (
    <section className="closed" aria-label={say.whoIsOut} aria-live="polite">
      <Dots count={total} gone={closed} silent={unresponsive.length} columns={Math.min(5, total)} />
      <p>
        <b className="num">{say.closedCount(closed, total)}</b>
        <span className="small">
          {unresponsive.length > 0
            ? say.unresponsive(unresponsive, time)
            : closed < total
              ? say.stillClosing
              : time === null
                ? say.everybodyOut
                : say.everybodyOutAfter(time)}
        </span>
        {recordMissing && <span className="small">{say.recordMissing}</span>}
      </p>
    </section>
  );
}
