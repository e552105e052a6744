import { useMeeting } from "../useMeeting";

/** One place that is read aloud: joined, left, ended, refused. It outlives the views, so that nothing is missed. */
export function LiveRegion() {
  const said = useMeeting((state) => state.said);
  return (
    // React Aria hides what is outside an open menu from screen readers, except what bears this attribute.
    <div className="sr" role="status" aria-live="polite" aria-atomic="true" data-live-announcer="true">
      <span key={said.count}>{said.text}</span>
    </div>
  );
}
