import { useLayoutEffect } from "react";
import { direction, language } from "./strings";
import { useMeeting } from "./useMeeting";

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
