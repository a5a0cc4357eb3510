// The box that a table scrolls in: it says at which edge there is more, and lets heads stick.

import { make } from "./dom.js";

/** So many times the window's height a table may have before it scrolls inside its box. */
const TALL = 1.3;

export function watchBox(scroll: HTMLElement): void {
  const box = make("div", { class: "yu-box" });
  scroll.replaceWith(box);
  box.append(scroll);
  const show = () => {
    const { scrollLeft, scrollWidth, clientWidth } = scroll;
    box.classList.toggle("yu-more-left", scrollLeft > 1);
    box.classList.toggle("yu-more-right", scrollLeft + clientWidth < scrollWidth - 1);
  };
  const measure = () => {
    box.classList.remove("yu-fits", "yu-tall");
    const fits = scroll.scrollWidth <= scroll.clientWidth + 1;
    // what fits needs no box: its head sticks to the window instead
    box.classList.toggle("yu-fits", fits);
    box.classList.toggle("yu-tall", !fits && scroll.scrollHeight > innerHeight * TALL);
    if (fits) scroll.removeAttribute("tabindex");
    else scroll.tabIndex = 0;
    show();
  };
  scroll.addEventListener("scroll", show, { passive: true });
  let width = 0;
  new ResizeObserver(([entry]) => {
    const now = entry?.contentRect.width ?? 0;
    if (now === width) return;
    width = now;
    measure();
  }).observe(box);
}
