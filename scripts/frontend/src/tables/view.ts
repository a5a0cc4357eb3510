// A table with its tools: what the reader chooses, shown on the page and said in its address.

import { watchBox } from "./box.js";
import { button, choice, make } from "./dom.js";
import { Figures } from "./figures.js";
import { Model, type Sorting } from "./model.js";
import { Money } from "./money.js";
import { queryOf, viewOf } from "./place.js";
import { type Line, type Sheet, textOf } from "./sheet.js";
import { CHOICES, type Unit } from "./units.js";
import type { Words } from "./words.js";

export class View {
  readonly #sheet: Sheet;
  readonly #words: Words;
  readonly #model: Model;
  readonly #money: Money;
  readonly #figures: Figures;
  readonly #toggles = new Map<Line, HTMLButtonElement>();
  readonly #filter = make("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  readonly #status = make("span", { class: "yu-tools__status", role: "status" });
  readonly #reset: HTMLButtonElement;
  readonly #levels;
  readonly #units;
  #level: number | undefined;
  #sorted = false;

  constructor(sheet: Sheet, tools: HTMLElement, words: Words) {
    this.#sheet = sheet;
    this.#words = words;
    this.#model = new Model(sheet);
    this.#money = new Money(sheet, words);
    this.#reset = button(words.reset, () => this.#take(""), { class: "yu-tools__reset" });
    this.#levels = this.#makeLevels();
    this.#units = sheet.unit && this.#makeUnits(sheet.unit);
    this.#furnish(tools);
    this.#headings();
    this.#folds();
    this.#figures = new Figures(sheet, this.#money, words);
    const box = sheet.table.closest<HTMLElement>(".yu-scroll");
    if (box) watchBox(box);
    this.#take(location.search);
    this.#reveal();
    addEventListener("hashchange", () => this.#reveal());
    addEventListener("popstate", () => this.#take(location.search));
  }

  #furnish(tools: HTMLElement): void {
    const words = this.#words;
    this.#filter.placeholder = words.filterHint;
    const label = make("span", { class: "yu-sr" }, words.filter);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    this.#filter.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.#change(() => this.#model.filter(this.#filter.value)), 120);
    });
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", words.tools);
    tools.append(make("label", {}, label, this.#filter));
    for (const one of [this.#levels, this.#units]) if (one) tools.append(one.element);
    tools.append(this.#reset, this.#status);
  }

  #makeLevels() {
    const deep = this.#sheet.all.filter((line) => line.lines.length > 0 && !line.group);
    const levels = [...new Set(deep.map((line) => line.level))].sort();
    const shown = levels.filter((level) => level > 0);
    if (shown.length === 0) return undefined;
    const values: [number | undefined, string][] = shown.map((level) => [level, `${level}`]);
    return choice(this.#words.levels, [...values, [undefined, this.#words.all]], (level) => {
      this.#change(() => this.#foldBelow(level));
    });
  }

  #makeUnits(printed: Unit) {
    const units = [...new Set([...Object.values(CHOICES), printed])];
    const named = units.map((unit): [Unit, string] => {
      const name = this.#words.unit(unit);
      return [unit, unit === printed ? `${name} · ${this.#words.asPrinted}` : name];
    });
    return choice<Unit>(this.#words.units, named, (unit) => {
      this.#change(() => this.#money.show(unit));
    });
  }

