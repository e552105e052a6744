// @vitest-environment happy-dom
import { afterEach, expect, it } from "vitest";
import { store } from "./asking";
import type { Role, Settings } from "./bindings";
import { askedFor, focus, inCall, key, open, press, STARTUP, tell, the } from "./testing/page";

let close: () => Promise<void>;
afterEach(async () => {
  await tell({ event: "page-settings", settings: STARTUP.settings });
  await close();
});

async function meet(role: Role, patch: Partial<Settings>): Promise<void> {
  close = await open(...inCall(3, role));
  await tell({ event: "page-settings", settings: { ...STARTUP.settings, ...patch } });
}

const exit = () => (store.get().view.at === "call" ? (store.get().view as { exit: string }).exit : null);

it("a guest leaves at once, unless that is to be asked", async () => {
  await meet("guest", {});
  await press("#leave");
  expect(askedFor("cut")).toHaveLength(0);
  expect(askedFor("leave")).toHaveLength(1);
});

it("a guest who wants to be asked is cut first, and has Leave and Stay and nothing to end", async () => {
  await meet("guest", { askBeforeLeaving: true });
  await press("#leave");
  expect(askedFor("cut")).toHaveLength(1);
  expect(askedFor("leave")).toHaveLength(0);
  expect(exit()).toBe("asked");
  const answers = [...the(".leave-menu").querySelectorAll("button")].map(({ id }) => id);
  expect(answers).toEqual(["stay", "leave-me"]);
  expect(the(".leave-menu").textContent).not.toContain("Announce");
  // The key of the host's End does nothing here.
  await focus("#leave-me");
  await key("e", { code: "KeyE" });
  expect(askedFor("end_for_all")).toHaveLength(0);
  await key("l", { code: "KeyL" });
  expect(askedFor("leave")).toHaveLength(1);
});

it("Escape is Stay, and sound and picture come back", async () => {
  await meet("guest", { askBeforeLeaving: true });
  await press("#leave");
  await focus("#leave-me");
  await key("Escape");
  expect(askedFor("stay")).toHaveLength(1);
  expect(askedFor("leave")).toHaveLength(0);
  expect(document.querySelector(".leave-menu")).toBeNull();
});

it("the host has both ways, whatever the setting says", async () => {
  for (const askBeforeLeaving of [false, true]) {
    await meet("host", { askBeforeLeaving });
    await press("#leave");
    the("#leave-me");
    the("#end-for-all");
    if (!askBeforeLeaving) {
      await tell({ event: "page-settings", settings: STARTUP.settings });
      await close();
    }
  }
});

it("whoever is host no more while asked, is asked on only where that is wanted", async () => {
  await meet("host", { askBeforeLeaving: true });
  await press("#leave");
  await tell({ event: "role-changed", participantId: "me", role: "guest" });
  expect(exit()).toBe("asked");
  expect(document.querySelector("#end-for-all")).toBeNull();
  the("#leave-me");
  await tell(
    { event: "page-exit", exit: "none" },
    { event: "role-changed", participantId: "me", role: "host" },
  );
  await tell({ event: "page-settings", settings: STARTUP.settings });
  await press("#leave");
  await tell({ event: "role-changed", participantId: "me", role: "guest" });
  expect(exit()).toBe("none");
});

it("in the mini window a guest who wants to be asked is cut and taken to the full one", async () => {
  const startup = {
    ...STARTUP,
    view: "mini",
    settings: { ...STARTUP.settings, askBeforeLeaving: true },
  } as const;
  close = await open({ event: "page-started", startup }, ...inCall(2, "guest"));
  await press("#leave");
  expect([askedFor("cut"), askedFor("show_main"), askedFor("leave")].map((all) => all.length)).toEqual([
    1, 1, 0,
  ]);
  await tell({ event: "page-started", startup: STARTUP });
});
