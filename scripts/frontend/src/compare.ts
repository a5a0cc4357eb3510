// The comparison: chosen packages side by side. What is chosen stands in the page's address, so
// that it can be linked. Without this script the page shows a table of the newest packages.

import {
  type Chosen,
  cautions,
  csvOf,
  type Line,
  lines,
  type Measure,
  type Told,
  type Wish,
} from "./compare/model.js";
import { english, words } from "./compare/words.js";
import { loadScript, packages, type Unit } from "./shared/packages.js";

declare global {
  interface Window {
    yusuanCompared?: Record<string, Told>;
  }
}

const MOST = 6;
const SHOWN = 12;
const SLUG = /^[^/?#.]+\/\d{4}-[a-z]+$/;

const section = document.querySelector<HTMLElement>("#choose");
if (section) start(section);

function start(section: HTMLElement): void {
  const said = words();
  const measures: Measure[] = JSON.parse(part(section, "[data-measures]").textContent ?? "[]");
  const form = part<HTMLFormElement>(section, "[data-choose]");
  const find = form.elements.namedItem("find") as HTMLInputElement;
  const state = { slugs: [] as string[], sort: undefined as number | undefined };
  const loaded = new Map<string, Chosen>();
  let last: { head: string[]; lines: Line[] } = { head: [], lines: [] };

  const value = (name: string): string =>
    (form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement).value;
  const checked = (name: string): boolean =>
    (form.elements.namedItem(name) as HTMLInputElement).checked;
  const wish = (): Wish => ({
    group: value("g"),
    unit: value("u"),
    share: checked("share"),
    difference: checked("diff"),
    sort: state.sort,
  });
  const nameOf = (one: Told): string =>
    said.name(
      english() && one.name[1] ? one.name[1] : one.name[0],
      one.year,
      said.phases[one.phase] ?? one.phase,
    );
  const unitName = (unit: string): string =>
    form.querySelector(`select[name=u] option[value="${unit}"]`)?.textContent ?? unit;

  function read(): void {
    const asked = new URLSearchParams(location.search);
    state.slugs = [...new Set((asked.get("p") ?? "").split(","))]
      .filter((slug) => SLUG.test(slug))
      .slice(0, MOST);
    for (const name of ["g", "u"]) {
      const field = form.elements.namedItem(name) as HTMLSelectElement;
      const wanted = asked.get(name);
      if ([...field.options].some((option) => option.value === wanted)) field.value = wanted ?? "";
    }
    for (const name of ["share", "diff"]) {
      (form.elements.namedItem(name) as HTMLInputElement).checked = asked.get(name) === "1";
    }
    const sort = asked.get("sort");
    state.sort = sort && Number(sort) < state.slugs.length ? Number(sort) : undefined;
  }

  function write(): void {
    const now = new URLSearchParams();
    if (state.slugs.length > 0) now.set("p", state.slugs.join(","));
    now.set("g", value("g"));
    now.set("u", value("u"));
    for (const name of ["share", "diff"]) if (checked(name)) now.set(name, "1");
    if (state.sort !== undefined) now.set("sort", String(state.sort));
    history.replaceState(
      null,
      "",
      `?${now.toString().replaceAll("%2F", "/").replaceAll("%2C", ",")}`,
    );
  }

  async function load(slug: string): Promise<boolean> {
    if (loaded.has(slug)) return true;
    try {
      await loadScript(`${section.dataset.site}data/${slug}/compare.js`);
    } catch {
      return false;
    }
    const told = window.yusuanCompared?.[slug];
    if (told) loaded.set(slug, { ...told, slug });
    return told !== undefined;
  }

  async function show(): Promise<void> {
    const lost: string[] = [];
    for (const slug of [...state.slugs]) if (!(await load(slug))) lost.push(slug);
    state.slugs = state.slugs.filter((slug) => !lost.includes(slug));
    const chosen = state.slugs.flatMap((slug) => loaded.get(slug) ?? []);
    const names = chosen.map(nameOf);
    last = {
      head: [
        said.code,
        ...names.map((name) => `${name} (${wish().share ? "%" : unitName(wish().unit)})`),
      ],
      lines: lines(chosen, measures, wish()),
    };
    drawChosen(chosen, names);
    drawTable(names);
    const notes = chosen.length ? cautions(chosen, measures, wish(), names, said, unitName) : [];
    const list = part(section, "[data-notes] ul");
    list.replaceChildren(...notes.map((text) => element("li", text)));
    part(section, "[data-notes]").hidden = notes.length === 0;
    part(section, "[data-download]").hidden = chosen.length === 0;
    part(section, "[data-shown]").hidden = chosen.length === 0;
    if (lost.length > 0) part(section, "[data-said]").textContent = said.lost(lost.join(said.list));
  }

  function drawChosen(chosen: readonly Chosen[], names: readonly string[]): void {
    const items = chosen.map((one, at) => {
      const item = element("li", "");
      item.className = "yu-chip";
      const name = element("span", names[at] ?? one.slug);
      markChinese(name);
      const remove = element("button", "×");
      remove.setAttribute("aria-label", said.remove(names[at] ?? one.slug));
      remove.setAttribute("type", "button");
      remove.addEventListener("click", () => {
        state.slugs = state.slugs.filter((slug) => slug !== one.slug);
        state.sort = undefined;
        changed();
        find.focus();
      });
      item.append(name, remove);
      return item;
    });
    part(section, "[data-chosen]").replaceChildren(
      ...(items.length ? items : [element("li", said.empty)]),
    );
  }

  function drawTable(names: readonly string[]): void {
    const table = part<HTMLTableElement>(section, "[data-table]");
    table.tHead?.remove();
    for (const body of [...table.tBodies]) body.remove();
    const head = table.createTHead().insertRow();
    head.append(cellOf("th", said.figure, "col"));
    const wanted = wish().difference && names.length > 1;
    names.forEach((name, at) => {
      const cell = cellOf("th", "", "col");
      cell.className = "yu-number";
      cell.setAttribute("aria-sort", state.sort === at ? "descending" : "none");
      const button = element("button", name);
      button.setAttribute("type", "button");
      button.title = said.sort(name);
      markChinese(button);
      button.addEventListener("click", () => {
        state.sort = state.sort === at ? undefined : at;
        changed();
      });
      cell.append(button);
      head.append(cell);
      if (wanted && at > 0) {
        const by = cellOf("th", said.difference, "col");
        by.className = "yu-number";
        head.append(by);
      }
    });
    const body = table.createTBody();
    for (const line of last.lines) {
      const row = body.insertRow();
      if (line.name === "total" || line.name === "three-public") row.className = "yu-total";
      const title = cellOf("th", line.title, "row");
      markChinese(title);
      row.append(title);
      line.cells.forEach(({ text, link }, at) => {
        const cell = cellOf("td", "");
        cell.className = "yu-number";
        if (text) {
          const anchor = element("a", text) as HTMLAnchorElement;
          anchor.href = `${section.dataset.root}${link}`;
          cell.append(anchor);
        } else {
          const none = element("span", "—");
          none.title = said.none;
          cell.append(none);
        }
        row.append(cell);
        if (wanted && at > 0) {
          const by = cellOf("td", line.differences[at] ?? "");
          by.className = "yu-number";
          row.append(by);
        }
      });
    }
  }

  async function search(): Promise<void> {
    const list = part(section, "[data-found]");
    const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (asked.length === 0) {
      list.replaceChildren();
      part(section, "[data-said]").textContent = "";
      return;
    }
    const typed = find.value;
    const units = await packages(section.dataset.list ?? "");
    // while the list was on its way the reader may have typed on
    if (find.value !== typed) return;
    const hits = units.flatMap((unit) => hitsOf(unit, asked));
    part(section, "[data-said]").textContent =
      state.slugs.length >= MOST ? said.full : said.found(hits.length);
    list.replaceChildren(
      ...hits.slice(0, SHOWN).map(({ slug, name }) => {
        const item = element("li", "");
        const button = element("button", name) as HTMLButtonElement;
        button.type = "button";
        button.disabled = state.slugs.length >= MOST || state.slugs.includes(slug);
        markChinese(button);
        button.addEventListener("click", () => {
          state.slugs.push(slug);
          changed();
          find.focus();
          void search();
        });
        item.append(button);
        return item;
      }),
    );
  }

  function hitsOf(unit: Unit, asked: readonly string[]): { slug: string; name: string }[] {
    const own = english() && unit.name.en ? unit.name.en : unit.name.zh;
    return unit.packages.flatMap(({ slug, year, phase, scope }) => {
      const phaseName = said.phases[phase] ?? phase;
      const text = [unit.name.zh, unit.name.en, unit.region.zh, unit.region.en, year, phaseName]
        .join(" ")
        .toLowerCase();
      if (!asked.every((word) => text.includes(word))) return [];
      const label = said.name(own, year, phaseName);
      return [{ slug, name: scope ? `${label} (${said.scopes[scope] ?? scope})` : label }];
    });
  }

  function changed(): void {
    write();
    void show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === find) void search();
    else changed();
  });
  window.addEventListener("popstate", () => {
    read();
    void show();
  });
  part(section, "[data-download] button").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(
      new Blob([csvOf(last.head, last.lines)], { type: "text/csv;charset=utf-8" }),
    );
    link.download = "compare.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  });
  section.hidden = false;
  read();
  void show();
}

function part<Kind extends HTMLElement = HTMLElement>(within: HTMLElement, selector: string): Kind {
  const found = within.querySelector<Kind>(selector);
  if (!found) throw new Error(`the page lacks ${selector}`);
  return found;
}

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function cellOf(tag: "th" | "td", text: string, scope?: string): HTMLElement {
  const made = element(tag, text);
  if (scope) made.setAttribute("scope", scope);
  return made;
}

/** Mark a name that has no English as Chinese on an English page. */
function markChinese(of: HTMLElement): void {
  if (english() && /[\u3400-\u9fff]/.test(of.textContent ?? "")) of.lang = "zh-Hans";
}
