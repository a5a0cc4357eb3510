// What of a table is shown and in which order: TanStack's row model over the rows of the page.

import {
  columnFilteringFeature,
  constructTable,
  createExpandedRowModel,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/table-core";
import { storeReactivityBindings } from "@tanstack/table-core/store-reactivity-bindings";
import { type Line, type Sheet, textOf } from "./sheet.js";
import { compareAmounts, isAmount } from "./units.js";

const features = tableFeatures({
  coreReactivityFeature: storeReactivityBindings(),
  rowExpandingFeature,
  rowSortingFeature,
  columnFilteringFeature,
  globalFilteringFeature,
  expandedRowModel: createExpandedRowModel(),
  sortedRowModel: createSortedRowModel(),
  filteredRowModel: createFilteredRowModel(),
});

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** The rows of a sheet as its reader wants to see them. */
export class Model {
  readonly #sheet: Sheet;
  readonly #collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  readonly #texts = new Map<Line, string>();
  readonly #folded = new Set<string>();
  readonly #table;
  #sorting: Sorting | undefined;
  #words: readonly string[] = [];

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    this.#table = constructTable({
      features,
      data: sheet.roots as Line[],
      columns: sheet.columns.map((_, at) => ({
        id: `${at}`,
        accessorFn: (line: Line) => this.#cell(line, at),
        sortFn: (one: { original: Line }, other: { original: Line }) =>
          this.#compare(one.original, other.original),
      })),
      getSubRows: (line: Line) => line.lines,
      getRowId: (line: Line) => line.id,
      filterFromLeafRows: true,
      enableSortingRemoval: true,
      globalFilterFn: (row: { original: Line }) => this.#fits(row.original),
      // one call a row is enough: the filter reads the whole row
      getColumnCanGlobalFilter: (column: { id: string }) => column.id === "0",
      initialState: { expanded: true },
    });
  }

  get sorting(): Sorting | undefined {
    return this.#sorting;
  }

  get words(): string {
    return this.#words.join(" ");
  }

  sort(sorting: Sorting | undefined): void {
    this.#sorting = sorting;
    this.#table.setSorting(sorting ? [{ id: `${sorting.column}`, desc: sorting.descending }] : []);
  }

  filter(text: string): void {
    this.#words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.#table.setGlobalFilter(this.words);
    this.#expand();
  }

  isFolded(line: Line): boolean {
    return this.#folded.has(line.id) && this.#words.length === 0;
  }

  fold(line: Line, folded: boolean): void {
    if (folded) this.#folded.add(line.id);
    else this.#folded.delete(line.id);
    this.#expand();
  }

  /** Show the rows down to a level, or all of them. */
  foldBelow(level: number | undefined): void {
    this.#folded.clear();
    for (const line of this.#sheet.all) {
      const deepest = level !== undefined && !line.group && line.level >= level;
      if (deepest && line.lines.length > 0) this.#folded.add(line.id);
    }
    this.#expand();
  }

  /** The rows to show, in their order, and whether that may differ from the printed one. */
  rows(): readonly Line[] {
    return this.#table.getRowModel().rows.map((row) => row.original);
  }

  #expand(): void {
    // what is found must be seen, so nothing is folded while a filter is on
    const open = this.#sheet.all.filter((line) => line.lines.length > 0 && !this.isFolded(line));
    this.#table.setExpanded(Object.fromEntries(open.map((line) => [line.id, true])));
  }

  #fits(line: Line): boolean {
    if (line.group) return false;
    const matches = (one: Line) => this.#words.every((word) => this.#text(one).includes(word));
    for (let one: Line | undefined = line; one; one = one.parent) {
      // a class that fits brings its items along; a sum or a heading would bring everything
      if ((one === line || !(one.sum || one.group)) && matches(one)) return true;
    }
    return false;
  }

  #text(line: Line): string {
    let text = this.#texts.get(line);
    if (text === undefined) {
      text = [...line.element.cells].slice(0, -1).map(textOf).join(" ").toLowerCase();
      text += ` ${text.replaceAll(",", "")}`; // 2692.18 finds 2,692.18
      this.#texts.set(line, text);
    }
    return text;
  }

  #cell(line: Line, at: number): string {
    return line.group ? "" : textOf(line.element.cells[at]);
  }

  /** Order two rows ascending; the table turns it round, which must not move what has a fixed place. */
  #compare(one: Line, other: Line): number {
    const turned = this.#sorting?.descending ? -1 : 1;
    const fixed = standing(one) - standing(other);
    if (fixed !== 0) return fixed * turned;
    if (standing(one) !== 0) return (one.at - other.at) * turned;
    const column = this.#sorting?.column ?? 0;
    const [a, b] = [this.#cell(one, column), this.#cell(other, column)];
    const number = this.#sheet.columns[column]?.number ?? false;
    const empty = (text: string) => (number ? !isAmount(text) : text === "");
    if (empty(a) || empty(b)) return (Number(empty(a)) - Number(empty(b))) * turned;
    return number ? compareAmounts(a, b) : this.#collator.compare(a, b);
  }
}

/** Where a row stays when others are sorted: before them (-1), among them (0) or after them (1). */
function standing(line: Line): number {
  if (line.group) return -1;
  if (!line.sum) return 0;
  const beside = line.parent?.lines ?? [];
  const first = beside.find((one) => !one.sum && !one.group);
  return first && line.at > first.at ? 1 : -1;
}
