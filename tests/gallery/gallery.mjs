// Every view of the page as pictures, each looked over by axe-core and by a few rules of our own, and a sheet of them:
// node gallery.mjs [--axe] [OUT] [PART OF A NAME]     --axe: each view is only looked over, in English, and no picture taken
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { EXTREMES } from "./extremes.mjs";
import { layoutFaults } from "./faults.mjs";
import { HEADCOUNTS } from "./headcounts.mjs";
import { launch, openContext, openPage, settle } from "./page.mjs";
import { errorScene, SCENES } from "./scenes.mjs";
import { BOTH_ENDS, EVERY_WAY, LOOKED_AT_ONCE, NARROW } from "./ways.mjs";

const words = process.argv.slice(2);
const pictures = !words.includes("--axe");
const [out = "target/gallery", only = ""] = words.filter((word) => word !== "--axe");
/** English, what is written from right to left, and the longest words. */
const LOCALES = { en: "en-GB", ar: "ar-EG", de: "de-DE" };
const WAYS = { en: EVERY_WAY, ar: BOTH_ENDS, de: NARROW };
/** Views that are taken at the same time: part of it is waiting. */
const HANDS = 3;

const axe = await readFile(new URL("../../ui/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const bindings = await readFile(new URL("../../ui/src/bindings.ts", import.meta.url), "utf8");
const codes = [...(/export type ErrorCode =([^;]*);/.exec(bindings)?.[1] ?? "").matchAll(/"([a-z0-9-]+)"/g)];
if (codes.length < 50) throw new Error(`bindings.ts names only ${codes.length} errors`);

const all = [
  ...SCENES.flatMap((scene) =>
    Object.keys(LOCALES).map((language) => ({ scene, language, ways: scene.ways ?? WAYS[language] })),
  ),
  ...codes.map(([, code]) => ({ scene: errorScene(code), language: "en", ways: LOOKED_AT_ONCE })),
  ...[...HEADCOUNTS, ...EXTREMES].map((scene) => ({ scene, language: "en", ways: scene.ways })),
]
  .filter(({ scene, language }) => `${scene.name}.${language}`.includes(only))
  .filter(({ language }) => pictures || language === "en")
  .map((one) => ({ ...one, ways: pictures ? one.ways : one.ways.filter(({ axe }) => axe) }))
  .filter(({ ways }) => ways.length > 0);

if (pictures && only === "") await rm(out, { recursive: true, force: true });
if (pictures) await mkdir(out, { recursive: true });
const taken = [];
let failed = 0;
// One browser for each size of text, one after the other.
for (const textPx of new Set(all.map(({ scene }) => scene.textPx ?? 16))) {
  const stage = await launch(textPx);
  const waiting = all.filter(({ scene }) => (scene.textPx ?? 16) === textPx).values();
  const hand = async () => {
    const contexts = new Map();
    for (const one of waiting) {
      const forcedColors = one.scene.forcedColors ?? "none";
      if (!contexts.has(forcedColors)) contexts.set(forcedColors, await openContext(stage, { forcedColors }));
      await take(contexts.get(forcedColors), one);
    }
  };
  await Promise.all(Array.from({ length: HANDS }, hand));
  await stage.close();
}
console.log(
  pictures ? `${taken.length} pictures in ${out}, ${failed} problems` : `${all.length} views looked over, ${failed} problems`,
);
process.exitCode = failed > 0 ? 1 : 0;

async function take(context, { scene, language, ways }) {
  const name = `${scene.name}.${language}`;
  const { startup, settings, answers } = scene;
  const [{ size: first }] = ways;
  const opened = await openPage(context, { ...first, locale: LOCALES[language], startup, settings, answers });
  const { page, problems } = opened;
  try {
    await scene.steps(opened);
    for (const { size, theme, axe: looked = false } of ways) {
      await page.setViewportSize(size);
      await page.evaluate((now) => document.documentElement.setAttribute("data-theme", now), theme);
      await settle(page);
      const file = `${name}.${theme}.${size.width}x${size.height}.png`;
      if (pictures) {
        await page.screenshot({ path: path.join(out, file) });
        taken.push({ group: scene.group, name: scene.name, file });
      }
      for (const found of await page.evaluate(layoutFaults))
        problems.push(`${size.width}x${size.height}: ${found}`);
      if (looked) for (const found of await violations(page)) problems.push(`${theme}: ${found}`);
    }
  } catch (error) {
    problems.push(String(error.message).split("\n")[0]);
  }
  for (const problem of new Set(problems)) {
    console.error(`${name}: ${problem}`);
    failed += 1;
  }
  // After each view, so that a run that is broken off has a sheet too.
  if (pictures) await writeFile(path.join(out, "index.html"), sheet());
}

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
  const images = (files) =>
    files
      .map(({ file }) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`)
      .join("");
  const views = (list) =>
    [...by(list, "name")].map(([name, files]) => `<h3>${name}</h3><div>${images(files)}</div>`).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Adjourn, every view</title>
<style>body{font:14px system-ui;margin:24px;background:#888}div{display:flex;flex-wrap:wrap;gap:8px}
img{height:280px;display:block}h3{margin:24px 0 8px}</style>
${[...by(taken, "group")].map(([group, list]) => `<h2>${group}</h2>${views(list)}`).join("\n")}</html>`;
}
