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

const SERIES = 8;

/** Read the look that holds at an element of the page. */
export function lookAt(element: Element): Look {
  const style = getComputedStyle(element);
  const colour = (name: string, otherwise: string) =>
    style.getPropertyValue(`--yu-${name}`).trim() || otherwise;
  return {
    ink: colour("ink", "#1f2933"),
    muted: colour("muted", "#59636e"),
    line: colour("line", "#e2ddd2"),
    surface: colour("surface", "#ffffff"),
    soft: colour("soft", "#f3f0e9"),
    fill: colour("fill", "#2f7391"),
    against: colour("chart-against", "#b0562f"),
    series: Array.from({ length: SERIES }, (_, at) => colour(`chart-${at + 1}`, "#2f7391")),
    on: colour("chart-on", "#ffffff"),
    font: style.fontFamily,
    patterns: matchMedia("(prefers-contrast: more), (forced-colors: active)").matches,
    still: matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
}

/** Give the look of the light scheme, in which images are made whatever the page shows. */
export function lightLook(): Look {
  const probe = document.createElement("div");
  probe.dataset.mdColorScheme = "default";
  probe.hidden = true;
  document.body.append(probe);
  try {
    return { ...lookAt(probe), still: true };
  } finally {
    probe.remove();
  }
}
