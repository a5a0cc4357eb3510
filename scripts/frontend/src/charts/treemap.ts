// Areas: one level at a time, so that each has room for its name. What would be too small to be
// read or has no size is listed beneath.

import { grouped, share } from "../shared/amount.js";
import { type Drawing, FONT_SIZE, type Space } from "./drawing.js";
import { type Figure, nameOf } from "./figure.js";
import { type Box, squarify } from "./squarify.js";
import { type Branch, level, markOf, pathOf } from "./tree.js";
import { wrap } from "./wrap.js";

const LINE = 17;
const INSIDE = 8;
const GAP = 2;

interface Cell {
  readonly branch: Branch;
  readonly box: Box;
  readonly lines: readonly string[];
}

/** Draw what stands on one level as areas. */
export function treemap(figure: Figure, space: Space): Drawing {
  const shown = level(figure.rows, space.part);
  const height = Math.round(Math.min(420, Math.max(260, space.width * 0.62)));
  const { cells, small } = laidOut(shown.shown, shown.whole, height, space);
  const colours = colourings(figure, shown.path[0], space);
  return {
    option: { xAxis: hidden, yAxis: hidden, grid, series: [series(cells, colours, space)] },
    height: cells.length > 0 ? height : 0,
    marks: cells.map(({ branch }, at) => markOf(figure, branch, at, shown.whole, space)),
    listed: small.map((branch) => markOf(figure, branch, -1, shown.whole, space)),
    path: pathOf(shown, space),
    ...(shown.differs ? { differs: shown.differs } : {}),
  };
}

const hidden = { type: "value", show: false };
const grid = { left: 0, right: 0, top: 0, bottom: 0 };

/** Give the areas whose words fit; as long as one's don't, the smallest goes to the list. */
function laidOut(shown: readonly Branch[], whole: number, height: number, space: Space) {
  const ordered = [...shown].sort((a, b) => b.amount - a.amount);
  const large = ordered.filter(({ amount }) => amount > 0);
  const room = { x: 0, y: 0, width: space.width, height };
  while (large.length > 0) {
    const boxes = squarify(
      large.map(({ amount }) => amount),
      room,
    );
    const cells = large.flatMap((branch, at) => cellOf(branch, boxes[at], whole, space));
    if (cells.length === large.length) {
      return { cells, small: ordered.filter((branch) => !large.includes(branch)) };
    }
    large.pop();
  }
  return { cells: [], small: ordered };
}

/** Write into an area its name, amount and share, fewer if it is small; none if not even the name fits. */
function cellOf(branch: Branch, box: Box | undefined, whole: number, space: Space): Cell[] {
  if (!box) return [];
  const width = box.width - GAP - 2 * INSIDE;
  const most = Math.floor((box.height - GAP - 2 * INSIDE) / LINE);
  const name = nameOf(branch.row, space.lang) + (branch.parts.length > 0 ? " ›" : "");
  const figures = [grouped(branch.row.amount ?? ""), share(branch.amount, whole)].filter(Boolean);
  if (most < 1 || width < space.measure("字字字")) return [];
  const fitting = figures.every((text) => space.measure(text) <= width) ? figures : [];
  const lines = wrap(name, width, space.measure);
  for (const kept of [fitting, fitting.slice(0, 1), []]) {
    if (lines.length + kept.length <= most) return [{ branch, box, lines: [...lines, ...kept] }];
  }
  const short = wrap(name, width, space.measure, most);
  // what is left of a name has to say something
  return short.join("").length > 5 ? [{ branch, box, lines: short }] : [];
}

function series(cells: readonly Cell[], colours: (branch: Branch) => string, { look }: Space) {
  return {
    type: "custom",
    cursor: "pointer",
    data: cells.map(({ branch }) => [branch.amount, 0]),
    renderItem: ({ dataIndex }: { dataIndex: number }) => {
      const cell = cells[dataIndex];
      if (!cell) return null;
      const { x, y, width, height } = cell.box;
      return {
        type: "rect",
        shape: { x, y, width: width - GAP, height: height - GAP, r: 2 },
        style: { fill: colours(cell.branch) },
        emphasis: { style: { fill: look.ink } },
        textContent: {
          style: {
            text: cell.lines.join("\n"),
            fill: look.on,
            font: `${FONT_SIZE}px ${look.font}`,
            lineHeight: LINE,
          },
          emphasis: { style: { fill: look.surface } },
        },
        textConfig: { position: [INSIDE, INSIDE - 1] },
      };
    },
  };
}

/** Colour what is shown: each part of the whole in its own, and what lies in it alike. */
function colourings(figure: Figure, top: Branch | undefined, { look }: Space) {
  const roots = figure.rows.filter((row) => !row.parent).map((row) => row.row ?? "");
  return (branch: Branch) =>
    look.series[Math.max(0, roots.indexOf(top?.id ?? branch.id)) % look.series.length] ?? look.fill;
}
