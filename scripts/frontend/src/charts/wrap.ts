// Breaking names into lines that fit: between Chinese characters, between words of other scripts,
// never before a closing mark nor behind an opening one.

const PIECES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\p{Script=Han}\s]+|\s+/gu;
const CLOSING = /^[，。、；：！？）》」』】〉”’·…,.;:!?)\]]/u;
const OPENING = /[（《「『【〈“‘([]$/u;

export type Measure = (text: string) => number;

/** Measure texts as they are drawn in a font. */
export function measureIn(font: string): Measure {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return (text) => text.length * 12;
  context.font = font;
  return (text) => context.measureText(text).width;
}

/** Break a text into lines no wider than `width`; from `most` lines on, the last ends in "…". */
export function wrap(text: string, width: number, measure: Measure, most = Infinity): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of unbreakable(text).flatMap((part) => narrow(part, width, measure))) {
    if (line && measure(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else {
      line += piece;
    }
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines.length <= most ? lines : cut(lines, most, width, measure);
}

/** Give the parts of a text between which a line may end. */
function unbreakable(text: string): string[] {
  const parts: string[] = [];
  for (const piece of text.match(PIECES) ?? []) {
    const before = parts.at(-1);
    if (before !== undefined && (CLOSING.test(piece) || OPENING.test(before))) {
      parts[parts.length - 1] = before + piece;
    } else {
      parts.push(piece);
    }
  }
  return parts;
}

/** Break a part that is wider than a whole line, such as a word without end, by characters. */
function narrow(part: string, width: number, measure: Measure): string[] {
  if (measure(part) <= width) return [part];
  const found: string[] = [];
  let line = "";
  for (const character of part) {
    if (line && measure(line + character) > width) {
      found.push(line);
      line = "";
    }
    line += character;
  }
  return [...found, line];
}

function cut(lines: string[], most: number, width: number, measure: Measure): string[] {
  const kept = lines.slice(0, most);
  const last = [...(kept.pop() ?? "")];
  while (last.length > 0 && measure(`${last.join("")}…`) > width) last.pop();
  return [...kept, `${last.join("")}…`];
}
