// @vitest-environment happy-dom
import { act } from "react";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { ChatMessage } from "./chat";
import { saveSettings } from "./settings";
import { fetchLanguage } from "./strings";
import { answers, inCall, open, press, sized, tell, the, wait } from "./testing/page";

beforeAll(() => fetchLanguage("de"));

let close: () => Promise<void>;
afterEach(async () => {
  await act(async () => saveSettings({ language: null }));
  await close();
});

const speak = (language: string) => act(async () => saveSettings({ language }));

const secret: ChatMessage = {
  id: "1",
  participantId: "p1",
  name: "Bo",
  to: "me",
  toName: "Ana",
  text: "hi",
  at: 0,
};

it("another language in a call draws everything anew and takes nothing away", async () => {
  sized(1000, 700);
  close = await open(...inCall(3), { event: "page-chat-draft", text: "Half a" });
  await press("#chat");
  await tell({ event: "chat-received", message: secret });
  const field = the<HTMLTextAreaElement>("#message");
  const tile = the("[data-participant-id=p1]");
  expect(the(".msg .only").textContent).toBe("only to you");
  await speak("de");
  expect(the(".msg .only").textContent).toBe("nur an Sie");
  expect(tile.getAttribute("aria-label")).toBe("Person 1, stumm");
  expect(the("#message")).toBe(field);
  expect(field.value).toBe("Half a");
});

it("another language afterwards is that of the chat in the summary too", async () => {
  answers.summary = () => ({
    title: "Planning",
    fromMs: 0,
    untilMs: 1,
    reason: { code: "left", message: "" },
    spokeMs: null,
    lossPercent: null,
    people: [],
    chat: [secret],
  });
  close = await open(...inCall(2), { event: "meeting-left", reason: { code: "left", message: "" } });
  await wait(100);
  expect(the(".msg .only").textContent).toBe("only to you");
  await speak("de");
  expect(the(".msg .only").textContent).toBe("nur an Sie");
});
