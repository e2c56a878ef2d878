// What is in the crawl.

sections.coverage = (body, width) => {
  const { balance, calendar } = data;
  const dated = calendar.starts;
  const tiles = [
    [count(balance.counted), t("articles")],
    [count(data.publishers.length + data.left_out.publishers), t("publishers")],
    [count(balance.tokens), t("tokens")],
    [count(balance.copies), t("copies_among")],
    [count(balance.skipped), t("skipped")],
  ];
  body.append(el("dl", { class: "tiles" }, tiles.map(([n, name]) => el("div", {}, el("dt", {}, name), el("dd", {}, n)))));
  if (dated.length) body.append(heading(t("articles_by_" + calendar.by)), coverageChart(width));
  const aside = [];
  if (calendar.undated) aside.push(t("undated", count(calendar.undated)));
  if (calendar.before + calendar.after) aside.push(t("outside", count(calendar.before + calendar.after)));
  if (data.left_out.publishers) aside.push(t("publishers_left_out", count(data.left_out.publishers), count(data.left_out.articles)));
  if (aside.length) body.append(el("p", { class: "note" }, aside.join(" ")));
  body.append(table("c", t("publishers"), [
    { name: t("publisher"), value: (o) => data.publishers[o.publisher], show: (o) => choose(o.publisher) },
    { name: t("language"), value: (o) => languageName(data.languages[o.language]) },
    number(t("articles"), (o) => o.articles),
    number(t("of_them_copies"), (o) => o.copies),
    number(t("copied_by_others"), (o) => o.copied),
    number(t("tokens"), (o) => o.tokens),
    { name: t("first_day"), value: (o) => o.first_day, date: true },
    { name: t("last_day"), value: (o) => o.last_day, date: true },
  ], data.outlets, { search: (o) => data.publishers[o.publisher], limit: 15 }));
  if (data.skipped.length) {
    body.append(heading(t("skipped_why")), el("ul", { class: "plain" }, data.skipped.map((s) =>
      el("li", {}, el("strong", {}, count(s.count)), " ", visible(s.reason), " – ", t("for_example"), " ",
        el("code", {}, own(s.path)), s.detail ? [" (", own(s.detail), ")"] : null))));
  }
};

const heading = (text) => el("h3", {}, text);
const number = (name, value, show) => ({ name, value, number: true, show: (row) => (show ? show(row) : value(row) === null ? "–" : count(value(row))) });
// A publisher's name that leads to its keywords.
const choose = (publisher) => el("button", {
  type: "button", class: "name", "data-key": "pub-" + publisher,
  onclick: () => set({ view: "keywords", pub: data.publishers[publisher], vs: "", term: "" }),
}, own(data.publishers[publisher]));

function coverageChart(width) {
  const starts = data.calendar.starts;
  const rows = new Map();
  const sums = starts.map(() => [0, 0]);
  for (const { publisher, units } of data.coverage) {
    if (!rows.has(publisher)) rows.set(publisher, starts.map(() => [0, 0]));
    for (const [unit, articles, copies] of units) {
      for (const sum of [rows.get(publisher)[unit], sums[unit]]) {
        sum[0] += articles;
        sum[1] += copies;
      }
    }
  }
  const publishers = [...rows.keys()].sort((a, b) => a - b).slice(0, 40);
  const described = (name, unit, [articles, copies]) =>
    [name, starts[unit], t("n_articles", count(articles)), copies ? t("n_copies", count(copies)) : ""].filter(Boolean);
  const made = heat({
    width, labels: publishers.map((p) => data.publishers[p]), columns: starts.length, top: 112, size: Math.min(14, 3000 / starts.length),
    value: (row, unit) => rows.get(publishers[row])[unit][0],
    lines: (row, unit) => described(data.publishers[publishers[row]], unit, rows.get(publishers[row])[unit]),
    label: t("coverage_chart"),
  });
  const { chart, left, cell } = made;
  const values = ticks(Math.max(...sums.map(([n]) => n), 1), 3, true);
  const y = linear(0, values[values.length - 1], 100, 24);
  axisY(chart, values, y, left, left + cell * starts.length, t("all_publishers") + " (" + t("articles") + ")", count);
  const bars = sums.map((sum, unit) => {
    const x = left + unit * cell;
    const bar = svg("g", {},
      svg("rect", { x, y: y(sum[0]), width: Math.max(cell - 1, 1), height: 100 - y(sum[0]), class: "bar" }),
      svg("rect", { x, y: y(sum[0]), width: Math.max(cell - 1, 1), height: y(sum[0] - sum[1]) - y(sum[0]), class: "bar copy" }));
    chart.append(bar);
    return bar;
  });
  bars.forEach((bar, unit) => {
    const told = described(t("all_publishers"), unit, sums[unit]);
    bar.append(svg("title", {}, told.join(", ")));
  });
  axisTime(chart, made.bottom + 2, (n) => left + (n + 0.5) * cell, cell * starts.length);
  const key = el("p", { class: "key" }, el("span", { class: "swatch bar" }), t("first_texts"), el("span", { class: "swatch copy" }), t("of_them_copies"),
    el("span", { class: "swatch ramp" }), t("darker_is_more"));
  const more = rows.size > publishers.length ? el("p", { class: "note" }, t("most_articles_shown", publishers.length, rows.size)) : null;
  return el("figure", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("coverage_chart") }, chart), el("figcaption", {}, key, more));
}
