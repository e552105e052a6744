// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LocalMedia, ShareSource } from "./bindings";
import { INITIAL, type Input } from "./state";
import { answers, askedFor, focus, inCall, key, open, press, sized, tell, the, wait } from "./testing/page";

const source = (id: string, kind: ShareSource["kind"], label: string): ShareSource => ({
  id,
  kind,
  label,
  width: 1280,
  height: 720,
  picture: kind === "screen" ? "data:image/png;base64,AA==" : null,
});
const SOURCES = [
  source("s1", "screen", ""),
  source("s2", "screen", ""),
  source("w1", "window", "Budget"),
  source("w2", "window", "Notes"),
];

const sharing = (label: string | null, more: Partial<LocalMedia> = {}): Input => ({
  event: "local-media-changed",
  media: { ...INITIAL.local, screen: { on: true, label, problem: null }, ...more },
});
const shares = (participantId: string): Input[] => [
  { event: "stream-enabled", participantId, kind: "share" },
  { event: "presenter-changed", participantId },
];

let close: () => Promise<void>;
afterEach(async () => {
  await tell({ event: "local-media-changed", media: INITIAL.local });
  await close();
  vi.unstubAllGlobals();
});

describe("what to share", () => {
  beforeEach(async () => {
    close = await open(...inCall(3));
    answers.share_sources = () => SOURCES;
  });
  const names = () => [...document.querySelectorAll(".source")].map((each) => each.textContent);
  const startsWith = () => askedFor("start_share").map(({ id }) => id);

  it("is asked with every screen and window by its name, and shared once it is chosen", async () => {
    await press("#share");
    expect(names()).toEqual(["Screen 1", "Screen 2", "Budget", "Notes"]);
    expect(document.querySelectorAll(".source img")).toHaveLength(2);
    expect(the<HTMLButtonElement>("#share-do").disabled).toBe(true);
    await press(".source[data-key=w1]");
    await press("#share-do");
    expect(startsWith()).toEqual(["w1"]);
    expect(document.querySelector(".picker")).toBeNull();
  });

  it("is chosen with the arrows and shared with Enter, and the focus is back where it was", async () => {
    await press("#share");
    await wait(50);
    expect(document.activeElement?.closest(".source-list")).not.toBeNull();
    await key("ArrowDown");
    await key("ArrowDown");
    const chosen = the(".source[data-selected]").dataset.key;
    await key("Enter");
    await key("Enter", {}, "keyup");
    await wait(100);
    expect(startsWith()).toEqual([chosen]);
    expect(document.activeElement?.id).toBe("share");
  });

  it("is shared with a double click", async () => {
    await press("#share");
    await act(async () => {
      the(".source[data-key=s2]").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    });
    expect(startsWith()).toEqual(["s2"]);
  });

  it("is not asked where the system asks itself", async () => {
    answers.share_sources = () => [source("p", "portal", "")];
    await press("#share");
    expect(startsWith()).toEqual(["p"]);
    await wait(1000);
    expect(document.querySelector(".picker")).toBeNull();
  });

  it("is waited for with a sentence, and not any more once that is put aside", async () => {
    let answer: (sources: ShareSource[]) => void = () => {};
    answers.share_sources = () => new Promise<ShareSource[]>((resolve) => (answer = resolve));
    await press("#share");
    expect(document.querySelector(".picker")).toBeNull();
    await wait(300);
    expect(the(".picker").textContent).toContain("Looking for screens and windows");
    await press("#share-not");
    answer(SOURCES);
    await wait(300);
    expect(document.querySelector(".picker")).toBeNull();
  });

  it("says when no window is open, and when there is nothing at all", async () => {
    answers.share_sources = () => SOURCES.slice(0, 2);
    await press("#share");
    expect(the(".picker").textContent).toContain("No window is open.");
    await key("Escape");
    answers.share_sources = () => [];
    await press("#share");
    expect(the(".picker").textContent).toContain("There is no screen and no window to share.");
  });

  it("that could not be asked is said with why, and asked again", async () => {
    answers.share_sources = () => ({ refused: { code: "screen-refused", message: "" } });
    await press("#share");
    await wait(300);
    expect(the(".picker").textContent).toContain("Your screen was not shared");
    answers.share_sources = () => SOURCES;
    await press("#share-again");
    await wait(300);
    expect(names()).toHaveLength(4);
  });

  it("that failed can be chosen anew from what is said of it", async () => {
    await tell({ event: "error", code: "screen-lost", message: "" });
    await press("[data-remedy=other-screen]");
    expect(names()).toHaveLength(4);
  });
});

