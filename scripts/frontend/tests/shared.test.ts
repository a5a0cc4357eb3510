import assert from "node:assert/strict";
import { test } from "node:test";
import { drawn, grouped, share } from "../src/shared/amount.js";
import { parseCsv } from "../src/shared/csv.js";

test("a CSV is read by its head, quotes and all", () => {
  assert.deepEqual(parseCsv('\uFEFFcode,name\n205,教育支出\n"2,08","a ""b""\nc"\n'), [
    { code: "205", name: "教育支出" },
    { code: "2,08", name: 'a "b"\nc' },
  ]);
});

test("an empty cell at a line's end is a cell, and so is one at the file's end", () => {
  assert.deepEqual(parseCsv("a,b\n1,\n2,"), [
    { a: "1", b: "" },
    { a: "2", b: "" },
  ]);
});

test("a CSV with no rows has none", () => {
  assert.deepEqual(parseCsv("a,b\n"), []);
  assert.deepEqual(parseCsv(""), []);
});

test("a stray quote is refused", () => {
  assert.throws(() => parseCsv('a,b\n1"2,3\n'), /record 2/);
});

test("digits are grouped and kept", () => {
  assert.equal(grouped("1234567.80"), "1,234,567.80");
  assert.equal(grouped("-1000"), "−1,000");
  assert.equal(grouped("0.00"), "0.00");
  assert.equal(grouped("12345678901234567890.12"), "12,345,678,901,234,567,890.12");
});

test("what is no amount is not drawn as nought", () => {
  assert.equal(drawn(""), undefined);
  assert.equal(drawn("-"), undefined);
  assert.equal(drawn("-3.50"), -3.5);
});

test("a share is only said of a part", () => {
  assert.equal(share(1, 3), "33.3%");
  assert.equal(share(1, 1_000_000), "<0.1%");
  assert.equal(share(-1, 3), "");
  assert.equal(share(1, 0), "");
  assert.equal(share(4, 3), "");
});
