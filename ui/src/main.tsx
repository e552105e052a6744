import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { start } from "./actions";
import { listenToKeys } from "./keys";
import { setLanguage } from "./strings";
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
import "./styles/rules.css";
import "./styles/settings.css";
import "./styles/invite.css";
import "./styles/leave.css";
import "./styles/after.css";
import "./styles/forced.css";

const root = document.getElementById("app");
if (root === null) throw new Error("index.html has no #app");
// The system has the last word, as soon as the engine has told it.
setLanguage(navigator.language);
listenToKeys();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void start();
