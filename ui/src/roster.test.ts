import { expect, it } from "vitest";
import { foundIn, rosterOf } from "./roster";
import type { Person } from "./state";

function person(name: string, role: Person["role"] = "guest"): Person {
  return { participantId: name.toLowerCase(), name, role, audio: true, video: true, share: false };
}

const ANA = person("Ana");
const BO = person("Bo");
const CY = person("Cy", "co-host");
const DI = person("Di", "host");
const names = (people: Person[]) => people.map(({ name }) => name);

it("I stand first, then hosts, co-hosts and everybody as they came", () => {
  expect(names(rosterOf(ANA, [BO, CY, DI], []).rest)).toEqual(["Ana", "Di", "Cy", "Bo"]);
});

it("raised hands stand before everybody, the first one first, mine too, and nobody stands twice", () => {
  const hands = [
    { participantId: "bo", raisedAtMs: 1 },
    { participantId: "ana", raisedAtMs: 2 },
    { participantId: "gone", raisedAtMs: 3 },
  ];
  const { raised, rest } = rosterOf(ANA, [BO, CY, DI], hands);
  expect(names(raised)).toEqual(["Bo", "Ana"]);
  expect(names(rest)).toEqual(["Di", "Cy"]);
});

it("a name is found by its words in any order, without capitals and accents", () => {
  const people = [person("Tomasz Wójcik"), person("Łucja Ønskår"), person("Ana")];
  expect(names(foundIn(people, "wojcik TOM"))).toEqual(["Tomasz Wójcik"]);
  expect(names(foundIn(people, "lucja onskar"))).toEqual(["Łucja Ønskår"]);
  expect(names(foundIn(people, ""))).toEqual(names(people));
  expect(foundIn(people, "bo")).toEqual([]);
});
