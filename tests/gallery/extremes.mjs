// The views where they are hardest: the smallest and the largest window, large text, colours of the system's own.
import { SCENES } from "./scenes.mjs";
import { SMALL } from "./ways.mjs";

const LEAST = { width: 480, height: 360 };
const LOW = { width: 600, height: 450 };
const WALL = { width: 3840, height: 2160 };

const HARD = [
  "home",
  "home-carried",
  "home-rules",
  "lobby",
  "waiting",
  "call-9",
  "call-49",
  "call-pinned",
  "call-people",
  "call-chat",
  "call-device-menu",
  "call-leave",
  "call-hold",
  "call-confirm-end",
  "call-keys",
  "call-toasts",
  "call-countdown",
  "call-trouble",
  "call-invite",
  "call-share",
  "call-sharing-long",
  "call-picker",
  "call-picker-failed",
  "after-left",
  "after-ended-by-me",
  "settings-general",
  "settings-devices",
];
const ON_A_WALL = [
  "home",
  "lobby",
  "call-5",
  "call-49",
  "call-people",
  "call-share",
  "after-ended-by-me",
  "settings-general",
];
const FORCED = [
  "home",
  "lobby",
  "call-marks",
  "call-share",
  "call-sharing",
  "call-picker-chosen",
  "call-people",
  "call-chat",
  "call-leave",
  "settings-appearance",
];

/** The named views again, each in the given ways. */
function again(names, suffix, ways, more = {}) {
  return names.map((name) => {
    const scene = SCENES.find((each) => each.name === name);
    if (scene === undefined) throw new Error(`there is no view ${name}`);
    return { ...scene, ...more, group: "Extremes", name: `extreme-${suffix}-${name}`, ways };
  });
}

const light = (size) => ({ size, theme: "light" });
const dark = (size) => ({ size, theme: "dark" });

export const EXTREMES = [
  ...again(HARD, "small", [dark(LEAST), light(LOW)]),
  ...again(ON_A_WALL, "wall", [dark(WALL)]),
  ...again(HARD, "text-125", [dark(SMALL)], { textPx: 20 }),
  ...again(HARD, "text-150", [light(SMALL)], { textPx: 24 }),
  ...again(FORCED, "forced", [dark(SMALL)], { forcedColors: "active" }),
];
