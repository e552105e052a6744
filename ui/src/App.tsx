import { useLayoutEffect } from "react";
import { I18nProvider } from "react-aria-components";
import { Invite } from "./components/Invite";
import { KeysDialog } from "./components/KeysDialog";
import { LiveRegion } from "./components/LiveRegion";
import { ScreenPicker } from "./components/ScreenPicker";
import { Settings } from "./components/Settings";
import { Toasts } from "./components/Toasts";
import { useLooks } from "./looks";
import { say } from "./strings";
import { useLanguage } from "./useLanguage";
import { useMeeting } from "./useMeeting";
import { useOutside } from "./useOutside";
import { AfterCall } from "./views/AfterCall";
import { Home } from "./views/Home";
import { InCall } from "./views/InCall";
import { Lobby } from "./views/Lobby";
import { Mini } from "./views/Mini";

/** The window says it too, when the chat is not open. */
function withUnread(unread: number, title: string): string {
  return unread === 0 ? title : say.documentUnread(unread, title);
}

export function App() {
  const view = useMeeting((state) => state.view);
  const mini = useMeeting((state) => state.mini);
  useLooks(view.at === "call" || mini);
  const locale = useLanguage();
  useOutside(locale);
  useLayoutEffect(() => {
    const titles = say.documentTitle;
    if (view.at === "lobby") document.title = titles.lobby(view.lobby.title);
    else if (view.at === "call") document.title = withUnread(view.chat.unread, titles.call(view.title));
    else document.title = titles[view.at];
  });
  // Between two meetings the mini window is on its way out.
  if (mini)
    return (
      <I18nProvider locale={locale}>
        {view.at === "call" && <Mini view={view} />}
        <LiveRegion />
      </I18nProvider>
    );
  return (
    <I18nProvider locale={locale}>
      {view.at === "home" && <Home view={view} />}
      {view.at === "lobby" && <Lobby view={view} />}
      {view.at === "call" && <InCall view={view} />}
      {view.at === "after" && <AfterCall view={view} />}
      <Invite />
      <ScreenPicker />
      <Settings />
      <KeysDialog />
      <Toasts />
      <LiveRegion />
    </I18nProvider>
  );
}
