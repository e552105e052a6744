import { describe, expect, it } from "vitest";
import type { Lobby, Participant, Startup } from "./bindings";
import { apply } from "./meeting";
import { INITIAL, type Input, type State } from "./state";

const ANA: Participant = { participantId: "a", name: "Ana", role: "host" };
const OPEN: Lobby = {
  title: "Weekly planning",
  host: null,
  people: ["Bo", "Cy"],
  openSinceMs: 1000,
  lobby: true,
  locked: false,
  away: { rule: "keep" },
};
const RECENT = { title: "Choir board", host: "Bo", link: "adjourn://join/x", at: 1000, hosted: false };
const STARTUP: Startup = {
  settings: { ...INITIAL.settings, name: "Ana", theme: "dark", autostart: true },
  link: null,
  frames: { url: "", token: "" },
  devices: INITIAL.devices,
  platform: "linux",
  version: "1",
  recent: [RECENT],
  carried: OPEN,
  view: "main",
  locale: "en-GB",
  notices: [],
  soFar: [],
  joinedAt: null,
  pinned: null,
};

function run(inputs: Input[], from: State = INITIAL): State {
  return inputs.reduce((state, input) => apply(state, input, 60_000), from);
}

describe("at the start", () => {
  it("everything is as it was kept", () => {
    const state = run([{ event: "page-started", startup: STARTUP }]);
    expect(state.settings).toEqual(STARTUP.settings);
    expect(state.recent).toEqual([RECENT]);
    expect(state.carried).toEqual(OPEN);
  });

  it("a name that was typed before the engine answered is not lost", () => {
    const typed: Input = { event: "page-named", name: "Ana L" };
    expect(run([typed, { event: "page-started", startup: STARTUP }]).settings.name).toBe("Ana L");
  });

  it("what went wrong before there was a page is told", () => {
    const notices: Startup["notices"] = [{ code: "settings-reset", message: "x" }];
    const state = run([{ event: "page-started", startup: { ...STARTUP, notices } }]);
    expect(state.notices).toMatchObject([{ code: "settings-reset", device: null }]);
    expect(state.said.text).not.toBe("");
  });
});

describe("the meeting that this computer still carries", () => {
  const seen: Input = { event: "page-carried", carried: OPEN };

  it("is drawn again only when something about it has changed", () => {
    const state = run([seen]);
    expect(run([{ event: "page-carried", carried: { ...OPEN, people: ["Bo", "Cy"] } }], state)).toBe(state);
    expect(run([{ event: "page-carried", carried: { ...OPEN, people: ["Bo"] } }], state)).not.toBe(state);
    expect(run([{ event: "page-carried", carried: null }], state).carried).toBeNull();
  });

  it("is no longer one to go back to once I am in", () => {
    const joined: Input = { event: "meeting-joined", meetingId: "m", me: ANA, title: "Weekly planning" };
    expect(run([seen, joined]).carried).toBeNull();
  });
});

describe("settings", () => {
  it("open at the part that was asked for, over whatever is shown, and close", () => {
    const open = run([{ event: "page-settings-tab", tab: "devices" }]);
    expect(open).toMatchObject({ settingsTab: "devices", view: { at: "home" } });
    expect(run([{ event: "page-settings-tab", tab: null }], open).settingsTab).toBeNull();
  });

  it("are what was chosen last", () => {
    const settings = { ...INITIAL.settings, theme: "light" as const };
    expect(run([{ event: "page-settings", settings }]).settings.theme).toBe("light");
  });
});

describe("what goes wrong while the settings are open", () => {
  const error = { code: "internal", message: "x" } as const;
  const refused: Input = { event: "page-refused", error };
  const open: Input = { event: "page-settings-tab", tab: "general" };

  it("is told in the settings", () => {
    const state = run([open, refused]);
    expect(state.notices).toMatchObject([{ code: "internal" }]);
    expect(state.view).toMatchObject({ at: "home", problem: null });
  });

  it("ends the waiting of whoever waits behind them", () => {
    const state = run([{ event: "page-asked", what: "link", link: "x" }, open, refused]);
    expect(state.view).toMatchObject({ pending: null, problem: error });
  });
});

describe("what there is to say about the invite", () => {
  it("does not open by itself in the next meeting", () => {
    const joined: Input = { event: "meeting-joined", meetingId: "m", me: ANA, title: "Weekly planning" };
    expect(run([joined, { event: "page-invite", open: true }]).inviting).toBe(true);
    expect(run([joined, { event: "page-invite", open: true }, joined]).inviting).toBe(false);
  });
});

it("the list of recent meetings is the engine's", () => {
  expect(
    run([{ event: "recent-changed", recent: [] }], run([{ event: "page-started", startup: STARTUP }])).recent,
  ).toEqual([]);
});
