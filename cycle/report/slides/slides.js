"use strict";
// The keys of a projector's remote and of a presenter's hands. Without this script
// the browser's own scrolling goes from slide to slide, if not with ← and →.
const slides = [...document.querySelectorAll("section")];
const steps = new Map([
  ...[" ", "Enter", "ArrowRight", "ArrowDown", "PageDown", "n", "l"].map((key) => [key, 1]),
  ...["Backspace", "ArrowLeft", "ArrowUp", "PageUp", "p", "h"].map((key) => [key, -1]),
  ["Home", -Infinity], ["End", Infinity],
]);
addEventListener("keydown", (event) => {
  let step = steps.get(event.key);
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" && event.target.closest("a")) return;
  if (event.key === " " && event.shiftKey) step = -1;
  const at = Math.max(0, slides.findIndex((slide) => slide.getBoundingClientRect().bottom > innerHeight / 2));
  // Of a slide higher than the window all is read before the next one comes.
  const { top, bottom } = slides[at].getBoundingClientRect();
  const scrolls = [" ", "ArrowDown", "PageDown", "ArrowUp", "PageUp"].includes(event.key);
  if (scrolls && (step > 0 ? bottom > innerHeight + 1 : top < -1)) return;
  event.preventDefault();
  const to = slides[Math.min(Math.max(0, at + step), slides.length - 1)];
  location.hash = to.id; // as a link does, so that the browser's back is the slide before
  to.scrollIntoView(); // where the wheel led away from it since
});
// What a browser remembers of where a page was scrolled to is not always a slide.
history.scrollRestoration = "manual";
addEventListener("popstate", () => (slides.find((slide) => "#" + slide.id === location.hash) ?? slides[0]).scrollIntoView());
