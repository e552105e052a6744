// What is shared: an editor and a tall document, drawn, with letters small enough to see whether they stay sharp.

const CODE = [
  ["//! Who speaks loudest, smoothed so that a cough does not take the stage.", "#6a8759"],
  ["", ""],
  ["/// Levels fall by half in so many milliseconds.", "#6a8759"],
  ["const HALF_LIFE: Duration = Duration::from_millis(250);", "#cc7832"],
  ["", ""],
  ["pub fn loudest(levels: &[Level], now: Instant) -> Option<ParticipantId> {", "#ffc66d"],
  ["    levels", "#a9b7c6"],
  ["        .iter()", "#a9b7c6"],
  ["        .filter(|level| level.loudness > SPEECH)", "#a9b7c6"],
  ["        .max_by(|a, b| a.at(now).total_cmp(&b.at(now)))", "#a9b7c6"],
  ["        .map(|level| level.participant_id.clone())", "#a9b7c6"],
  ["}", "#ffc66d"],
  ["", ""],
  ["#[test]", "#bbb529"],
  ["fn a_cough_does_not_take_the_stage() {", "#ffc66d"],
  ["    let mut lab = Lab::new(3);", "#a9b7c6"],
  ["    lab.speak(BO, ms(2000));", "#a9b7c6"],
  ["    lab.speak(CY, ms(120));", "#a9b7c6"],
  ["    assert_eq!(lab.loudest(), Some(BO));", "#a9b7c6"],
  ["}", "#ffc66d"],
];
const FILES = ["src", "  levels.rs", "  roster.rs", "  stage.rs", "  main.rs", "tests", "  cough.rs", "Cargo.toml", "README.md"];

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const mono = 'font-family="monospace" xml:space="preserve"';

const EDITOR = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720">
  <rect width="100%" height="100%" fill="#2b2b2b"/>
  <rect width="100%" height="40" fill="#3c3f41"/>
  <g fill="#8a8f92"><circle cx="24" cy="20" r="6"/><circle cx="44" cy="20" r="6"/><circle cx="64" cy="20" r="6"/></g>
  <rect x="248" y="8" width="150" height="32" fill="#2b2b2b"/>
  <text x="268" y="30" fill="#e0e6ea" font-size="15" ${mono}>levels.rs</text>
  <text x="424" y="30" fill="#9aa2a6" font-size="15" ${mono}>roster.rs</text>
  <rect y="40" width="236" height="656" fill="#313335"/>
  ${FILES.map((name, at) => `<text x="24" y="${76 + at * 28}" fill="${at === 1 ? "#ffffff" : "#a9b7c6"}" font-size="15" ${mono}>${name}</text>`).join("")}
  ${CODE.map(([line, colour], at) => `<text x="262" y="${76 + at * 30}" fill="#606366" font-size="15" ${mono}>${String(at + 1).padStart(2)}</text><text x="306" y="${76 + at * 30}" fill="${colour || "#000"}" font-size="16" ${mono}>${escape(line)}</text>`).join("")}
  <rect y="696" width="100%" height="24" fill="#0a666c"/>
  <text x="16" y="713" fill="#ffffff" font-size="13" ${mono}>main   0 errors   Ln 10, Col 24   UTF-8   Rust</text>
</svg>`;

const PARAGRAPHS = [14, 9, 17, 11];
let line = 0;
const words = PARAGRAPHS.flatMap((lines, part) => [
  `<text x="64" y="${150 + (line += 2) * 20}" font-size="17" font-weight="600" fill="#14191b" font-family="sans-serif">${part + 1}. What was agreed</text>`,
  ...Array.from({ length: Math.floor(lines / 2) }, () => {
    line += 1;
    return `<text x="64" y="${150 + line * 20}" font-size="13" fill="#333b3e" font-family="serif">The small hall is booked until nine, and the notes are in the folder beside it.</text>`;
  }),
]);

const PAGE = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="900">
  <rect width="100%" height="100%" fill="#ffffff"/>
  <text x="64" y="110" font-size="32" font-weight="700" fill="#14191b" font-family="sans-serif">Weekly planning</text>
  ${words.join("")}
</svg>`;

export const SCREENS = {
  editor: { svg: EDITOR, width: 1280, height: 720 },
  page: { svg: PAGE, width: 640, height: 900 },
};
