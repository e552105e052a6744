import { useLayoutEffect } from "react";
import { useLocale } from "react-aria-components";
import { quietly } from "./asking";
import { commands } from "./bindings";
import { direction, language, say } from "./strings";
import { useMeeting } from "./useMeeting";

/** For what is drawn again only when something of it changes: another language is such a change. */
export function useWords(): void {
  useLocale();
}

/** Draws everything again when another language is chosen, and says which it is. */
export function useLanguage(): string {
  useMeeting((state) => state.settings.language ?? state.locale);
  const mini = useMeeting((state) => state.mini);
  const locale = language();
  const written = direction();
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = written;
    // What stands outside of the page is said in the same language; of two windows the main one says it.
    if (!mini) void quietly(commands.setLabels(say.tray));
  }, [locale, written, mini]);
  return locale;
}
