// What a page's address says of how its table is shown, so that the view can be linked.

import type { Sorting } from "./model.js";
import { CHOICES, type Unit } from "./units.js";

export interface View {
  readonly words: string;
  readonly sorting: Sorting | undefined;
  readonly level: number | undefined;
  readonly unit: Unit | undefined;
}

/** Read a view from the query of an address; what makes no sense counts as not said. */
export function viewOf(query: string): View {
  const asked = new URLSearchParams(query);
  const sort = /^(-?)([1-9]\d?)$/.exec(asked.get("sort") ?? "");
  const level = /^\d$/.exec(asked.get("level") ?? "");
  return {
    words: asked.get("q") ?? "",
    sorting: sort ? { column: Number(sort[2]) - 1, descending: sort[1] === "-" } : undefined,
    level: level ? Number(level[0]) : undefined,
    unit: Object.entries(CHOICES).find(([name]) => name === asked.get("unit"))?.[1],
  };
}

/** Write a view into a query; other things that the query says stay. */
export function queryOf(view: View, query: string): string {
  const asked = new URLSearchParams(query);
  const { sorting, unit } = view;
  const said = {
    q: view.words,
    sort: sorting && `${sorting.descending ? "-" : ""}${sorting.column + 1}`,
    level: view.level?.toString(),
    unit: Object.keys(CHOICES).find((name) => CHOICES[name] === unit),
  };
  for (const [name, value] of Object.entries(said)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  return asked.toString();
}
