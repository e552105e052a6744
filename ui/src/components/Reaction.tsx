import type { ReactNode } from "react";
import type { Reaction as Kind } from "../room";

/** A reaction, drawn: the same on every computer, whatever fonts it has. Its name stands beside it, or is its label. */
export function Reaction({ id }: { id: Kind }) {
  return (
    <svg className="reaction" viewBox="0 0 24 24" aria-hidden="true">
      {DRAWINGS[id]}
    </svg>
  );
}

const HAND =
  "M18 11V6a2 2 0 0 0-4 0V4a2 2 0 0 0-4 0v2a2 2 0 0 0-4 0v9l-1.76-1.76a2 2 0 0 0-2.83 2.82l3.6 3.6C6.5 21.14 8.2 22 11 22h3a8 8 0 0 0 8-8V8a2 2 0 0 0-4 0z";
const FINGERS = "M18 11V8M14 10V6M10 10.5V6";

/* Thumb, heart and popper after Lucide; its licence is beside the icons. */
const DRAWINGS: Record<Kind, ReactNode> = {
  "thumbs-up": (
    <>
      <path d="M15 5.88 14 10h5.83a2 2 0 0 1 1.92 2.56l-2.33 8A2 2 0 0 1 17.5 22H4a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2h2.76a2 2 0 0 0 1.79-1.11L12 2a3.13 3.13 0 0 1 3 3.88Z" />
      <path className="line" d="M7 10v12" />
    </>
  ),
  clap: (
    <>
      <path className="spark" d="M3 6 5 7.5M8 1.8l.8 2.4M14.5 1.5 14 4" />
      <g transform="translate(8.2 3.2) rotate(22) scale(.66)">
        <path d={HAND} />
      </g>
      <g transform="translate(1.2 9.4) rotate(-20) scale(.7)">
        <path d={HAND} />
        <path className="line" d={FINGERS} />
      </g>
    </>
  ),
  heart: (
    <path
      className="cool"
      d="M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5"
    />
  ),
  laugh: (
    <>
      <circle cx="12" cy="12" r="10" />
      <path className="line" d="M7 10.2c.4-1.3 2.2-1.3 2.6 0M14.4 10.2c.4-1.3 2.2-1.3 2.6 0" />
      <path className="solid" d="M6.8 13.4h10.4a5.2 5.2 0 0 1-10.4 0z" />
    </>
  ),
  wow: (
    <>
      <circle cx="12" cy="12" r="10" />
      <path className="line" d="M7 7.4c.5-.7 1.4-.9 2.2-.6M17 7.4c-.5-.7-1.4-.9-2.2-.6" />
      <circle className="solid" cx="8.6" cy="10.4" r="1.1" />
      <circle className="solid" cx="15.4" cy="10.4" r="1.1" />
      <ellipse className="solid" cx="12" cy="16.2" rx="2.3" ry="2.9" />
    </>
  ),
  party: (
    <>
      <path d="M5.8 11.3 2 22l10.7-3.79z" />
      <path
        className="cool"
        d="M11 13c1.93 1.93 2.83 4.17 2 5-.83.83-3.07-.07-5-2-1.93-1.93-2.83-4.17-2-5 .83-.83 3.07.07 5 2Z"
      />
      <path
        className="spark"
        d="M4 3h.01M22 8h.01M15 2h.01M22 20h.01M22 2l-2.24.75a2.9 2.9 0 0 0-1.96 3.12c.1.86-.57 1.63-1.45 1.63h-.38c-.86 0-1.6.6-1.76 1.44L14 10"
      />
      <path
        className="spark cool"
        d="m22 13-.82-.33c-.86-.34-1.82.2-1.98 1.11c-.11.7-.72 1.22-1.43 1.22H17M11 2l.33.82c.34.86-.2 1.82-1.11 1.98C9.52 4.9 9 5.52 9 6.23V7"
      />
    </>
  ),
};
