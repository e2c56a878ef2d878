// Who prints whose copy.

sections.copies = (body, width) => {
  if (!data.copies.length) return body.append(el("p", { class: "note" }, t("no_copies")));
  const part = new Map(), pairs = new Map();
  const add = (key, n) => part.set(key, (part.get(key) || 0) + n);
  for (const [first, by, n] of data.copies) {
    add(first, n);
    add(by, n);
    pairs.set(first + ":" + by, n);
  }
  const room = Math.max(6, Math.min(24, Math.floor((width - 150) / 26)));
  // Both ways in one order, so that the diagonal means something.
  const rows = [...part.keys()].sort((a, b) => part.get(b) - part.get(a) || a - b).slice(0, room), columns = rows;
  const name = (p) => data.publishers[p];
  const space = Math.min(150, Math.max(...columns.map((c) => widthOf(visible(name(c)), 13))) * 0.75 + 30);
  const cells = Math.min(48, Math.max(22, (width - width * 0.3) / columns.length));
  const made = heat({
    width: Math.min(width, 150 + columns.length * 48 + space), labels: rows.map(name), columns: columns.length, top: space, size: cells, columnLabels: columns.map(name),
    value: (row, column) => pairs.get(rows[row] + ":" + columns[column]) || 0,
    lines: (row, column, n) => [t("copy_text", visible(name(columns[column])), visible(name(rows[row])), count(n))],
    rowTitle: t("first_printed"), columnTitle: t("copied_by"), label: t("copies_chart"),
  });
  body.append(el("p", { class: "lede" }, t("copies_lede", count(data.balance.clusters), count(data.balance.copies + data.balance.dropped))),
    el("figure", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("copies_chart") }, made.chart), el("figcaption", {}, t("copies_caption"))));
  if (part.size > rows.length) body.append(el("p", { class: "note" }, t("most_copies_shown", rows.length, part.size)));
  body.append(table("p", t("copies_table"), [
    { name: t("first_printed"), value: ([first]) => name(first), show: ([first]) => choose(first) },
    { name: t("copied_by"), value: ([, by]) => name(by), show: ([, by]) => choose(by) },
    number(t("copies_n"), ([, , n]) => n),
  ], [...data.copies].sort((a, b) => b[2] - a[2]), { search: ([first, by]) => name(first) + " " + name(by), limit: 10 }));
  if (data.left_out.copy_pairs) body.append(el("p", { class: "note" }, t("pairs_left_out", count(data.left_out.copy_pairs))));
};
