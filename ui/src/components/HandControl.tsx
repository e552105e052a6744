import { handPlace } from "../room";
import { say } from "../strings";
import { toggleHand } from "../talk";
import { useMeeting } from "../useMeeting";
import { Control } from "./Control";
import { Icon } from "./Icon";

/** My hand: up or down. */
export function HandControl() {
  const up = useMeeting(({ view }) => view.at === "call" && handPlace(view, view.me.participantId) !== null);
  return (
    <Control
      id="hand"
      label={up ? say.lowerHand : say.raiseHand}
      hotkey="hand"
      className={up ? "ctl on" : "ctl"}
      onPress={toggleHand}
    >
      <Icon name="hand" />
    </Control>
  );
}
