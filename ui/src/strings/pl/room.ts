/** Polski: scena, kafelki, pasek. */
import type { Reaction } from "../../room";
import type { room as english, TileSaid } from "../en/room";
import { list, number, plural } from "../format";
import type { Translated } from "../language";

const reactionName: Record<Reaction, string> = {
  "thumbs-up": "Kciuk w górę",
  clap: "Brawa",
  heart: "Serce",
  laugh: "Śmiech",
  wow: "Zdziwienie",
  party: "Świętowanie",
};

export const room: Translated<typeof english> = {
  peopleInMeeting: "Osoby w spotkaniu",
  controls: "Sterowanie spotkaniem",
  hostedHere: "odbywa się tutaj",
  hostedByShort: (host: string) => `gospodarz: ${host}`,
  notHeardNotSeen: "Nikt Cię nie słyszy ani nie widzi",
  tile: ({ name, role, muted, speaking, hand, quality, pinned }: TileSaid) =>
    [
      name,
      { host: "gospodarz", "co-host": "współgospodarz", guest: "" }[role],
      muted ? "mikrofon wyłączony" : "",
      speaking ? "mówi" : "",
      hand === null ? "" : `ręka w górze, numer ${number(hand)}`,
      quality === "lost" ? "brak połączenia" : quality === "poor" ? "słaba sieć" : "",
      pinned ? "kafelek przypięty" : "",
    ]
      .filter((part) => part !== "")
      .join(", "),
  weakNetwork: "Słaba sieć",
  connectionLost: "Brak połączenia",
  theirPlaceKept: "Miejsce czeka jeszcze",
  raisedHand: (name: string) => `${name} podnosi rękę`,
  reactionName,
  reacted: (name: string, reaction: Reaction) => `${name}: ${reactionName[reaction]}`,
  reactedBy: (names: string[], reaction: Reaction) => `${list(names)}: ${reactionName[reaction]}`,
  andOthers: (name: string, more: number) =>
    plural(more, {
      one: `${name} i 1 osoba`,
      few: `${name} i ${number(more)} osoby`,
      other: `${name} i ${number(more)} osób`,
    }),
  reactions: "Reakcje",
  pin: "Przypnij u mnie",
  unpin: "Odepnij",
  pinnedNow: (name: string, on: boolean) => (on ? `Przypięty kafelek: ${name}` : `Odpięty kafelek: ${name}`),

  layout: "Układ",
  layouts: { auto: "Automatyczny", grid: "Siatka", speaker: "Kto mówi" },
  ownPicture: "Mój obraz",
  ownPictures: { auto: "Automatycznie", among: "Wśród innych", corner: "W rogu" },
  ownMove: "Twój obraz: strzałki przenoszą go do innego rogu",
  moreControls: "Więcej",

  miniShow: "Małe okno",
  miniBack: "Wróć do pełnego okna",
  microphoneOffAction: "Wyłącz mikrofon",
  microphoneOnAction: "Włącz mikrofon",
  cameraOffAction: "Wyłącz kamerę",
  cameraOnAction: "Włącz kamerę",
  copyInvite: "Kopiuj zaproszenie",
  inviteCopied: "Skopiowano zaproszenie",
  inviteCopiedNew: "Skopiowano zaproszenie. Wyślij je tym, którzy mają przyjść.",
  pages: "Strony z osobami",
  pageBefore: "Poprzednia strona",
  pageNext: "Następna strona",
  pageOf: (page: number, pages: number) => `${number(page)} z ${number(pages)}`,
  youJoined: (title: string) => `Jesteś w spotkaniu: ${title}`,
  joined: (name: string) => `${name} dołącza`,

  reconnecting: "Łączenie ponowne.",
  placeKept: "Twoje miejsce czeka jeszcze",
  tryingOn: "Próby trwają.",
  leaveWorks: "Wyjście działa mimo to.",
  connecting: "Łączenie.",
  connectionFailed: "Połączenie się nie udało.",
};
