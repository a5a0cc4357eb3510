// Where the money comes from and what it is for: streams from left to right. Only made of data in
// which each stream was disclosed.

import { drawn, exactSum, grouped } from "../shared/amount.js";
import type { Row } from "../shared/csv.js";
import { type Drawing, FONT_SIZE, type Mark, type Space } from "./drawing.js";
import { amountIn, type Figure, linkOf, nameOf } from "./figure.js";
import { wrap } from "./wrap.js";

const LINE = 17;
const THICK = 14;

interface End {
  readonly id: string;
  readonly name: string;
  readonly amount: string;
  readonly income: boolean;
}

/** Draw the streams that have a size. */
export function flow(figure: Figure, space: Space): Drawing {
  const rows = figure.rows.filter((row) => (drawn(row.amount ?? "") ?? 0) > 0);
  const rest = figure.rows.filter((row) => !rows.includes(row));
  const ends = [...endsOf(rows, "source", space), ...endsOf(rows, "target", space)];
  const room = (space.width - 2 * THICK) * 0.42;
  const fullest = Math.max(...["source", "target"].map((side) => names(rows, side).length));
  return {
    option: {
      series: [
        {
          type: "sankey",
          animation: false, // its curtain would stay half drawn where it is drawn anew meanwhile
          left: 1,
          right: 1,
          top: 12,
          bottom: 26,
          nodeWidth: THICK,
          nodeGap: 40,
          draggable: false,
          layoutIterations: 0,
          emphasis: { focus: "adjacency" },
          lineStyle: { color: "gradient", opacity: 0.28 },
          label: { color: space.look.ink, fontSize: FONT_SIZE, lineHeight: LINE },
          data: ends.map((end, at) => ({
            name: end.id,
            itemStyle: { color: space.look.series[at % space.look.series.length] },
            label: {
              position: end.income ? "right" : "left",
              formatter: [...wrap(end.name, room, space.measure, 2), grouped(end.amount)].join(
                "\n",
              ),
            },
          })),
          links: rows.map((row) => ({
            source: `from ${row.source}`,
            target: `to ${row.target}`,
            value: drawn(row.amount ?? ""),
          })),
        },
      ],
    },
    height: Math.max(280, fullest * 74),
    marks: [
      ...ends.map((end, at) => endMark(figure, end, at, space)),
      ...rows.map((row, at) => streamMark(figure, row, at, space)),
    ],
    listed: rest.map((row) => streamMark(figure, row, -1, space)),
  };
}

const names = (rows: readonly Row[], side: string) => [
  ...new Set(rows.map((row) => row[side] ?? "")),
];

function endsOf(rows: readonly Row[], side: "source" | "target", space: Space): End[] {
  return names(rows, side).map((name) => {
    const own = rows.filter((row) => row[side] === name);
    return {
      id: `${side === "source" ? "from" : "to"} ${name}`,
      name: nameOf(own[0] ?? {}, space.lang, side),
      amount: exactSum(own.map((row) => row.amount ?? "")),
      income: side === "source",
    };
  });
}

function endMark(figure: Figure, end: End, index: number, { lang }: Space): Mark {
  return { series: 0, index, lines: [end.name, amountIn(end.amount, figure.unit, lang)], href: "" };
}

function streamMark(figure: Figure, row: Row, index: number, { lang }: Space): Mark {
  const lines = [
    `${nameOf(row, lang, "source")} → ${nameOf(row, lang, "target")}`,
    amountIn(row.amount ?? "", figure.unit, lang),
  ];
  return { series: 0, index, stream: true, lines, href: linkOf(figure, row) };
}
