// Bars that lie, so that long names can be read: the name and the amount above, the bar beneath.

import { grouped, share } from "../shared/amount.js";
import { type Drawing, FONT_SIZE, type Space } from "./drawing.js";
import { type Figure, nameOf } from "./figure.js";
import { type Branch, level, markOf, pathOf } from "./tree.js";
import { wrap } from "./wrap.js";

const LINE = 18;
const BAR = 10;
const GAP = 12;
/** The most bars that are still looked at one by one; smaller ones are listed. */
const MOST = 20;

/** Draw what stands on one level, the largest first. */
export function bars(figure: Figure, space: Space): Drawing {
  const shown = level(figure.rows, space.part);
  const all = [...shown.shown].sort((a, b) => b.amount - a.amount);
  const ordered = all.slice(0, MOST);
  const values = ordered.map(({ row, amount }) =>
    [grouped(row.amount ?? ""), share(amount, shown.whole)].filter(Boolean).join("   "),
  );
  const room = space.width - Math.max(...values.map(space.measure), 0) * 1.08 - 16;
  const names = ordered.map(({ row, parts }) =>
    wrap(nameOf(row, space.lang) + (parts.length > 0 ? " ›" : ""), room, space.measure),
  );
  const most = Math.max(1, ...names.map((lines) => lines.length));
  return {
    option: option(names, values, ordered, space, most),
    height: ordered.length * (most * LINE + BAR + GAP) + 2,
    marks: ordered.map((branch, at) => markOf(figure, branch, at, shown.whole, space)),
    listed: all.slice(MOST).map((branch) => markOf(figure, branch, -1, shown.whole, space)),
    path: pathOf(shown, space),
    ...(shown.differs ? { differs: shown.differs } : {}),
  };
}

function option(
  names: string[][],
  values: string[],
  shown: readonly Branch[],
  { look }: Space,
  most: number,
): Drawing["option"] {
  const amounts = shown.map(({ amount }) => amount);
  return {
    // a band holds the lines of its name, then the bar: the bar stands below the band's middle
    grid: {
      left: 1,
      right: 1,
      top: (most * LINE) / 2,
      height: shown.length * (most * LINE + BAR + GAP),
    },
    xAxis: {
      type: "value",
      show: false,
      min: Math.min(0, ...amounts),
      max: Math.max(0, ...amounts) || 1,
    },
    yAxis: [
      { ...axis(names.map((lines) => lines.join("\n"))), axisLabel: label("left", look.ink) },
      { ...axis(values), position: "right", axisLabel: { ...label("right", look.ink) } },
    ],
    series: [
      {
        type: "bar",
        barWidth: BAR,
        cursor: "pointer",
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

const axis = (data: string[]) => ({
  type: "category",
  inverse: true,
  axisLine: { show: false, onZero: false },
  axisTick: { show: false },
  splitLine: { show: false },
  data,
});

const label = (align: "left" | "right", color: string) => ({
  inside: true,
  margin: 0,
  interval: 0,
  hideOverlap: false,
  fontSize: FONT_SIZE,
  lineHeight: LINE,
  verticalAlign: "bottom",
  padding: [0, 0, BAR / 2 + 2, 0],
  align,
  color,
});
