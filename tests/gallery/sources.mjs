// What can be shared, as the engine tells it: pictures of windows and screens, drawn.

const picture = (ground, accent, wide = true) => {
  const [width, height] = wide ? [320, 180] : [150, 200];
  const lines = Array.from(
    { length: 7 },
    (_, at) =>
      `<rect x="${width * 0.1}" y="${50 + at * 16}" width="${width * (0.4 + ((at * 37) % 40) / 100)}" height="6" fill="${accent}" opacity=".6"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/><rect width="100%" height="22" fill="${accent}"/>${lines.join("")}</svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
};

const aScreen = (id, label, ground) => ({
  id: `s${id}`,
  kind: "screen",
  label,
  width: 2560,
  height: 1440,
  picture: picture(ground, "#7fd0ce"),
});
const aWindow = (id, label, ground, accent, wide) => ({
  id: `w${id}`,
  kind: "window",
  label,
  width: 1280,
  height: 800,
  picture: ground === null ? null : picture(ground, accent, wide),
});

const WINDOWS = [
  aWindow(1, "Budget of the year 2027", "#ffffff", "#3f7d58", true),
  aWindow(2, "levels.rs, adjourn", "#2b2b2b", "#cc7832", true),
  aWindow(3, "Notes", "#fffbe8", "#b98058", false),
  aWindow(4, "Terminal", null),
];
const SCREENS = [aScreen(1, "", "#24414a"), aScreen(2, "", "#3a2f4a")];

export const SOURCES = {
  several: [...SCREENS, ...WINDOWS],
  noWindows: SCREENS,
  many: [
    ...SCREENS,
    ...Array.from({ length: 20 }, (_, at) => ({ ...WINDOWS[at % 4], id: `m${at}` })),
  ],
  long: [
    aScreen(1, "HDMI-A-1, the one on the wall of the large hall on the second floor", "#24414a"),
    aWindow(
      5,
      "Interview: interaction design, second round with the whole team, and then the budget of the next year.odt, LibreOffice Writer",
      "#ffffff",
      "#465155",
      true,
    ),
    aWindow(6, "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein.pdf", "#ffffff", "#c2302a", false),
    aWindow(7, "عبد الرحمن بن محمد بن عبد الله آل سعود من قسم التخطيط العمراني والبناء", "#e9f2ee", "#0a666c", true),
    aWindow(8, "🦊🌈 👩‍👩‍👧‍👦", "#2b2b2b", "#e0e6ea", true),
  ],
};
