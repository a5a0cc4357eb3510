// Units of money: an amount goes from one to another by moving its point, every digit kept.

/** By how many places the point of an amount in a unit stands left of that in yuan. */
const PLACES = { 元: 0, 千元: 3, 万元: 4, 百万元: 6, 亿元: 8 } as const;

export type Unit = keyof typeof PLACES;

/** The units a reader can choose, with their names in a page's address. */
export const CHOICES: Readonly<Record<string, Unit>> = { yuan: "元", wan: "万元", yi: "亿元" };

const AMOUNT = /^([-−]?)(\d+)(?:\.(\d+))?$/;

export const isUnit = (text: string | undefined): text is Unit =>
  text !== undefined && text in PLACES;

/** Give an amount printed in one unit in another; what is no amount stays as it is. */
export function converted(printed: string, from: Unit, to: Unit): string {
  return shifted(printed, PLACES[from] - PLACES[to]);
}

/** Move the point of a printed amount to the right, or to the left if `places` is negative. */
export function shifted(printed: string, places: number): string {
  const [, sign = "", whole = "", part = ""] = AMOUNT.exec(printed.replaceAll(",", "")) ?? [];
  if (whole === "" || places === 0) return printed;
  const digits = whole + part;
  const point = whole.length + places;
  const padded = point > 0 ? digits.padEnd(point, "0") : "0".repeat(1 - point) + digits;
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, "");
  const right = padded.slice(at);
  return sign + left.replace(/\B(?=(\d{3})+$)/g, ",") + (right && `.${right}`);
}

/** Order amounts by their size, exactly however long they are. */
export function compareAmounts(one: string, other: string): number {
  const [a, b] = [parts(one), parts(other)];
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  const order =
    a.whole.length - b.whole.length || compare(a.whole, b.whole) || compare(a.part, b.part);
  return a.negative ? 0 - order : order;
}

function parts(printed: string) {
  const [, sign, whole = "", part = ""] = AMOUNT.exec(printed.replaceAll(",", "")) ?? [];
  const plain = { whole: whole.replace(/^0+/, ""), part: part.replace(/0+$/, "") };
  return { negative: Boolean(sign) && plain.whole + plain.part !== "", ...plain };
}

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other));

export const isAmount = (text: string) => AMOUNT.test(text.replaceAll(",", ""));
