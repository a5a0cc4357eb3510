// What stands round a drawing: ways through its levels, ways to draw it, what is not drawn.

import type { Drawing, Mark } from "./drawing.js";
import type { Words } from "./words.js";

/** From how many on a list waits to be unfolded. */
const FOLDED = 12;

/** Make an element with a class and what is in it. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  style: string,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (style) element.className = style;
  element.append(...inside);
  return element;
}

/** Mark a name as Chinese where the page speaks another language. */
export function spoken<Made extends HTMLElement>(element: Made): Made {
  const foreign = !document.documentElement.lang.startsWith("zh");
  if (foreign && /\p{Script=Han}/u.test(element.textContent ?? "")) element.lang = "zh-Hans";
  return element;
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = make("button", "", text);
  made.type = "button";
  made.addEventListener("click", press);
  return spoken(made);
}

/** Choose between several ways to draw the same data; nothing where there is but one. */
export function views(
  kinds: readonly string[],
  now: string,
  said: Words,
  choose: (kind: string) => void,
): HTMLElement[] {
  if (kinds.length < 2) return [];
  const group = make("div", "yu-chart__views");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", said.views);
  for (const kind of kinds) {
    const made = button(kind === "treemap" ? said.treemap : said.bars, () => choose(kind));
    made.setAttribute("aria-pressed", String(kind === now));
    group.append(made);
  }
  return [group];
}

/** Show the way from the whole to the part shown, each step a way back. */
export function path(
  { path: steps = [] }: Drawing,
  said: Words,
  open: (id: string) => void,
): HTMLElement[] {
  if (steps.length < 2) return [];
  const list = make("ol", "");
  steps.forEach(({ id, name }, at) => {
    const step = at === steps.length - 1 ? spoken(make("b", "", name)) : "";
    list.append(make("li", "", step || button(name || said.whole, () => open(id))));
  });
  const nav = make("nav", "yu-chart__path", list);
  nav.setAttribute("aria-label", said.path);
  return [nav];
}

/** Say what colours mean. */
export function key({ key: colours = [] }: Drawing): HTMLElement[] {
  if (colours.length === 0) return [];
  const list = make("ul", "yu-chart__key");
  for (const { name, colour } of colours) {
    const swatch = make("i", "");
    swatch.style.background = colour;
    list.append(spoken(make("li", "", swatch, name)));
  }
  return [list];
}

/** Name what is not drawn, and a sum that is not what was printed. */
export function notes(drawing: Drawing, said: Words, open: (mark: Mark) => void): HTMLElement[] {
  const found: HTMLElement[] = [];
  const { listed = [], differs } = drawing;
  if (listed.length > 0) {
    const list = make("ul", "");
    for (const mark of listed) list.append(make("li", "", named(mark, open)));
    found.push(
      listed.length > FOLDED
        ? make("details", "yu-chart__rest", make("summary", "", said.more(listed.length)), list)
        : make("div", "yu-chart__rest", make("p", "", said.notDrawn), list),
    );
  }
  if (differs) {
    found.push(make("p", "yu-chart__differs", said.differs(differs.parts, differs.printed)));
  }
  return found;
}

function named(mark: Mark, open: (mark: Mark) => void): Node {
  const [name = "", ...amounts] = mark.lines;
  const text = document.createTextNode(` ${amounts.join(" ")}`);
  const head = mark.opens ? button(`${name} ›`, () => open(mark)) : link(name, mark.href);
  const both = document.createDocumentFragment();
  both.append(head, text);
  return both;
}

export function link(text: string, href: string): HTMLElement {
  if (!href) return spoken(make("span", "", text));
  const made = make("a", "", text);
  made.href = href;
  return spoken(made);
}
