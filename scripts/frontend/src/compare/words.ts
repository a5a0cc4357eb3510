// What the comparison says, in the page's language.

const WORDS = {
  zh: {
    name: (unit: string, year: number, phase: string) => `${unit} ${year} ${phase}`,
    phases: { budget: "预算", final: "决算" } as Record<string, string>,
    scopes: { department: "部门", unit: "单位", "": "未写明" } as Record<string, string>,
    remove: (name: string) => `去掉 ${name}`,
    empty: "还没有选。在下面查找单位或年度。",
    full: "已选满 6 个；先去掉一个，再添加。",
    found: (count: number) => (count ? `找到 ${count} 个` : "没有找到"),
    lost: (name: string) => `没有读到：${name}`,
    figure: "数字",
    code: "项目",
    difference: "相差",
    sort: (name: string) => `按 ${name} 排序`,
    none: "这份文件没有这个数",
    phase: "有预算也有决算：一个是打算，一个是结果，不是同一阶段的数。",
    scope: (list: string) => `口径不同：${list}。部门口径含下属单位，单位口径只含自己。`,
    unknownScope: "有的文件没有写明是部门口径还是单位口径。",
    names: (list: string) => `同一单位在各年的名称不同：${list}。所含可能也不同。`,
    rounding: (name: string, amount: string) =>
      `${name}：印出的数可能已四舍五入，每个最多差 ${amount}。`,
    missing: (name: string, count: number) =>
      `${name}：有 ${count} 个数这份文件没有印出，留空，不算作零。`,
    tables: (measure: string) => `“${measure}”取自不同的表，所含可能不同。`,
    shares: "占比按各自的合计算；合计没有印出的，留空。",
    list: "、",
  },
  en: {
    name: (unit: string, year: number, phase: string) => `${unit} ${year} ${phase}`,
    phases: { budget: "budget", final: "final accounts" } as Record<string, string>,
    scopes: { department: "department", unit: "unit", "": "not stated" } as Record<string, string>,
    remove: (name: string) => `Remove ${name}`,
    empty: "Nothing chosen yet. Find a unit or year below.",
    full: "Six are chosen; remove one to add another.",
    found: (count: number) => (count ? `${count} found` : "None found"),
    lost: (name: string) => `Could not be read: ${name}`,
    figure: "Figure",
    code: "Item",
    difference: "Difference",
    sort: (name: string) => `Sort by ${name}`,
    none: "this document does not have it",
    phase:
      "There are budgets and final accounts: one is a plan, the other what came of it; they are not figures of one stage.",
    scope: (list: string) =>
      `Their scope differs: ${list}. A department's figures include its subordinate units, a unit's are its own.`,
    unknownScope:
      "Some documents do not state whether their figures are a department's or a unit's.",
    names: (list: string) =>
      `The unit's name differs over the years: ${list}. What it includes may differ too.`,
    rounding: (name: string, amount: string) =>
      `${name}: the printed figures may be rounded, each by up to ${amount}.`,
    missing: (name: string, count: number) =>
      `${name}: ${count} of the figures are not printed in this document; they are left blank, not taken as zero.`,
    tables: (measure: string) =>
      `“${measure}” is taken from different tables, which may include different things.`,
    shares: "Shares are of each one's own total; where that is not printed they are left blank.",
    list: ", ",
  },
};

export type Words = (typeof WORDS)["en"];

export const english = (): boolean => document.documentElement.lang.startsWith("en");
export const words = (): Words => (english() ? WORDS.en : WORDS.zh);
