import { Link } from "react-aria-components";
import { pieces } from "../links";
import { say } from "../strings";
import { openOutside } from "../talk";
import { Tip } from "./Control";

/** A message with its links. They have no address of their own that a page could go to: the system opens them. */
export function Linked({ text }: { text: string }) {
  return pieces(text).map(({ text: shown, href }, at) =>
    href === undefined ? (
      shown
    ) : (
      // The real name of the computer, where the one that is shown is in letters that resemble others.
      // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one message never change
      <Tip key={at} label={say.opensOutside(new URL(href).host)}>
        <Link className="msg-link" onPress={() => openOutside(href)}>
          {shown}
        </Link>
      </Tip>
    ),
  );
}
