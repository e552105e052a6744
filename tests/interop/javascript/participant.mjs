// A participant made of the official livekit-client in headless Chromium.
//
//   node participant.mjs --url ws://… --token JWT --tone HZ
//
// Says one JSON object a line: joined, published, participant-joined, participant-left, each second
// stats (frames drawn, loudest frequency heard), chat, subscribed, unsubscribed, disconnected. On stdin the line `leave` leaves,
// `chat TEXT` writes, `share` shares a screen and `unshare` stops that.

import { once } from "node:events";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const { values: args } = parseArgs({
  options: {
    url: { type: "string" },
    token: { type: "string" },
    tone: { type: "string", default: "700" },
    browser: { type: "string", default: process.env.CHROMIUM ?? "/usr/bin/chromium" },
  },
});

const bundle = await build({
  entryPoints: [fileURLToPath(new URL("page.js", import.meta.url))],
  bundle: true,
  write: false,
  logLevel: "error",
});
const html = `<!doctype html><meta charset="utf-8"><body><script src="page.js"></script></body>`;
const server = createServer((request, response) => {
  const script = request.url.endsWith(".js");
  response.setHeader("content-type", script ? "text/javascript; charset=utf-8" : "text/html");
  response.end(script ? bundle.outputFiles[0].text : html);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

const browser = await chromium.launch({
  executablePath: args.browser,
  // Root may not use the sandbox; the page is our own.
  args: ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"],
});
const finish = async (code) => {
  await browser.close();
  process.exit(code);
};

const page = await browser.newPage();
page.on("console", (message) => process.stderr.write(`${message.type()}: ${message.text()}\n`));
page.on("pageerror", (error) => process.stderr.write(`page: ${error}\n`));
await page.exposeFunction("report", (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
  if (event.event === "disconnected") finish(0);
});
await page.goto(`http://127.0.0.1:${server.address().port}/`);

createInterface({ input: process.stdin }).on("line", (line) => {
  const [order, ...words] = line.trim().split(" ");
  if (["leave", "share", "unshare"].includes(order)) page.evaluate((what) => window[what](), order);
  if (order === "chat") page.evaluate((text) => window.write(text), words.join(" "));
});
page
  .evaluate(([url, token, hz]) => window.join(url, token, hz), [args.url, args.token, Number(args.tone)])
  .catch((error) => {
    process.stdout.write(`${JSON.stringify({ event: "failed", t: Date.now(), message: error.message })}\n`);
    return finish(1);
  });
