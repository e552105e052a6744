import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { control } from "../actions";
import type { Person } from "../state";
import { number, say } from "../strings";
import { toggleHand } from "../talk";
import { Avatar } from "./Avatar";
import { CutText } from "./Hint";
import { Icon } from "./Icon";

/** One person of the list: role, muted or not, the hand, and in `children` what may be done. */
export function PersonRow(props: {
  person: Person;
  tag: string;
  /** In the line of raised hands; null when the hand is down. */
  place: number | null;
  mine: boolean;
  /** I may lower the hands of others. */
  lowers: boolean;
  children: ReactNode;
}) {
  const { person, tag, place, mine, lowers, children } = props;
  const identity = person.participantId;
  const lowerable = place !== null && (mine || lowers);
  return (
    <li className="person" id={`person-${identity}`} data-person={identity} data-role={person.role}>
      <span className="face-of">
        <Avatar name={person.name} />
        {place !== null && (
          <span className="place num" aria-hidden="true">
            {number(place)}
          </span>
        )}
      </span>
      <span className="who">
        <CutText text={person.name} id={`name-${identity}`} />
        {(tag !== "" || lowerable) && (
          <span className="tag">
            {tag !== "" && <span>{tag}</span>}
            {lowerable && (
              <Button
                className="link lower"
                id={`lower-${identity}`}
                aria-labelledby={`lower-${identity} name-${identity}`}
                onPress={() => (mine ? toggleHand() : control({ do: "lower-hand", identity }))}
              >
                {say.lowerHand}
              </Button>
            )}
          </span>
        )}
        {place !== null && <span className="sr">{say.handPlace(place)}</span>}
      </span>
      <span className="marks">
        {place !== null && (
          <span className="sign">
            <Icon name="hand" small />
          </span>
        )}
        {person.share && (
          <span className="sign">
            <Icon name="screen-share" small />
            <span className="sr">{say.isSharing}</span>
          </span>
        )}
        {!person.audio && (
          <span className="sign">
            <Icon name="mic-off" small />
            <span className="sr">{say.isMuted}</span>
          </span>
        )}
        {children}
      </span>
    </li>
  );
}
