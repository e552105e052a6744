import { useLayoutEffect } from "react";
import { useLocale } from "react-aria-components";
import { direction, language } from "./strings";
import { useMeeting } from "./useMeeting";

/** For what is drawn again only when something of it changes: another language is such a change. */
export function useWords(): void {
  useLocale();
}

/** Draws everything again when another language is chosen, and says which it is. */
export function useLanguage(): string {
  useMeeting((state) => state.settings.language ?? state.locale);
  const locale = language();
  const written = direction();
  useLayoutEffect(() => {
    document.documentElement.lang = locale;
    document.documentElement.dir = written;
  }, [locale, written]);
  return locale;
}
