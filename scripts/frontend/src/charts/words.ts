// The words that the script adds to a page, in the page's language.

const WORDS = {
  zh: { keys: "：方向键逐项查看，回车打开" },
  en: { keys: ": arrow keys go from item to item, Enter opens" },
};

export const words = () => (document.documentElement.lang.startsWith("zh") ? WORDS.zh : WORDS.en);
