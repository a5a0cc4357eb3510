// Bars that lie, so that long names can be read: the name and the amount above, the bar beneath.

import { drawn, grouped, share } from "../shared/amount.js";
import type { Row } from "../shared/csv.js";
import type { Drawing, Mark, Space } from "./drawing.js";
import { type Figure, linkOf, nameOf } from "./figure.js";
import { wrap } from "./wrap.js";

const FONT = 13;
const LINE = 18;
const BAR = 10;
const GAP = 14;

/** Draw the rows that stand on no other's shoulders, in the order of the data. */
export function bars(figure: Figure, space: Space): Drawing {
  const rows = figure.rows.filter((row) => !row.parent && drawn(row.amount ?? "") !== undefined);
  const amounts = rows.map((row) => drawn(row.amount ?? "") ?? 0);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0);
  const values = rows.map((row, at) => value(row, amounts[at] ?? 0, whole));
  const room = space.width - Math.max(...values.map((text) => space.measure(text)), 0) - 24;
  const names = rows.map((row) => wrap(nameOf(row, space.lang), room, space.measure));
  const most = Math.max(1, ...names.map((lines) => lines.length));
  const band = most * LINE + BAR + GAP;
  return {
    option: option(names, values, amounts, space, most),
    height: rows.length * band + 4,
    marks: rows.map((row, at) => mark(figure, row, at, values[at] ?? "", space)),
  };
}

function value(row: Row, amount: number, whole: number): string {
  return [grouped(row.amount ?? ""), share(amount, whole)].filter(Boolean).join("  ");
}

function mark(figure: Figure, row: Row, index: number, text: string, space: Space): Mark {
  const lines = [nameOf(row, space.lang), `${text} ${figure.unit}`];
  return { series: 0, index, lines, href: linkOf(figure, row) };
}

function option(
  names: string[][],
  values: string[],
  amounts: number[],
  { look }: Space,
  most: number,
): Drawing["option"] {
  const axis = {
    type: "category",
    inverse: true,
    axisLine: { show: false, onZero: false },
    axisTick: { show: false },
  };
  const label = {
    inside: true,
    margin: 0,
    fontSize: FONT,
    lineHeight: LINE,
    interval: 0,
    verticalAlign: "bottom",
    padding: [0, 0, BAR / 2 + 3, 0],
  };
  return {
    grid: { left: 2, right: 2, top: (most * LINE) / 2, bottom: 0 },
    xAxis: {
      type: "value",
      show: false,
      min: Math.min(0, ...amounts),
      max: Math.max(0, ...amounts) || 1,
    },
    yAxis: [
      {
        ...axis,
        data: names.map((lines) => lines.join("\n")),
        axisLabel: { ...label, align: "left", color: look.ink },
      },
      {
        ...axis,
        position: "right",
        data: values,
        axisLabel: { ...label, align: "right", color: look.ink, fontWeight: 600 },
      },
    ],
    series: [
      {
        type: "bar",
        barWidth: BAR,
        showBackground: true,
        backgroundStyle: { color: look.soft, borderRadius: BAR / 2 },
        emphasis: { itemStyle: { color: look.ink } },
        data: amounts.map((amount) => ({
          value: amount,
          itemStyle: { color: amount < 0 ? look.against : look.fill, borderRadius: BAR / 2 },
        })),
      },
    ],
  };
}
