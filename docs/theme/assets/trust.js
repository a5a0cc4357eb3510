// What the build could not know: the day of reading, and where this page stands. Fills them into
// the citation, offers to copy it, and tells the form for errors which row the reader looks at.
"use strict";
(function () {
  const published = location.protocol !== "file:";
  // what stands in the citation until it is known; a test holds it against the program
  const words = {
    zh: { address: "〈网址〉", accessed: "〈访问日期〉", copy: "复制", copied: "已复制" },
    en: { address: "‹address›", accessed: "‹date of access›", copy: "Copy", copied: "Copied" },
  }[document.documentElement.lang.startsWith("zh") ? "zh" : "en"];

  function day() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }

  function fill(element, word, value) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.data.includes(word)) node.data = node.data.replaceAll(word, value);
    }
  }

  function offerCopy(element) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "yu-copy";
    button.textContent = words.copy;
    button.addEventListener("click", async function () {
      await navigator.clipboard.writeText(element.textContent.trim());
      button.textContent = words.copied;
      button.setAttribute("aria-live", "polite");
    });
    element.after(button);
  }

  for (const cite of document.querySelectorAll(".yu-cite")) {
    fill(cite, words.accessed, day());
    if (published) fill(cite, words.address, location.href.split("#")[0]);
    if (!navigator.clipboard) continue;
    for (const text of cite.querySelectorAll("p:first-child, pre")) offerCopy(text);
  }

  for (const link of document.querySelectorAll("a.yu-report")) {
    link.addEventListener("click", function () {
      const form = new URL(link.href);
      if (!form.searchParams.has("template")) return; // no form: the link says what to send
      if (published) form.searchParams.set("page", location.href);
      const row = /^#r(\d+)$/.exec(location.hash);
      if (row) form.searchParams.set("row", row[1]);
      link.href = form.href;
    });
  }
})();
