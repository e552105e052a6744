import { useRef } from "react";
import { Button, Toolbar } from "react-aria-components";
import { copyInvite, leaveOrAsk, showPeople, toggle } from "../actions";
import { Notices } from "../components/Banner";
import { CallBanners } from "../components/CallBanners";
import { Clock } from "../components/Clock";
import { CloseWindow } from "../components/CloseWindow";
import { Control } from "../components/Control";
import { DeviceMenu } from "../components/DeviceMenu";
import { Icon } from "../components/Icon";
import { LeaveMenu } from "../components/LeaveMenu";
import { People } from "../components/People";
import { Stage } from "../components/Stage";
import type { TileProps } from "../components/Tile";
import { type Call, headcount, isCut } from "../state";
import { people, running, say } from "../strings";
import { useArrival } from "../useArrival";
import { useMeeting } from "../useMeeting";
import { SELF } from "../video";

export function InCall({ view }: { view: Call }) {
  const local = useMeeting((state) => state.local);
  const cut = useMeeting(isCut);
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  const heard = local.microphone.on && local.microphone.problem === null && !cut;
  const seen = local.camera.on && local.camera.problem === null && !cut;
  const { me, others, speaker } = view;
  const tiles: TileProps[] = [
    {
      participantId: me.participantId,
      source: SELF,
      name: me.name,
      self: true,
      video: seen,
      muted: !heard,
      speaking: heard && speaker === me.participantId,
      cut,
    },
    ...others.map((person) => ({
      participantId: person.participantId,
      source: person.participantId,
      name: person.name,
      video: person.video,
      muted: !person.audio,
      speaking: person.audio && speaker === person.participantId,
    })),
  ];
  return (
    <div className="call">
      <main
        className="stage"
        data-view="call"
        data-region=""
        aria-label={say.peopleInMeeting}
        ref={main}
        tabIndex={-1}
      >
        <div className="banners">
          <CallBanners view={view} cut={cut} />
          <Notices />
        </div>
        <Stage tiles={tiles} />
      </main>
      {view.panel && <People call={view} heard={heard} />}
      <Bar view={view} heard={heard} seen={seen} />
      {view.exit === "closing" && <CloseWindow count={headcount(view)} host={me.role === "host"} />}
    </div>
  );
}

function Bar({ view, heard, seen }: { view: Call; heard: boolean; seen: boolean }) {
  const leaveButton = useRef<HTMLButtonElement>(null);
  const { me, others, exit, waiting, house, panel } = view;
  const host = me.role === "host";
  const hostedHere = host && view.link === null;
  const hostName = others.find((person) => person.role === "host")?.name;
  const going = exit === "leaving" || exit === "ending";
  const count = headcount(view);
  return (
    <Toolbar className="bar" aria-label={say.controls} data-region="">
      <div className="bar-info">
        <h1 className="cut-text" title={view.title}>
          {view.title}
        </h1>
        <p>
          <Clock sinceMs={view.joinedAtMs}>{running}</Clock>
          <span aria-hidden="true">·</span>
          <span id="count" className="num">
            {people(count)}
          </span>
          {house.locked && (
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
              <span className="extra cut-text">
                {hostedHere ? say.hostedHere : say.hostedByShort(hostName ?? "")}
              </span>
            </>
          )}
        </p>
      </div>
      <div className="bar-main">
        <span className="split">
          <Control
            id="mic"
            label={heard ? say.microphoneOffAction : say.microphoneOnAction}
            hotkey="D"
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
            hotkey="E"
            className={seen ? "ctl" : "ctl off"}
            onPress={() => toggle("camera")}
          >
            <Icon name={seen ? "video" : "video-off"} />
          </Control>
          <DeviceMenu label={say.chooseDevice.camera} kinds={["camera"]} />
        </span>
      </div>
      <div className="bar-side">
        <Control id="invite" label={say.copyInvite} hotkey="I" onPress={() => void copyInvite()}>
          <Icon name="user-plus" />
        </Control>
        <Control
          id="people"
          label={say.showPeople(waiting.length)}
          hotkey="U"
          aria-expanded={panel}
          onPress={() => showPeople(!panel)}
        >
          <Icon name="users" />
          {waiting.length > 0 && <span className="badge">{waiting.length}</span>}
        </Control>
        <Button
          id="leave"
          ref={leaveButton}
          className="btn end leave"
          isDisabled={going}
          onPress={leaveOrAsk}
          {...(host ? { "aria-haspopup": "dialog" as const } : {})}
        >
          {say.leave}
        </Button>
        {host && (
          <LeaveMenu open={exit === "asked"} trigger={leaveButton} count={count} hostedHere={hostedHere} />
        )}
      </div>
    </Toolbar>
  );
}
