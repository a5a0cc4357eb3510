// A chart's figure in the page: what kind it is, its data, its words. The page says everything;
// this script only draws it.

import { grouped } from "../shared/amount.js";
import { parseCsv, type Row } from "../shared/csv.js";
import { pageAddress } from "../shared/pages.js";

export interface Figure {
  readonly element: HTMLElement;
  /** The ways to draw it, the first one first. */
  readonly kinds: readonly string[];
  readonly rows: readonly Row[];
  readonly title: string;
  /** The main fact, where the page does not say it above the figure. */
  readonly fact: string;
  /** Unit of money and the like, as the page words it. */
  readonly unit: string;
  /** The line that says so. */
  readonly unitLine: string;
  readonly source: string;
  /** Name of an image file, without its ending. */
  readonly file: string;
  /** Address of the table that a row's anchor belongs to. */
  readonly table: string;
  /** Whether that table stands on this very page. */
  readonly onPage: boolean;
}

/** Find every figure of the page that holds a chart's data. */
export function figures(page: ParentNode): Figure[] {
  return [...page.querySelectorAll<HTMLElement>("figure[data-chart]")].flatMap((element) => {
    const data = element.querySelector<HTMLScriptElement>("script.yu-chart__data");
    if (!data?.textContent) return [];
    // a JSON string, so that no text of the CSV can end the element it lies in
    const csv: unknown = JSON.parse(data.textContent);
    if (typeof csv !== "string") throw new Error("a chart's data is not a text");
    const title = text(element, ".yu-chart__title");
    return [
      {
        element,
        kinds: (element.dataset.chart ?? "").split(" "),
        rows: parseCsv(csv),
        title,
        fact: text(element, ".yu-chart__fact"),
        unit: text(element, ".yu-chart__unit > span"),
        unitLine: text(element, ".yu-chart__unit"),
        source: text(element, ".yu-chart__source"),
        file: element.dataset.file ?? "chart",
        table: element.dataset.table ?? "",
        onPage: element.dataset.table === "",
      },
    ];
  });
}

function text(element: Element, selector: string): string {
  return element.querySelector(selector)?.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

/** The name of a row in the page's language, the Chinese where there is no other. */
export function nameOf(row: Row, lang: string, column = "name"): string {
  const chinese = row[column] ?? "";
  return (lang.startsWith("zh") ? "" : row[`${column}_en`]) || chinese;
}

/** Where a row stands in its table; nothing where it stands in none. */
export function linkOf(figure: Figure, row: Row): string {
  const table = row.table ? `${figure.table}${row.table}/` : figure.table;
  if (!row.row || !(table || figure.onPage)) return "";
  return pageAddress(`${table}#${row.row}`, location.protocol);
}

/** An amount with its unit, as the page's language puts them together. */
export function amountIn(amount: string, unit: string, lang: string): string {
  if (!unit) return grouped(amount);
  return lang.startsWith("zh") ? `${grouped(amount)} ${unit}` : `${grouped(amount)} (${unit})`;
}
