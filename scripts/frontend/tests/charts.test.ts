import assert from "node:assert/strict";
import { test } from "node:test";
import { squarify } from "../src/charts/squarify.js";
import { firstChoice, level } from "../src/charts/tree.js";
import { wrap } from "../src/charts/wrap.js";
import { exactSum } from "../src/shared/amount.js";

const wide = (text: string) => [...text].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);

test("Chinese breaks between characters, and never before a closing mark", () => {
  assert.deepEqual(wrap("政府办公厅（室）及相关", 10, wide), ["政府办公厅", "（室）及相", "关"]);
  assert.deepEqual(wrap("支出，其他", 4, wide), ["支", "出，", "其他"]);
});

test("other scripts break between words, and words without end break anyway", () => {
  assert.deepEqual(wrap("General public services", 14, wide), ["General public", "services"]);
  assert.deepEqual(wrap("abcdefghij", 4, wide), ["abcd", "efgh", "ij"]);
});

test("lines too many end in an ellipsis behind a whole character", () => {
  const lines = wrap("一般公共服务支出", 6, wide, 2);
  assert.deepEqual(lines, ["一般公", "共服…"]);
  assert.ok(lines.every((line) => wide(line) <= 6));
});

test("a sum has every digit", () => {
  assert.equal(exactSum(["0.1", "0.2"]), "0.3");
  assert.equal(exactSum(["12345678901234567890.12", "-0.13", "", "-"]), "12345678901234567889.99");
  assert.equal(exactSum(["-1.50", "1.25"]), "-0.25");
  assert.equal(exactSum([]), "0");
});

const ROWS = [
  { row: "r2", parent: "", amount: "10.00" },
  { row: "r3", parent: "r2", amount: "6.00" },
  { row: "r4", parent: "r2", amount: "3.99" },
  { row: "r5", parent: "", amount: "5.00" },
  { row: "r6", parent: "", amount: "" },
];

test("the whole is what the rows without a parent sum to; a blank is no part", () => {
  const whole = level(ROWS, "");
  assert.deepEqual(
    whole.shown.map(({ id }) => id),
    ["r2", "r5"],
  );
  assert.equal(whole.whole, 15);
  assert.equal(whole.differs, undefined);
});

test("parts that do not sum to what is printed are told", () => {
  const part = level(ROWS, "r2");
  assert.equal(part.whole, 10);
  assert.deepEqual(part.differs, { parts: "9.99", printed: "10.00" });
  assert.deepEqual(
    part.path.map(({ id }) => id),
    ["r2"],
  );
});

test("a part that is none, or has none, shows the whole", () => {
  assert.equal(level(ROWS, "r5").path.length, 0);
  assert.equal(level(ROWS, "nothing").path.length, 0);
});

test("with negative amounts there are no shares", () => {
  assert.equal(level([...ROWS, { row: "r7", parent: "", amount: "-1.00" }], "").whole, 0);
});

test("areas fill the room in proportion and do not overlap", () => {
  const sizes = [6, 6, 4, 3, 2, 2, 1];
  const boxes = squarify(sizes, { x: 0, y: 0, width: 600, height: 400 });
  boxes.forEach((box, at) => {
    assert.ok(Math.abs(box.width * box.height - (sizes[at] ?? 0) * 10_000) < 1e-6);
    assert.ok(box.x >= 0 && box.y >= 0);
    assert.ok(box.x + box.width <= 600 + 1e-6 && box.y + box.height <= 400 + 1e-6);
    for (const other of boxes.slice(at + 1)) {
      const apart =
        box.x + box.width <= other.x + 1e-6 ||
        other.x + other.width <= box.x + 1e-6 ||
        box.y + box.height <= other.y + 1e-6 ||
        other.y + other.height <= box.y + 1e-6;
      assert.ok(apart);
    }
  });
});

test("a level of one thing alone is passed, and one that holds no more is not", () => {
  const inside = [
    { row: "r1", parent: "", amount: "3" },
    { row: "r2", parent: "r1", amount: "1" },
    { row: "r3", parent: "r1", amount: "2" },
  ];
  assert.equal(firstChoice(inside), "r1");
  assert.equal(firstChoice(ROWS), "");
  assert.equal(firstChoice([{ row: "r1", parent: "", amount: "3" }]), "");
});
