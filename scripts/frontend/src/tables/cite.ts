// A number with everything that is needed to find it again.

import type { Line, Sheet } from "./sheet.js";
import { textOf } from "./sheet.js";
import type { Words } from "./words.js";

export interface Figure {
  /** The number as it stands on the page, and its unit of money if it has one. */
  readonly value: string;
  readonly unit: string;
  /** The number as the document prints it, where the page shows it in another unit. */
  readonly printed?: string | undefined;
}

/** Give the address of a row: that of the published page where it is known. */
export function linkTo(line: Line): string {
  const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
  const page = canonical ?? location.href.replace(/[?#].*$/, "");
  return `${page}#${line.id}`;
}

/** Say what a number is, where it stands and what it was read from. */
export function citation(
  sheet: Sheet,
  line: Line,
  column: number,
  figure: Figure,
  words: Words,
): string {
  const { from = "", sha256 = "", licence = "" } = sheet.table.dataset;
  const shown = words.value(figure.value || words.blank, figure.unit);
  const value = figure.printed ? shown + words.original(figure.printed) : shown;
  const what = [over(line), named(sheet, line), sheet.columns[column]?.title];
  const caption = textOf(
    sheet.table.caption?.firstChild ? titleOf(sheet.table.caption) : undefined,
  );
  const place = line.element.lastElementChild?.textContent?.trim();
  return words.cite(
    value,
    what.filter(Boolean).join(words.within),
    [from, caption, place].filter(Boolean).join(words.within),
    linkTo(line),
    sha256,
    licence,
  );
}

function titleOf(caption: HTMLTableCaptionElement): Element {
  const copy = caption.cloneNode(true) as Element;
  for (const unit of copy.querySelectorAll(".yu-unit")) unit.remove();
  return copy;
}

/** Name a row as it is named on the page, with its code. */
function named(sheet: Sheet, line: Line): string {
  const name = textOf(line.element.querySelector("th") ?? undefined);
  const code = [...line.element.cells].find((_, at) =>
    sheet.table.classList.contains(`c${at + 1}`),
  );
  const text = textOf(code);
  return text ? `${name} ${text}` : name;
}

function over(line: Line): string {
  let top = line;
  while (top.parent) top = top.parent;
  return top.group ? textOf(top.element.cells[0]) : "";
}
