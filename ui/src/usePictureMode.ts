import { say } from "./strings";
import { useMeeting } from "./useMeeting";

/** What the open camera gives: "720p", and with its rate "720p, 30 fps". */
export function usePictureMode(withRate: boolean): string | undefined {
  const mode = useMeeting(({ local }) => local.camera.mode);
  if (mode == null) return undefined;
  const { height, fps } = mode;
  return withRate && fps !== null ? say.pictureMode(height, fps) : say.pictureLines(height);
}