  /** Make each title of a column a button that sorts by it. */
  #headings(): void {
    this.#sheet.columns.slice(0, -1).forEach(({ head, number }, at) => {
      const made = button("", () => this.#change(() => this.#model.sort(this.#next(at, number))));
      made.append(...head.childNodes);
      head.append(made);
    });
  }

  /** The first click on a column sorts it, numbers from the largest; the second turns that round, the third ends it. */
  #next(column: number, number: boolean): Sorting | undefined {
    const now = this.#model.sorting;
    if (now?.column !== column) return { column, descending: number };
    return now.descending === number ? { column, descending: !number } : undefined;
  }

  #folds(): void {
    for (const line of this.#sheet.all) {
      if (line.lines.length === 0) continue;
      const made = button("", () => {
        this.#change(() => this.#model.fold(line, !this.#model.isFolded(line)));
      });
      made.className = "yu-toggle";
      const name = line.element.querySelector("th");
      made.dataset.name = textOf(name ?? undefined);
      name?.prepend(made);
      this.#toggles.set(line, made);
    }
    this.#sheet.table.classList.toggle("yu-tree", this.#toggles.size > 0);
  }

  #foldBelow(level: number | undefined): void {
    this.#level = level;
    this.#model.foldBelow(level);
  }

  /** Show the table as an address's query says, as printed where it says nothing. */
  #take(query: string): void {
    const view = viewOf(query);
    const column = view.sorting && this.#sheet.columns[view.sorting.column];
    this.#filter.value = view.words;
    this.#model.filter(view.words);
    this.#model.sort(column ? view.sorting : undefined);
    this.#foldBelow(this.#levels ? view.level : undefined);
    this.#money.show(view.unit ?? this.#sheet.unit);
    this.#show();
    if (query !== location.search) this.#say();
  }

  #change(act: () => void): void {
    act();
    this.#show();
    this.#say();
  }

  /** Say in the page's address how the table is shown. */
  #say(): void {
    const unit = this.#money.unit === this.#sheet.unit ? undefined : this.#money.unit;
    const { words, sorting } = this.#model;
    const query = queryOf({ words, sorting, level: this.#level, unit }, location.search);
    history.replaceState(
      history.state,
      "",
      `${location.pathname}${query && `?${query}`}${location.hash}`,
    );
  }

  #show(): void {
    const rows = this.#model.rows();
    const shown = new Set(rows);
    const sorted = this.#model.sorting !== undefined;
    if (sorted || this.#sorted) this.#arrange(sorted ? rows : this.#sheet.all);
    this.#sorted = sorted;
    for (const line of this.#sheet.all) line.element.hidden = !shown.has(line);
    for (const [line, toggle] of this.#toggles) {
      const open = !this.#model.isFolded(line);
      toggle.setAttribute("aria-expanded", `${open}`);
      const word = open ? this.#words.fold : this.#words.unfold;
      toggle.setAttribute("aria-label", `${word} ${toggle.dataset.name}`);
    }
    this.#tell(rows);
    this.#figures.refresh();
  }

  /** Put the rows of each group in order; those not shown come after. */
  #arrange(rows: readonly Line[]): void {
    const groups = new Map<readonly HTMLTableSectionElement[], Set<HTMLTableRowElement>>();
    for (const { bodies, element } of [...rows, ...this.#sheet.all]) {
      groups.set(bodies, (groups.get(bodies) ?? new Set()).add(element));
    }
    for (const [bodies, elements] of groups) {
      const all = [...elements];
      const size = Math.ceil(all.length / bodies.length);
      bodies.forEach((body, at) => {
        body.append(...all.slice(at * size, (at + 1) * size));
      });
    }
  }

  #tell(rows: readonly Line[]): void {
    const { sorting, words } = this.#model;
    this.#sheet.columns.forEach(({ head }, at) => {
      if (sorting?.column !== at) head.removeAttribute("aria-sort");
      else head.setAttribute("aria-sort", sorting.descending ? "descending" : "ascending");
    });
    this.#levels?.show(this.#level);
    if (this.#money.unit) this.#units?.show(this.#money.unit);
    const all = this.#sheet.all.filter((line) => !line.group).length;
    const shown = rows.filter((line) => !line.group).length;
    this.#status.textContent = shown < all ? this.#words.rows(shown, all) : "";
    const changed = words || sorting || shown < all || this.#money.unit !== this.#sheet.unit;
    this.#reset.hidden = !changed;
  }

  /** Show the row that the page's address names, whatever hides it. */
  #reveal(): void {
    const line = this.#sheet.all.find((one) => `#${one.id}` === location.hash);
    if (!line?.element.hidden) return;
    this.#change(() => {
      if (this.#model.words) this.#model.filter("");
      this.#filter.value = "";
      for (let one = line.parent; one; one = one.parent) this.#model.fold(one, false);
    });
    line.element.scrollIntoView();
  }
}
