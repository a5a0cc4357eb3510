// Draws the charts of a page from the data that the page carries.

import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { bars } from "./charts/bars.js";
import type { Kind } from "./charts/drawing.js";
import { figures } from "./charts/figure.js";
import { Stage } from "./charts/stage.js";

use([BarChart, GridComponent, SVGRenderer]);

const KINDS: Readonly<Record<string, Kind>> = { bars };

const stages = figures(document).flatMap((figure) => {
  const kind = KINDS[figure.kind];
  return kind ? [new Stage(figure, kind)] : [];
});

// Material changes the scheme by an attribute of the body
new MutationObserver(() => {
  for (const stage of stages) stage.redraw();
}).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
