// Amounts stay the texts that were printed; numbers are only made of them to draw lengths.

const AMOUNT = /^-?\d+(\.\d+)?$/;

/** Give the number to draw for an amount, or none where none was disclosed. */
export function drawn(amount: string): number | undefined {
  return AMOUNT.test(amount) ? Number(amount) : undefined;
}

/** Group the digits of an amount by thousands, keeping each of them. */
export function grouped(amount: string): string {
  const [whole = "", part] = amount.replace(/^-/, "").split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return amount.startsWith("-") ? `−${digits}` : digits;
}

/** Say which part of a whole an amount is, to a tenth of a percent; nothing where that has no sense. */
export function share(amount: number, whole: number): string {
  if (whole <= 0 || amount < 0 || amount > whole) return "";
  const percent = (amount / whole) * 100;
  return amount > 0 && percent < 0.05 ? "<0.1%" : `${percent.toFixed(1)}%`;
}

/** Add amounts to the last digit; what is no amount adds nothing. */
export function exactSum(amounts: readonly string[]): string {
  const given = amounts.filter((amount) => AMOUNT.test(amount));
  const places = Math.max(0, ...given.map((amount) => amount.split(".")[1]?.length ?? 0));
  const sum = given.reduce((total, amount) => total + scaled(amount, places), 0n);
  const digits = `${sum < 0n ? -sum : sum}`.padStart(places + 1, "0");
  const cut = digits.length - places;
  const sign = sum < 0n ? "-" : "";
  return sign + digits.slice(0, cut) + (places ? `.${digits.slice(cut)}` : "");
}

function scaled(amount: string, places: number): bigint {
  const [whole = "", part = ""] = amount.split(".");
  return BigInt(whole + part.padEnd(places, "0"));
}
