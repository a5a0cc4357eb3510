// What the search finds, by Material's worker and index. Loaded when the dialog is first opened.
"use strict";
(() => {
  const WORDS = {
    zh: {
      none: "没有找到。换个说法，或只写其中几个字。",
      found: (count) => `${count} 个结果`,
    },
    en: {
      none: "Nothing found. Try other words, or fewer.",
      found: (count) => (count === 1 ? "1 result" : `${count} results`),
    },
  };
  const words = document.documentElement.lang.startsWith("zh") ? WORDS.zh : WORDS.en;
  const SHOWN = 30;
  const WAIT_MS = 120;
  const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3];

  const element = (name, attributes, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };

  const loaded = (address, place = document) =>
    new Promise((done, failed) => {
      const script = place.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => failed(new Error(`${address} is not there`));
      place.head.append(script);
    });

  // A page opened from a disk may not start a worker; there its script runs in a frame without a
  // page, in the way Material's worker expects of such frames.
  class FrameWorker {
    constructor(address) {
      window.IFrameWorker = FrameWorker;
      const frame = element("iframe", { hidden: "", title: "" });
      document.body.append(frame);
      const inner = frame.contentWindow;
      inner.importScripts = async (...scripts) => {
        for (const script of scripts) await loaded(new URL(script, address), inner.document);
      };
      inner.postMessage = (data) => this.onmessage?.({ data });
      this.inner = inner;
      this.ready = loaded(address, inner.document);
    }

    postMessage(data) {
      this.ready.then(
        () => this.inner.dispatchEvent(new MessageEvent("message", { data })),
        (error) => this.onerror?.(error),
      );
    }
  }

  // the text of a result with its marks, and nothing else that it may hold
  const marked = (html) => {
    const whole = new DOMParser().parseFromString(html, "text/html").body;
    const pieces = [];
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) pieces.push(child.data.replaceAll("\u200b", ""));
        else if (child.nodeName === "MARK") pieces.push(element("mark", {}, child.textContent.replaceAll("\u200b", "")));
        else {
          walk(child);
          if (/^(P|LI|TD)$/.test(child.nodeName)) pieces.push(" ");
        }
      }
    };
    walk(whole);
    return pieces;
  };

  // Makes the dialog answer, and first of all what was typed into it before this script was there.
  window.yusuanSearch = async (dialog, root) => {
    const input = dialog.querySelector("input");
    const status = dialog.querySelector("[role=status]");
    const list = dialog.querySelector("ol");
    // what the worker was asked and has not answered, in the order in which it answers
    const asked = [];
    let worker;
    let waiting;

    const show = (found, query) => {
      const groups = ranked(found, wordsOf(query));
      list.replaceChildren(
        ...groups.slice(0, SHOWN).map((group) => {
          const page = group.find((item) => !item.location.includes("#")) || group[0];
          const parts = group.filter((item) => item !== page && item.score > 0).slice(0, 3);
          const link = (item) => new URL(item.location, root).href;
          const one = element("li", {}, element("a", { href: link(page), class: "yu-search__page" },
            element("b", {}, ...marked(page.title)), ...(page.score ? [element("span", {}, ...teaser(page.text))] : [])));
          for (const part of parts) {
            one.append(element("a", { href: link(part), class: "yu-search__part" },
              element("b", {}, ...marked(part.title)), element("span", {}, ...teaser(part.text))));
          }
          return one;
        }),
      );
      status.textContent = groups.length ? words.found(groups.length) : words.none;
      dialog.dataset.answered = query;
    };

    const clear = () => {
      list.replaceChildren();
      status.textContent = "";
      dialog.dataset.answered = "";
    };

    const answer = (found) => {
      const query = asked.shift();
      // an answer that comes when the question is gone, or another has been asked, is nobody's
      if (!asked.length && input.value.trim()) show(found, query);
    };

    const send = () => {
      if (!input.value.trim()) return;
      asked.push(input.value);
      worker.postMessage({ type: QUERY, data: wordsOf(input.value).join(" ") });
    };

    const ask = () => {
      clearTimeout(waiting);
      if (input.value.trim()) waiting = setTimeout(send, WAIT_MS);
      else clear();
    };

    // a result on this very page only moves to its place
    list.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const links = [...list.querySelectorAll("a")];
      if (event.key === "Enter" && event.target === input && links.length && dialog.dataset.answered === input.value) {
        event.preventDefault();
        links[0].click();
      }
      if (!step || !links.length) return;
      event.preventDefault();
      const next = links.indexOf(document.activeElement) + step;
      (next < 0 ? input : links[Math.min(next, links.length - 1)]).focus();
    });

    await loaded(new URL("search/index.js", root));
    const { config, docs } = window.yusuanIndex;
    const address = new URL("assets/search/workers/search.js", root);
    worker = location.protocol === "file:" ? new FrameWorker(address) : new Worker(address);
    await new Promise((done, failed) => {
      worker.onmessage = ({ data }) => data.type === READY && done();
      worker.onerror = failed;
      worker.postMessage({ type: SETUP, data: { config, docs, options: { suggest: false } } });
    });
    worker.onmessage = ({ data }) => data.type === RESULT && answer(data.data.items);
    window.yusuanIndex = undefined;
    input.addEventListener("input", ask);
    if (input.value.trim()) send();
    else clear();
  };

  // What is asked, in single words. Signs with a meaning in a query have none here; an English
  // plural is asked for as the singular, with which it begins.
  const wordsOf = (query) =>
    query
      .toLowerCase()
      .replace(/[-+~^*:"]+/g, " ")
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => word.replace(/([a-z]{3,})s$/, "$1"));

  // Material's worker looks for the pieces of a Chinese word, too. How much of what was asked
  // stands in a result as a whole says which results come first, and which are not meant at all.
  const plain = (html) => html.replace(/<[^>]+>|\u200b/g, "").toLowerCase();
  const fit = (item, asked) => {
    const title = plain(item.title);
    const text = plain(item.text);
    const names = title.split(/ · | /);
    let sum = 0;
    for (const word of asked) {
      if (names.includes(word)) sum += 3 * word.length;
      else if (title.includes(word)) sum += 2 * word.length;
      else if (text.includes(word)) sum += word.length;
    }
    for (const [piece, found] of Object.entries(item.terms)) if (found) sum += piece.length / 4;
    return sum;
  };
  const LEAST = 0.2; // of the best result's fit
  const ranked = (groups, asked) => {
    const fits = new Map();
    const of = (item) => fits.get(item) ?? fits.set(item, fit(item, asked)).get(item);
    const order = (one, other) => of(other) - of(one) || other.score - one.score;
    const sorted = groups.map((group) => [...group].sort(order)).sort(([one], [other]) => order(one, other));
    const least = sorted.length ? LEAST * of(sorted[0][0]) : 0;
    return sorted.filter(([best]) => of(best) >= least);
  };

  // a little of a text around the first word that was found
  const AROUND = 60;
  const teaser = (html) => {
    const pieces = marked(html);
    const first = pieces.findIndex((piece) => typeof piece !== "string");
    if (first < 0) return [pieces.join("").slice(0, AROUND)];
    const before = pieces.slice(0, first).join("");
    const cut = before.length > AROUND / 2 ? `…${before.slice(-AROUND / 2)}` : before;
    const after = [];
    let left = 2 * AROUND;
    for (const piece of pieces.slice(first)) {
      const text = typeof piece === "string" ? piece : piece.textContent;
      if (left <= 0) break;
      after.push(typeof piece === "string" ? text.slice(0, left) : piece);
      left -= text.length;
    }
    return [cut, ...after, ...(left <= 0 ? ["…"] : [])];
  };
})();
