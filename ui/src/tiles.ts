/** Everybody as the stage and the mini window draw them: me first, then the others in the order of joining; and what they
 * share. */
import type { ScreenProps } from "./components/ScreenTile";
import type { TileProps } from "./components/Tile";
import { handPlace } from "./room";
import { sharers } from "./sharing";
import { type Call, isCut, type State } from "./state";
import { SELF } from "./video";
import { keyOf } from "./video/key";

/** What the others get of me now. */
export interface Sent {
  heard: boolean;
  seen: boolean;
  /** Nothing, whatever the devices do. */
  cut: boolean;
}

export function sent(state: State): Sent {
  const { microphone, camera } = state.local;
  const cut = isCut(state);
  return {
    heard: microphone.on && microphone.problem === null && !cut,
    seen: camera.on && camera.problem === null && !cut,
    cut,
  };
}

export function tilesOf(call: Call, { heard, seen, cut }: Sent): TileProps[] {
  const { me, others, speaker, room } = call;
  const common = (participantId: string) => {
    const trouble = room.trouble[participantId];
    const reacted = room.reactions.findLast((reaction) => reaction.participantId === participantId);
    return {
      participantId,
      hand: handPlace(call, participantId),
      quality: trouble?.quality ?? ("good" as const),
      qualitySinceMs: trouble?.sinceMs ?? 0,
      pinned: room.pinned === participantId,
      reaction: reacted?.reaction ?? null,
      reactionId: reacted?.id ?? 0,
    };
  };
  return [
    {
      ...common(me.participantId),
      source: SELF,
      name: me.name,
      role: me.role,
      self: true,
      video: seen,
      muted: !heard,
      speaking: heard && speaker === me.participantId,
      cut,
    },
    ...others.map((person) => ({
      ...common(person.participantId),
      source: person.participantId,
      name: person.name,
      role: person.role,
      self: false,
      video: person.video,
      muted: !person.audio,
      speaking: person.audio && speaker === person.participantId,
      cut: false,
    })),
  ];
}

/** The screens of others, the one to be looked at first. */
export function screensOf(call: Call): ScreenProps[] {
  const { trouble, pinned } = call.room;
  return sharers(call).map(({ participantId, name }) => {
    const tile = keyOf(participantId, "share");
    return {
      tile,
      participantId,
      name,
      quality: trouble[participantId]?.quality ?? "good",
      qualitySinceMs: trouble[participantId]?.sinceMs ?? 0,
      pinned: pinned === tile,
    };
  });
}
