/** What pictures go by, and the tiles that they are on: somebody's camera by who it is, their screen with this after that. */

const SCREEN = "/share";

export type Kind = "video" | "share";

export function keyOf(participantId: string, kind: Kind): string {
  return kind === "share" ? participantId + SCREEN : participantId;
}

export function ofKey(key: string): { participantId: string; kind: Kind } {
  return key.endsWith(SCREEN)
    ? { participantId: key.slice(0, -SCREEN.length), kind: "share" }
    : { participantId: key, kind: "video" };
}
