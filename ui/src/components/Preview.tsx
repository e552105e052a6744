import { useCallback } from "react";
import { Button } from "react-aria-components";
import { testSpeaker, toggle } from "../actions";
import type { LocalDevice } from "../bindings";
import { explain } from "../errors";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { usePictureMode } from "../usePictureMode";
import { attach, SELF } from "../video";
import { Avatar } from "./Avatar";
import { Notices } from "./Banner";
import { Control } from "./Control";
import { DevicePick } from "./DevicePick";
import { Icon } from "./Icon";
import { Level, LiveLevel } from "./Level";

/** How I would be seen and heard, and with which devices. */
export function Preview() {
  const name = useMeeting((state) => state.settings.name);
  const camera = useMeeting((state) => state.local.camera);
  const microphone = useMeeting((state) => state.local.microphone);
  const canvas = useCallback((element: HTMLCanvasElement) => attach(SELF, element), []);
  const mode = usePictureMode(false);
  const seen = camera.on && camera.problem === null;
  const heard = microphone.on && microphone.problem === null;
  return (
    <section aria-label={say.yourPictureAndSound} className="lobby-own">
      <div className="preview">
        <div className="face">
          <Avatar name={name === "" ? say.you : name} />
          <span>{faceText(camera)}</span>
        </div>
        <canvas ref={canvas} className={seen ? "picture" : "picture off"} data-preview="" />
        <p className="preview-note pill">
          <Icon name={heard ? "mic" : "mic-off"} small />
          {heard && <Level />}
          <span className="sr">{say.microphoneWorks}</span>
        </p>
        <div className="preview-bar">
          <Control
            id="mic"
            className={heard ? "round" : "round off"}
            label={heard ? say.microphoneOffAction : say.microphoneOnAction}
            hotkey="microphone"
            onPress={() => toggle("microphone")}
          >
            <Icon name={heard ? "mic" : "mic-off"} />
          </Control>
          <Control
            id="camera"
            className={seen ? "round" : "round off"}
            label={seen ? say.cameraOffAction : say.cameraOnAction}
            hotkey="camera"
            onPress={() => toggle("camera")}
          >
            <Icon name={seen ? "video" : "video-off"} />
          </Control>
        </div>
      </div>
      <div className="devices">
        <DevicePick device="camera" detail={mode} />
        <DevicePick device="microphone" extra={<LiveLevel />} />
        <div className="with-test">
          <DevicePick device="speaker" extra={<span className="test-space" />} />
          <Button
            className="test"
            aria-label={say.together(say.sentence(say.test), say.testSpeaker)}
            onPress={testSpeaker}
          >
            {say.test}
          </Button>
        </div>
      </div>
      <div className="notices">
        <Notices />
      </div>
    </section>
  );
}

/** What stands where the picture would be. */
function faceText({ on, problem }: LocalDevice): string {
  if (problem !== null) return explain(problem.code).title;
  return on ? say.cameraStarting : say.cameraOff;
}
