// What there is to see, each as the steps that lead there. `group` is the sheet's heading.
import {
  intoCall,
  intoLobby,
  JOINED_AGO_MS,
  LOBBY,
  MEDIA,
  NOW,
  person,
  shareScreen,
  startsToShare,
} from "./page.mjs";
import { SOURCES } from "./sources.mjs";
import { MINI_WAYS } from "./ways.mjs";

const recent = (title, host, agoMs, stayMs, code, by) => ({
  title,
  host,
  link: `adjourn://join/${title}`,
  at: NOW - agoMs,
  hosted: host === person(0).name,
  reason: { code, message: "", by, at: NOW - agoMs + stayMs },
  summary: true,
});
const MIN = 60_000;
const HOUR = 60 * MIN;
const RECENT = [
  { ...recent("Weekly planning", person(0).name, HOUR, 48 * MIN, "ended", person(0).name), endedFor: 12 },
  recent(
    "Interview: interaction design, second round with the whole team",
    person(1).name,
    5 * HOUR,
    23 * MIN,
    "left",
  ),
  recent("Retrospective", person(3).name, 26 * HOUR, 72 * MIN, "ended", person(3).name),
  recent("Call with Tomasz Wójcik", person(1).name, 28 * HOUR, 9 * MIN, "connection-lost"),
  { ...recent("Budget", person(0).name, 9 * 24 * HOUR, 0, "left"), reason: null, summary: false },
];
/** As many as are kept. */
const MANY = [
  ...RECENT,
  ...Array.from({ length: 7 }, (_, at) =>
    recent(`Choir board, part ${at + 1}`, person(at % 3).name, (10 + at) * 24 * HOUR, 35 * MIN, "left"),
  ),
];
const REASON =
  "We are out of time. The rest is on Thursday, same link as always, and the notes are in the shared folder.";
const CARRIED = { ...LOBBY, people: ["Priya Raman", "Keiko Tanabe"] };
const RULES = {
  event: "room-changed",
  locked: false,
  lobby: true,
  away: { rule: "end-after", seconds: 300 },
  endsAt: null,
  endsBy: null,
  elsewhere: false,
};
export const say = (at, text, more = {}) => ({
  event: "chat-received",
  message: {
    id: `c${at}${text.length}`,
    participantId: `p${at}`,
    name: person(at).name,
    to: null,
    toName: null,
    text,
    at: NOW - 60_000 * (9 - at),
    ...more,
  },
});
const CHAT = [
  say(2, "Good afternoon. The agenda is at https://example.org/planning/2026-47"),
  say(3, "I can take the first point."),
  say(
    3,
    "It will not take longer than five minutes, unless somebody wants to talk about the calendar again, in which case we had better book a second meeting.",
  ),
  say(4, "Only for you: shall we move the budget to Thursday?", { to: "me", toName: "Ana Lindqvist" }),
  say(5, "Fine with me"),
];
const LONG_NAMES = [
  null,
  "Maximiliane Friederike von Hohenstein-Wittgenberg (Stadtbibliothek)",
  "🦊🌈 Sam 👩‍👩‍👧‍👦 from the workshop about accessible design systems 🎉",
  "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein Wien",
  "عبد الرحمن بن محمد بن عبد الله آل سعود من قسم التخطيط العمراني",
];
const LONG_TITLE =
  "Interview: interaction design, second round with the whole team, and then the budget of the next year in all details";
