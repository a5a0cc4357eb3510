// The words that the script adds to a page, in the page's language.

const WORDS = {
  zh: {
    keys: "：方向键逐项查看，回车打开，退格返回上一级",
    whole: "全部",
    path: "位置",
    views: "画法",
    bars: "条形图",
    treemap: "面积图",
    parts: "看其中各项",
    row: "看表中这一行",
    notDrawn: "没有画出的：",
    more: (count: number) => `没有画出的 ${count} 项`,
    differs: (parts: string, printed: string) => `各项相加为 ${parts}，原文印为 ${printed}。`,
  },
  en: {
    keys: ": arrow keys go from item to item, Enter opens, Backspace goes up a level",
    whole: "All",
    path: "Level shown",
    views: "Drawn as",
    bars: "Bars",
    treemap: "Areas",
    parts: "See its parts",
    row: "See the row in its table",
    notDrawn: "Not drawn:",
    more: (count: number) => `${count} that are not drawn`,
    differs: (parts: string, printed: string) =>
      `The parts add up to ${parts}; the document prints ${printed}.`,
  },
};

export type Words = (typeof WORDS)["en"];

export const words = (): Words =>
  document.documentElement.lang.startsWith("zh") ? WORDS.zh : WORDS.en;
