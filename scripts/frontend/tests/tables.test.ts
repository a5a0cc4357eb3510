import assert from "node:assert/strict";
import { test } from "node:test";
import { parentsOf } from "../src/tables/nesting.js";
import { queryOf, viewOf } from "../src/tables/place.js";
import { CHOICES, compareAmounts, converted, isAmount, shifted } from "../src/tables/units.js";

test("the point moves and every digit stays", () => {
  assert.equal(shifted("2,692.18", 4), "26,921,800");
  assert.equal(shifted("2,692.18", -4), "0.269218");
  assert.equal(shifted("2,692.180", -4), "0.2692180");
  assert.equal(shifted("0.05", 1), "0.5");
  assert.equal(shifted("0.005", 1), "0.05");
  assert.equal(shifted("12", -1), "1.2");
  assert.equal(shifted("12", -2), "0.12");
  assert.equal(shifted("12", -5), "0.00012");
  assert.equal(shifted("-1,234.5", 4), "-12,345,000");
  assert.equal(shifted("−1,234.5", -4), "−0.12345");
});

test("nought stays nought", () => {
  assert.equal(shifted("0.00", 4), "0");
  assert.equal(shifted("0.00", -4), "0.000000");
  assert.equal(shifted("0", 4), "0");
});

test("amounts longer than a float holds are exact", () => {
  assert.equal(
    converted("12,345,678,901,234,567,890.123456", "万元", "元"),
    "123,456,789,012,345,678,901,234.56",
  );
  assert.equal(converted("90,071,992,547,409.93", "元", "亿元"), "900,719.9254740993");
});

test("what is no amount stays as it is printed", () => {
  for (const text of ["", "-", "——", "12.3.4", "1,2x"]) {
    assert.equal(converted(text, "万元", "元"), text);
    assert.equal(isAmount(text), false);
  }
});

test("there and back again is the same size, whatever the unit", () => {
  const units = Object.values(CHOICES);
  for (const printed of ["1", "0.01", "10.10", "-3,000.5", "99,999,999.99", "0.00"]) {
    for (const from of units) {
      assert.equal(converted(printed, from, from), printed);
      for (const to of units) {
        const back = converted(converted(printed, from, to), to, from);
        assert.equal(compareAmounts(back, printed), 0, `${printed} ${from} ${to} ${back}`);
      }
    }
  }
});

test("amounts are ordered by size and not by their letters", () => {
  const ordered = [
    "-10",
    "-9.99",
    "0.00",
    "0.001",
    "2",
    "10.0",
    "10.01",
    "9,007,199,254,740,993",
    "9,007,199,254,740,994",
  ];
  for (const [at, one] of ordered.entries()) {
    for (const [beside, other] of ordered.entries()) {
      assert.equal(
        Math.sign(compareAmounts(one, other)),
        Math.sign(at - beside),
        `${one} ${other}`,
      );
    }
  }
  assert.equal(compareAmounts("-0.00", "0"), 0);
});

const row = (level: number, sum = false) => ({ level, sum });

test("rows stand under the nearest row before them of a lower level", () => {
  assert.deepEqual(
    parentsOf([row(0, true), row(1), row(2), row(3), row(2), row(1)]),
    [-1, 0, 1, 2, 1, 0],
  );
});

test("a sum that closes a list is above nothing, and ends what is open", () => {
  assert.deepEqual(
    parentsOf([row(1), row(2), row(0, true), row(1), row(0, true)]),
    [-1, 0, -1, -1, -1],
  );
});

test("rows without levels stand beside each other", () => {
  assert.deepEqual(parentsOf([row(0), row(0), row(0)]), [-1, -1, -1]);
});

test("a view is said in the address and read from it again, beside what else is said there", () => {
  const view = {
    words: "教育 205",
    sorting: { column: 2, descending: true },
    level: 1,
    unit: "亿元",
  } as const;
  const query = queryOf(view, "?h=word");
  assert.deepEqual(viewOf(query), view);
  assert.equal(new URLSearchParams(query).get("h"), "word");
  assert.equal(queryOf(viewOf(""), query), "h=word");
});

test("nonsense in an address counts as not said", () => {
  const nothing = { words: "", sorting: undefined, level: undefined, unit: undefined };
  assert.deepEqual(viewOf("?sort=0&level=x&unit=__proto__"), nothing);
  assert.deepEqual(viewOf("?sort=total&level=12&unit=dollar"), nothing);
  assert.deepEqual(viewOf("?unit=constructor&sort=--1"), nothing);
});