const left = (code, more = {}) => ({
  event: "meeting-left",
  reason: { code, message: "", at: NOW, ...more },
});
const RELEASED = {
  event: "devices-released",
  camera: "free",
  microphone: "free",
  speaker: "free",
  checkedAt: NOW,
  stuck: [],
};
const attendee = (at, more = {}) => ({
  name: person(at).name,
  me: at === 0,
  role: at === 0 ? "host" : "guest",
  joinedMs: NOW - JOINED_AGO_MS + at * 97_000,
  stayMs: JOINED_AGO_MS - at * 97_000,
  left: null,
  ...more,
});
const SUMMARY = {
  title: "Weekly planning",
  fromMs: NOW - JOINED_AGO_MS,
  untilMs: NOW,
  reason: { code: "left", message: "", at: NOW },
  spokeMs: 540_000,
  lossPercent: 0.4,
  people: attendees([0, 1, 2, 3, 4, 7, 8]),
  chat: [],
};
/** Two of them were not there until the end. */
function attendees(list) {
  const early = { 2: { code: "left", ago: 400_000 }, 3: { code: "connection-lost", ago: 300_000 } };
  return list.map((at) => {
    const { code, ago } = early[at] ?? {};
    return attendee(at, code === undefined ? {} : { left: { code, message: "", at: NOW - ago } });
  });
}
/** From the list of meetings to what is left of one. */
async function lookBack({ page, answer }, summary) {
  await answer("kept_summary", summary);
  await page.hover(".meet-row .meet");
  await page.click(".look-back");
  await page.waitForSelector(".kept-summary");
}

/** The first so many people, as they are in a summary. */
export const attendeesOf = (count) => attendees(Array.from({ length: count }, (_, at) => at));

export async function after(
  opened,
  reason,
  { host = true, count = 5, open = true, more = [], there = SUMMARY.people } = {},
) {
  await intoCall(opened, count, { host });
  const door = { ...LOBBY, people: Array.from({ length: count - 1 }, (_, at) => person(at).name) };
  const refused = (code) => ({ refused: { code, message: code } });
  await opened.answer("carried", open ? door : null);
  await opened.answer("look_up", open ? door : refused(open === null ? "unreachable" : "ended"));
  const people = there.map((who, at) =>
    at === (host ? 0 : 1) ? { ...who, me: true, left: reason } : { ...who, me: false },
  );
  await opened.answer("summary", { ...SUMMARY, people, reason });
  await opened.tell(...more, RELEASED, { event: "meeting-left", reason });
  await opened.page.waitForSelector("#after-title");
}

/** The end by my own click, with so long between it and what is heard of the others. */
export async function endedByMe(opened, tookMs, progress, count = 12) {
  const { page, tell } = opened;
  await intoCall(opened, count);
  await opened.answer("carried", null);
  await opened.answer("summary", {
    ...SUMMARY,
    people: attendeesOf(count),
    reason: { code: "ended", by: person(0).name, message: "", at: NOW },
  });
  await page.click("#leave");
  await page.waitForSelector("#end-for-all");
  // The clock stands still but for what is to be measured.
  await page.evaluate((ms) => {
    const now = performance.now();
    performance.now = () => now;
    document.getElementById("end-for-all").click();
    performance.now = () => now + ms;
  }, tookMs);
  await tell({ event: "end-progress", total: count, recordMissing: false, ...progress }, RELEASED);
  await tell(left("ended", { by: person(0).name }));
  await page.waitForSelector("#after-title");
}

const home = (name, startup = {}, steps = async () => {}, more = {}) => ({
  group: "Home",
  name,
  startup,
  steps,
  ...more,
});
export const call = (name, count, steps = async () => {}, options = {}) => ({
  group: "In call",
  name,
  async steps(opened) {
    await intoCall(opened, count, options);
    await steps(opened);
  },
});
export const mini = (name, settings = {}, count = 5, steps = async () => {}) => ({
  group: "In call",
  name,
  startup: { view: "mini" },
  settings,
  ways: MINI_WAYS,
  steps: async (opened) => {
    await intoCall(opened, count);
    if (count > 1) await opened.tell({ event: "speaker-changed", participantId: "p1" });
    await steps(opened);
  },
});
/** I share what has this name. */
const sharing = (label) => ({
  event: "local-media-changed",
  media: { ...MEDIA, screen: { on: true, label, problem: null } },
});
const picker = (name, sources, count = 5) =>
  call(name, count, async (opened) => {
    await opened.answer("share_sources", sources);
    await openPicker(opened);
  });
