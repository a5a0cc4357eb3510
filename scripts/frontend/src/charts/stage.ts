// The place a chart is drawn in: drawn anew when the page's width or colours change, and walked by
// mouse, finger and keys alike.

import { type EChartsType, init } from "echarts/core";
import { key, link, make, notes, path, spoken, views } from "./controls.js";
import { type Drawing, FONT_SIZE, type Kind, type Space } from "./drawing.js";
import type { Figure } from "./figure.js";
import { type Look, lookAt } from "./look.js";
import { firstChoice } from "./tree.js";
import { words } from "./words.js";
import { measureIn } from "./wrap.js";

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowRight: 1,
  ArrowUp: -1,
  ArrowLeft: -1,
};

/** What ECharts tells of the thing that an event or a tip is about. */
interface Pointed {
  readonly seriesIndex?: number;
  readonly dataIndex?: number;
  readonly dataType?: string;
}

/** Draws a figure into its page, and keeps it drawn. */
export class Stage {
  readonly #figure: Figure;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #above = make("div", "yu-chart__above");
  readonly #below = make("div", "yu-chart__below");
  readonly #plot = make("div", "yu-chart__plot");
  readonly #said = make("p", "yu-sr");
  readonly #frame = make("div", "yu-chart__stage");
  readonly #chart: EChartsType;
  #drawing: Drawing = { option: {}, height: 0, marks: [] };
  #kind = "";
  #part = "";
  #at = -1;
  #width = 0;
  #finger = false;

