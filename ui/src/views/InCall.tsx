import { useRef } from "react";
import { Notices } from "../components/Banner";
import { Bar } from "../components/Bar";
import { CallBanners } from "../components/CallBanners";
import { Chat } from "../components/Chat";
import { CloseWindow } from "../components/CloseWindow";
import { EndForAll } from "../components/EndForAll";
import { People } from "../components/People";
import { Stage } from "../components/Stage";
import { type Call, headcount } from "../state";
import { say } from "../strings";
import { tilesOf } from "../tiles";
import { useArrival } from "../useArrival";
import { useSent } from "../useMeeting";
import { useMutedHint } from "../useMutedHint";

export function InCall({ view }: { view: Call }) {
  const sent = useSent();
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  useMutedHint();
  const { heard, seen, cut } = sent;
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
        <Stage call={view} tiles={tilesOf(view, sent)} />
      </main>
      {view.panel === "people" && <People call={view} heard={heard} />}
      {view.panel === "chat" && <Chat call={view} />}
      <footer>
        <Bar view={view} heard={heard} seen={seen} />
      </footer>
      {view.exit === "confirming" && <EndForAll call={view} />}
      {view.exit === "closing" && <CloseWindow count={headcount(view)} host={view.me.role === "host"} />}
    </div>
  );
}
