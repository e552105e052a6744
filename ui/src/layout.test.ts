import { expect, it } from "vitest";
import { arrange, cornerAt, cornerTowards, neighbour, PAGER, type Place, type Wish } from "./layout";
import { FIRST_STAGE } from "./room";

const AREAS: [number, number][] = [
  [464, 280],
  [784, 528],
  [1264, 728],
  [1104, 728],
  [3824, 2080],
];

function wish(people: number, change: Partial<Wish> = {}): Wish {
  return {
    width: 1264,
    height: 728,
    scale: 1,
    me: "me",
    others: Array.from({ length: people - 1 }, (_, at) => `p${at + 1}`),
    screens: [],
    choice: FIRST_STAGE,
    pinned: null,
    speaker: null,
    page: 0,
    ...change,
  };
}

function overlap(a: Place, b: Place): boolean {
  return (
    a.start < b.start + b.width &&
    b.start < a.start + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

const CHOICES = [
  FIRST_STAGE,
  { ...FIRST_STAGE, layout: "grid" },
  { ...FIRST_STAGE, layout: "speaker" },
  { ...FIRST_STAGE, layout: "speaker", self: "among" },
  { ...FIRST_STAGE, self: "corner", corner: "top-start" },
] as const;

it("nobody is outside the stage, and nobody but the picture in the corner is over another", () => {
  const wrong: string[] = [];
  for (const [width, height] of AREAS)
    for (const scale of [1, 1.25])
      for (const choice of CHOICES)
        for (let people = 1; people <= 49; people++)
          for (const pinned of [null, "p1"]) {
            const { places } = arrange(wish(people, { width, height, scale, choice, pinned }));
            const outside = places.filter(
              (place) =>
                place.start < 0 ||
                place.top < 0 ||
                place.start + place.width > width ||
                place.top + place.height > height,
            );
            const flat = places.filter((place) => place.part !== "corner");
            const over = flat.filter((place, at) =>
              flat.slice(at + 1).some((other) => overlap(place, other)),
            );
            if (places.length === 0 || outside.length > 0 || over.length > 0)
              wrong.push(JSON.stringify({ width, height, scale, people, choice, pinned, outside, over }));
          }
  expect(wrong).toEqual([]);
});

it("over all pages everybody is shown, whatever the layout", () => {
  for (const [width, height] of AREAS)
    for (const choice of CHOICES)
      for (const people of [2, 5, 16, 49]) {
        const seen = new Set<string>();
        const { pages } = arrange(wish(people, { width, height, choice }));
        for (let page = 0; page < pages; page++)
          for (const place of arrange(wish(people, { width, height, choice, page })).places)
            seen.add(place.id);
        expect(seen.size).toBe(people);
      }
});

it("two people sit side by side, and I am the first", () => {
  const { places } = arrange(wish(2));
  expect(places.map((place) => place.id)).toEqual(["me", "p1"]);
  expect(places[0]?.top).toBe(places[1]?.top);
  expect(places[0]?.width).toBe(places[1]?.width);
});

it("alone I am in the grid, even when my picture should be in a corner", () => {
  const choice = { layout: "speaker", self: "corner", corner: "top-end" } as const;
  expect(arrange(wish(1, { choice })).places).toMatchObject([{ id: "me", part: "grid" }]);
});

it("somebody pinned is large in every layout, and my picture is in its corner", () => {
  for (const layout of ["auto", "grid", "speaker"] as const) {
    const { shape, places } = arrange(wish(9, { pinned: "p4", choice: { ...FIRST_STAGE, layout } }));
    expect(shape).toBe("stage");
    expect(places[0]).toMatchObject({ id: "p4", part: "main" });
    expect(places.at(-1)).toMatchObject({ id: "me", part: "corner" });
    expect(places.slice(1, -1).every((place) => place.part === "strip")).toBe(true);
  }
});

const SCREENS = ["p1/share"];

it("a shared screen has the main place in every layout, and everybody is beside it", () => {
  for (const layout of ["auto", "grid", "speaker"] as const) {
    const choice = { ...FIRST_STAGE, layout };
    const { shape, places } = arrange(wish(5, { screens: SCREENS, choice, speaker: "p3" }));
    expect(shape).toBe("stage");
    expect(places.map(({ id, part }) => `${id} ${part}`)).toEqual([
      "p1/share main",
      "me strip",
      "p1 strip",
      "p2 strip",
      "p3 strip",
      "p4 strip",
    ]);
  }
});

it("a shared screen gets all the room that is left, and nothing is over it unless I have put myself there", () => {
  for (const [width, height] of AREAS)
    for (const people of [2, 3, 6, 17]) {
      const { places } = arrange(wish(people, { width, height, screens: SCREENS }));
      const [main, ...beside] = places;
      if (main === undefined) throw new Error("nothing is large");
      expect(main.width === width || main.height >= height - PAGER).toBe(true);
      expect(beside.filter((place) => overlap(place, main))).toEqual([]);
    }
  const choice = { ...FIRST_STAGE, self: "corner" } as const;
  expect(arrange(wish(3, { screens: SCREENS, choice })).places.at(-1)).toMatchObject({ part: "corner" });
});

it("who is pinned goes before what is shared, which is then the first beside", () => {
  const { places } = arrange(wish(5, { screens: ["p2/share", "p3/share"], pinned: "p4" }));
  expect(places.slice(0, 3).map(({ id }) => id)).toEqual(["p4", "p2/share", "p3/share"]);
  const second = arrange(wish(5, { screens: ["p2/share", "p3/share"], pinned: "p3/share" }));
  expect(second.places[0]).toMatchObject({ id: "p3/share", part: "main" });
});

it("once nothing is shared all is where it was", () => {
  expect(arrange(wish(9, { screens: [] }))).toEqual(arrange(wish(9)));
});

it("in a corner of the grid my picture hides at most half the width of whoever is below it", () => {
  const choice = { ...FIRST_STAGE, layout: "grid", self: "corner" } as const;
  for (const [width, height] of AREAS)
    for (let people = 2; people <= 49; people++) {
      const { places } = arrange(wish(people, { width, height, choice }));
      const mine = places.at(-1);
      expect(mine?.part).toBe("corner");
      expect(mine?.width).toBeLessThanOrEqual(Math.ceil((places[0]?.width ?? 0) / 2));
    }
});

it("automatic is the grid as long as it has one page, then whoever spoke last", () => {
  expect(arrange(wish(49)).shape).toBe("grid");
  const small = arrange(wish(16, { width: 464, height: 280, speaker: "p7" }));
  expect(small.shape).toBe("stage");
  expect(small.places[0]).toMatchObject({ id: "p7", part: "main" });
});

it("the grid keeps its order and its sizes when somebody speaks", () => {
  const quiet = arrange(wish(9));
  expect(arrange(wish(9, { speaker: "p5" }))).toEqual(quiet);
});

it("a last page with fewer people has tiles of the same size", () => {
  const choice = { ...FIRST_STAGE, layout: "grid" } as const;
  const first = arrange(wish(16, { width: 464, height: 280, choice }));
  const last = arrange(wish(16, { width: 464, height: 280, choice, page: 99 }));
  expect(last.page).toBe(last.pages - 1);
  expect(last.places[0]?.width).toBe(first.places[0]?.width);
});

it("what turns the pages has its room below the tiles, and none where there is one page", () => {
  for (const choice of CHOICES)
    for (const people of [9, 16, 49]) {
      const { places, pages } = arrange(wish(people, { width: 464, height: 280, scale: 1.25, choice }));
      const bottom = Math.max(...places.map((place) => place.top + place.height));
      if (pages > 1) expect(bottom).toBeLessThanOrEqual(280 - PAGER * 1.25);
    }
  expect(arrange(wish(1, { height: 700 })).places[0]?.height).toBe(700);
});

it("the film strip leaves the large picture most of the stage", () => {
  for (const [width, height] of AREAS) {
    const { places } = arrange(wish(9, { width, height, pinned: "p1" }));
    const main = places[0];
    expect(((main?.width ?? 0) * (main?.height ?? 0)) / (width * height)).toBeGreaterThan(0.5);
  }
});

it("arrow keys go to the nearest tile in their direction, and stay at the edge", () => {
  const { places } = arrange(wish(9));
  expect(neighbour(places, "me", "end")).toBe("p1");
  expect(neighbour(places, "me", "down")).toBe("p3");
  expect(neighbour(places, "p4", "up")).toBe("p1");
  expect(neighbour(places, "p4", "start")).toBe("p3");
  expect(neighbour(places, "me", "up")).toBeNull();
});

it("my picture goes to the corner that an arrow or a drag points to", () => {
  expect(cornerTowards("bottom-end", "up")).toBe("top-end");
  expect(cornerTowards("top-end", "start")).toBe("top-start");
  expect(cornerTowards("top-start", "up")).toBe("top-start");
  expect(cornerAt(0.2, 0.9)).toBe("bottom-start");
});