  constructor(figure: Figure, kinds: ReadonlyMap<string, Kind>) {
    this.#figure = figure;
    this.#kinds = kinds;
    this.#kind = [...kinds.keys()][0] ?? "";
    this.#part = firstChoice(figure.rows);
    const picture = make("div", "yu-chart__picture");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", `${figure.title} ${figure.fact}`.trim());
    this.#plot.tabIndex = 0;
    this.#plot.setAttribute("role", "group");
    this.#plot.setAttribute("aria-label", figure.title + words().keys);
    this.#said.setAttribute("aria-live", "polite");
    this.#plot.append(picture);
    this.#frame.append(this.#above, this.#plot, this.#said, this.#below);
    figure.element.querySelector("figcaption")?.after(this.#frame);
    this.#chart = init(picture, null, { renderer: "svg", width: 300, height: 100 });
    this.#listen();
    new ResizeObserver(() => this.#resized()).observe(this.#frame);
    this.#resized();
  }

  /** Draw anew, where the colours have changed. */
  redraw(): void {
    const said = words();
    const look = lookAt(this.#frame);
    this.#drawing = this.drawing(this.#width, look);
    const { height } = this.#drawing;
    this.#plot.hidden = height === 0;
    this.#at = -1;
    this.#chart.resize({ width: this.#width, height: Math.max(1, height) });
    this.#chart.setOption(this.#whole(look), { notMerge: true });
    this.#above.replaceChildren(
      ...views([...this.#kinds.keys()], this.#kind, said, (kind) => this.#choose(kind)),
      ...path(this.#drawing, said, (id) => this.#go(id)),
      ...key(this.#drawing),
    );
    this.#below.replaceChildren(
      ...notes(this.#drawing, said, (mark) => this.#go(mark.opens ?? "")),
    );
  }

  /** Give what is drawn now, as it would be at another width in another look. */
  drawing(width: number, look: Look): Drawing {
    const measure = measureIn(`${FONT_SIZE}px ${look.font}`);
    const lang = document.documentElement.lang;
    const space: Space = { width, lang, look, measure, part: this.#part };
    const kind = this.#kinds.get(this.#kind);
    if (!kind) throw new Error(`no chart of the kind ${this.#figure.kinds.join()}`);
    return kind(this.#figure, space);
  }

  #resized(): void {
    const width = Math.floor(this.#frame.clientWidth);
    if (width === this.#width || width === 0) return;
    this.#width = width;
    this.redraw();
  }

  #whole(look: Look): Drawing["option"] {
    return {
      ...styled(this.#drawing, look),
      tooltip: {
        confine: true,
        enterable: true,
        backgroundColor: look.surface,
        borderColor: look.line,
        padding: [8, 12],
        textStyle: { color: look.ink, fontFamily: look.font, fontSize: FONT_SIZE },
        extraCssText: "max-width:min(22rem,86%);white-space:normal;box-shadow:0 2px 10px #0003",
        formatter: (pointed: Pointed) => this.#tip(this.#indexOf(pointed)),
      },
    };
  }

  #listen(): void {
    this.#plot.addEventListener("pointerdown", (event) => {
      this.#finger = event.pointerType === "touch";
    });
    this.#chart.on("click", (event) => this.#pressed(this.#indexOf(event)));
    this.#plot.addEventListener("keydown", (event) => this.#key(event));
    this.#plot.addEventListener("blur", () => this.#point(-1));
  }

  #indexOf({ seriesIndex, dataIndex, dataType }: Pointed): number {
    return this.#drawing.marks.findIndex(
      (mark) =>
        mark.series === seriesIndex &&
        mark.index === dataIndex &&
        (mark.stream ?? false) === (dataType === "edge"),
    );
  }

  #key(event: KeyboardEvent): void {
    const { marks, path: steps = [] } = this.#drawing;
    const step = STEPS[event.key];
    const up = steps.at(-2);
    if (step && marks.length > 0) {
      const from = this.#at < 0 && step < 0 ? 0 : this.#at;
      this.#point((from + step + marks.length) % marks.length);
    } else if (event.key === "Enter" && this.#at >= 0) {
      this.#open(this.#at);
    } else if (event.key === "Backspace" && up) {
      this.#go(up.id);
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
    const mark = this.#drawing.marks[at];
    this.#said.textContent = mark ? mark.lines.join(" · ") : "";
    if (!mark) {
      this.#chart.dispatchAction({ type: "hideTip" });
      return;
    }
    const target = {
      seriesIndex: mark.series,
      dataIndex: mark.index,
      dataType: mark.stream ? "edge" : undefined,
    };
    this.#chart.dispatchAction({ type: "highlight", ...target });
    this.#chart.dispatchAction({ type: "showTip", ...target });
  }

  /** A finger cannot hover: its first touch shows the tip, whose link is the way on. */
  #pressed(at: number): void {
    if (!this.#finger || this.#drawing.marks[at]?.opens) this.#open(at);
  }

  #open(at: number): void {
    const mark = this.#drawing.marks[at];
    if (mark?.opens) this.#go(mark.opens);
    else if (mark?.href) location.assign(mark.href);
  }

  #go(part: string): void {
    const from = this.#part;
    this.#part = part;
    this.redraw();
    this.#plot.focus({ preventScroll: true });
    // coming back, one stands where one went in
    const at = this.#drawing.marks.findIndex((mark) => mark.opens === from);
    if (at >= 0 && this.#plot.matches(":focus-visible")) this.#point(at);
  }

  #choose(kind: string): void {
    this.#kind = kind;
    this.redraw();
    this.#above.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  #tip(at: number): HTMLElement | string {
    const mark = this.#drawing.marks[at];
    if (!mark) return "";
    const [name = "", ...rest] = mark.lines;
    const said = words();
    const more = mark.opens ? said.parts : mark.href ? link(said.row, mark.href) : "";
    const lines = rest.map((line) => make("div", "yu-chart__amount", line));
    return make(
      "div",
      "yu-chart__tip",
      spoken(make("b", "", name)),
      ...lines,
      ...(more ? [make("div", "", more)] : []),
    );
  }
}

/** Add what is the same for every chart. */
export function styled(drawing: Drawing, look: Look): Drawing["option"] {
  return {
    animation: !look.still,
    animationDuration: 300,
    animationDurationUpdate: 250,
    aria: { enabled: true, label: { enabled: false }, decal: { show: look.patterns } },
    textStyle: { fontFamily: look.font, fontSize: FONT_SIZE, color: look.ink },
    ...drawing.option,
  };
}
