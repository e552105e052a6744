/** What makes a catalogue a whole one. */
import type { en } from "./en";

/** The same keys and the same arguments, with other words: what is missing or too much is a type error. */
export type Translated<T> = T extends string
  ? string
  : T extends (...given: infer Given) => infer Told
    ? (...given: Given) => Translated<Told>
    : { [Key in keyof T]: Translated<T[Key]> };

export type Strings = Translated<typeof en>;
