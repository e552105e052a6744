import type { CSSProperties } from "react";
import { Button } from "react-aria-components";
import { announceEnd, answered, control, setCamera, setMicrophone, stay } from "../actions";
import { pickScreen, stopShare } from "../share";
import { myScreenName, runs } from "../sharing";
import { type AnnouncedEnd, type Call, headcount, moderates, type Sense } from "../state";
import { running, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Banner } from "./Banner";
import { Countdown } from "./Clock";
import { Control } from "./Control";
import { CutText } from "./Hint";
import { Icon } from "./Icon";

/** How long the engine tries to come back by itself: as long as the meeting waits for its host, at most an hour
 * (AWAY_LIMIT of the session), and 30 s where no such rule is chosen (RECONNECT_LIMIT). */
const KEPT_S = 30;
const MOST_KEPT_S = 3600;

const ADDED_MS = 5 * 60_000;

/** What everybody in the call must know now: what I share as long as I do, then the most pressing first. */
export function CallBanners({ view, cut }: { view: Call; cut: boolean }) {
  const { exit, connection, progress, house, asked, silenced } = view;
  const host = view.me.role === "host";
  return (
    <>
      {!cut && <Sharing view={view} />}
      {exit === "leaving" && (
        <Banner icon="log-out" title={say.sentence(say.leaving)} text={say.sentence(say.nobodyHears)} />
      )}
      {exit === "ending" && (
        <Banner
          icon="log-out"
          title={say.sentence(say.ending(headcount(view)))}
          text={
            progress === null
              ? say.sentence(say.nobodyHears)
              : say.sentence(say.closedCount(progress.closed, progress.total))
          }
        />
      )}
      {exit === "none" && cut && (
        <Banner icon="mic-off" title={say.sentence(say.nobodyHears)} text={host ? say.chooseHow : ""}>
          <span className="banner-actions">
            <Button id="stay" className="btn" onPress={stay}>
              {say.stay}
              <kbd>Esc</kbd>
            </Button>
          </span>
        </Banner>
      )}
      {connection === "RECONNECTING" && <Reconnecting view={view} />}
      {connection === "CONNECTING" && <Banner icon="refresh-cw" title={say.connecting} />}
      {connection === "FAILED" && <Banner icon="wifi-off" title={say.connectionFailed} />}
      {house.end !== null && (
        <Ending end={house.end} mine={host && house.end.by === view.me.name} host={host} />
      )}
      {view.hostAway !== null && connection === "CONNECTED" && <HostAway view={view} away={view.hostAway} />}
      {asked !== null && (
        <Banner icon={asked.kind === "audio" ? "mic" : "video"} title={say.asksYou(asked.kind, asked.by)}>
          <span className="banner-actions">
            <Button id="not-now" className="btn quiet" onPress={() => answered("asked")}>
              {say.notNow}
            </Button>
            <Button id="do-as-asked" className="btn primary" onPress={() => turnOn(asked.kind)}>
              {asked.kind === "audio" ? say.unmute : say.showCamera}
            </Button>
          </span>
        </Banner>
      )}
      {silenced !== null && asked?.kind !== silenced.kind && (
        <Banner
          icon={OFF_ICON[silenced.kind]}
          title={say.silenced(silenced.kind, silenced.by)}
          text={say.silencedHow[silenced.kind]}
        >
          <span className="banner-actions">
            <Button id="unsilence" className="btn" onPress={() => turnOn(silenced.kind)}>
              {say[ONCE_MORE[silenced.kind]]}
            </Button>
            <Dismiss what="silenced" />
          </span>
        </Banner>
      )}
      {house.locked && !view.lockSeen && moderates(view.me) && (
        <Banner icon="lock" title={say.lockedTitle} text={say.lockedText}>
          <span className="banner-actions">
            <Button id="unlock" className="btn" onPress={() => control({ do: "lock", on: false })}>
              {say.unlock}
            </Button>
            <Dismiss what="locked" />
          </span>
        </Banner>
      )}
    </>
  );
}

