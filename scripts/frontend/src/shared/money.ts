// Exact amounts: whole numbers of a hundred-millionth of a yuan, so that every unit of money and
// every digit that was disclosed is a whole number.

import { grouped } from "./amount.js";

const SCALE = 8;
/** Unit of money → how many places its point stands to the left of the yuan's. */
const SHIFT: Readonly<Record<string, number>> = { 元: 0, 千元: 3, 万元: 4, 百万元: 6, 亿元: 8 };
const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Read an amount as disclosed. */
export function exact(text: string, unit: string): bigint {
  const [, sign = "", whole = "", part = ""] = AMOUNT.exec(text) ?? fail(text);
  const places = SCALE + (SHIFT[unit] ?? fail(unit)) - part.length;
  if (places < 0) fail(text);
  return BigInt(sign + whole + part + "0".repeat(places));
}

/** Say how far rounding can have moved an amount as disclosed: half of its last digit. */
export function halfDigit(text: string, unit: string): bigint {
  const part = AMOUNT.exec(text)?.[3] ?? "";
  return 10n ** BigInt(SCALE + (SHIFT[unit] ?? fail(unit)) - part.length) / 2n;
}

/** Write an amount in a unit of money, with two decimals or as many as it takes to be exact. */
export function plain(amount: bigint, unit: string): string {
  const places = SCALE + (SHIFT[unit] ?? fail(unit));
  const digits = `${amount < 0n ? -amount : amount}`.padStart(places + 1, "0");
  const cut = digits.length - places;
  const part = digits.slice(cut).replace(/0+$/, "").padEnd(2, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, cut)}.${part}`;
}

/** The same for people. */
export const printed = (amount: bigint, unit: string): string => grouped(plain(amount, unit));

/** Say which percentage one amount is of another, rounded half up to a tenth; nothing of nothing. */
export function percent(part: bigint, whole: bigint): string {
  if (whole <= 0n) return "";
  const doubled = (part < 0n ? -part : part) * 2000n + whole;
  const tenths = doubled / (whole * 2n);
  const sign = part < 0n && tenths > 0n ? "−" : "";
  return `${sign}${tenths / 10n}.${tenths % 10n}%`;
}

function fail(what: string): never {
  throw new Error(`no amount: ${what}`);
}
