// The views that change with how many people there are: alone, two, a few, and many.
import { intoLobby, LOBBY, NOW, person, shareScreen } from "./page.mjs";
import { after, attendeesOf, call, endedByMe, mini, say } from "./scenes.mjs";
import { LOOKED_AT_ONCE, MINI_WAYS, NOT_LOOKED_AT } from "./ways.mjs";

const COUNTS = [1, 2, 5, 16];
/** Of one view axe-core sees all there is when it is fullest; alone and with few people it sees those of scenes.mjs. */
const FULLEST = 16;

/** One view with each number of people. */
function each(name, make, counts = COUNTS) {
  return counts.map((count) => ({
    ways: count === FULLEST ? LOOKED_AT_ONCE : NOT_LOOKED_AT,
    ...make(`${name}-of-${count}`, count),
    group: "Numbers of people",
  }));
}

const others = (count) => Array.from({ length: count - 1 }, (_, at) => at + 1);

async function arrange(page, choice) {
  await page.click("#layout");
  await page.click(`[role=menuitemradio][data-key=${choice}]`);
}

export const HEADCOUNTS = [
  ...each("speaker", (name, count) =>
    call(name, count, async ({ page, tell }) => {
      await arrange(page, "layout-speaker");
      if (count > 1) await tell({ event: "speaker-changed", participantId: `p${count - 1}` });
    }),
  ),
  ...each("corner", (name, count) => call(name, count, ({ page }) => arrange(page, "self-corner"))),
  ...each(
    "pinned",
    (name, count) =>
      call(name, count, ({ page }) => page.locator(`[data-participant-id=p${count - 1}]`).dblclick()),
    COUNTS.slice(1),
  ),
  ...each("share", (name, count) => call(name, count, (opened) => shareScreen(opened, 1)), [2, 3, 6, 17]),
  ...each("guest", (name, count) => call(name, count, async () => {}, { host: false }), COUNTS.slice(1)),
  ...each("people", (name, count) =>
    call(name, count, async ({ page, tell }) => {
      await tell(
        ...others(count)
          .filter((at) => at % 4 === 1)
          .map((at) => ({ event: "hand-changed", participantId: `p${at}`, raisedAt: NOW - 60_000 + at })),
      );
      await page.click("#people");
    }),
  ),
  ...each("chat", (name, count) =>
    call(name, count, async ({ page, tell }) => {
      await page.click("#chat");
      await tell(...others(count).map((at) => say(at, `Good afternoon from ${person(at).name}.`)));
    }),
  ),
  ...each("leave", (name, count) => call(name, count, ({ page }) => page.click("#leave"))),
  ...each("confirm-end", (name, count) => call(name, count, ({ tell }) => tell({ event: "end-requested" }))),
  ...each("closing", (name, count) => call(name, count, ({ tell }) => tell({ event: "close-requested" }))),
  ...each("mini", (name, count) => ({
    ...mini(name, {}, count),
    ways: MINI_WAYS.map((way) => ({ ...way, axe: false })),
  })),
  ...each("lobby", (name, count) => ({
    name,
    steps: (opened) =>
      intoLobby(opened, {
        ...LOBBY,
        people: [0, ...others(count + 1).filter((at) => at > 1)].map((at) => person(at).name),
      }),
  })),
  ...each("after-left", (name, count) => ({
    name,
    steps: (opened) =>
      after(opened, { code: "left", message: "", at: NOW }, { count, there: attendeesOf(count) }),
  })),
  ...each("after-ended", (name, count) => ({
    name,
    steps: (opened) => endedByMe(opened, 400, { closed: count, unresponsive: [] }, count),
  })),
];