/** By the bar, or where that is too short by the menu behind More. */
async function openPicker({ page }) {
  if (await page.locator("#share").isVisible()) await page.click("#share");
  else {
    await page.click("#more");
    await page.click("[role=menuitem][data-key=share-screen]");
  }
  await page.waitForSelector(".picker");
}
const gone = (name, reason, options) => ({
  group: "After",
  name,
  steps: (opened) => after(opened, { message: "", at: NOW, ...reason }, options),
});
const settings = (tab) => ({
  group: "Settings",
  name: `settings-${tab}`,
  async steps({ page }) {
    await page.click("#settings");
    await page
      .locator(".settings-tab")
      .nth(["general", "devices", "shortcuts", "appearance", "language"].indexOf(tab))
      .click();
  },
});

export const SCENES = [
  home("home", { recent: RECENT }),
  home("home-first", {}, async () => {}, { settings: { name: "" } }),
  home("home-name-missing", {}, ({ page }) => page.click("#new-meeting"), { settings: { name: "" } }),
  home("home-carried", { recent: RECENT, carried: CARRIED }, async () => {}, {
    answers: { carried: CARRIED },
  }),
  home("home-still-open", { recent: RECENT }, ({ page }) => page.waitForSelector(".meet .open"), {
    answers: { look_up: LOBBY },
  }),
  home("home-many", { recent: MANY }),
  home("home-pointed", { recent: RECENT }, ({ page }) => page.hover(".meet-row:nth-child(2) .meet")),
  home("home-summary", { recent: RECENT }, (opened) => lookBack(opened, SUMMARY)),
  home("home-summary-chat", { recent: RECENT }, (opened) =>
    lookBack(opened, { ...SUMMARY, title: LONG_TITLE, chat: CHAT.map(({ message }) => message) }),
  ),
  home("home-all", { recent: MANY }, ({ page }) => page.click("#recent-all")),
  home("home-late-end", { recent: RECENT }, ({ tell }) =>
    tell(
      { event: "late-end", title: "Weekly planning", problem: { code: "unreachable", message: "" } },
      { event: "late-end", title: "Interview: interaction design, second round", problem: null },
    ),
  ),
  home("home-text-90", { recent: RECENT }, async () => {}, { settings: { textSize: "small" } }),
  home("home-text-125", { recent: RECENT }, async () => {}, { settings: { textSize: "large" } }),
  home("home-opening", {}, async ({ page }) => {
    await page.evaluate(() => (window.__answers.new_meeting = () => new Promise(() => {})));
    await page.click("#new-meeting");
  }),
  home("home-rules", {}, ({ page }) => page.click("#rules")),

  { group: "Lobby", name: "lobby", steps: (opened) => intoLobby(opened) },
  {
    group: "Lobby",
    name: "lobby-empty",
    steps: (opened) => intoLobby(opened, { ...LOBBY, people: [], host: null, openSinceMs: null }),
  },
  {
    group: "Lobby",
    name: "lobby-locked",
    steps: (opened) =>
      intoLobby(opened, {
        ...LOBBY,
        locked: true,
        title: "Interview: interaction design, second round with the whole team",
      }),
  },
  {
    group: "Lobby",
    name: "lobby-camera-busy",
    async steps(opened) {
      await intoLobby(opened);
      await opened.tell({
        event: "local-media-changed",
        media: { ...MEDIA, camera: { on: true, label: null, problem: { code: "camera-busy", message: "" } } },
      });
    },
  },
  {
    group: "Lobby",
    name: "waiting",
    async steps(opened) {
      await intoLobby(opened);
      await opened.page.click("#join");
      await opened.tell({ event: "waiting", title: LOBBY.title, host: LOBBY.host, ahead: 2 });
    },
  },

  call("call-1", 1),
  call("call-2", 2, ({ tell }) =>
    tell({ event: "speaking", levels: { p1: 0.6 } }, { event: "speaker-changed", participantId: "p1" }),
  ),
  call("call-5", 5),
  { ...call("call-text-125", 9, ({ page }) => page.click("#people")), settings: { textSize: "large" } },
  {
    ...call("call-no-names", 5, ({ page, tell }) =>
      tell({ event: "speaker-changed", participantId: "p1" }).then(() =>
        page.hover("[data-participant-id=p3]"),
      ),
    ),
    settings: { namesOnPictures: false },
  },
  {
    ...call("call-ask-before-leaving", 12, ({ page }) => page.click("#leave"), { host: false }),
    settings: { askBeforeLeaving: true },
  },
  call("call-late-end", 5, ({ tell }) =>
    tell({ event: "late-end", title: "Weekly planning", problem: { code: "timed-out", message: "" } }),
  ),
  call("call-9", 9),
  call("call-16", 16),
  call("call-49", 49),
  call("call-60", 60, ({ page }) => page.locator(".pager button").last().click()),
  call("call-pinned", 12, async ({ page, tell }) => {
    await tell(
      { event: "hand-changed", participantId: "p2", raisedAt: NOW - 20_000 },
      { event: "quality-changed", participantId: "p4", quality: "lost" },
    );
    await page.locator("[data-participant-id=p3]").dblclick();
  }),
  call("call-reacted", 49, ({ tell }) =>
    tell(
      ...[1, 2, 3].map((at) => ({ event: "reaction-received", participantId: `p${at}`, reaction: "clap" })),
      { event: "reaction-received", participantId: "p5", reaction: "heart" },
      { event: "reaction-received", participantId: "p40", reaction: "laugh" },
    ),
  ),
  call("call-long-names", 5, ({ page }) => page.click("#people"), { title: LONG_TITLE, names: LONG_NAMES }),
  call(
    "call-hint",
    5,
    async ({ page }) => {
      await page.hover("[data-participant-id=p1] .cut-text");
      await page.waitForSelector(".tip");
    },
    { names: LONG_NAMES },
  ),
  call("call-trouble", 5, ({ tell }) =>
    tell(
      { event: "meeting-state-changed", state: "RECONNECTING" },
      { ...RULES, endsAt: NOW + 125_000, endsBy: "Ana Lindqvist" },
      { event: "error", code: "end-delayed", message: "" },
    ),
  ),
  call("call-end-attempts", 5, async ({ page, tell }) => {
    const attempt = { event: "end-attempted", code: "unreachable", why: "" };
    await tell(attempt, { event: "end-refused", code: "end-delayed", why: "" }, attempt, attempt);
    await page.click("#show-attempts");
    await page.waitForSelector(".attempts");
  }),
  mini("mini"),
  mini("mini-text-125", { textSize: "large", namesOnPictures: false }),
  call("call-16-guest", 16, async () => {}, { host: false }),
  call("call-marks", 5, ({ tell }) =>
    tell(
      { event: "hand-changed", participantId: "p1", raisedAt: NOW - 40_000 },
      { event: "hand-changed", participantId: "p3", raisedAt: NOW - 20_000 },
      { event: "quality-changed", participantId: "p2", quality: "poor" },
      { event: "quality-changed", participantId: "p4", quality: "lost" },
      { event: "speaker-changed", participantId: "p1" },
      { event: "reaction-received", participantId: "p1", reaction: "clap" },
      { event: "reaction-received", participantId: "p3", reaction: "heart" },
    ),
  ),
  call("call-several-speak", 5, ({ page }) =>
    page.evaluate(() => {
      setInterval(() => window.__tell([{ event: "speaking", levels: { p1: 0.4, p3: 0.1, p4: 0.001 } }]), 100);
    }),
  ),
  call("call-layout-menu", 5, ({ page }) => page.click("#layout")),
  call("call-reactions", 5, ({ page }) => page.click("#react")),
  call("call-device-menu", 5, ({ page }) => page.locator(".split button").nth(1).click()),
  call("call-invite", 2, async ({ page }) => {
    const wide = await page.locator("#invite-more").isVisible();
    await page.click(wide ? "#invite-more" : "#more");
    await page.click(`[role=menuitem][data-key=${wide ? "code" : "show-invite"}]`);
    await page.waitForSelector("#invite-done");
  }),
  call("call-people", 9, async ({ page, tell }) => {
    await tell(
      { event: "entry-requested", participantId: "w1", name: "Jonas Ek" },
      { event: "entry-requested", participantId: "w2", name: "Wilhelmina Featherstonehaugh-Cholmondeley" },
      { event: "hand-changed", participantId: "p3", raisedAt: NOW - 20_000 },
      { event: "role-changed", participantId: "p2", role: "co-host" },
    );
    await page.click("#people");
  }),
  call("call-person-menu", 5, async ({ page }) => {
    await page.click("#people");
    await page.locator("[data-person=p2] button").last().click();
  }),
  call("call-chat", 9, async ({ page, tell }) => {
    await page.click("#chat");
    await tell(...CHAT);
  }),
  call("call-chat-links", 9, async ({ page, tell }) => {
    await page.click("#chat");
    await tell(
      say(2, `The notes: https://example.org/${"planning/".repeat(16)}?${"week=47&".repeat(20)}`),
      say(3, "👏👏👏", { name: LONG_NAMES[1] }),
      say(4, "Unbreakable".repeat(30)),
    );
    await page.fill("#message", `${"A long answer. ".repeat(40)}`);
  }),
  call("call-people-none", 1, ({ page }) => page.click("#people")),
  call("call-people-search", 16, async ({ page }) => {
    await page.click("#people");
    await page.fill("#search-people", "Nobody of that name");
  }),
  call("call-people-crowd", 49, async ({ page, tell }) => {
    await tell(
      ...Array.from({ length: 7 }, (_, at) => ({
        event: "entry-requested",
        participantId: `w${at}`,
        name: LONG_NAMES[at % 5] ?? person(at).name,
      })),
      ...[3, 9, 12].map((at) => ({
        event: "hand-changed",
        participantId: `p${at}`,
        raisedAt: NOW - 20_000 + at,
      })),
    );
    await page.click("#people");
  }),
  call("call-remove", 5, async ({ page }) => {
    await page.click("#people");
    await page.locator("[data-person=p2] button").last().click();
    await page.locator("[role=menuitem][data-key$=remove]").click();
  }),
  call("call-chat-empty", 2, ({ page }) => page.click("#chat")),
  call("call-keys", 5, ({ page }) => page.keyboard.press("?")),
  call("call-leave", 12, ({ page }) => page.click("#leave")),
  call("call-leave-alone", 1, ({ page }) => page.click("#leave")),
  call("call-leave-reason", 12, async ({ page }) => {
    await page.click("#leave");
    await page.click("#add-note");
    await page.fill("#end-note", REASON);
  }),
  call("call-hold", 28, async ({ page }) => {
    await page.click("#leave");
    await page.click("#end-for-all");
  }),
  call("call-confirm-end", 12, ({ tell }) => tell({ event: "end-requested" })),
  call("call-confirm-end-24", 24, ({ tell }) => tell({ event: "end-requested" }), { names: LONG_NAMES }),
  call("call-confirm-end-alone", 1, ({ tell }) => tell({ event: "end-requested" })),
  call("call-confirm-end-hold", 28, ({ tell }) => tell({ event: "end-requested" })),
  call("call-closing", 5, ({ tell }) => tell({ event: "close-requested" })),
  call("call-cut", 5, async ({ page, tell }) => {
    await page.click("#leave");
    await tell({ event: "local-media-changed", media: { ...MEDIA, cut: true } });
    await page.mouse.click(400, 40);
  }),
  call("call-countdown", 5, ({ tell }) => tell({ ...RULES, endsAt: NOW + 125_000, endsBy: "Ana Lindqvist" })),
  call("call-reconnecting", 5, ({ tell }) => tell({ event: "meeting-state-changed", state: "RECONNECTING" })),
  call(
    "call-asked",
    5,
    ({ tell }) =>
      tell(
        {
          event: "local-media-changed",
          media: { ...MEDIA, microphone: { on: false, label: null, problem: null } },
        },
        { event: "mic-requested", by: "Ana Lindqvist" },
      ),
    { host: false },
  ),
  call(
    "call-muted-by-host",
    5,
    ({ tell }) =>
      tell(
        {
          event: "local-media-changed",
          media: { ...MEDIA, microphone: { on: false, label: null, problem: null } },
        },
        { event: "muted-by-host", kind: "audio", by: "Ana Lindqvist" },
      ),
    { host: false },
  ),
  call(
    "call-host-away",
    5,
    ({ tell }) =>
      tell({
        event: "participant-left",
        participant: person(0, "host"),
        reason: { code: "connection-lost", message: "" },
      }),
    { host: false },
  ),
  call("call-locked", 5, async ({ page, tell }) => {
    await page.evaluate(
      (ms) =>
        (Date.now = (
          (before) => () =>
            before() + ms
        )(Date.now)),
      60_000,
    );
    await tell({ ...RULES, locked: true });
  }),
  call("call-toasts", 5, async ({ page, tell }) => {
    await page.evaluate(
      (ms) =>
        (Date.now = (
          (before) => () =>
            before() + ms
        )(Date.now)),
      60_000,
    );
    await tell(
      { event: "participant-joined", participant: person(9) },
      { event: "participant-left", participant: person(2), reason: { code: "crashed", message: "" } },
      { event: "entry-requested", participantId: "w1", name: "Jonas Ek" },
    );
  }),

  call("call-share", 6, (opened) => shareScreen(opened, 1)),
  call("call-share-page", 3, (opened) => shareScreen(opened, 1, "page")),
  call("call-share-begins", 5, (opened) => startsToShare(opened, 1)),
  call("call-share-over", 5, async (opened) => {
    await shareScreen(opened, 1);
    await opened.tell({ event: "stream-disabled", participantId: "p1", kind: "share" });
  }),
  call("call-share-two", 5, async (opened) => {
    await shareScreen(opened, 2, "page");
    await shareScreen(opened, 1);
  }),
  call("call-share-pinned", 9, async (opened) => {
    await shareScreen(opened, 1);
    await opened.page.locator("[data-tile=p3]").dblclick();
  }),
  call("call-share-lost", 5, async (opened) => {
    await shareScreen(opened, 1);
    await opened.tell({ event: "quality-changed", participantId: "p1", quality: "lost" });
  }),
  call("call-share-menu", 5, async (opened) => {
    await shareScreen(opened, 1);
    await opened.page.hover(".tile.screen");
    await opened.page.click(".tile.screen .tile-more");
  }),
  call("call-share-people", 9, async (opened) => {
    await shareScreen(opened, 2);
    await opened.page.click("#people");
    await opened.page.locator("[data-person=p2] button").last().click();
  }),
  call("call-sharing", 5, ({ tell }) => tell(sharing("Budget of the year 2027, second draft"))),
  call("call-sharing-long", 5, ({ tell }) =>
    tell(sharing(LONG_TITLE), { ...RULES, endsAt: NOW + 125_000, endsBy: "Ana Lindqvist" }),
  ),
  call("call-sharing-both", 5, async (opened) => {
    await opened.tell(sharing("Budget"));
    await shareScreen(opened, 1);
  }),
  call("call-share-stopped", 5, ({ tell }) => tell({ event: "muted-by-host", kind: "share", by: "Ana Lindqvist" }), {
    host: false,
  }),
  picker("call-picker", SOURCES.several),
  {
    ...picker("call-picker-chosen", SOURCES.several),
    async steps(opened) {
      await picker("", SOURCES.several).steps(opened);
      await opened.page.keyboard.press("ArrowRight");
    },
  },
  picker("call-picker-long", SOURCES.long),
  picker("call-picker-many", SOURCES.many),
  picker("call-picker-no-windows", SOURCES.noWindows),
  picker("call-picker-nothing", []),
  picker("call-picker-failed", { refused: { code: "screen-refused", message: "" } }),
  call("call-picker-looking", 5, async (opened) => {
    await opened.page.evaluate(() => (window.__answers.share_sources = () => new Promise(() => {})));
    await openPicker(opened);
  }),
  mini("mini-share", {}, 5, (opened) => shareScreen(opened, 1)),
  mini("mini-sharing", {}, 5, ({ tell }) => tell(sharing("Budget"))),

  call("call-spoke-muted", 5, async ({ page, tell }) => {
    await tell({
      event: "local-media-changed",
      media: { ...MEDIA, microphone: { ...MEDIA.microphone, on: false } },
    });
    const spoken = page.waitForSelector(".toast[data-icon=mic-off]");
    const speaking = setInterval(() => void tell({ event: "microphone-level", level: 0.7 }), 100);
    await spoken.finally(() => clearInterval(speaking));
  }),

  gone("after-left", { code: "left" }, { host: false }),
  gone("after-left-kept", { code: "left" }),
  gone("after-ended", { code: "ended", by: "Ana Lindqvist" }, { host: false, open: false }),
  gone("after-ended-reason", { code: "ended", by: "Ana Lindqvist", note: REASON }, { host: false, open: false }),
  gone(
    "after-ended-by-me",
    { code: "ended", by: "Ana Lindqvist" },
    {
      open: false,
      count: 12,
      more: [{ event: "end-progress", closed: 12, total: 12, unresponsive: [], recordMissing: false }],
    },
  ),
  gone(
    "after-unresponsive",
    { code: "ended", by: "Ana Lindqvist" },
    {
      open: false,
      count: 12,
      more: [
        {
          event: "end-progress",
          closed: 11,
          total: 12,
          unresponsive: ["Samuel Okafor"],
          recordMissing: true,
        },
      ],
    },
  ),
  {
    group: "After",
    name: "after-ended-in-time",
    steps: (opened) => endedByMe(opened, 400, { closed: 12, unresponsive: [] }),
  },
  {
    group: "After",
    name: "after-cut-off-in-time",
    steps: (opened) => endedByMe(opened, 1000, { closed: 11, unresponsive: ["Samuel Okafor"] }),
  },
  gone("after-removed", { code: "removed", by: "Ana Lindqvist" }, { host: false }),
  gone("after-lost", { code: "connection-lost" }, { host: false }),
  gone("after-lost-silent", { code: "connection-lost" }, { host: false, open: null }),
  gone("after-lost-over", { code: "connection-lost" }, { host: false, open: false }),
  gone("after-moved", { code: "moved" }, { host: false }),
  gone("after-server-stopped", { code: "server-stopped" }, { host: false, open: false }),
  gone("after-room-closed", { code: "room-closed" }, { open: false }),
  {
    group: "After",
    name: "after-device-stuck",
    async steps(opened) {
      await intoCall(opened, 2);
      await opened.tell({ ...RELEASED, camera: "stuck", stuck: ["Logi Brio 500"] }, left("left"));
    },
  },
  {
    group: "After",
    name: "after-denied",
    async steps(opened) {
      await intoLobby(opened);
      await opened.page.click("#join");
      await opened.tell({ event: "waiting", title: LOBBY.title, host: LOBBY.host, ahead: 0 }, left("denied"));
    },
  },

  ...["general", "devices", "shortcuts", "appearance", "language", "server"].map(settings),
  { ...settings("appearance"), name: "settings-appearance-125", settings: { textSize: "large" } },
];

