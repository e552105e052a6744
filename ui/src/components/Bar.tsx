import { useRef } from "react";
import { Button, Toolbar } from "react-aria-components";
import { copyInvite, leaveOrAsk, toggle } from "../actions";
import { type Call, headcount, isAskedHow } from "../state";
import { people, running, say } from "../strings";
import { useMeeting } from "../useMeeting";
import { ChatControl } from "./ChatControl";
import { Clock } from "./Clock";
import { Control, Tip } from "./Control";
import { DeviceMenu } from "./DeviceMenu";
import { HandControl } from "./HandControl";
import { CutText } from "./Hint";
import { Icon } from "./Icon";
import { InviteMore } from "./Invite";
import { LayoutMenu, MoreMenu } from "./LayoutMenu";
import { LeaveMenu } from "./LeaveMenu";
import { PeopleControl } from "./PeopleControl";
import { ReactControl } from "./ReactControl";
import { ShareControl } from "./ShareControl";

/** What the meeting is called and how long it has been going; my devices; and the way out, always in the same corner. */
export function Bar({ view, heard, seen }: { view: Call; heard: boolean; seen: boolean }) {
  const leaveButton = useRef<HTMLButtonElement>(null);
  const { me, exit } = view;
  const host = me.role === "host";
  const asked = useMeeting(isAskedHow);
  const going = exit === "leaving" || exit === "ending";
  return (
    <Toolbar className="bar" aria-label={say.controls} data-region="">
      <Info view={view} />
      <div className="bar-main">
        <span className="split">
          <Control
            id="mic"
            label={heard ? say.microphoneOffAction : say.microphoneOnAction}
            hotkey="microphone"
            className={heard ? "ctl" : "ctl off"}
            onPress={() => toggle("microphone")}
          >
            <Icon name={heard ? "mic" : "mic-off"} />
          </Control>
          <DeviceMenu label={say.microphoneAndSpeaker} kinds={["microphone", "speaker"]} />
        </span>
        <span className="split">
          <Control
            id="camera"
            label={seen ? say.cameraOffAction : say.cameraOnAction}
            hotkey="camera"
            className={seen ? "ctl" : "ctl off"}
            onPress={() => toggle("camera")}
          >
            <Icon name={seen ? "video" : "video-off"} />
          </Control>
          <DeviceMenu label={say.chooseDevice.camera} kinds={["camera"]} />
        </span>
        <ShareControl />
        <HandControl />
        <ReactControl />
      </div>
      <div className="bar-side">
        <MoreMenu />
        <LayoutMenu />
        <span className="split bar-wide">
          <Control id="invite" label={say.copyInvite} hotkey="invite" onPress={() => void copyInvite()}>
            <Icon name="user-plus" />
          </Control>
          <InviteMore />
        </span>
        <PeopleControl />
        <ChatControl />
        <Tip label={say.commands.leave} hotkey="leave">
          <Button
            id="leave"
            ref={leaveButton}
            className="btn end leave"
            isDisabled={going}
            onPress={leaveOrAsk}
            {...(asked ? { "aria-haspopup": "dialog" as const } : {})}
          >
            {say.leave}
          </Button>
        </Tip>
        {asked && exit === "asked" && (
          <LeaveMenu
            trigger={leaveButton}
            host={host}
            count={headcount(view)}
            hostedHere={view.link === null && !view.house.elsewhere}
            elsewhere={view.house.elsewhere}
          />
        )}
      </div>
    </Toolbar>
  );
}

function Info({ view }: { view: Call }) {
  const hostedHere = view.me.role === "host" && view.link === null && !view.house.elsewhere;
  const hostName = view.others.find((person) => person.role === "host")?.name;
  return (
    <div className="bar-info">
      <CutText as="h1" text={view.title} />
      <p>
        <Clock sinceMs={view.joinedAtMs}>{running}</Clock>
        <span aria-hidden="true">·</span>
        <span id="count" className="num">
          {people(headcount(view))}
        </span>
        {view.house.locked && (
          <>
            <span aria-hidden="true">·</span>
            <span id="locked" className="locked">
              <Icon name="lock" small />
              <span className="extra" aria-hidden="true">
                {say.locked}
              </span>
              <span className="sr">{say.locked}</span>
            </span>
          </>
        )}
        {(hostedHere || hostName !== undefined) && (
          <>
            <span className="extra" aria-hidden="true">
              ·
            </span>
            <CutText
              className="extra"
              text={hostedHere ? say.hostedHere : say.hostedByShort(hostName ?? "")}
            />
          </>
        )}
      </p>
    </div>
  );
}
