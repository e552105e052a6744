import { expect, it } from "vitest";
import type { Participant } from "./bindings";
import { personItems } from "./components/PersonMenu";
import { portOf } from "./components/ServerSettings";
import { serverName } from "./settings";
import type { Person } from "./state";

it.each([
  ["", null],
  [" 7443 ", 7443],
  ["65535", 65535],
  ["0", undefined],
  ["65536", undefined],
  ["-1", undefined],
  ["1e3", undefined],
  ["7443.5", undefined],
  ["port", undefined],
])("the port %j is read as %s", (typed, port) => expect(portOf(typed)).toBe(port));

it("a server is called by its address alone", () => {
  expect(serverName("wss://meet.example.org/livekit")).toBe("meet.example.org/livekit");
  expect(serverName("ws://127.0.0.1:7880")).toBe("127.0.0.1:7880");
});

it("a host is not offered what another server cannot do", () => {
  const me: Participant = { participantId: "h", name: "Ana", role: "host" };
  const bo = { participantId: "g", name: "Bo", role: "guest", audio: false, video: true } as Person;
  const offered = (elsewhere: boolean) =>
    personItems(me, bo, true, elsewhere, () => {})
      .flat()
      .map(({ id }) => id);
  expect(offered(false)).toEqual([
    "message",
    "ask-audio",
    "camera-off",
    "lower",
    "co-host",
    "hand-over",
    "remove",
  ]);
  expect(offered(true)).toEqual(["message", "camera-off", "lower", "remove"]);
});
