// Draws the charts of a page from the data that the page carries.

import { BarChart, CustomChart, SankeyChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { bars } from "./charts/bars.js";
import { pair, trend } from "./charts/columns.js";
import type { Kind } from "./charts/drawing.js";
import { figures } from "./charts/figure.js";
import { flow } from "./charts/flow.js";
import { offerImages } from "./charts/image.js";
import { Stage } from "./charts/stage.js";
import { treemap } from "./charts/treemap.js";

use([
  AriaComponent,
  BarChart,
  CustomChart,
  GridComponent,
  SVGRenderer,
  SankeyChart,
  TooltipComponent,
]);

const KINDS: Readonly<Record<string, Kind>> = { bars, flow, pair, treemap, trend };

const stages = figures(document).map((figure) => {
  const stage = new Stage(figure, ways(figure.kinds));
  offerImages(figure, stage);
  return stage;
});

function ways(names: readonly string[]): ReadonlyMap<string, Kind> {
  return new Map(
    names.map((name) => {
      const kind = KINDS[name];
      if (!kind) throw new Error(`no chart of the kind ${name}`);
      return [name, kind];
    }),
  );
}

// where there is no room for both, the drawing stands there and the table waits to be unfolded
const narrow = matchMedia("(max-width: 44.99em)");
const fold = (): void => {
  for (const table of document.querySelectorAll<HTMLDetailsElement>("details.yu-chart__table")) {
    table.open = !narrow.matches;
  }
};
narrow.addEventListener("change", fold);
fold();

// Material changes the scheme by an attribute of the body
new MutationObserver(() => {
  for (const stage of stages) stage.redraw();
}).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
