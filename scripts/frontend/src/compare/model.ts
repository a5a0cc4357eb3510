// What is compared: plain data from data, so that it can be tested without a page.

import { exact, halfDigit, percent, plain, printed } from "../shared/money.js";
import type { Words } from "./words.js";

/** A package as its script file tells it: amount as disclosed, its unit of money, table and row. */
export interface Told {
  readonly name: readonly [zh: string, en: string];
  readonly year: number;
  readonly phase: string;
  readonly scope: string;
  readonly measures: Readonly<Record<string, readonly [string, string, string, number]>>;
}

export interface Chosen extends Told {
  readonly slug: string;
}

export type Measure = readonly [name: string, group: string, title: string];

export interface Wish {
  readonly group: string;
  readonly unit: string;
  readonly share: boolean;
  readonly difference: boolean;
  /** Position of the package that rows are sorted by, largest first; none as they are listed. */
  readonly sort: number | undefined;
}

export interface Cell {
  readonly text: string;
  readonly csv: string;
  /** Address of the row below the language's root. */
  readonly link: string;
}

export interface Line {
  readonly name: string;
  readonly title: string;
  readonly cells: readonly Cell[];
  readonly differences: readonly string[];
}

const YUAN = exact("1", "元");
const NOTHING: Cell = { text: "", csv: "", link: "" };
/** Group → the measure that shares are of; without one, the sum of what is shown. */
const WHOLE: Readonly<Record<string, string>> = {
  headline: "total",
  function: "total",
  "three-public": "three-public",
};

/** Give the amount of a measure; nothing where the document does not have it. */
export function amountOf(one: Told, measure: string): bigint | undefined {
  const told = one.measures[measure];
  return told && exact(told[0], told[1]);
}

/** Put the measures of a group side by side. */
export function lines(chosen: readonly Chosen[], measures: readonly Measure[], wish: Wish): Line[] {
  const shown = measures.filter(
    ([name, group]) => group === wish.group && chosen.some((one) => name in one.measures),
  );
  const wholes = chosen.map((one) => whole(one, shown, wish.group));
  const found = shown.map(([name, , title]) => {
    const amounts = chosen.map((one) => amountOf(one, name));
    return {
      amounts,
      line: {
        name,
        title,
        cells: chosen.map((one, at) => cell(one, name, amounts[at], wholes[at], wish)),
        differences: amounts.map((amount, at) =>
          at === 0 ? "" : difference(amounts[0], amount, wish.unit),
        ),
      },
    };
  });
  const { sort } = wish;
  if (sort !== undefined) {
    found.sort((a, b) => descending(a.amounts[sort], b.amounts[sort]));
  }
  return found.map(({ line }) => line);
}

function whole(one: Told, shown: readonly Measure[], group: string): bigint | undefined {
  const measure = WHOLE[group];
  if (measure !== undefined) return amountOf(one, measure);
  return shown.reduce((sum, [name]) => sum + (amountOf(one, name) ?? 0n), 0n);
}

function cell(
  one: Chosen,
  name: string,
  amount: bigint | undefined,
  all: bigint | undefined,
  wish: Wish,
): Cell {
  const told = one.measures[name];
  if (amount === undefined || !told) return NOTHING;
  const link = `units/${one.slug}/${told[2]}/#r${told[3]}`;
  if (!wish.share) return { text: printed(amount, wish.unit), csv: plain(amount, wish.unit), link };
  const text = all === undefined ? "" : percent(amount, all);
  return { text, csv: text.replace("−", "-"), link };
}

/** Subtract exactly, and say the percentage of the first where that has a sense. */
export function difference(
  first: bigint | undefined,
  other: bigint | undefined,
  unit: string,
): string {
  if (first === undefined || other === undefined) return "";
  const by = other - first;
  const sign = by > 0n ? "+" : "";
  const part = percent(by, first);
  return `${sign}${printed(by, unit)}${part ? ` (${sign}${part})` : ""}`;
}

/** Order the largest first, what is not there last. */
function descending(a: bigint | undefined, b: bigint | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return a < b ? 1 : a > b ? -1 : 0;
}

/** Say what keeps the chosen from being compared as they stand. */
export function cautions(
  chosen: readonly Chosen[],
  measures: readonly Measure[],
  wish: Wish,
  names: readonly string[],
  words: Words,
  unitName: (unit: string) => string,
): string[] {
  const found: string[] = [];
  const scopes = new Set(chosen.map(({ scope }) => scope));
  if (new Set(chosen.map(({ phase }) => phase)).size > 1) found.push(words.phase);
  if (scopes.size > 1) {
    const said = chosen.map(({ scope }, at) => `${names[at]} — ${words.scopes[scope] ?? scope}`);
    found.push(words.scope(said.join(words.list)));
  } else if (scopes.has("") && chosen.length > 1) found.push(words.unknownScope);
  found.push(...renamed(chosen, words));
  const shown = measures.filter(
    ([name, group]) => group === wish.group && chosen.some((one) => name in one.measures),
  );
  for (const [name, , title] of shown) {
    const tables = new Set(chosen.flatMap((one) => one.measures[name]?.[2] ?? []));
    if (tables.size > 1) found.push(words.tables(title));
  }
  const rounded = new Map<bigint, string[]>();
  chosen.forEach((one, at) => {
    const missing = shown.filter(([name]) => !(name in one.measures)).length;
    if (missing) found.push(words.missing(names[at] ?? one.slug, missing));
    const steps = shown.flatMap(([name]) => {
      const told = one.measures[name];
      return told ? [halfDigit(told[0], told[1])] : [];
    });
    let most = 0n;
    for (const step of steps) if (step > most) most = step;
    const name = names[at] ?? one.slug;
    if (most >= YUAN) rounded.set(most, [...(rounded.get(most) ?? []), name]);
  });
  for (const [most, of] of rounded) {
    const amount = `${printed(most, "元").replace(/\.00$/, "")} ${unitName("元")}`;
    found.push(words.rounding(of.join(words.list), amount));
  }
  if (wish.share) found.push(words.shares);
  return found;
}

function renamed(chosen: readonly Chosen[], words: Words): string[] {
  const units = new Map<string, Set<string>>();
  for (const { slug, name } of chosen) {
    const unit = slug.split("/")[0] ?? slug;
    units.set(unit, (units.get(unit) ?? new Set()).add(name[0]));
  }
  return [...units.values()]
    .filter((names) => names.size > 1)
    .map((names) => words.names([...names].join(words.list)));
}

/** Write what is shown as CSV, as this project writes it: a BOM for Excel, line feeds. */
export function csvOf(head: readonly string[], found: readonly Line[]): string {
  const rows = [head, ...found.map(({ title, cells }) => [title, ...cells.map(({ csv }) => csv)])];
  return `\uFEFF${rows.map((row) => `${row.map(csvCell).join(",")}\n`).join("")}`;
}

function csvCell(text: string): string {
  // a spreadsheet takes a text that begins so for a formula; amounts are left as they are
  const safe = /^[=+@\t]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
