/** The order of the people panel, and who is found in it. */
import type { Hand } from "./room";
import type { Person } from "./state";

const RANK = { host: 0, "co-host": 1, guest: 2 };

/** Raised hands, the first one first; then the rest: me, hosts, co-hosts, everybody in the order of joining. */
export function rosterOf(me: Person, others: Person[], hands: Hand[]): { raised: Person[]; rest: Person[] } {
  const everybody = [me, ...[...others].sort((a, b) => RANK[a.role] - RANK[b.role])];
  const byId = new Map(everybody.map((person) => [person.participantId, person]));
  const raised = hands.flatMap(({ participantId }) => byId.get(participantId) ?? []);
  const up = new Set(raised);
  return { raised, rest: everybody.filter((person) => !up.has(person)) };
}

/** Those whose name has each of the words that are looked for; capitals and accents do not matter. */
export function foundIn(people: Person[], search: string): Person[] {
  const words = plain(search).split(/\s+/);
  return people.filter(({ name }) => {
    const folded = plain(name);
    return words.every((word) => folded.includes(word));
  });
}

/** What NFD leaves whole, as it is typed without the key for it. */
const WHOLE: Record<string, string> = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[łøđßæœı]/g, (letter) => WHOLE[letter] ?? letter);
}
