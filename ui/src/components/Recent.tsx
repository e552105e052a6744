import { useState } from "react";
import { Button } from "react-aria-components";
import { forgetRecent } from "../home";
import { byDay, type Day, isOver, stayOf } from "../recent";
import type { Recent as Meeting } from "../state";
import { day, say, shortDuration, timeOfDay, whatBecame } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { Question } from "./Question";

/** Meetings that were: a click starts one of one's own anew, or goes to the door of another's that may be open. */
export function Recent({ locked, again }: { locked: boolean; again: (meeting: Meeting) => void }) {
  const recent = useMeeting((state) => state.recent);
  const [asking, setAsking] = useState(false);
  const nowMs = Date.now();
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">
        {say.recent}
        {recent.length > 0 && (
          <Button id="forget-all" className="btn quiet" onPress={() => setAsking(true)}>
            {say.forgetAll}
          </Button>
        )}
      </h2>
      {recent.length === 0 && <p className="recent-none">{say.recentNone}</p>}
      {byDay(recent, nowMs).map((held) => (
        <div key={held.fromMs}>
          <h3>{dayName(held, nowMs)}</h3>
          <ul>
            {held.meetings.map((meeting) => (
              <One key={`${meeting.link} ${meeting.at}`} meeting={meeting} locked={locked} again={again} />
            ))}
          </ul>
        </div>
      ))}
      {asking && (
        <Question
          title={say.forgetAllTitle}
          text={say.forgetAllText}
          keep={say.keepList}
          close={() => setAsking(false)}
        >
          <Button
            id="forget-all-do"
            className="btn primary"
            onPress={() => {
              forgetRecent(null);
              setAsking(false);
            }}
          >
            {say.forgetAllDo}
          </Button>
        </Question>
      )}
    </section>
  );
}

function One(props: { meeting: Meeting; locked: boolean; again: (meeting: Meeting) => void }) {
  const { meeting, locked, again } = props;
  const { title, at, link } = meeting;
  const name = useMeeting((state) => state.settings.name);
  const what = whatBecame(meeting, name);
  const stayMs = stayOf(meeting);
  const facts = (
    <>
      <time className="when">{at !== null && timeOfDay(at)}</time>
      <span className="meet-what">
        <CutText as="b" text={title} />
        <CutText className="small" text={what} placement="bottom" />
      </span>
      <span className="small num">{stayMs !== null && shortDuration(stayMs)}</span>
    </>
  );
  return (
    <li className="meet-row">
      {isOver(meeting) ? (
        <div className="meet">{facts}</div>
      ) : (
        <Button className="meet" isDisabled={locked} onPress={() => again(meeting)}>
          {facts}
          <span className="meet-again">{meeting.hosted ? say.meetAnew : say.joinAgain}</span>
        </Button>
      )}
      <Control
        className="btn quiet square forget"
        label={say.forget(title)}
        onPress={() => forgetRecent(link)}
      >
        <Icon name="x" small />
      </Control>
    </li>
  );
}

function dayName(held: Day, nowMs: number): string {
  return held.day === "earlier" ? day(held.fromMs, nowMs) : say[held.day];
}
