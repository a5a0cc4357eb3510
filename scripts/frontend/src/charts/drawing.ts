// What a kind of chart is: from a figure's data, at some width, to what ECharts draws.

import type { EChartsCoreOption } from "echarts/core";
import type { Figure } from "./figure.js";
import type { Look } from "./look.js";
import type { Measure } from "./wrap.js";

/** In pixels, of every word in a drawing. */
export const FONT_SIZE = 13;

/** One thing of a drawing that can be pointed at, be it by mouse, finger or key. */
export interface Mark {
  readonly series: number;
  readonly index: number;
  /** In a flow, whether it is a stream rather than one of its ends. */
  readonly stream?: boolean;
  /** What it is and what was disclosed for it, line by line. */
  readonly lines: readonly string[];
  /** Where more is said about it; nowhere if empty. */
  readonly href: string;
  /** The part of the chart that it opens. */
  readonly opens?: string;
}

export interface Drawing {
  readonly option: EChartsCoreOption;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** Ways from the whole to the part that is shown, the whole first; only where there are parts. */
  readonly path?: readonly { readonly id: string; readonly name: string }[];
  /** What is too small for the drawing, or has no size: to be listed beneath it. */
  readonly listed?: readonly Mark[];
  /** What the parts sum to and what is printed for them, where that differs. */
  readonly differs?: { readonly parts: string; readonly printed: string };
  /** Names of colours, where colours tell things apart. */
  readonly key?: readonly { readonly name: string; readonly colour: string }[];
}

export interface Space {
  readonly width: number;
  readonly lang: string;
  readonly look: Look;
  readonly measure: Measure;
  /** The part to show, by its id; the whole if empty. */
  readonly part: string;
}

export type Kind = (figure: Figure, space: Space) => Drawing;
