// How charts look: the colours of the page's own scheme, from its custom properties.

export interface Look {
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly soft: string;
  readonly fill: string;
  readonly against: string;
  readonly series: readonly string[];
  /** What is written upon the colours of `series`. */
  readonly on: string;
  readonly font: string;
  /** Whether patterns should tell series apart, beside colours. */
  readonly patterns: boolean;
  readonly still: boolean;
}

/** The light scheme, in which images are made whatever the page shows. */
export const LIGHT: Look = {
  ink: "#1f2933",
  muted: "#59636e",
  line: "#e2ddd2",
  surface: "#ffffff",
  soft: "#f3f0e9",
  fill: "#2f7391",
  against: "#a0452f",
  series: ["#2a6a86", "#8a5628", "#3f7358", "#79507e", "#a0452f", "#4d5c94", "#6a6828", "#59636e"],
  on: "#ffffff",
  font: "sans-serif",
  patterns: false,
  still: true,
};

/** Read the look that holds at an element of the page; what it does not say is as in light. */
export function lookAt(element: Element): Look {
  const style = getComputedStyle(element);
  const colour = (name: string, otherwise: string) =>
    style.getPropertyValue(`--yu-${name}`).trim() || otherwise;
  return {
    ink: colour("ink", LIGHT.ink),
    muted: colour("muted", LIGHT.muted),
    line: colour("line", LIGHT.line),
    surface: colour("surface", LIGHT.surface),
    soft: colour("soft", LIGHT.soft),
    fill: colour("fill", LIGHT.fill),
    against: colour("chart-against", LIGHT.against),
    series: LIGHT.series.map((light, at) => colour(`chart-${at + 1}`, light)),
    on: colour("chart-on", LIGHT.on),
    // zrender writes it between double quotation marks as it is
    font: style.fontFamily.replaceAll('"', "'"),
    patterns: matchMedia("(prefers-contrast: more), (forced-colors: active)").matches,
    still: matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}