describe("while I share", () => {
  beforeEach(async () => {
    close = await open(...inCall(3));
    answers.share_sources = () => SOURCES;
  });

  it("a banner names what it is and stops it, as the control does", async () => {
    await tell(sharing(null));
    expect(document.querySelector("#sharing")).toBeNull();
    await tell(sharing("Budget"));
    expect(the("#sharing").textContent).toContain("You are sharing Budget");
    expect(the("#share").getAttribute("aria-label")).toBe("Stop sharing");
    await press("#stop-share");
    await press("#share");
    expect(askedFor("stop_share")).toHaveLength(2);
    expect(askedFor("share_sources")).toEqual([]);
  });

  it("the key stops it at once, also over a dialog; else it asks what to share", async () => {
    await key("s", { ctrlKey: true });
    expect(askedFor("share_sources")).toHaveLength(1);
    await key("Escape");
    await tell(sharing("Budget"), { event: "page-keys", open: true });
    await focus("#close-keys");
    await key("s", { ctrlKey: true });
    expect(askedFor("stop_share")).toHaveLength(1);
  });

  it("the banner is not there while nobody gets anything of me", async () => {
    await tell(sharing("Budget", { cut: true }));
    expect(document.querySelector("#sharing")).toBeNull();
  });

  it("what a host has stopped can be shared again from there", async () => {
    await tell({ event: "muted-by-host", kind: "share", by: "Bo" });
    expect(the(".banners").textContent).toContain("Bo stopped your sharing.");
    await press("#unsilence");
    the(".picker");
  });

  it("it is in the menu where the bar has no room for it", async () => {
    await close();
    const fits = { matches: true, addEventListener() {}, removeEventListener() {} };
    vi.stubGlobal("matchMedia", () => fits);
    close = await open(...inCall(3));
    answers.share_sources = () => SOURCES;
    expect(document.querySelector("#share")).toBeNull();
    await press("#more");
    await press("[data-key=share-screen]");
    expect(askedFor("share_sources")).toHaveLength(1);
  });
});

describe("while somebody shares", () => {
  beforeEach(async () => {
    sized(1200, 700);
    close = await open(...inCall(4));
  });
  const main = () => the("[data-part=main]").dataset.tile;
  const told = async () => {
    await wait(300);
    return askedFor("set_view").at(-1)?.tiles as { participantId: string; kind: string }[];
  };

  it("the screen has the stage and everybody is beside it, until it is over", async () => {
    const before = [...document.querySelectorAll(".tile")].map((tile) => tile.getAttribute("style"));
    await tell(...shares("p1"));
    expect(main()).toBe("p1/share");
    expect(the("[data-part=main] .tile-name").textContent).toBe("Person 1’s screen");
    expect(document.querySelectorAll("[data-part=strip]")).toHaveLength(4);
    expect((await told()).map(({ participantId, kind }) => `${participantId} ${kind}`)).toEqual([
      "p1 share",
      "p1 video",
      "p2 video",
      "p3 video",
    ]);
    await tell({ event: "stream-disabled", participantId: "p1", kind: "share" });
    expect([...document.querySelectorAll(".tile")].map((tile) => tile.getAttribute("style"))).toEqual(before);
  });

  it("who is pinned has it, and the screen is the first beside; pinned itself it has it again", async () => {
    await tell(...shares("p1"), { event: "page-pinned", tile: "p2" });
    expect(main()).toBe("p2");
    expect(the("[data-part=strip]").dataset.tile).toBe("p1/share");
    await focus("[data-tile='p1/share'] .tile-more");
    await key("p");
    expect(main()).toBe("p1/share");
    expect(askedFor("pin").at(-1)).toEqual({ participantId: null });
  });

  it("a host stops it from its tile, and from the list of people", async () => {
    await tell(...shares("p1"));
    await press("[data-tile='p1/share'] .tile-more");
    await press("[data-key=stop-share]");
    await press("#people");
    expect(the("[data-person=p1] .marks").textContent).toContain("Shares a screen");
    await press("[data-person=p1] .more");
    await press("[data-key=stop-share]");
    const stop = { do: "mute", identity: "p1", kind: "share" };
    expect(askedFor("control").map(({ request }) => request)).toEqual([stop, stop]);
  });

  it("a guest cannot", async () => {
    await tell({ event: "role-changed", participantId: "me", role: "guest" }, ...shares("p1"));
    await press("[data-tile='p1/share'] .tile-more");
    expect(document.querySelector("[data-key=stop-share]")).toBeNull();
    the("[data-key=pin]");
  });
});
