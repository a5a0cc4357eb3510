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
