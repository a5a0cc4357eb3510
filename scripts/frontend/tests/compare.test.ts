import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Chosen,
  cautions,
  csvOf,
  difference,
  lines,
  type Measure,
} from "../src/compare/model.js";
import type { Words } from "../src/compare/words.js";
import { exact, halfDigit, percent, plain, printed } from "../src/shared/money.js";

const MEASURES: Measure[] = [
  ["total", "headline", "Total"],
  ["basic", "headline", "Basic"],
  ["function/207", "function", "Culture"],
  ["function/221", "function", "Housing"],
];
const wish = { group: "headline", unit: "万元", share: false, difference: false, sort: undefined };

function chosen(slug: string, told: Partial<Chosen> = {}): Chosen {
  return {
    slug,
    name: ["馆", "Museum"],
    year: 2023,
    phase: "budget",
    scope: "unit",
    measures: {
      total: ["900.10", "万元", "expenditure-summary", 1],
      "function/207": ["800.10", "万元", "expenditure-summary", 2],
      "function/221": ["100.00", "万元", "expenditure-summary", 3],
    },
    ...told,
  };
}

test("an amount is the same in every unit of money, to its last digit", () => {
  const amount = exact("12345678901234567.89", "万元");
  assert.equal(plain(amount, "万元"), "12345678901234567.89");
  assert.equal(plain(amount, "元"), "123456789012345678900.00");
  assert.equal(plain(exact("5", "元"), "亿元"), "0.00000005");
  assert.equal(printed(exact("-1234.5", "元"), "元"), "−1,234.50");
  assert.equal(exact("1.00", "亿元"), exact("10000", "万元"));
  assert.throws(() => exact("1e3", "元"));
  assert.throws(() => exact("1", "美元"));
});

test("what rounding can hide is half of the last digit", () => {
  assert.equal(plain(halfDigit("2692.18", "万元"), "元"), "50.00");
  assert.equal(plain(halfDigit("3", "万元"), "元"), "5000.00");
});

test("a percentage is rounded half up, and is none of nothing", () => {
  assert.equal(percent(1n, 3n), "33.3%");
  assert.equal(percent(5n, 10000n), "0.1%");
  assert.equal(percent(-1n, 3n), "−33.3%");
  assert.equal(percent(1n, 0n), "");
});

test("measures stand side by side with the address of each row", () => {
  const found = lines([chosen("a/2023-budget")], MEASURES, wish);
  assert.deepEqual(
    found.map(({ name }) => name),
    ["total"],
  );
  assert.deepEqual(found[0]?.cells, [
    { text: "900.10", csv: "900.10", link: "units/a/2023-budget/expenditure-summary/#r1" },
  ]);
});

test("what a document does not have stays blank and is told", () => {
  const other = chosen("b/2023-budget", { measures: { basic: ["7", "元", "t", 1] } });
  const found = lines([chosen("a/2023-budget"), other], MEASURES, wish);
  assert.equal(found[0]?.cells[1]?.text, "");
  assert.equal(found[0]?.differences[1], "");
});

test("rows are sorted by one package, what it lacks last", () => {
  const other = chosen("b/2023-budget", { measures: { "function/221": ["1", "元", "t", 1] } });
  const found = lines([chosen("a/2023-budget"), other], MEASURES, {
    ...wish,
    group: "function",
    sort: 1,
  });
  assert.deepEqual(
    found.map(({ name }) => name),
    ["function/221", "function/207"],
  );
});

test("shares are of the package's own total", () => {
  const found = lines([chosen("a/2023-budget")], MEASURES, {
    ...wish,
    group: "function",
    share: true,
  });
  assert.deepEqual(
    found.map(({ cells }) => cells[0]?.text),
    ["88.9%", "11.1%"],
  );
});

test("a difference is exact and signed", () => {
  assert.equal(difference(exact("100", "元"), exact("150.01", "元"), "元"), "+50.01 (+50.0%)");
  assert.equal(difference(exact("100", "元"), exact("50", "元"), "元"), "−50.00 (−50.0%)");
  assert.equal(difference(undefined, 1n, "元"), "");
});

test("what keeps two from being compared is told", () => {
  const say: Words = {
    phase: "phase",
    scope: (list: string) => `scope ${list}`,
    unknownScope: "unknown",
    names: (list: string) => `names ${list}`,
    rounding: (name: string, amount: string) => `rounding ${name} ${amount}`,
    missing: (name: string, count: number) => `missing ${name} ${count}`,
    tables: (measure: string) => `tables ${measure}`,
    shares: "shares",
    list: ",",
    scopes: { unit: "unit", department: "department" },
  } as unknown as Words;
  const one = chosen("a/2023-budget");
  const other = chosen("a/2023-final", {
    phase: "final",
    scope: "department",
    name: ["新馆", ""],
    measures: { total: ["9001000.00", "元", "revenue-expenditure-summary", 9] },
  });
  const all = cautions(
    [one, other],
    MEASURES,
    { ...wish, share: true },
    ["A", "B"],
    say,
    (unit) => unit,
  );
  assert.deepEqual(all, [
    "phase",
    "scope A — unit,B — department",
    "names 馆,新馆",
    "tables Total",
    "rounding A 50 元",
    "shares",
  ]);
  assert.deepEqual(cautions([one, one], MEASURES, wish, ["A", "A"], say, (unit) => unit).length, 1);
});

test("the CSV carries exact amounts and no formula", () => {
  const found = lines([chosen("a/2023-budget")], [["total", "headline", '=cmd(),"x"']], wish);
  assert.equal(csvOf(["项目", "A"], found), '\uFEFF项目,A\n"\'=cmd(),""x""",900.10\n');
});
