// Rows that stand in one another: classes, groups and items, or a plain list.

import { drawn, exactSum, grouped, share } from "../shared/amount.js";
import type { Row } from "../shared/csv.js";
import type { Mark, Space } from "./drawing.js";
import { amountIn, type Figure, linkOf, nameOf } from "./figure.js";

export interface Branch {
  readonly id: string;
  readonly row: Row;
  readonly amount: number;
  readonly parts: readonly Branch[];
}

export interface Level {
  /** From the whole to the part shown. */
  readonly path: readonly Branch[];
  readonly shown: readonly Branch[];
  /**
   * What shares are parts of: the amount printed for the part shown, else what its parts sum to;
   * nought where there are negative ones, as shares then mean nothing.
   */
  readonly whole: number;
  /** What the parts sum to and what is printed for them, where that differs. */
  readonly differs?: { readonly parts: string; readonly printed: string };
}

/** Find the part of a chart that is to be shown; the whole if there is no such part. */
export function level(rows: readonly Row[], part: string): Level {
  const roots = branches(rows);
  const path = way(roots, part);
  const last = path.at(-1);
  const shown = last ? last.parts : roots;
  const sum = exactSum(shown.map((branch) => branch.row.amount ?? ""));
  const printed = last?.row.amount ?? sum;
  const whole = shown.some(({ amount }) => amount < 0) ? 0 : Number(printed);
  if (Number(sum) === Number(printed)) return { path, shown, whole };
  return { path, shown, whole, differs: { parts: grouped(sum), printed: grouped(printed) } };
}

/** Give the first part that has a choice: a level of one thing alone is passed. */
export function firstChoice(rows: readonly Row[]): string {
  let { shown } = level(rows, "");
  let id = "";
  while (shown.length === 1 && (shown[0]?.parts.length ?? 0) > 0) {
    id = shown[0]?.id ?? "";
    shown = shown[0]?.parts ?? [];
  }
  return id;
}

function branches(rows: readonly Row[], parent = ""): Branch[] {
  return rows
    .filter((row) => (row.parent ?? "") === parent)
    .flatMap((row) => {
      const amount = drawn(row.amount ?? "");
      const id = row.row ?? "";
      return amount === undefined ? [] : [{ id, row, amount, parts: id ? branches(rows, id) : [] }];
    });
}

function way(roots: readonly Branch[], id: string): Branch[] {
  for (const branch of roots) {
    if (branch.id === id && branch.parts.length > 0) return [branch];
    const rest = way(branch.parts, id);
    if (rest.length > 0) return [branch, ...rest];
  }
  return [];
}

/** Say what stands behind a branch, and what it opens: its own parts if it has any, else its row. */
export function markOf(
  figure: Figure,
  branch: Branch,
  index: number,
  whole: number,
  space: Space,
): Mark {
  const part = share(branch.amount, whole);
  const amount = amountIn(branch.row.amount ?? "", figure.unit, space.lang);
  return {
    series: 0,
    index,
    lines: [nameOf(branch.row, space.lang), part ? `${amount} · ${part}` : amount],
    href: linkOf(figure, branch.row),
    ...(branch.parts.length > 0 ? { opens: branch.id } : {}),
  };
}

/** Name the ways back, from the whole to the part shown. */
export function pathOf({ path }: Level, space: Space): { id: string; name: string }[] {
  return [
    { id: "", name: "" },
    ...path.map(({ id, row }) => ({ id, name: nameOf(row, space.lang) })),
  ];
}
