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
  /** The parts of the table that the row's group stands in. */
  readonly bodies: readonly HTMLTableSectionElement[];
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
  const groups: HTMLTableSectionElement[][] = [];
  for (const body of table.tBodies) {
    // a long group comes in parts
    if (body.classList.contains("k")) groups.at(-1)?.push(body);
    else groups.push([body]);
  }
  const roots = groups.flatMap((bodies) => linesOf(bodies, all));
  const { unit } = table.dataset;
  return { table, columns, roots, all, unit: isUnit(unit) ? unit : undefined };
}

function linesOf(bodies: readonly HTMLTableSectionElement[], all: Line[]): Line[] {
  const rows = bodies.flatMap((body) => [...body.rows]);
  const head = rows[0]?.classList.contains("g") ? rows.shift() : undefined;
  const over = head && lineOf(head, undefined, bodies, all);
  const levelled = rows.map((row) => ({ level: levelOf(row), sum: isSum(row) }));
  const parents = parentsOf(levelled);
  const made: Line[] = [];
  const roots: Line[] = over ? [over] : [];
  rows.forEach((row, at) => {
    const parent = made[parents[at] ?? -1] ?? over;
    const line = lineOf(row, parent, bodies, all);
    made.push(line);
    (parent?.lines ?? roots).push(line);
  });
  return roots;
}

function lineOf(
  element: HTMLTableRowElement,
  parent: Line | undefined,
  bodies: readonly HTMLTableSectionElement[],
  all: Line[],
): Line {
  const line = {
    id: element.id || `g${all.length}`,
    element,
    level: levelOf(element),
    sum: isSum(element),
    group: element.classList.contains("g"),
    at: all.length,
    parent,
    lines: [],
    bodies,
  };
  all.push(line);
  return line;
}

const isSum = (row: HTMLTableRowElement) => /\b[ts]\b/.test(row.className);
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
