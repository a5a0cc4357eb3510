// A chart's figure in the page: what kind it is, its data, its words. The page says everything;
// this script only draws it.

import { parseCsv, type Row } from "../shared/csv.js";

export interface Figure {
  readonly element: HTMLElement;
  readonly kind: string;
  readonly rows: readonly Row[];
  readonly title: string;
  /** The main fact, for those who do not see the drawing. */
  readonly fact: string;
  /** Unit of money and the like, as the page words it. */
  readonly unit: string;
  readonly source: string;
  /** Name of an image file, without its ending. */
  readonly file: string;
  /** Address of the table that a row's anchor belongs to. */
  readonly table: string;
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
        kind: element.dataset.chart ?? "",
        rows: parseCsv(csv),
        title,
        fact: text(element, ".yu-chart__fact") || title,
        unit: text(element, ".yu-chart__unit"),
        source: text(element, ".yu-chart__source"),
        file: element.dataset.file ?? "chart",
        table: element.dataset.table ?? "",
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
  return row.row && figure.table ? `${figure.table}#${row.row}` : "";
}
