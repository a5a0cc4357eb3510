// What every page does by itself: light or dark, the menu of a phone, the same place in the other
// language, and opening the search, whose script is loaded only then.
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

  // the search: any [data-search-open] opens it, with the words of a form's field if it is one
  let search;
  const open = (words) => {
    search ??= new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("search.js", own);
      script.onload = () => done(window.yusuanSearch(new URL("../", own)));
      script.onerror = failed;
      document.head.append(script);
    });
    search.then((show) => show(words));
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
