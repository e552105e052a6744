import { useEffect, useState } from "react";
import { Button } from "react-aria-components";
import type { Summary } from "../bindings";
import { forgetRecent, keptSummary, watchLeft } from "../home";
import { byDay, type Day, isOver, stayOf, worthALook } from "../recent";
import type { Home, Recent as Meeting } from "../state";
import { day, say, shortDuration, timeOfDay, whatBecame } from "../strings";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { KeptSummary } from "./KeptSummary";
import { Question } from "./Question";

/** More than these are asked for: they fit without being scrolled. */
const SHOWN = 6;

/** Meetings that were: a click starts one of one's own anew, or goes to the door of another's that may be open. */
export function Recent(props: { locked: boolean; open: Home["open"]; again: (meeting: Meeting) => void }) {
  const { locked, open, again } = props;
  const recent = useMeeting((state) => state.recent);
  const [asking, setAsking] = useState(false);
  const [all, setAll] = useState(false);
  const [kept, setKept] = useState<{ meeting: Meeting; summary: Summary } | null>(null);
  const look = async (meeting: Meeting) => {
    const summary = await keptSummary(meeting.link);
    if (summary !== null) setKept({ meeting, summary });
  };
  const nowMs = Date.now();
  const doors = worthALook(recent, nowMs).join("\n");
  useEffect(() => (locked || doors === "" ? undefined : watchLeft(doors.split("\n"))), [locked, doors]);
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">
        {say.recent}
        <span>
          {recent.length > SHOWN && (
            <Button id="recent-all" className="btn quiet" onPress={() => setAll(!all)}>
              {all ? say.showFewer : say.showAll}
            </Button>
          )}
          {recent.length > 0 && (
            <Button id="forget-all" className="btn quiet" onPress={() => setAsking(true)}>
              {say.forgetAll}
            </Button>
          )}
        </span>
      </h2>
      {recent.length === 0 && <p className="recent-none">{say.recentNone}</p>}
      {byDay(all ? recent : recent.slice(0, SHOWN), nowMs).map((held) => (
        <div key={held.fromMs}>
          <h3>{dayName(held, nowMs)}</h3>
          <ul>
            {held.meetings.map((meeting) => (
              <One
                key={`${meeting.link} ${meeting.at}`}
                meeting={meeting}
                locked={locked}
                there={open[meeting.link] ?? null}
                again={again}
                look={look}
              />
            ))}
          </ul>
        </div>
      ))}
      {kept !== null && <KeptSummary {...kept} close={() => setKept(null)} />}
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

function One(props: {
  meeting: Meeting;
  locked: boolean;
  /** How many are in it, where it is known to be open. */
  there: number | null;
  again: (meeting: Meeting) => void;
  look: (meeting: Meeting) => void;
}) {
  const { meeting, locked, there, again, look } = props;
  const { title, at, link, summary } = meeting;
  const name = useMeeting((state) => state.settings.name);
  const was = whatBecame(meeting, name);
  const what =
    there === null ? was : say.together(say.sentence(went(meeting) ?? was), say.stillOpenThere(there));
  const stayMs = stayOf(meeting);
  const facts = (
    <>
      <time className="when">{at !== null && timeOfDay(at)}</time>
      <span className="meet-what">
        <CutText as="b" text={title} />
        <CutText className="small" text={what} placement="bottom" />
      </span>
      <span className="meet-end">
        <span className="small num">{stayMs !== null && shortDuration(stayMs)}</span>
        {/* Said by what a click does. */}
        {there !== null && (
          <span className="open" aria-hidden="true">
            {say.rejoin}
          </span>
        )}
      </span>
    </>
  );
  return (
    <li className={summary ? "meet-row summed" : "meet-row"}>
      {isOver(meeting) ? (
        <div className="meet">{facts}</div>
      ) : (
        <Button className="meet" isDisabled={locked} onPress={() => again(meeting)}>
          {facts}
          <span className="meet-again">{doesWhat(meeting, there)}</span>
        </Button>
      )}
      {summary && (
        <Control
          className="btn quiet square look-back"
          label={say.summaryOf(title)}
          onPress={() => look(meeting)}
        >
          <Icon name="users" small />
        </Control>
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

/** In the list everybody went; that I did is said where the meeting goes on. */
function went({ reason }: Meeting): string | null {
  return reason?.code === "left" ? say.outcome.left : null;
}

function doesWhat({ hosted }: Meeting, there: number | null): string {
  if (hosted) return say.meetAnew;
  return there === null ? say.joinAgain : say.rejoin;
}

function dayName(held: Day, nowMs: number): string {
  return held.day === "earlier" ? day(held.fromMs, nowMs) : say[held.day];
}
