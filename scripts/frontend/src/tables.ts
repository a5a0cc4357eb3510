// Gives the tables of a page their tools: folding, sorting, filtering, units, copying with the source.

import { read } from "./tables/sheet.js";
import { View } from "./tables/view.js";
import { words } from "./tables/words.js";

for (const tools of document.querySelectorAll<HTMLElement>(".yu-tools")) {
  const table = tools.nextElementSibling?.querySelector<HTMLTableElement>(".yu-data");
  if (table) new View(read(table), tools, words());
}
