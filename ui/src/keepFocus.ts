/**
 * A control that goes while it has the focus hands it over: a keyboard would begin again at the top of the page, and a
 * screen reader would fall silent. To its own row where that still stands, else to the same control of the next row or
 * the one before, else to the part of the page that it stood in. Never to another kind of control elsewhere: whoever
 * presses the key once more must not do something else.
 */

import { OVERLAY } from "./keys";

/** What stands one below the other, each with the same controls. */
const ROW = "li";
const CONTROL = "button:not(:disabled), input:not(:disabled), textarea";

/** Where something stands in what contains it. */
interface Step {
  element: HTMLElement;
  parent: HTMLElement;
  at: number;
}

/** From what has the focus outwards, as it was before the last change. */
let trail: Step[] = [];

/** Watches the page from now on. */
export function keepFocus(): void {
  document.addEventListener("focusin", () => {
    trail = trailOf(document.activeElement);
  });
  new MutationObserver(() => {
    const lost = trail;
    const focused = lost[0]?.element;
    if (focused === undefined) return;
    if (focused.isConnected) {
      if (document.activeElement === focused) trail = trailOf(focused);
      return;
    }
    trail = [];
    const hand = () => {
      const taken = document.activeElement;
      if (taken === null || taken === document.body) heir(lost)?.focus();
    };
    // A dialog or a menu that has closed gives the focus back by itself, in the frame after.
    const closed = lost.some(({ element }) => !element.isConnected && element.matches(OVERLAY));
    if (closed) requestAnimationFrame(() => requestAnimationFrame(hand));
    else hand();
  }).observe(document.body, { childList: true, subtree: true });
}

function trailOf(focused: Element | null): Step[] {
  const steps: Step[] = [];
  for (let element = focused; element instanceof HTMLElement; element = element.parentElement) {
    const parent = element.parentElement;
    if (parent === null || element === document.body) break;
    steps.push({ element, parent, at: [...parent.children].indexOf(element) });
  }
  return steps;
}

/** Who gets what the first step has lost. */
function heir(lost: Step[]): HTMLElement | null {
  for (const { element, parent, at } of lost) {
    // A row that went to another list is drawn anew there, under the same id.
    const now = element.isConnected ? element : document.getElementById(element.id);
    const own = now?.matches(ROW) ? now.querySelector<HTMLElement>(CONTROL) : null;
    if (own != null) return own;
    const kind = lost[0]?.element.className ?? "";
    const next = now === null && element.matches(ROW) ? inNextRow(parent, at, kind) : null;
    if (next !== null) return next;
    if (now?.hasAttribute("tabindex")) return now;
    if (now?.matches("[data-region]"))
      return now.querySelector<HTMLElement>("h2[tabindex]") ?? now.querySelector<HTMLElement>(CONTROL);
  }
  return null;
}

/** The control of this kind in the row that has moved up, or in the nearest one before. */
function inNextRow(rows: HTMLElement, at: number, kind: string): HTMLElement | null {
  if (!rows.isConnected) return null;
  const all = [...rows.children];
  for (const row of [...all.slice(at), ...all.slice(0, at).reverse()])
    for (const control of row.querySelectorAll<HTMLElement>(CONTROL))
      if (control.className === kind) return control;
  return null;
}
