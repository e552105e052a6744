import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { cornerAt, cornerTowards } from "../layout";
import type { Corner } from "../room";
import { arrangeStage } from "../stage";
import { direction, say } from "../strings";
import { useMeeting } from "../useMeeting";

/** Less is a click and no drag, in CSS pixels. */
const DRAG_FROM = 4;

const CLOCKWISE: Corner[] = ["top-start", "top-end", "bottom-end", "bottom-start"];

/** Over the own picture in its corner: it is dragged to another one, or sent there with the arrow keys or a click. */
export function CornerHandle() {
  const corner = useMeeting((state) => state.stage.corner);
  const from = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  /** A drag ends with a click, which is none. */
  const dragged = useRef(false);
  const next = () =>
    arrangeStage({ corner: CLOCKWISE[(CLOCKWISE.indexOf(corner) + 1) % CLOCKWISE.length] ?? corner });

  const down = (event: PointerEvent<HTMLButtonElement>) => {
    from.current = { x: event.clientX, y: event.clientY, moved: false };
    dragged.current = false;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLButtonElement>) => {
    const start = from.current;
    const tile = event.currentTarget.parentElement;
    if (start === null || tile === null) return;
    const [dx, dy] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.moved && Math.hypot(dx, dy) < DRAG_FROM) return;
    start.moved = true;
    tile.style.translate = `${dx}px ${dy}px`;
  };
  const up = (event: PointerEvent<HTMLButtonElement>) => {
    const start = from.current;
    from.current = null;
    const tile = event.currentTarget.parentElement;
    const stage = tile?.parentElement;
    if (!tile || !stage || start === null) return;
    const box = tile.getBoundingClientRect();
    const around = stage.getBoundingClientRect();
    tile.style.translate = "";
    if (!start.moved) return;
    dragged.current = true;
    const left = (box.left + box.width / 2 - around.left) / around.width;
    const top = (box.top + box.height / 2 - around.top) / around.height;
    arrangeStage({ corner: cornerAt(direction() === "rtl" ? 1 - left : left, top) });
  };
  const cancel = (event: PointerEvent<HTMLButtonElement>) => {
    from.current = null;
    if (event.currentTarget.parentElement) event.currentTarget.parentElement.style.translate = "";
  };
  const key = (event: KeyboardEvent) => {
    const towards = arrow(event.key);
    if (towards === null) return;
    arrangeStage({ corner: cornerTowards(corner, towards) });
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      className="corner-handle"
      aria-label={say.ownMove}
      // A key and a screen reader click without a pointer: the count of its clicks is 0.
      onClick={(event) => (event.detail === 0 || !dragged.current) && next()}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onKeyDown={key}
    />
  );
}

/** Which way an arrow key points, in the direction of the text; null for every other key. */
export function arrow(key: string): "up" | "down" | "start" | "end" | null {
  if (key === "ArrowUp") return "up";
  if (key === "ArrowDown") return "down";
  if (key === "ArrowLeft") return direction() === "rtl" ? "end" : "start";
  if (key === "ArrowRight") return direction() === "rtl" ? "start" : "end";
  return null;
}
