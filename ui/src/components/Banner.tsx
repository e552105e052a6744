import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { dismissNotice, toggle } from "../actions";
import type { IconName } from "../icons/drawings";
import { DID_NOT_CLOSE, type Notice } from "../state";
import { say, splitSentence } from "../strings";
import { useMeeting } from "../useMeeting";
import { Icon } from "./Icon";

export function Banner(props: { icon: IconName; title: string; text?: string; children?: ReactNode }) {
  const { icon, title, text, children } = props;
  return (
    <div className="banner">
      <Icon name={icon} />
      <p>
        <b>{title}</b>
        {text !== undefined && text !== "" && <span className="sub"> {text}</span>}
      </p>
      {children}
    </div>
  );
}

/** What went wrong and what to do about it, each until it is dealt with. */
export function Notices() {
  const notices = useMeeting((state) => state.notices);
  return notices.map((notice) => <One key={notice.code} notice={notice} />);
}

function One({ notice }: { notice: Notice }) {
  const { code, message, device } = notice;
  const [title, text] = splitSentence(message);
  const again = (device === "camera" || device === "microphone") && !DID_NOT_CLOSE.test(code) ? device : null;
  return (
    <Banner
      icon={ICON[code] ?? (device === null ? "triangle-alert" : DEVICE_ICON[device])}
      title={`${title}.`}
      text={text}
    >
      {again !== null && (
        <Button className="btn" onPress={() => toggle(again)}>
          {say.tryAgain}
        </Button>
      )}
      <Button className="btn quiet square" aria-label={say.dismiss} onPress={() => dismissNotice(code)}>
        <Icon name="x" />
      </Button>
    </Banner>
  );
}

const ICON: Record<string, IconName> = { "end-refused": "lock", busy: "link" };
const DEVICE_ICON: Record<NonNullable<Notice["device"]>, IconName> = {
  camera: "video-off",
  microphone: "mic-off",
  speaker: "volume-2",
};
