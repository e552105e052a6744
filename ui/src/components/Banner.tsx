import type { ReactNode } from "react";
import { copyDetails, dismissNotice, toggle } from "../actions";
import { explain } from "../errors";
import type { IconName } from "../icons/drawings";
import { pickScreen } from "../share";
import type { Notice } from "../state";
import { say } from "../strings";
import { useMeeting } from "../useMeeting";
import { Attempts } from "./Attempts";
import { Control } from "./Control";
import { Icon } from "./Icon";
import { iconOf, type Remedies, RemedyButton } from "./Trouble";

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
  const { code, device, failed, known } = notice;
  const { title, text, remedy } = explain(code, known);
  const again: Remedies = code.startsWith("screen-")
    ? { again: () => void pickScreen() }
    : device === "camera" || device === "microphone"
      ? { again: () => toggle(device) }
      : {};
  return (
    <Banner
      icon={iconOf(code)}
      title={failed ?? say.sentence(title)}
      // What came to nothing long ago cannot be done again.
      text={failed === undefined ? text : say.together(say.errors[code].sentence, say.errors[code].cause)}
    >
      <RemedyButton remedy={remedy} remedies={again} />
      {code === "end-delayed" && <Attempts />}
      <span className="banner-ends">
        <Control label={say.copyDetails} className="btn quiet square" onPress={() => void copyDetails()}>
          <Icon name="copy" />
        </Control>
        <Control label={say.dismiss} className="btn quiet square" onPress={() => dismissNotice(code)}>
          <Icon name="x" />
        </Control>
      </span>
    </Banner>
  );
}
