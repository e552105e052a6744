import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { start } from "./actions";
import { keepFocus } from "./keepFocus";
import { listenToKeys } from "./keys";
import { fetchLanguage, setLanguage } from "./strings";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/people.css";
import "./styles/floating.css";
import "./styles/home.css";
import "./styles/lobby.css";
import "./styles/call.css";
import "./styles/tile.css";
import "./styles/panel.css";
import "./styles/chat.css";
import "./styles/share.css";
import "./styles/rules.css";
import "./styles/settings.css";
import "./styles/invite.css";
import "./styles/leave.css";
import "./styles/after.css";
import "./styles/forced.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
// The window says which language it is, before anything is drawn: from the settings, or else the system's.
const language = window.__language ?? navigator.language;
await fetchLanguage(language);
setLanguage(language);
listenToKeys();
keepFocus();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void start();

declare global {
  interface Window {
    /** The language to start with, as a tag of BCP 47. */
    __language?: string;
  }
}
