// Several amounts for the same thing: over years as columns that stand, or budget against final
// account as bars that lie.

import { drawn, grouped } from "../shared/amount.js";
import type { Row } from "../shared/csv.js";
import { type Drawing, FONT_SIZE, type Mark, type Space } from "./drawing.js";
import { amountIn, type Figure, linkOf, nameOf } from "./figure.js";
import { wrap } from "./wrap.js";

const LINE = 18;
const BAR = 9;
const WIDEST = 88;
/** The part of the width that parts years from one another. */
const BETWEEN = 0.28;

interface Sets {
  readonly things: readonly string[];
  readonly series: readonly string[];
  readonly at: (thing: number, series: number) => Row | undefined;
}

/** Years from left to right, a column for each thing disclosed in them. */
export function trend(figure: Figure, space: Space): Drawing {
  const sets = setsOf(figure.rows, (row) => row.year ?? "", space);
  const { look, width } = space;
  const room = (width * (1 - BETWEEN)) / (sets.things.length * sets.series.length || 1);
  const label = (row: Row) => grouped(row.amount ?? "");
  const wide = Math.max(...figure.rows.map((row) => space.measure(label(row))), 0) + 8;
  // where the amounts have no room side by side, the years stand one above the other
  if (room < wide) return lying(figure, sets, space);
  return {
    option: {
      grid: { left: 4, right: 4, top: 26, bottom: 26 },
      xAxis: {
        type: "category",
        data: [...sets.things],
        axisTick: { show: false },
        axisLine: { lineStyle: { color: look.line } },
        axisLabel: { color: look.ink, fontSize: FONT_SIZE, interval: 0, hideOverlap: false },
      },
      yAxis: { type: "value", show: false },
      series: seriesOf(sets, space, (row) => ({
        show: true,
        position: (drawn(row.amount ?? "") ?? 0) < 0 ? "bottom" : "top",
        color: look.ink,
        fontSize: FONT_SIZE,
        formatter: label(row),
      })).map((series) => ({
        ...series,
        barMaxWidth: WIDEST,
        barGap: "8%",
        barCategoryGap: `${BETWEEN * 100}%`,
      })),
    },
    height: 260,
    marks: marksOf(figure, sets, space),
    key: keyOf(sets, space),
  };
}

/** One thing above the other, in each the amounts to compare, one below the other. */
export function pair(figure: Figure, space: Space): Drawing {
  return lying(
    figure,
    setsOf(figure.rows, (row) => nameOf(row, space.lang), space),
    space,
  );
}

function lying(figure: Figure, sets: Sets, space: Space): Drawing {
  const { look, width, measure } = space;
  const amounts = figure.rows.map((row) => drawn(row.amount ?? "") ?? 0);
  const labels = figure.rows.map((row) => measure(grouped(row.amount ?? "")));
  const names = sets.things.map((name) => wrap(name, width - 8, measure));
  const most = Math.max(1, ...names.map((lines) => lines.length));
  const bundle = sets.series.length * (BAR + 7);
  const band = most * LINE + bundle + 16;
  return {
    option: {
      grid: {
        left: 1,
        right: Math.max(...labels, 0) + 10,
        top: (most * LINE) / 2,
        height: sets.things.length * band,
      },
      xAxis: {
        type: "value",
        show: false,
        min: Math.min(0, ...amounts),
        max: Math.max(0, ...amounts) || 1,
      },
      yAxis: {
        type: "category",
        inverse: true,
        data: names.map((lines) => lines.join("\n")),
        axisLine: { show: false, onZero: false },
        axisTick: { show: false },
        axisLabel: {
          inside: true,
          margin: 0,
          interval: 0,
          hideOverlap: false,
          fontSize: FONT_SIZE,
          lineHeight: LINE,
          align: "left",
          verticalAlign: "bottom",
          padding: [0, 0, bundle / 2 + 2, 0],
          color: look.ink,
        },
      },
      series: seriesOf(sets, space, (row) => ({
        show: true,
        position: "right",
        color: look.ink,
        fontSize: FONT_SIZE,
        formatter: grouped(row.amount ?? ""),
      })).map((series) => ({ ...series, barWidth: BAR, barGap: `${(7 / BAR) * 100}%` })),
    },
    height: sets.things.length * band + 2,
    marks: marksOf(figure, sets, space),
    key: keyOf(sets, space),
  };
}

function setsOf(rows: readonly Row[], thing: (row: Row) => string, { lang }: Space): Sets {
  const things = [...new Set(rows.map(thing))];
  const series = [...new Set(rows.map((row) => nameOf(row, lang, "series")))];
  const found = new Map(
    rows.map((row) => [JSON.stringify([thing(row), nameOf(row, lang, "series")]), row]),
  );
  return { things, series, at: (t, s) => found.get(JSON.stringify([things[t], series[s]])) };
}

function seriesOf(sets: Sets, { look }: Space, label: (row: Row) => object): object[] {
  return sets.series.map((_, s) => ({
    type: "bar",
    cursor: "pointer",
    itemStyle: { color: look.series[s % look.series.length], borderRadius: 2 },
    emphasis: { itemStyle: { color: look.ink } },
    data: sets.things.map((_, t) => {
      const row = sets.at(t, s);
      const value = drawn(row?.amount ?? "");
      return row && value !== undefined ? { value, label: label(row) } : { value: "-" };
    }),
  }));
}

function marksOf(figure: Figure, sets: Sets, { lang }: Space): Mark[] {
  return sets.things.flatMap((thing, t) =>
    sets.series.flatMap((_, s) => {
      const row = sets.at(t, s);
      if (drawn(row?.amount ?? "") === undefined || !row) return [];
      const lines = [
        [thing, nameOf(row, lang, "series")].join(" · "),
        amountIn(row.amount ?? "", figure.unit, lang),
      ];
      return [{ series: s, index: t, lines, href: linkOf(figure, row) }];
    }),
  );
}

function keyOf({ series }: Sets, { look }: Space) {
  return series.length < 2
    ? []
    : series.map((name, s) => ({ name, colour: look.series[s % look.series.length] ?? look.fill }));
}
