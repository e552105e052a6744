import { useLayoutEffect } from "react";
import { LiveRegion } from "./components/LiveRegion";
import { Toasts } from "./components/Toasts";
import { say } from "./strings";
import { useTheme } from "./theme";
import { useMeeting } from "./useMeeting";
import { AfterCall } from "./views/AfterCall";
import { Home } from "./views/Home";
import { InCall } from "./views/InCall";
import { Lobby } from "./views/Lobby";

export function App() {
  const view = useMeeting((state) => state.view);
  useTheme(view.at === "call");
  useLayoutEffect(() => {
    const titles = say.documentTitle;
    if (view.at === "lobby") document.title = titles.lobby(view.lobby.title);
    else if (view.at === "call") document.title = titles.call(view.title);
    else document.title = titles[view.at];
  }, [view]);
  return (
    <>
      {view.at === "home" && <Home view={view} />}
      {view.at === "lobby" && <Lobby view={view} />}
      {view.at === "call" && <InCall view={view} />}
      {view.at === "after" && <AfterCall view={view} />}
      <Toasts />
      <LiveRegion />
    </>
  );
}
