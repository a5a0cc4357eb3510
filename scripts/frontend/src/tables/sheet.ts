// A table of the page as data: its columns, and its rows under each other.

import { parentsOf } from "./nesting.js";
import { isUnit, type Unit } from "./units.js";

export interface Column {
  readonly head: HTMLTableCellElement;
  readonly title: string;
  readonly number: boolean;
  /** Whether the column is in the table's unit of money. */
  readonly amount: boolean;
}

export interface Line {
  readonly id: string;
  readonly element: HTMLTableRowElement;
  readonly level: number;
  readonly sum: boolean;
  /** Whether this is the heading over a group of rows. */
  readonly group: boolean;
  /** Place in the printed order. */
  readonly at: number;
  readonly parent: Line | undefined;
  readonly lines: Line[];
  readonly body: HTMLTableSectionElement;
}

export interface Sheet {
  readonly table: HTMLTableElement;
  readonly columns: readonly Column[];
  readonly roots: readonly Line[];
  readonly all: readonly Line[];
  readonly unit: Unit | undefined;
}

/** Read a table. */
export function read(table: HTMLTableElement): Sheet {
  const amounts = new Set((table.dataset.amounts ?? "").split(" "));
  const columns = [...(table.tHead?.rows[0]?.cells ?? [])].map((head, at) => ({
    head,
    title: head.textContent?.trim() ?? "",
    number: table.classList.contains(`n${at + 1}`),
    amount: amounts.has(`${at + 1}`),
  }));
  const all: Line[] = [];
  const roots = [...table.tBodies].flatMap((body) => linesOf(body, all));
  const { unit } = table.dataset;
  return { table, columns, roots, all, unit: isUnit(unit) ? unit : undefined };
}

function linesOf(body: HTMLTableSectionElement, all: Line[]): Line[] {
  const rows = [...body.rows];
  const head = rows[0]?.classList.contains("g") ? rows.shift() : undefined;
  const over = head && lineOf(head, undefined, all);
  const levelled = rows.map((row) => ({
    level: levelOf(row),
    sum: /\b[ts]\b/.test(row.className),
  }));
  const parents = parentsOf(levelled);
  const made: Line[] = [];
  const roots: Line[] = over ? [over] : [];
  rows.forEach((row, at) => {
    const parent = made[parents[at] ?? -1] ?? over;
    const line = lineOf(row, parent, all);
    made.push(line);
    (parent?.lines ?? roots).push(line);
  });
  return roots;
}

function lineOf(element: HTMLTableRowElement, parent: Line | undefined, all: Line[]): Line {
  const line = {
    id: element.id || `g${all.length}`,
    element,
    level: levelOf(element),
    sum: /\b[ts]\b/.test(element.className),
    group: element.classList.contains("g"),
    at: all.length,
    parent,
    lines: [],
    body: element.parentElement as HTMLTableSectionElement,
  };
  all.push(line);
  return line;
}

const levelOf = (row: HTMLTableRowElement) => Number(/\bl(\d)\b/.exec(row.className)?.[1] ?? 0);

/** The text of a cell without the marks of findings beside it. */
export function textOf(cell: Element | undefined): string {
  if (!cell) return "";
  let text = "";
  for (const node of cell.childNodes) {
    const beside = node instanceof Element && node.matches(".yu-mark, .yu-toggle");
    if (!beside) text += node.textContent;
  }
  return text.trim();
}

/** The text node of a cell that holds its number. */
export function numberOf(cell: Element): Text | undefined {
  const last = cell.lastChild;
  return last instanceof Text && last.data.trim() ? last : undefined;
}
