// Every view of the page as pictures, each checked with axe-core, and a sheet of them: node gallery.mjs [OUT] [PART OF A NAME]
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { launch, openPage } from "./page.mjs";
import { errorScene, SCENES } from "./scenes.mjs";

const [out = "target/gallery", only = ""] = process.argv.slice(2);
const SMALL = { width: 800, height: 600 };
const LARGE = { width: 1440, height: 900 };
/** How a view is looked at, one after the other. */
const EVERY_WAY = [
  [SMALL, "light"],
  [SMALL, "dark"],
  [LARGE, "dark"],
  [LARGE, "light"],
];
const LIGHT = EVERY_WAY.filter(([, theme]) => theme === "light");
const BOTH_ENDS = [
  [SMALL, "light"],
  [LARGE, "dark"],
];
/** English, what is written from right to left, and the longest words. */
const LOCALES = { en: "en-GB", ar: "ar-EG", de: "de-DE" };
/** After a change of size or theme. */
const SETTLE_MS = 300;
/** Views that are taken at the same time: most of it is waiting. */
const HANDS = 3;

const axe = await readFile(new URL("../../ui/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const bindings = await readFile(new URL("../../ui/src/bindings.ts", import.meta.url), "utf8");
const codes = [...(/export type ErrorCode =([^;]*);/.exec(bindings)?.[1] ?? "").matchAll(/"([a-z0-9-]+)"/g)];
if (codes.length < 50) throw new Error(`bindings.ts names only ${codes.length} errors`);

const all = [
  ...SCENES.flatMap((scene) =>
    Object.keys(LOCALES).map((language) => ({
      scene,
      language,
      ways: language === "de" ? LIGHT : EVERY_WAY,
    })),
  ),
  ...codes.map(([, code]) => ({ scene: errorScene(code), language: "en", ways: BOTH_ENDS })),
];
const stage = await launch();
if (only === "") await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const taken = [];
let failed = 0;
async function take({ scene, language, ways }) {
  const name = `${scene.name}.${language}`;
  if (!name.includes(only)) return;
  const { startup, settings, answers } = scene;
  const locale = LOCALES[language];
  const opened = await openPage(stage, { ...SMALL, locale, startup, settings, answers });
  const { page, problems, context } = opened;
  page.setDefaultTimeout(10_000);
  try {
    await scene.steps(opened);
    for (const [size, theme] of ways) {
      await page.setViewportSize(size);
      await page.evaluate((now) => document.documentElement.setAttribute("data-theme", now), theme);
      await page.waitForTimeout(SETTLE_MS);
      const file = `${name}.${theme}.${size.width}x${size.height}.png`;
      await page.screenshot({ path: path.join(out, file) });
      taken.push({ group: scene.group, name: scene.name, file });
      if (size === SMALL) for (const found of await violations(page)) problems.push(`${theme}: ${found}`);
    }
  } catch (error) {
    problems.push(String(error.message).split("\n")[0]);
  }
  for (const problem of new Set(problems)) {
    console.error(`${name}: ${problem}`);
    failed += 1;
  }
  await context.close();
  // After each view, so that a run that is broken off has a sheet too.
  await writeFile(path.join(out, "index.html"), sheet());
}
const waiting = all.values();
const hand = async () => {
  for (const one of waiting) await take(one);
};
await Promise.all(Array.from({ length: HANDS }, hand));
await stage.browser.close();
console.log(`${taken.length} pictures in ${out}, ${failed} problems`);
process.exitCode = failed > 0 ? 1 : 0;

/** What axe-core finds, as "rule: where, why". */
async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary.split("\n")[1]?.trim()}`),
    );
  });
}

function sheet() {
  // In the order of the scenes, whoever was first.
  const order = all.map(({ scene }) => scene.name);
  taken.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name) || a.file.localeCompare(b.file));
  const by = (list, key) =>
    list.reduce((map, one) => map.set(one[key], [...(map.get(one[key]) ?? []), one]), new Map());
  const pictures = (files) =>
    files
      .map(({ file }) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`)
      .join("");
  const views = (list) =>
    [...by(list, "name")].map(([name, files]) => `<h3>${name}</h3><div>${pictures(files)}</div>`).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Adjourn, every view</title>
<style>body{font:14px system-ui;margin:24px;background:#888}div{display:flex;flex-wrap:wrap;gap:8px}
img{height:280px;display:block}h3{margin:24px 0 8px}</style>
${[...by(taken, "group")].map(([group, list]) => `<h2>${group}</h2>${views(list)}`).join("\n")}</html>`;
}
