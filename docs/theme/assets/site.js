// What every page does by itself: light or dark, the menu of a phone, the same place in the other
// language, and the search, whose script is loaded only when it is opened.
"use strict";
(() => {
  const own = document.currentScript.src;
  const body = document.body;

  // light or dark: as the system has it until the reader chooses
  const KEY = "yusuan.scheme";
  const SLATE = "slate";
  const sheet = document.getElementById("dark");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const scheme = document.querySelector("[data-scheme]");
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const paint = (chosen) => {
    const now = chosen || (dark.matches ? SLATE : "default");
    sheet.media = chosen ? (chosen === SLATE ? "all" : "not all") : "(prefers-color-scheme: dark)";
    if (body.dataset.mdColorScheme !== now) body.dataset.mdColorScheme = now;
    scheme?.setAttribute("aria-pressed", String(now === SLATE));
  };
  paint(stored());
  dark.addEventListener("change", () => paint(stored()));
  scheme?.addEventListener("click", () => {
    const chosen = body.dataset.mdColorScheme === SLATE ? "default" : SLATE;
    const asked = (chosen === SLATE) === dark.matches ? null : chosen;
    try {
      if (asked) localStorage.setItem(KEY, asked);
      else localStorage.removeItem(KEY);
    } catch {
      // a browser that keeps nothing still changes this page
    }
    paint(asked);
  });

  // the menu of a narrow window
  const menu = document.querySelector("[data-menu]");
  menu?.addEventListener("click", () => {
    menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.getAttribute("aria-expanded") === "true") {
      menu.setAttribute("aria-expanded", "false");
      menu.focus();
    }
  });

  // the other language: the same page, the same query, the same place in it
  const language = document.querySelector("[data-language-switch]");
  if (language) {
    const page = language.getAttribute("href");
    const keep = () => language.setAttribute("href", page + location.search + location.hash);
    for (const event of ["pointerdown", "focus", "click"]) language.addEventListener(event, keep);
  }

  // the search: any [data-search-open] opens it, with the words of a form's field if it is one. It
  // can be typed into at once; what finds is loaded then, and takes up what was typed meanwhile.
  const WORDS = {
    zh: {
      title: "搜索",
      hint: "单位、科目、表、项目，例如：住房公积金",
      close: "关闭",
      loading: "正在载入…",
      failed: "搜索没有载入，请刷新页面。",
    },
    en: {
      title: "Search",
      hint: "units, codes, tables, projects: housing fund",
      close: "Close",
      loading: "Loading…",
      failed: "The search did not load; please reload the page.",
    },
  };
  const element = (name, attributes, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  const search = () => {
    const words = WORDS[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];
    const input = element("input", {
      type: "search", id: "search-query", "aria-label": words.title, placeholder: words.hint,
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search",
    });
    const close = element("button", { type: "button", class: "yu-icon yu-icon--close" }, element("span", {}, words.close));
    const status = element("p", { class: "yu-search__status", role: "status" }, words.loading);
    const dialog = element("dialog", { class: "yu-search", "aria-label": words.title },
      element("div", { class: "yu-search__head" }, input, close), status, element("ol", { class: "yu-search__list" }));
    document.body.append(dialog);
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    const script = element("script", { src: new URL("search.js", own) });
    const failed = () => { status.textContent = words.failed; };
    script.onload = () => window.yusuanSearch(dialog, new URL("../", own)).catch(failed);
    script.onerror = failed;
    document.head.append(script);
    return dialog;
  };
  let dialog;
  const open = (words) => {
    dialog ??= search();
    if (!dialog.open) dialog.showModal();
    const input = dialog.querySelector("input");
    input.focus();
    // what was asked for is typed on, what was left from last time is typed over
    if (!words) input.select();
    else {
      input.value = words;
      input.dispatchEvent(new Event("input"));
    }
  };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-search-open]");
    if (opener && opener.tagName !== "FORM") open("");
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-search-open]")) return;
    event.preventDefault();
    open(new FormData(event.target).get("q") || "");
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      open("");
    }
  });
  // a form that was sent before this script was there has put its words into the address
  const asking = document.querySelector("form[data-search-open]");
  const asked = asking && new URLSearchParams(location.search).get("q");
  if (asked) {
    asking.elements.q.value = asked;
    open(asked);
  }

  // numbers are copied as programs read them: with a plain hyphen for the sign that pages print
  document.addEventListener("copy", (event) => {
    const text = String(getSelection());
    if (event.defaultPrevented || !/−\d/.test(text)) return;
    event.clipboardData.setData("text/plain", text.replace(/−(?=\d)/g, "-"));
    event.preventDefault();
  });

  // code wider than the window is moved by keys too
  for (const code of document.querySelectorAll("pre")) code.tabIndex = 0;

  // on a disk the page of a folder is a file in it; links in the pages say so already
  if (location.protocol === "file:") {
    document.addEventListener("click", ({ target }) => {
      const link = target.closest?.("a");
      if (link?.protocol === "file:" && link.pathname.endsWith("/")) link.pathname += "index.html";
    }, true);
  }
})();
