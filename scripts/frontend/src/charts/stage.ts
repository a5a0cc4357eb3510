// The place a chart is drawn in: drawn anew when the page's width or colours change, and walked by
// mouse, finger and keys alike.

import { type EChartsType, init } from "echarts/core";
import type { Drawing, Kind, Mark } from "./drawing.js";
import type { Figure } from "./figure.js";
import { type Look, lookAt } from "./look.js";
import { words } from "./words.js";
import { measureIn } from "./wrap.js";

export const FONT_SIZE = 13;

/** Draw a figure into its page, and keep it drawn. */
export class Stage {
  readonly #figure: Figure;
  readonly #kind: Kind;
  readonly #frame = document.createElement("div");
  readonly #plot = document.createElement("div");
  readonly #tip = document.createElement("p");
  readonly #chart: EChartsType;
  #marks: readonly Mark[] = [];
  #part = "";
  #at = -1;
  #width = 0;

  constructor(figure: Figure, kind: Kind) {
    this.#figure = figure;
    this.#kind = kind;
    this.#frame.className = "yu-chart__stage";
    this.#frame.tabIndex = 0;
    this.#frame.setAttribute("role", "group");
    this.#frame.setAttribute("aria-label", `${figure.title}${words().keys}`);
    this.#plot.setAttribute("role", "img");
    this.#plot.setAttribute("aria-label", figure.fact);
    this.#tip.className = "yu-chart__tip";
    this.#tip.setAttribute("aria-live", "polite");
    this.#frame.append(this.#plot, this.#tip);
    figure.element.querySelector("figcaption")?.after(this.#frame);
    this.#chart = init(this.#plot, null, { renderer: "svg", width: 300, height: 100 });
    this.#listen();
    new ResizeObserver(() => this.#resized()).observe(this.#frame);
    this.#resized();
  }

  /** Draw anew, where the colours have changed. */
  redraw(): void {
    this.#draw(lookAt(this.#frame));
  }

  #resized(): void {
    const width = Math.floor(this.#frame.clientWidth);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.redraw();
  }

  #draw(look: Look): void {
    const lang = document.documentElement.lang;
    const measure = measureIn(`${FONT_SIZE}px ${look.font}`);
    const space = { width: this.#width, lang, look, measure, part: this.#part };
    const drawing = this.#kind(this.#figure, space);
    this.#marks = drawing.marks;
    this.#chart.resize({ width: this.#width, height: drawing.height });
    this.#chart.setOption(whole(drawing, look), { notMerge: true });
    this.#point(-1);
  }

  #listen(): void {
    this.#chart.on("click", (event) => this.#open(this.#markOf(event)));
    this.#chart.on("mouseover", (event) => this.#point(this.#markOf(event)));
    this.#chart.on("globalout", () => this.#point(-1));
    this.#frame.addEventListener("keydown", (event) => this.#key(event));
    this.#frame.addEventListener("blur", () => this.#point(-1));
  }

  #markOf(event: { seriesIndex?: number; dataIndex?: number }): number {
    return this.#marks.findIndex(
      (mark) => mark.series === event.seriesIndex && mark.index === event.dataIndex,
    );
  }

  #key(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step && this.#marks.length > 0) {
      const from = this.#at < 0 && step < 0 ? 0 : this.#at;
      this.#point((from + step + this.#marks.length) % this.#marks.length);
    } else if (event.key === "Enter" && this.#at >= 0) {
      this.#open(this.#at);
    } else if (event.key === "Escape" && this.#at >= 0) {
      this.#point(-1);
    } else {
      return;
    }
    event.preventDefault();
  }

  /** Mark one thing of the chart and say what it is; none at -1. */
  #point(at: number): void {
    this.#chart.dispatchAction({ type: "downplay" });
    this.#at = at;
    const mark = this.#marks[at];
    this.#tip.textContent = mark ? mark.lines.join(" · ") : "";
    if (mark) {
      this.#chart.dispatchAction({
        type: "highlight",
        seriesIndex: mark.series,
        dataIndex: mark.index,
      });
    }
  }

  #open(at: number): void {
    const mark = this.#marks[at];
    if (mark?.href) location.assign(mark.href);
  }
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/** Add what is the same for every chart. */
function whole(drawing: Drawing, look: Look): Drawing["option"] {
  return {
    animation: !look.still,
    animationDuration: 300,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: look.font, fontSize: FONT_SIZE, color: look.ink },
    ...drawing.option,
  };
}
