// The built page in headless Chromium, with a stand-in at the border to Tauri: commands are answered and events sent
// from here, and what the page does in between is the real thing.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PEOPLE, pictures } from "./people.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
const DIST = path.join(HERE, "../../ui/dist");
const { chromium } = createRequire(path.join(HERE, "../interop/javascript/"))("playwright-core");

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
  ".svg": "image/svg+xml",
};

export const DEVICES = {
  cameras: [
    { id: "c1", name: "Logi Brio 500", isDefault: true },
    { id: "c2", name: "Integrated camera", isDefault: false },
  ],
  microphones: [
    { id: "m1", name: "Shure MV7, USB", isDefault: true },
    { id: "m2", name: "Built-in Audio Analog Stereo, the one of the monitor", isDefault: false },
  ],
  speakers: [
    { id: "s1", name: "Headphones", isDefault: true },
    { id: "s2", name: "HDMI", isDefault: false },
  ],
};

const open = (label) => ({ on: true, label, problem: null });
export const MEDIA = {
  microphone: open("Shure MV7, USB"),
  camera: { ...open("Logi Brio 500"), mode: { width: 1280, height: 720, fps: 30 } },
  speaker: open("Headphones"),
  screen: { on: false, label: null, problem: null },
  cut: false,
};

const SETTINGS = {
  name: "Ana Lindqvist",
  cameraId: null,
  microphoneId: null,
  speakerId: null,
  reduceNoise: true,
  joinMuted: false,
  askBeforeLeaving: false,
  rules: { lobby: true, away: { rule: "end-after", seconds: 300 } },
  theme: "system",
  textSize: "usual",
  namesOnPictures: true,
  miniOnTop: true,
  reduceMotion: false,
  language: null,
  shortcuts: {},
  sounds: false,
  notifications: true,
  autostart: false,
  port: null,
  otherServer: null,
};

/** A desktop with a mouse; Chromium without a window has none. */
const MOUSE = "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4";

/** `textPx`: the size of text that the desktop asks for. */
export async function launch(textPx = 16) {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  const browser = await chromium.launch({
    timeout: 120_000,
    executablePath,
    args: [
      "--no-sandbox",
      "--font-render-hinting=none",
      `--blink-settings=${MOUSE},defaultFontSize=${textPx}`,
    ],
  });
  const server = await serve(await site());
  const close = async () => {
    await browser.close();
    await new Promise((closed) => server.close(closed));
  };
  const origin = `http://adjourn.localhost:${server.address().port}`;
  return { browser, origin, faces: await pictures(browser), close };
}

