// People who do not exist, their pictures and what they share: drawn, so that nobody's face is in the project.
import { SCREENS } from "./screens.mjs";

export const PEOPLE = [
  "Ana Lindqvist",
  "Tomasz Wójcik",
  "Priya Raman",
  "Keiko Tanabe",
  "Samuel Okafor",
  "Hanna Brandt",
  "Yusuf Demir",
  "Maria-Magdalena von Hohenstein-Falkenberg",
  "ليلى حداد",
  "Lucas Moreau",
  "陈晓明",
  "Ingrid Solheim",
  "Mateo Rivas",
  "Aoife Brennan",
  "Dmitri Volkov",
  "Chiara Conti",
];

const WIDTH = 320;
const HEIGHT = 240;

const WALLS = ["#6d7f8b", "#8a7a6a", "#5d7a70", "#7a6f88", "#8c8474", "#56707f", "#7d6a6a", "#68785c"];
const SKINS = ["#f0cdb0", "#d9a67f", "#8d5a3b", "#e6b996", "#6b4430", "#f3d6bf", "#b98058", "#e3b48f"];
const HAIRS = ["#3a2a20", "#1f1a18", "#7a4a25", "#c79a55", "#17130f", "#8f8a86", "#54301c", "#2b2b33"];
const SHIRTS = ["#2f5d62", "#b8c4cc", "#914b3c", "#33415c", "#d8c3a5", "#4a6b48", "#7f8aa3", "#5b3f57"];

function drawing(at) {
  const wall = WALLS[(at * 3) % 8];
  const skin = SKINS[at % 8];
  const hair = HAIRS[(at * 5 + 2) % 8];
  const shirt = SHIRTS[(at * 3 + 1) % 8];
  const x = 160 + ((at * 13) % 24) - 12;
  const size = 1 + ((at % 5) - 2) * 0.05;
  const long = at % 3 === 0;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <defs><linearGradient id="w" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="${wall}"/><stop offset="1" stop-color="#2c3136"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#w)"/>
    ${at % 2 === 0 ? '<rect x="20" y="18" width="74" height="96" fill="#dfe8ec" opacity=".75"/><path d="M57 18v96M20 66h74" stroke="#7b878d" stroke-width="4"/>' : '<rect x="228" y="30" width="70" height="8" fill="#3d342b"/><rect x="236" y="6" width="10" height="24" fill="#9c5b46"/><rect x="250" y="2" width="8" height="28" fill="#c9b37e"/><rect x="262" y="8" width="12" height="22" fill="#4d6a72"/>'}
    <g transform="translate(${x} 150) scale(${size})">
      ${long ? `<ellipse cx="0" cy="-8" rx="56" ry="74" fill="${hair}"/>` : ""}
      <path d="M-98 104c4-52 40-70 98-70s94 18 98 70z" fill="${shirt}"/>
      <rect x="-18" y="14" width="36" height="40" rx="16" fill="${skin}"/>
      <ellipse cx="0" cy="-22" rx="42" ry="52" fill="${skin}"/>
      <path d="M-46-26c0-44 26-58 46-58s46 14 46 58c-8-22-22-34-46-34s-38 12-46 34z" fill="${hair}"/>
      <circle cx="-15" cy="-22" r="4" fill="#2a2320"/><circle cx="15" cy="-22" r="4" fill="#2a2320"/>
      <path d="M-13 6q13 9 26 0" stroke="#7c3f35" stroke-width="4" fill="none" stroke-linecap="round"/>
    </g></svg>`;
}

/** Every picture as base64 of tightly packed I420, as the engine sends decoded ones. */
export async function pictures(browser) {
  const page = await browser.newPage();
  const faces = PEOPLE.map((_, at) => ({ svg: drawing(at), width: WIDTH, height: HEIGHT }));
  const all = await page.evaluate(
    async (drawings) => {
      const done = [];
      for (const { svg, width, height } of drawings) {
        const image = new Image();
        image.src = `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
        await image.decode();
        const canvas = new OffscreenCanvas(width, height).getContext("2d");
        canvas.drawImage(image, 0, 0);
        const { data } = canvas.getImageData(0, 0, width, height);
        const luma = width * height;
        const out = new Uint8Array((luma * 3) / 2);
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const [r, g, b] = data.subarray((y * width + x) * 4);
            out[y * width + x] = 16 + 0.257 * r + 0.504 * g + 0.098 * b;
            if (x % 2 || y % 2) continue;
            const at = (y / 2) * (width / 2) + x / 2;
            out[luma + at] = 128 - 0.148 * r - 0.291 * g + 0.439 * b;
            out[luma * 1.25 + at] = 128 + 0.439 * r - 0.368 * g - 0.071 * b;
          }
        let text = "";
        for (const byte of out) text += String.fromCharCode(byte);
        done.push(btoa(text));
      }
      return done;
    },
    [...faces, ...Object.values(SCREENS)],
  );
  await page.close();
  const screens = Object.entries(SCREENS).map(([name, { width, height }], at) => [
    name,
    { pixels: all[faces.length + at], width, height },
  ]);
  return { all: all.slice(0, faces.length), width: WIDTH, height: HEIGHT, screens: Object.fromEntries(screens) };
}
