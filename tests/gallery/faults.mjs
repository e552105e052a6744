/** Runs in the page: what a designer would send back at a glance, as sentences. */
export function layoutFaults() {
  const faults = [];
  const { innerWidth: width, innerHeight: height } = window;
  const root = document.documentElement;
  if (root.scrollWidth > width) faults.push(`the page is ${root.scrollWidth - width} px too wide`);
  const where = (element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}.${[...element.classList].join(".")}`;
  // Microphone, camera and the way out are always there.
  const needed = ["[data-view=call]", "[data-view=mini]"].some((view) => document.querySelector(view))
    ? ["mic", "camera", "leave"]
    : document.querySelector("[data-waiting]")
      ? ["leave"]
      : [];
  for (const id of needed) {
    const box = document.getElementById(id)?.getBoundingClientRect();
    if (!box || box.left < 0 || box.top < 0 || box.right > width || box.bottom > height)
      faults.push(`#${id} is not in sight`);
  }
  // What floats keeps its distance from the edge.
  for (const pop of document.querySelectorAll(".pop:not(.toast)")) {
    if (pop.matches(".settings") && pop.getBoundingClientRect().width === width) continue;
    const box = pop.getBoundingClientRect();
    const least = Math.min(box.left, box.top, width - box.right, height - box.bottom);
    if (least < 7.5) faults.push(`${where(pop)} is ${Math.round(least)} px from the edge`);
  }
  // Words fit their button.
  const words = document.createRange();
  for (const button of document.querySelectorAll("button:not(.link, :has(.cut-text, .sr))")) {
    words.selectNodeContents(button);
    const over = words.getBoundingClientRect().width - button.getBoundingClientRect().width;
    if (over > 1) faults.push(`${where(button)} is ${Math.round(over)} px too narrow`);
  }
  return faults;
}