const DEVICE = /^(camera|microphone|speaker)-/;
const AT_HOME =
  /^(unreachable|timed-out|wrong-certificate|untrusted-certificate|wrong-invite|unknown-meeting|locked|denied|full|too-many|bad-request|unavailable|removed|ended|garbage|bad-address|bad-link|damaged-link|newer-link|cannot-host|no-network|hosting-storage|no-lobby|settings-reset|settings-not-kept|internal)$/;
const IN_SETTINGS = /^other-server-/;
const ON_JOINING = /^(connection-broken|media-blocked|unknown-ticket|wrong-token)$/;
const OTHER_SERVER = { url: "wss://meet.example.org", key: "APIdemo", secret: "not a secret" };

/** What the program knows beside some codes. */
const FACTS = {
  unreachable: { addresses: 3, seconds: 10 },
  "timed-out": { addresses: 3, seconds: 10 },
  ended: { by: person(0).name, at: NOW - 40 * MIN },
  "damaged-link": { cutOff: true },
  "wrong-certificate": {
    promised: Array.from({ length: 32 }, (_, at) => (at * 37 + 79).toString(16).slice(-2).toUpperCase()).join(":"),
    shown: Array.from({ length: 32 }, (_, at) => (at * 53 + 208).toString(16).slice(-2).toUpperCase()).join(":"),
  },
};

