// The unit of money in which a table is shown. The printed one is where it starts from.

import { numberOf, type Sheet } from "./sheet.js";
import { converted, isAmount, type Unit } from "./units.js";
import type { Words } from "./words.js";

/** Shows the amounts of a table in a unit, each out of its printed digits. */
export class Money {
  readonly #sheet: Sheet;
  readonly #words: Words;
  readonly #note: Element | null;
  readonly #noted: string;
  readonly #printed = new Map<Text, string>();
  unit: Unit | undefined;

  constructor(sheet: Sheet, words: Words) {
    this.#sheet = sheet;
    this.#words = words;
    this.#note = sheet.table.querySelector("caption .yu-unit");
    this.#noted = this.#note?.textContent ?? "";
    this.unit = sheet.unit;
  }

  show(unit: Unit | undefined): void {
    const from = this.#sheet.unit;
    if (!from || !unit || unit === this.unit) return;
    if (this.#printed.size === 0) this.#gather();
    this.unit = unit;
    for (const [node, printed] of this.#printed) node.data = converted(printed, from, unit);
    if (this.#note)
      this.#note.textContent = unit === from ? this.#noted : this.#converted(from, unit);
  }

  /** The printed digits of an amount that is shown in another unit. */
  printed(cell: Element): string | undefined {
    const node = this.unit === this.#sheet.unit ? undefined : numberOf(cell);
    return node && this.#printed.get(node);
  }

  #converted(from: Unit, to: Unit): string {
    return this.#words.convertedFrom(this.#words.unit(to), this.#words.unit(from));
  }

  #gather(): void {
    const at = this.#sheet.columns.flatMap((column, position) => (column.amount ? [position] : []));
    for (const line of this.#sheet.all) {
      for (const position of line.group ? [] : at) {
        const cell = line.element.cells[position];
        const node = cell && numberOf(cell);
        if (node && isAmount(node.data.trim())) this.#printed.set(node, node.data.trim());
      }
    }
  }
}
