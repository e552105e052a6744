import { Button, DialogTrigger, Popover } from "react-aria-components";
import { exactTime, say, withoutStop } from "../strings";
import { useMeeting } from "../useMeeting";

const NONE: never[] = [];

/** When an End was sent that has not got through, and what came of it. */
export function Attempts() {
  const attempts = useMeeting(({ view }) => (view.at === "call" ? view.attempts : NONE));
  if (attempts.length === 0) return null;
  return (
    <DialogTrigger>
      <Button id="show-attempts" className="btn">
        {say.showAttempts}
      </Button>
      <Popover className="pop attempts" placement="bottom end" offset={8} aria-label={say.attempts}>
        <h2>{say.attempts}</h2>
        <ol>
          {attempts.map(({ atMs, code }) => (
            <li key={atMs}>
              <time className="num">{exactTime(atMs)}</time>
              <span>{withoutStop(say.errors[code].sentence)}</span>
            </li>
          ))}
        </ol>
      </Popover>
    </DialogTrigger>
  );
}