/** Where a person meets this error. */
export function errorScene(code) {
  const refused = { refused: { code, message: code, facts: FACTS[code] } };
  return {
    group: "Errors",
    name: `error-${code}`,
    async steps(opened) {
      const { page, answer, tell } = opened;
      if (ON_JOINING.test(code)) {
        await intoLobby(opened);
        await page.click("#join");
        await tell({ event: "meeting-left", reason: { code: "join-failed", message: code, error: code } });
      } else if (AT_HOME.test(code)) {
        const hosting = /^(cannot-host|no-network|hosting-storage)$/.test(code);
        await answer(hosting ? "new_meeting" : "open_link", refused);
        if (!hosting) await page.fill("#link", "adjourn://join/eyJ2IjoxLCJhIjpbIjE5Mi4xNjguMTc4");
        await page.click(hosting ? "#new-meeting" : "#join-link");
      } else if (IN_SETTINGS.test(code)) {
        await answer("set_other_server", refused);
        await page.click("#settings");
        await page.locator(".settings-tab").last().click();
        for (const [id, typed] of Object.entries(OTHER_SERVER)) await page.fill(`#server-${id}`, typed);
        await page.click("#use-server");
        await page.waitForSelector(".problem");
      } else if (code === "chat-not-sent") {
        await intoCall(opened, 2);
        await page.click("#chat");
        await tell(...CHAT.slice(0, 2));
        await answer("send_chat", refused);
        await page.fill("#message", "Shall we begin with the budget?");
        await page.keyboard.press("Enter");
        await page.waitForSelector(".refused");
      } else if (code === "not-saved") {
        await after(opened, { code: "left", message: "", at: NOW });
        await answer("save_summary", refused);
        await page.click("#save-summary");
        await page.click("[role=menuitem][data-key=csv]");
        await page.waitForSelector(".banner");
      } else {
        await intoCall(opened, 2, { host: code !== "end-not-allowed" });
        const device = DEVICE.exec(code)?.[1];
        if (device)
          await tell({
            event: "local-media-changed",
            media: {
              ...MEDIA,
              [device]: {
                on: true,
                label: null,
                problem: { code, message: code },
                heldBy: code === "camera-busy" ? "obs" : null,
              },
            },
          });
        else if (code === "end-not-allowed") await tell({ event: "end-refused", code, why: code });
        else await tell({ event: "error", code, message: code });
      }
    },
  };
}
