// Which row stands under which: by the level that a row's class says, in printed order.

export interface Levelled {
  readonly level: number;
  /** Whether the row sums others up. */
  readonly sum: boolean;
}

/**
 * Give for each row of a group the position of the row that it stands under, or -1.
 *
 * A row belongs to the nearest row before it of a lower level. A sum that closes a list is above
 * nothing, as what follows is no part of it; one that opens its group is above everything.
 */
export function parentsOf(rows: readonly Levelled[]): number[] {
  const open: number[] = [];
  return rows.map((row, at) => {
    const level = (position: number | undefined) => rows[position ?? -1]?.level ?? -1;
    while (open.length > 0 && level(open.at(-1)) >= row.level) open.pop();
    const parent = open.at(-1) ?? -1;
    if (!row.sum || at === 0) open.push(at);
    return parent;
  });
}