/** As a server, so that the browser keeps what it was given. */
async function serve(site) {
  const server = createServer((request, response) => {
    const [wanted] = request.url.split("?");
    const file = site.get(wanted === "/" ? "/index.html" : wanted);
    // The icon that every browser asks for is the window's, not the page's.
    if (file === undefined) response.writeHead(204).end();
    else response.writeHead(200, { "content-type": file.contentType, "cache-control": "max-age=3600" }).end(file.body);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

/** The built page, as it is now: by path. */
async function site() {
  const files = (await readdir(DIST, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const read = files.map(async ({ parentPath, path: folder, name }) => {
    const file = path.join(parentPath ?? folder, name);
    const wanted = `/${path.relative(DIST, file)}`;
    return [wanted, { body: await readFile(file), contentType: TYPES[path.extname(file)] }];
  });
  return new Map(await Promise.all(read));
}

/** Runs in the page before anything of it: the engine's side of the border. What it knows comes after the address's #. */
function standIn() {
  const { startup, devices, now, answers } = JSON.parse(decodeURIComponent(location.hash.slice(1)));
  history.replaceState(null, "", "/");
  const ids = new Map();
  const listeners = [];
  let last = 0;
  let socket = null;
  // Times in the pictures stay the same from one run to the next.
  let ago = 0;
  Date.now = () => now - ago + (performance.now() | 0);
  window.__turnBack = (ms) => (ago = ms);
  window.__asked = [];
  const silent = { refused: { code: "unreachable", message: "" } };
  window.__answers = { startup: () => startup, devices: () => devices, look_up: () => silent };
  for (const [command, value] of Object.entries(answers)) window.__answers[command] = () => value;
  window.__TAURI_INTERNALS__ = {
    transformCallback(callback) {
      ids.set(++last, callback);
      return last;
    },
    unregisterCallback: (id) => ids.delete(id),
    async invoke(command, given) {
      if (command === "plugin:event|listen") {
        listeners.push(given.handler);
        return given.handler;
      }
      window.__asked.push([command, given]);
      const answer = window.__answers[command];
      if (answer === undefined) return null;
      const value = answer(given);
      if (value?.refused) throw value.refused;
      return value;
    },
    metadata: { currentWindow: { label: "main" }, currentWebview: { windowLabel: "main", label: "main" } },
  };
  window.__TAURI_EVENT_PLUGIN_INTERNALS__ = { unregisterListener() {} };
  window.__tell = (events) => {
    for (const event of events)
      for (const id of listeners) ids.get(id)?.({ event: "app-event", id, payload: event });
  };
  // Pictures without a server: the page draws by itself what this socket gives it.
  delete window.Worker;
  window.WebSocket = class {
    static OPEN = 1;
    readyState = 1;
    constructor() {
      socket = this;
      setTimeout(() => this.onopen?.());
    }
    send() {}
    close() {}
  };
  let stream = 0;
  const shown = [];
  window.__show = (participantId, self, width, height, base64, kind = "video") => {
    const pixels = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const frame = new Uint8Array(24 + pixels.length);
    const head = new DataView(frame.buffer);
    stream += 1;
    frame.set([1, 1, self ? 3 : 1, kind === "share" ? 2 : 1]);
    head.setUint32(4, stream, true);
    head.setUint16(16, width, true);
    head.setUint16(18, height, true);
    frame.set(pixels, 24);
    shown.push({ hello: JSON.stringify({ stream, participantId, kind, self }), frame });
  };
  window.__draw = () => {
    if (socket === null) return false;
    for (const { hello, frame } of shown) {
      socket.onmessage?.({ data: hello });
      socket.onmessage?.({ data: frame.buffer.slice(0) });
    }
    return true;
  };
}

/** A fixed moment, so that two runs give the same pictures: a Monday afternoon. */
export const NOW = Date.UTC(2026, 10, 23, 14, 5, 0);

/** Where views are opened one after the other in one page, which keeps nothing by itself: a new one for each costs the
 * browser as much as all that is done with it. */
export async function openContext({ browser, origin, faces }, { forcedColors = "none" } = {}) {
  const context = await browser.newContext({
    colorScheme: "light",
    reducedMotion: "reduce",
    forcedColors,
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(standIn);
  const page = await context.newPage();
  const held = { page, origin, faces, problems: [], views: 0 };
  page.on("pageerror", (error) => held.problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && held.problems.push(message.text()));
  return held;
}

export async function openPage(
  held,
  { width, height, theme = "light", locale = "en-GB", settings = {}, startup = {}, answers = {} },
) {
  const { page, origin, faces } = held;
  // Where no view before has left it over something.
  await page.mouse.move(0, 0);
  await page.setViewportSize({ width, height });
  const problems = [];
  held.problems = problems;
  held.views += 1;
  const known = {
    now: NOW,
    devices: DEVICES,
    answers,
    startup: {
      settings: { ...SETTINGS, theme, ...settings },
      link: null,
      frames: { url: "ws://127.0.0.1:9", token: "" },
      devices: DEVICES,
      platform: "linux",
      version: "0.1.0",
      recent: [],
      carried: null,
      view: "main",
      locale,
      notices: [],
      soFar: [],
      joinedAt: null,
      pinned: null,
      ...startup,
    },
  };
  // With another address each time: one that differs after the # alone is not loaded anew.
  await page.goto(`${origin}/?${held.views}#${encodeURIComponent(JSON.stringify(known))}`);
  await page.waitForFunction(() => window.__asked?.some(([command]) => command === "startup"));
  await page.evaluate(() => document.fonts.ready);
  const tell = (...events) => page.evaluate((all) => window.__tell(all), events);
  const answer = (command, value) =>
    page.evaluate(([name, given]) => (window.__answers[name] = () => given), [command, value]);
  return { page, problems, tell, answer, faces };
}

export const person = (at, role = "guest") => ({
  participantId: `p${at}`,
  name: PEOPLE[at % PEOPLE.length],
  role,
});

/** What a page of that size is to show, drawn: whoever had no place before has a picture to come. */
export async function settle(page) {
  await draw(page);
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))),
      ),
  );
}

/** How long a meeting has been going when it is looked at. */
export const JOINED_AGO_MS = 31 * 60_000 + 4_000;

/** Into a meeting of `count` people. As a host it is one's own, as a guest it was joined by its link. */
export async function intoCall(
  opened,
  count,
  { host = true, title = "Weekly planning", hidden = [], names = [] } = {},
) {
  const { page, answer, faces } = opened;
  const me = { ...person(host ? 0 : 1, host ? "host" : "guest"), participantId: "me" };
  if (!host) await intoLobby(opened);
  await answer("invite_info", {
    link: "adjourn://join/3f9k2m7q?h=192.168.178.24:7880&s=Kq8vX2mZ7LtR4wYb",
    addresses: [
      { address: "192.168.178.24:7880", reach: "local-network" },
      { address: "127.0.0.1:7880", reach: "this-computer" },
    ],
  });
  const others = Array.from({ length: count }, (_, at) => at).filter((at) => at !== (host ? 0 : 1));
  const joining = [
    { event: "local-media-changed", media: MEDIA },
    { event: "meeting-joined", meetingId: "m", me, title },
    {
      event: "room-changed",
      locked: false,
      lobby: true,
      away: { rule: "end-after", seconds: 300 },
      endsAt: null,
      endsBy: null,
      elsewhere: false,
    },
    ...others.flatMap((at) => [
      {
        event: "participant-joined",
        participant: {
          ...person(at, at === 0 ? "host" : "guest"),
          ...(names[at] ? { name: names[at] } : {}),
        },
      },
      ...(at % 3 === 2 ? [] : [{ event: "stream-enabled", participantId: `p${at}`, kind: "audio" }]),
      ...(hidden.includes(at) || at % 7 === 6
        ? []
        : [{ event: "stream-enabled", participantId: `p${at}`, kind: "video" }]),
    ]),
  ];
  // At once, so that what is drawn is drawn at the time that it is now.
  await page.evaluate(
    ({ events, ago }) => {
      window.__turnBack(ago);
      window.__tell(events);
      window.__turnBack(0);
    },
    { events: joining, ago: JOINED_AGO_MS },
  );
  await page.evaluate(
    ({ list, width, height }) => {
      for (const [id, self, pixels] of list) window.__show(id, self, width, height, pixels);
    },
    {
      width: faces.width,
      height: faces.height,
      list: [
        ["self", true, faces.all[host ? 0 : 1]],
        ...others.map((at) => [`p${at}`, false, faces.all[at % faces.all.length]]),
      ],
    },
  );
  await draw(page);
}

/** Somebody has shared a screen since I came. */
export async function shareScreen(opened, at, screen = "editor") {
  const { page, faces } = opened;
  const participantId = `p${at}`;
  await startsToShare(opened, at, JOINED_AGO_MS);
  const { pixels, width, height } = faces.screens[screen];
  await page.evaluate(
    ([id, base64, w, h]) => window.__show(id, false, w, h, base64, "share"),
    [participantId, pixels, width, height],
  );
  await draw(page);
}

/** Somebody shares, and nothing is to be seen of it yet. */
export async function startsToShare({ page }, at, agoMs = 0) {
  const participantId = `p${at}`;
  const events = [
    { event: "presenter-changed", participantId },
    { event: "stream-enabled", participantId, kind: "share" },
  ];
  await page.evaluate(
    ([told, ago]) => {
      window.__turnBack(ago);
      window.__tell(told);
      window.__turnBack(0);
    },
    [events, agoMs],
  );
}

/** Until every canvas that is there has its picture. */
async function draw(page) {
  for (let round = 0; round < 20; round++) {
    const done = await page.evaluate(async () => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const all = [...document.querySelectorAll("canvas.picture:not(.off)")];
      if (all.every((canvas) => canvas.dataset.live !== undefined)) return true;
      window.__draw();
      return false;
    });
    if (done) return;
    await page.waitForTimeout(40);
  }
}

export const LOBBY = {
  title: "Weekly planning",
  host: "Ana Lindqvist",
  people: ["Ana Lindqvist", "Priya Raman", "Keiko Tanabe", "Samuel Okafor", "Hanna Brandt"],
  openSinceMs: NOW - 12 * 60_000,
  lobby: true,
  locked: false,
  away: { rule: "end-after", seconds: 300 },
};

export async function intoLobby(opened, lobby = LOBBY) {
  const { page, answer, tell, faces } = opened;
  await page.fill("#name", person(1).name);
  await answer("open_link", lobby);
  await answer("look_up", lobby);
  await tell({
    event: "local-media-changed",
    media: { ...MEDIA, speaker: { on: false, label: null, problem: null } },
  });
  await page.fill("#link", "adjourn://join/3f9k2m7q");
  await page.click("#join-link");
  await page.waitForSelector("#join");
  await tell({ event: "microphone-level", level: 0.4 });
  await page.evaluate(({ pixels, width, height }) => window.__show("self", true, width, height, pixels), {
    width: faces.width,
    height: faces.height,
    pixels: faces.all[1],
  });
  await draw(page);
}
