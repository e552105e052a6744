import { useRef } from "react";
import { Button } from "react-aria-components";
import { toggle } from "../actions";
import { Clock } from "../components/Clock";
import { Control } from "../components/Control";
import { Icon } from "../components/Icon";
import { ScreenTile } from "../components/ScreenTile";
import { Tile } from "../components/Tile";
import type { Place } from "../layout";
import { leaveFromMini, showMain } from "../mini";
import { stopShare } from "../share";
import type { Call } from "../state";
import { running, say } from "../strings";
import { screensOf, tilesOf } from "../tiles";
import { useMeeting, useSent } from "../useMeeting";
import { useSize } from "../useSize";
import { useSpotlight } from "../useSpotlight";
import { useView } from "../useView";

/** The meeting while its window is hidden: who is pinned, what is shared or who speaks, and what is needed at any moment. */
export function Mini({ view }: { view: Call }) {
  const sent = useSent();
  const sharing = useMeeting(({ local }) => local.screen.on);
  const area = useRef<HTMLOListElement>(null);
  const { width, height } = useSize(area);
  const spoke = useSpotlight(view);
  const tiles = tilesOf(view, sent);
  const tileOf = (id: string | null) => tiles.find((tile) => tile.participantId === id);
  const pinned = tileOf(view.room.pinned);
  const screen = pinned === undefined ? screensOf(view)[0] : undefined;
  const shown = pinned ?? tileOf(spoke) ?? tiles[1] ?? tiles[0];
  const me = view.me.participantId;
  const id = screen?.tile ?? shown?.participantId ?? me;
  const place: Place = { id, part: "main", start: 0, top: 0, width, height };
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
          {screen !== undefined ? (
            <ScreenTile key={id} {...screen} {...place} bare tabbable={false} />
          ) : (
            shown && <Tile key={id} {...shown} {...place} bare tabbable={false} />
          )}
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
          {sharing && (
            <Control
              id="stop-share"
              label={say.stopSharing}
              hotkey="share"
              className="ctl on"
              onPress={stopShare}
            >
              <Icon name="screen-share-off" />
            </Control>
          )}
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
