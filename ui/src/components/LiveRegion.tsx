import { useMeeting } from "../useMeeting";

/** One place that is read aloud: joined, left, ended, refused. It outlives the views, so that nothing is missed, and
 * keeps a few sentences, so that one that comes in the same moment does not take the place of another. */
export function LiveRegion() {
  const recent = useMeeting((state) => state.said.recent);
  return (
    // React Aria hides what is outside an open menu from screen readers, except what bears this attribute.
    <div
      className="sr"
      role="status"
      aria-live="polite"
      aria-atomic="false"
      aria-relevant="additions"
      data-live-announcer="true"
    >
      {recent.map(({ count, text }) => (
        <p key={count}>{text}</p>
      ))}
    </div>
  );
}