function turnOn(kind: Sense | "share"): void {
  if (kind === "share") void pickScreen();
  else if (kind === "audio") setMicrophone(true);
  else setCamera(true);
}

const ONCE_MORE = { audio: "unmute", video: "showCamera", share: "shareAgain" } as const;
const OFF_ICON = { audio: "mic-off", video: "video-off", share: "screen-share-off" } as const;

/** What I share, and the way out of it; others see it as long as this stands here. */
function Sharing({ view }: { view: Call }) {
  const screen = useMeeting(({ local }) => local.screen);
  if (!runs(screen)) return null;
  return (
    <div className="banner sharing" id="sharing">
      <Icon name="screen-share" />
      <p>
        <CutText as="b" text={say.youShare(myScreenName(view, screen))} placement="bottom" />
      </p>
      <span className="banner-actions">
        <Button id="stop-share" className="btn" onPress={stopShare}>
          {say.stopSharing}
        </Button>
      </span>
    </div>
  );
}

function Dismiss({ what }: { what: "silenced" | "locked" }) {
  return (
    <Control className="btn quiet square" label={say.dismiss} onPress={() => answered(what)}>
      <Icon name="x" />
    </Control>
  );
}

/** Everybody sees it coming; the host can move it or take it back. */
function Ending({ end, mine, host }: { end: AnnouncedEnd; mine: boolean; host: boolean }) {
  const whole = Math.max(1, end.atMs - end.heardMs);
  return (
    <Countdown untilMs={end.atMs}>
      {(ms) => (
        <div
          className="banner count"
          role="timer"
          id="countdown"
          style={{ "--left": Math.min(1, ms / whole) } as CSSProperties}
        >
          <Icon name="timer" />
          <p>
            <b>
              {say.endsThis(end.by, mine)} <time>{running(ms)}</time>
            </b>
          </p>
          {host && (
            <span className="banner-actions">
              <Button id="cancel-end" className="btn quiet" onPress={() => control({ do: "cancel-end" })}>
                {say.cancelEnd}
              </Button>
              <Button id="add-minutes" className="btn" onPress={() => announceEnd(ms + ADDED_MS)}>
                {say.addMinutes}
              </Button>
            </span>
          )}
        </div>
      )}
    </Countdown>
  );
}

/** The line is lost; the place is kept for as long as the engine tries, and the host's rule says. */
function Reconnecting({ view }: { view: Call }) {
  const { away } = view.house;
  const keptS = away?.rule === "end-after" ? Math.min(away.seconds, MOST_KEPT_S) : KEPT_S;
  return (
    <Countdown untilMs={(view.lostAtMs ?? 0) + keptS * 1000}>
      {(ms) => (
        <div className="banner" id="reconnecting">
          <Icon name="refresh-cw" />
          <p>
            <b>{say.reconnecting}</b>{" "}
            <span className="sub">
              {ms > 0 ? (
                <>
                  {say.placeKept} <time>{running(ms)}</time>.
                </>
              ) : (
                say.tryingOn
              )}{" "}
              {say.leaveWorks}
            </span>
          </p>
        </div>
      )}
    </Countdown>
  );
}

/** The last host went without a word: the rule that was chosen at the start says what happens. */
function HostAway({ view, away }: { view: Call; away: NonNullable<Call["hostAway"]> }) {
  const rule = view.house.away;
  const title = say.hostIsAway(away.name);
  if (rule?.rule === "end") return <Banner icon="plug" title={title} text={say.awayEnds} />;
  if (rule?.rule !== "end-after") return <Banner icon="plug" title={title} text={say.awayKeeps} />;
  return (
    <Countdown untilMs={away.sinceMs + rule.seconds * 1000}>
      {(ms) => (
        <div className="banner" id="host-away">
          <Icon name="plug" />
          <p>
            <b>{title}</b>{" "}
            <span className="sub">
              {say.awayCloses} <time>{running(ms)}</time>.
            </span>
          </p>
        </div>
      )}
    </Countdown>
  );
}
