// The words that the script adds to a table, in the page's language.

import type { Unit } from "./units.js";

const WORDS = {
  zh: {
    tools: "表格工具",
    filter: "筛选",
    filterHint: "名称、编码或数",
    levels: "层级",
    level: (level: number) => ["合计", "类", "款", "项", "目"][level] ?? `${level}`,
    all: "全部",
    units: "单位",
    unit: (unit: Unit): string => unit,
    asPrinted: "原文所印",
    inUnit: (unit: string) => `单位：${unit}`,
    convertedFrom: (unit: string, printed: string) =>
      `单位：${unit}（由原文的${printed}移小数点换算）`,
    rows: (shown: number, all: number) => `${all} 行中的 ${shown} 行`,
    reset: "恢复原样",
    fold: "收起",
    unfold: "展开",
    sort: (column: string) => `${column}：点按排序`,
    cell: "方向键在数字间移动，回车复制",
    actions: "这个数",
    copyCited: "复制并注明出处",
    copyValue: "只复制数字",
    copyLink: "复制这一行的链接",
    copied: "已复制",
    notCopied: "没有复制成，请手动选取",
    printed: (raw: string) => `原文：${raw}`,
    blank: "空白",
    mark: "、",
    cite: (value: string, what: string, from: string, link: string, sha: string, licence: string) =>
      `${value}。${what}。${from}。${link}（原文件 SHA-256 ${sha}…；${licence}）`,
    value: (value: string, unit: string) => (unit ? `${value} ${unit}` : value),
    original: (value: string) => `（原文 ${value}）`,
    within: "，",
  },
  en: {
    tools: "Tools of the table",
    filter: "Filter",
    filterHint: "name, code or number",
    levels: "Levels",
    level: (level: number) => ["Total", "Classes", "Groups", "Items"][level] ?? `${level}`,
    all: "All",
    units: "Unit",
    unit: (unit: Unit): string =>
      ({
        元: "CNY",
        千元: "CNY thousand",
        万元: "CNY 10,000",
        百万元: "CNY million",
        亿元: "CNY 100 million",
      })[unit],
    asPrinted: "as printed",
    inUnit: (unit: string) => `in ${unit}`,
    convertedFrom: (unit: string, printed: string) =>
      `in ${unit} (converted from ${printed} by moving the point)`,
    rows: (shown: number, all: number) => `${shown} of ${all} rows`,
    reset: "As printed",
    fold: "Fold",
    unfold: "Unfold",
    sort: (column: string) => `${column}: sort`,
    cell: "Arrow keys go from number to number, Enter copies",
    actions: "This number",
    copyCited: "Copy with its source",
    copyValue: "Copy the number",
    copyLink: "Copy a link to the row",
    copied: "Copied",
    notCopied: "Could not copy; select it by hand",
    printed: (raw: string) => `as printed: ${raw}`,
    blank: "blank",
    mark: ", ",
    cite: (value: string, what: string, from: string, link: string, sha: string, licence: string) =>
      `${value}. ${what}. ${from}. ${link} (source document SHA-256 ${sha}…; ${licence})`,
    value: (value: string, unit: string) => (unit ? `${value} (${unit})` : value),
    original: (value: string) => ` (${value} as printed)`,
    within: ", ",
  },
};

export type Words = (typeof WORDS)["en"];

export const words = (): Words =>
  document.documentElement.lang.startsWith("zh") ? WORDS.zh : WORDS.en;
