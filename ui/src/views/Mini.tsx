import { useRef } from "react";
import { Button } from "react-aria-components";
import { toggle } from "../actions";
import { Clock } from "../components/Clock";
import { Control } from "../components/Control";
import { Icon } from "../components/Icon";
import { Tile } from "../components/Tile";
import type { Place } from "../layout";
import { leaveFromMini, showMain } from "../mini";
import type { Call } from "../state";
import { running, say } from "../strings";
import { tilesOf } from "../tiles";
import { useSent } from "../useMeeting";
import { useSize } from "../useSize";
import { useSpotlight } from "../useSpotlight";
import { useView } from "../useView";

/** The meeting while its window is hidden: who is pinned or speaks, and what is needed at any moment. */
export function Mini({ view }: { view: Call }) {
  const sent = useSent();
  const area = useRef<HTMLOListElement>(null);
  const { width, height } = useSize(area);
  const spoke = useSpotlight(view);
  const tiles = tilesOf(view, sent);
  const tileOf = (id: string | null) => tiles.find((tile) => tile.participantId === id);
  const shown = tileOf(view.room.pinned) ?? tileOf(spoke) ?? tiles[1] ?? tiles[0];
  const me = view.me.participantId;
  const place: Place = { id: shown?.participantId ?? me, part: "main", start: 0, top: 0, width, height };
  useView(width > 0 ? [place] : [], me);
  const { heard, seen } = sent;
  const going = view.exit === "leaving" || view.exit === "ending";
  return (
    <div className="mini">
      <main className="mini-stage" data-view="mini" aria-labelledby="mini-title">
        <h1 className="sr" id="mini-title">
          {view.title}
        </h1>
        <ol className="tiles" ref={area}>
          {shown && <Tile key={shown.participantId} {...shown} {...place} bare tabbable={false} />}
        </ol>
      </main>
      <footer>
        <div className="mini-bar" role="toolbar" aria-label={say.controls}>
          <Clock sinceMs={view.joinedAtMs}>{running}</Clock>
          <Control
            id="mic"
            label={heard ? say.microphoneOffAction : say.microphoneOnAction}
            hotkey="microphone"
            className={heard ? "ctl" : "ctl off"}
            onPress={() => toggle("microphone")}
          >
            <Icon name={heard ? "mic" : "mic-off"} />
          </Control>
          <Control
            id="camera"
            label={seen ? say.cameraOffAction : say.cameraOnAction}
            hotkey="camera"
            className={seen ? "ctl" : "ctl off"}
            onPress={() => toggle("camera")}
          >
            <Icon name={seen ? "video" : "video-off"} />
          </Control>
          <Control id="show-main" label={say.miniBack} onPress={showMain}>
            <Icon name="picture-in-picture-2" />
          </Control>
          <Button id="leave" className="btn end" isDisabled={going} onPress={leaveFromMini}>
            {say.leave}
          </Button>
        </div>
      </footer>
    </div>
  );
}
