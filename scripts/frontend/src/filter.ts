// Filters the rows of long tables by words. Without it all rows are shown. Where the table goes
// on on other pages, units that stand there are listed from the site's list of all, which is
// loaded when somebody first types.

import { packages } from "./shared/packages.js";

const SHOWN_ELSEWHERE = 30;

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-rows]")) start(form);

function start(form: HTMLFormElement): void {
  const tables = [...document.querySelectorAll<HTMLTableElement>(form.dataset.rows ?? "")];
  const field = form.elements.namedItem("q");
  const [first] = tables;
  if (!first || !(field instanceof HTMLInputElement)) return;
  const bodies = tables.flatMap((table) =>
    [...table.tBodies].map((body) => ({
      body,
      group: table.closest<HTMLElement>("section.yu-group, details.yu-group"),
      rows: [...body.rows].map((row) => ({
        row,
        head: row.classList.contains("yu-group"),
        text: (row.textContent ?? "").toLowerCase(),
      })),
    })),
  );
  const folds = [...document.querySelectorAll<HTMLDetailsElement>("details.yu-group")];
  const counter = form.querySelector("[data-count]");

  const show = (): void => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { body, group, rows } of bodies) {
      // a word of the group's own name is fulfilled for each of its rows
      const name = rows.find(({ head }) => head)?.text ?? headingOf(group);
      let any = false;
      for (const { row, head, text } of rows) {
        if (head) continue;
        const fits = words.every((word) => text.includes(word) || name.includes(word));
        row.hidden = !fits;
        if (fits) count += 1;
        any ||= fits;
      }
      body.hidden = !any;
      if (group) group.hidden = !any;
    }
    // a fold is there while something in it is, and open while one looks for something
    for (const fold of folds) {
      fold.hidden = !fold.querySelector("tbody:not([hidden])");
      fold.open = words.length > 0;
    }
    if (counter) counter.textContent = String(count);
    if (form.dataset.list) void elsewhere(form, first, field, words);
  };
  const write = (): void => {
    history.replaceState(
      null,
      "",
      field.value ? `?q=${encodeURIComponent(field.value)}` : location.pathname,
    );
  };

  form.addEventListener("input", () => {
    write();
    show();
  });
  form.addEventListener("reset", () => {
    setTimeout(() => {
      write();
      show();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  form.hidden = false;
  show();
}

/** Words of the heading of a section that holds a table. */
function headingOf(group: HTMLElement | null): string {
  return (group?.querySelector("h2, h3")?.textContent ?? "").toLowerCase();
}

/** List the units of other pages of the table that fit what stands in the field. */
async function elsewhere(
  form: HTMLFormElement,
  table: HTMLTableElement,
  field: HTMLInputElement,
  words: string[],
): Promise<void> {
  const list = document.querySelector<HTMLElement>(form.dataset.more ?? "");
  if (!list) return;
  list.hidden = words.length === 0;
  list.replaceChildren();
  if (words.length === 0) return;
  const typed = field.value;
  const all = await packages(form.dataset.list ?? "");
  // while the list was on its way the reader may have typed on
  if (field.value !== typed) return;
  const english = document.documentElement.lang === "en";
  const base = form.dataset.base ?? "";
  const here = new Set(
    [...table.querySelectorAll<HTMLAnchorElement>("tbody th a")].map((a) => a.getAttribute("href")),
  );
  const found = all.filter((unit) => {
    const text = [unit.name.zh, unit.name.en, unit.region.zh, unit.region.en]
      .join(" ")
      .toLowerCase();
    return !here.has(`${base}${unit.slug}/`) && words.every((word) => text.includes(word));
  });
  list.hidden = found.length === 0;
  list.replaceChildren(
    ...found.slice(0, SHOWN_ELSEWHERE).map((unit) => {
      const link = document.createElement("a");
      link.href = `${base}${unit.slug}/`;
      link.textContent = english && unit.name.en ? unit.name.en : unit.name.zh;
      if (!(english && unit.name.en)) link.lang = "zh-Hans";
      const item = document.createElement("li");
      item.append(link);
      return item;
    }),
  );
}
