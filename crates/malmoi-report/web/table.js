// Tables that can be sorted by any column and searched.

// Columns are { name, value, show, number, date, wide }; `key` keeps order and search apart from
// those of other tables in the address.
function table(key, caption, columns, rows, { search, limit } = {}) {
  const order = () => (state["o" + key] || "").match(/^(\d+)(d?)$/);
  const body = el("tbody", {});
  const head = el("tr", {});
  const more = el("button", { type: "button", class: "more", hidden: true });
  const told = el("p", { class: "told", role: "status" });
  let all = false;
  const draw = () => {
    const sought = visible(state["q" + key] || "").trim().toLocaleLowerCase();
    let shown = sought ? rows.filter((row) => search(row).toLocaleLowerCase().includes(sought)) : [...rows];
    const by = order();
    if (by && columns[+by[1]]) {
      const { value, number } = columns[+by[1]];
      const turn = by[2] ? -1 : 1;
      const compare = number ? (a, b) => a - b : (a, b) => String(a).localeCompare(String(b), state.lang);
      // What has no value comes last either way.
      shown.sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        return (x === null) - (y === null) || turn * compare(x, y);
      });
    }
    [...head.children].forEach((cell, n) => {
      const sorted = by && +by[1] === n;
      cell.setAttribute("aria-sort", sorted ? (by[2] ? "descending" : "ascending") : "none");
    });
    const cut = all ? shown.length : Math.min(shown.length, limit || 30);
    body.replaceChildren(...shown.slice(0, cut).map((row) =>
      el("tr", {}, columns.map((column, n) =>
        el(n ? "td" : "th", { scope: n ? null : "row", class: column.number ? "number" : column.date ? "date" : column.wide ? "wide" : null },
          column.show ? column.show(row) : visible(column.value(row) ?? "–"))))));
    more.hidden = cut === shown.length;
    more.textContent = t("all_rows", count(shown.length));
    told.textContent = sought ? t("found_rows", count(shown.length), count(rows.length)) : "";
  };
  more.addEventListener("click", () => { all = true; draw(); });
  columns.forEach((column, n) => {
    const sort = () => {
      const by = order();
      const first = column.number ? "d" : "";
      const turned = by && +by[1] === n ? (by[2] ? "" : "d") : first;
      set({ ["o" + key]: n + turned }, true);
      draw();
    };
    head.append(el("th", { scope: "col", class: column.number ? "number" : null },
      el("button", { type: "button", onclick: sort, "data-key": `sort-${key}-${n}` }, column.name)));
  });
  const title = el("div", { class: "tablehead" }, el("strong", {}, caption));
  const found = el("div", { class: "table" }, title);
  if (search) {
    title.append(el("label", { class: "field search" }, el("span", {}, t("search")),
      el("input", {
        type: "search", value: state["q" + key] || "", "data-key": "search-" + key, autocomplete: "off",
        oninput: (e) => { set({ ["q" + key]: e.target.value }, true); draw(); },
      })));
  }
  draw();
  found.append(told, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    el("table", { "aria-label": caption }, el("thead", {}, head), body)), more);
  return found;
}
