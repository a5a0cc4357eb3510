// CSV as this project writes it: UTF-8 perhaps with a BOM, commas, doubled quotes, line feeds.

export type Row = Readonly<Record<string, string>>;

/** Read a CSV with a head: one record a line, by the names of the columns. */
export function parseCsv(text: string): Row[] {
  const [head, ...lines] = records(text.replace(/^\uFEFF/, ""));
  if (!head) return [];
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ""])));
}

const CELL = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r?\n|$)/gy;

function records(text: string): string[][] {
  const found: string[][] = [];
  let line: string[] = [];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length || line.length > 0) {
    const match = CELL.exec(text);
    if (!match) throw new Error(`not a CSV: record ${found.length + 1}`);
    const [, cell = "", end] = match;
    line.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ",") {
      found.push(line);
      line = [];
    }
  }
  return found;
}
