// The numbers of a table by keyboard and pointer: one at a time can be reached, copied and linked.

import { citation, linkTo } from "./cite.js";
import { button, copy, make, plain } from "./dom.js";
import type { Money } from "./money.js";
import { type Line, type Sheet, textOf } from "./sheet.js";
import type { Words } from "./words.js";

export class Figures {
  readonly #sheet: Sheet;
  readonly #money: Money;
  readonly #words: Words;
  readonly #lines = new Map<Element, Line>();
  readonly #said = make("span", { role: "status" });
  readonly #panel: HTMLElement;
  #cell: HTMLTableCellElement | undefined;

  constructor(sheet: Sheet, money: Money, words: Words) {
    this.#sheet = sheet;
    this.#money = money;
    this.#words = words;
    for (const line of sheet.all) if (!line.group) this.#lines.set(line.element, line);
    this.#panel = this.#makePanel();
    const { table } = sheet;
    table.addEventListener("click", (event) => this.#clicked(event));
    table.addEventListener("keydown", (event) => this.#pressed(event));
    table.addEventListener("copy", (event) => this.#copied(event));
    table.closest(".yu-scroll")?.addEventListener("scroll", () => this.#close(), { passive: true });
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !this.#panel.contains(target)) this.#close();
    });
    this.#reachable(this.#first());
  }

  /** Let the keyboard begin at a number that is shown. */
  refresh(): void {
    this.#close();
    if (!this.#cell || this.#cell.closest("tr")?.hidden) this.#reachable(this.#first());
  }

  #makePanel(): HTMLElement {
    const words = this.#words;
    const panel = make(
      "div",
      { class: "yu-figure", role: "group", "aria-label": words.actions, hidden: "" },
      button(words.copyCited, () => void this.#put(this.#cited())),
      button(words.copyValue, () => void this.#put(textOf(this.#cell))),
      button(words.copyLink, () => void this.#link()),
      this.#said,
    );
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#close();
      this.#cell?.focus();
    });
    panel.addEventListener("focusout", ({ relatedTarget }) => {
      const inside = relatedTarget instanceof Node && panel.contains(relatedTarget);
      if (!inside && relatedTarget) this.#close();
    });
    (this.#sheet.table.closest("main") ?? document.body).append(panel);
    return panel;
  }

  #first(): HTMLTableCellElement | undefined {
    for (const element of this.#lines.keys()) {
      const cell = (element as HTMLTableRowElement).hidden ? undefined : this.#numbers(element)[0];
      if (cell) return cell;
    }
    return undefined;
  }

  #numbers(row: Element): HTMLTableCellElement[] {
    const { cells } = row as HTMLTableRowElement;
    return [...cells].filter((_, at) => this.#sheet.columns[at]?.number);
  }

  #reachable(cell: HTMLTableCellElement | undefined): void {
    this.#cell?.removeAttribute("tabindex");
    this.#cell = cell;
    cell?.setAttribute("tabindex", "0");
  }

  #clicked({ target }: MouseEvent): void {
    const cell = target instanceof Element ? target.closest<HTMLTableCellElement>("td") : null;
    if (!cell || (target as Element).closest("a, button")) return;
    const number =
      this.#sheet.columns[cell.cellIndex]?.number && this.#lines.has(cell.parentNode as Element);
    if (!number || !getSelection()?.isCollapsed) return;
    this.#reachable(cell);
    cell.focus({ preventScroll: true });
    this.#open();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.target !== this.#cell || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = this.#next(event.key);
    if (next) {
      this.#close();
      this.#reachable(next);
      next.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      this.#open();
      this.#panel.querySelector("button")?.focus();
    } else if (event.key === "Escape") this.#close();
    else return;
    event.preventDefault();
  }

  #next(key: string): HTMLTableCellElement | undefined {
    const cell = this.#cell;
    const row = cell?.parentElement;
    if (!cell || !row) return undefined;
    const numbers = this.#numbers(row);
    const at = numbers.indexOf(cell);
    if (key === "ArrowRight") return numbers[at + 1];
    if (key === "ArrowLeft") return numbers[at - 1];
    if (key === "Home") return numbers[0];
    if (key === "End") return numbers.at(-1);
    if (key === "ArrowDown") return this.#beside(row, "nextElementSibling")?.cells[cell.cellIndex];
    if (key === "ArrowUp")
      return this.#beside(row, "previousElementSibling")?.cells[cell.cellIndex];
    return undefined;
  }

  /** The next row shown in a direction, over the bounds of a group. */
  #beside(row: Element, way: Way): HTMLTableRowElement | undefined {
    let next = stepped(row, way);
    while (next && (next.hidden || !this.#lines.has(next))) next = stepped(next, way);
    return next;
  }

  #open(): void {
    const cell = this.#cell;
    if (!cell) return;
    this.#said.textContent = cell.title;
    this.#panel.hidden = false;
    const box = cell.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#panel;
    const left = Math.min(box.right - width, document.documentElement.clientWidth - width - 8);
    const from = (this.#panel.offsetParent ?? document.body).getBoundingClientRect();
    const below = box.bottom + height + 4 < innerHeight;
    this.#panel.style.left = `${Math.max(8, left) - from.left}px`;
    this.#panel.style.top = `${(below ? box.bottom + 4 : box.top - height - 4) - from.top}px`;
    cell.classList.add("yu-at");
  }

  #close(): void {
    this.#panel.hidden = true;
    this.#cell?.classList.remove("yu-at");
  }

  #line(): Line | undefined {
    return this.#cell?.parentElement ? this.#lines.get(this.#cell.parentElement) : undefined;
  }

  #cited(): string {
    const [cell, line] = [this.#cell, this.#line()];
    if (!cell || !line) return "";
    const { amount } = this.#sheet.columns[cell.cellIndex] ?? { amount: false };
    const { unit } = this.#sheet;
    const name = (one: typeof unit) => (amount && one && textOf(cell) ? this.#words.unit(one) : "");
    const printed = this.#money.printed(cell);
    return citation(
      this.#sheet,
      line,
      cell.cellIndex,
      {
        value: textOf(cell),
        unit: name(this.#money.unit),
        printed: printed && this.#words.value(printed, name(unit)),
      },
      this.#words,
    );
  }

  /** Copy the address of the row, and go there without moving the page. */
  async #link(): Promise<void> {
    const line = this.#line();
    if (!line) return;
    await this.#put(linkTo(line));
    const [x, y] = [scrollX, scrollY];
    location.hash = line.id;
    scrollTo({ left: x, top: y, behavior: "instant" });
  }

  async #put(text: string): Promise<void> {
    this.#said.textContent = (await copy(plain(text))) ? this.#words.copied : this.#words.notCopied;
  }

  /** Ctrl+C on a number, with nothing selected, copies it with its source. */
  #copied(event: ClipboardEvent): void {
    if (document.activeElement !== this.#cell || !getSelection()?.isCollapsed) return;
    event.clipboardData?.setData("text/plain", plain(this.#cited()));
    event.preventDefault();
    this.#open();
    this.#said.textContent = this.#words.copied;
  }
}

type Way = "nextElementSibling" | "previousElementSibling";

function stepped(row: Element, way: Way): HTMLTableRowElement | undefined {
  const beside = row[way];
  if (beside instanceof HTMLTableRowElement) return beside;
  const body = row.parentElement?.[way];
  if (!(body instanceof HTMLTableSectionElement) || body.tagName !== "TBODY") return undefined;
  return way === "nextElementSibling" ? body.rows[0] : [...body.rows].at(-1);
}
