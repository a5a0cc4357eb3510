// A chart as an image to pass on: the drawing with its title, unit and source, in the light scheme.

import { init } from "echarts/core";
import { FONT_SIZE } from "./drawing.js";
import type { Figure } from "./figure.js";
import { LIGHT, lookAt } from "./look.js";
import { type Stage, styled } from "./stage.js";
import { measureIn, wrap } from "./wrap.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 900;
const EDGE = 28;
const SHARPNESS = 2;

interface Image {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** Draw a chart as it stands now, with all that an image alone has to say. */
export function imageOf(figure: Figure, stage: Stage): Image {
  const look = { ...LIGHT, font: lookAt(figure.element).font };
  const inner = WIDTH - 2 * EDGE;
  const drawing = stage.drawing(inner, look);
  const shown = (drawing.path ?? []).flatMap(({ name }) => name || []);
  const rest = (drawing.listed ?? []).map((mark) => mark.lines.join(" "));
  const keys = (drawing.key ?? []).map(({ name }) => name);
  const root = document.createElementNS(SVG, "svg");
  let y = EDGE;
  const write = (text: string, size: number, colour: string, weight = "400") => {
    const measure = measureIn(`${weight} ${size}px ${look.font}`);
    for (const line of wrap(text, inner, measure)) {
      y += size * 1.5;
      const element = document.createElementNS(SVG, "text");
      const set = {
        x: EDGE,
        y: y - size * 0.4,
        fill: colour,
        "font-size": size,
        "font-weight": weight,
      };
      for (const [name, value] of Object.entries(set)) element.setAttribute(name, String(value));
      element.textContent = line;
      root.append(element);
    }
  };
  write([figure.title, ...shown].join(" › "), 20, look.ink, "600");
  write(figure.fact, FONT_SIZE, look.ink);
  write(figure.unitLine, FONT_SIZE, look.muted);
  keys.forEach((name, at) => {
    write(`■ ${name}`, FONT_SIZE, look.series[at % look.series.length] ?? look.ink);
  });
  y += 14;
  const plot = plotted(styled(drawing, look), inner, drawing.height);
  plot.setAttribute("x", String(EDGE));
  plot.setAttribute("y", String(y));
  root.append(plot);
  y += drawing.height + 8;
  if (rest.length > 0) write(rest.join("； "), FONT_SIZE, look.muted);
  write(figure.source, FONT_SIZE, look.muted);
  y += EDGE;
  const height = Math.ceil(y);
  const ground = document.createElementNS(SVG, "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", look.surface);
  root.prepend(ground);
  root.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
  root.setAttribute("width", String(WIDTH));
  root.setAttribute("height", String(height));
  root.setAttribute("font-family", look.font);
  return { svg: new XMLSerializer().serializeToString(root), width: WIDTH, height };
}

function plotted(option: object, width: number, height: number): Element {
  const chart = init(null, null, {
    renderer: "svg",
    ssr: true,
    width,
    height: Math.max(1, height),
  });
  try {
    chart.setOption({ ...option, animation: false });
    const drawn = new DOMParser().parseFromString(chart.renderToSVGString(), "image/svg+xml");
    return document.importNode(drawn.documentElement, true);
  } finally {
    chart.dispose();
  }
}

/** Put two buttons beside a chart's other downloads. */
export function offerImages(figure: Figure, stage: Stage): void {
  const place = figure.element.querySelector(".yu-chart__downloads");
  for (const format of ["svg", "png"] as const) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format.toUpperCase();
    button.addEventListener("click", async () => {
      const image = imageOf(figure, stage);
      save(`${figure.file}.${format}`, format === "svg" ? drawnAs(image) : await painted(image));
    });
    place?.append(button);
  }
}

const drawnAs = ({ svg }: Image) => new Blob([svg], { type: "image/svg+xml" });

async function painted({ svg, width, height }: Image): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SHARPNESS;
  canvas.height = height * SHARPNESS;
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no image"))), "image/png");
  });
}

function save(name: string, data: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
