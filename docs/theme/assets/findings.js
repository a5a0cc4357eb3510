// Filters the list of all findings. Without it every finding is shown; with it the choice stands
// in the page's address, so that it can be linked and the browser's back button works.
"use strict";
(function () {
  const form = document.querySelector("form[data-filter]");
  if (!form) return;
  const list = document.querySelector(form.dataset.filter);
  const items = Array.from(list.querySelectorAll("[data-finding]"));
  // innermost first: a fold is empty before the package around it is
  const groups = Array.from(list.querySelectorAll("[data-group]")).reverse();
  const names = ["severity", "unit", "check", "accepted"];
  const texts = items.map(function (item) {
    return (item.closest("[data-name]").dataset.name + " " + item.textContent + " " + item.dataset.check).toLowerCase();
  });

  function read() {
    const asked = new URLSearchParams(location.search);
    for (const name of [...names, "q"]) {
      const field = form.elements[name];
      field.value = asked.get(name) || "";
      if (field.value === "" && asked.get(name)) field.selectedIndex = 0; // no such choice
    }
  }

  function write() {
    const chosen = new URLSearchParams();
    for (const name of [...names, "q"]) {
      if (form.elements[name].value) chosen.set(name, form.elements[name].value);
    }
    const query = chosen.toString();
    history.replaceState(null, "", query ? "?" + query : location.pathname);
  }

  function show() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = names.filter((name) => form.elements[name].value);
    let count = 0;
    items.forEach(function (item, at) {
      const fits =
        chosen.every((name) => item.dataset[name] === form.elements[name].value) &&
        words.every((word) => texts[at].includes(word));
      item.hidden = !fits;
      if (fits) count += Number(item.dataset.times || 1);
    });
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-finding]:not([hidden])");
      const asked = words.length || form.elements.check.value;
      if (group.tagName === "DETAILS" && (asked || form.elements.severity.value === "rounding")) {
        group.open = true;
      }
    }
    form.querySelector("[data-count]").textContent = String(count);
  }

  form.addEventListener("input", function () { write(); show(); });
  form.addEventListener("reset", function () { setTimeout(function () { write(); show(); }); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  window.addEventListener("popstate", function () { read(); show(); });
  form.hidden = false;
  read();
  show();
})();
