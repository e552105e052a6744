/** What stands outside of the page, such as the tray's menu: said by the page in its language, of two windows by the main
 * one. */
import { useEffect, useRef } from "react";
import { quietly } from "./asking";
import { commands } from "./bindings";
import { headcount } from "./state";
import { people, say } from "./strings";
import { useMeeting } from "./useMeeting";

/** Between two lines about the meeting: a crowd that comes is not a storm in the tray. */
const PAUSE_MS = 1000;

export function useOutside(locale: string): void {
  const mini = useMeeting((state) => state.mini);
  const title = useMeeting(({ view }) => (view.at === "call" ? view.title : null));
  const count = useMeeting(({ view }) => (view.at === "call" ? headcount(view) : 0));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words are others in another language
  useEffect(() => {
    if (mini) return;
    const { cameraOffAction, cameraOnAction, copyInvite, tray } = say;
    const words = { "camera-off": cameraOffAction, "camera-on": cameraOnAction, "copy-invite": copyInvite };
    void quietly(commands.setLabels({ ...tray, ...words }));
  }, [locale, mini]);

  const meeting = title === null ? null : [title, people(count)].filter((part) => part !== "").join(" · ");
  const saidAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (mini || meeting === null) return;
    const wait = saidAt.current + PAUSE_MS - performance.now();
    const timer = setTimeout(
      () => {
        saidAt.current = performance.now();
        void quietly(commands.setLabels({ meeting }));
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [mini, meeting]);
}
