// Two publishers beside each other.

// The languages in which both have articles, with their outlets.
function common(one, other) {
  const found = [];
  data.outlets.forEach((a, n) => data.outlets.forEach((b, m) => {
    if (a.publisher === one && b.publisher === other && a.language === b.language) found.push([n, m]);
  }));
  return found.sort((x, y) => data.outlets[y[0]].articles - data.outlets[x[0]].articles);
}

function comparison(body, width, one, other) {
  const pairs = common(one, other);
  const [a, b] = pairs.find(([n]) => data.languages[data.outlets[n].language] === state.l) || pairs[0] || [];
  if (a === undefined) return body.append(el("p", { class: "note" }, t("nothing_in_common")));
  const names = [one, other].map((p) => data.publishers[p]);
  const tokens = [a, b].map((n) => data.outlets[n].tokens_compared || 1);
  const rows = [];
  for (const { term, counts } of data.compared) {
    const of = (outlet) => counts.find(([o]) => o === outlet) || [outlet, 0, 0];
    const [x, y] = [of(a), of(b)];
    if (x[1] + y[1] < 3) continue;
    const rates = [x[1], y[1]].map((n, side) => (n * 1e6) / tokens[side]);
    // Half an occurrence is added where there is none, as in the tables.
    const half = [x[1] || 0.5, y[1] || 0.5].map((n, side) => n / tokens[side]);
    rows.push({ term, counts: [x[1], y[1]], articles: [x[2], y[2]], rates, ratio: Math.log2(half[0] / half[1]) });
  }
  rows.sort((p, q) => Math.abs(q.ratio) * Math.log1p(Math.max(...q.counts)) - Math.abs(p.ratio) * Math.log1p(Math.max(...p.counts)));
  body.append(el("p", { class: "lede" }, t("compare_lede", visible(names[0]), visible(names[1]))));
  body.append(rateChart(rows.slice(0, 120), names, Math.min(width, 720)));
  body.append(table("v", t("compare_table", visible(names[0]), visible(names[1])), [
    { name: t("term"), value: (r) => termName(r.term), show: (r) => own(termName(r.term)) },
    { name: t("ratio"), value: (r) => r.ratio, number: true, show: (r) => ratioText(r, names) },
    number(names[0] + " – " + t("per_million"), (r) => r.rates[0], (r) => precise(r.rates[0])),
    number(names[1] + " – " + t("per_million"), (r) => r.rates[1], (r) => precise(r.rates[1])),
    number(names[0] + " – " + t("articles"), (r) => r.articles[0]),
    number(names[1] + " – " + t("articles"), (r) => r.articles[1]),
  ], rows, { search: (r) => data.terms[r.term].slice(0, 2).join(" "), limit: 20 }));
}

const ratioText = (r, names) => {
  const silent = r.counts.indexOf(0);
  return silent < 0 ? times(r.ratio) : t("only_named", shorten(names[1 - silent], 13, 110));
};

// The rate with one against the rate with the other: above the line the one says it more.
function rateChart(rows, names, width) {
  const height = Math.min(width, 560);
  const [left, right, top, bottom] = [58, width - 24, 34, height - 50];
  const least = Math.min(...rows.flatMap((r) => r.rates).filter((n) => n > 0), 100);
  const most = Math.max(...rows.flatMap((r) => r.rates), least * 10);
  const [from, to] = [Math.floor(Math.log10(least)), Math.log10(most) + 0.1];
  const at = (rate) => (rate > 0 ? Math.log10(rate) : from - 0.25);
  const x = linear(from - 0.35, to, left, right), y = linear(from - 0.35, to, bottom, top);
  const chart = picture(width, height, t("compare_chart", visible(names[0]), visible(names[1])));
  for (let power = from; power <= to; power++) {
    const label = count(Math.pow(10, power));
    chart.append(svg("line", { x1: left, x2: right, y1: y(power), y2: y(power), class: "grid" }), svg("text", { x: left - 6, y: y(power) + 4, "text-anchor": "end" }, label),
      svg("line", { x1: x(power), x2: x(power), y1: top, y2: bottom, class: "grid" }), svg("text", { x: x(power), y: bottom + 17, "text-anchor": "middle" }, label));
  }
  chart.append(svg("text", { x: left - 6, y: y(at(0)) + 4, "text-anchor": "end" }, "0"), svg("text", { x: x(at(0)), y: bottom + 17, "text-anchor": "middle" }, "0"),
    svg("line", { x1: x(from), y1: y(from), x2: x(to), y2: y(to), class: "evenline" }),
    svg("text", { x: 2, y: 14, class: "title" }, shorten(names[0], 12, width * 0.5) + " – " + t("per_million")),
    svg("text", { x: right, y: bottom + 38, class: "title", "text-anchor": "end" }, shorten(names[1], 12, width * 0.5) + " – " + t("per_million")));
  const taken = rows.map((r) => [x(at(r.rates[1])) - 4, y(at(r.rates[0])) - 4, x(at(r.rates[1])) + 4, y(at(r.rates[0])) + 4]);
  const items = [];
  const texts = svg("g", { "aria-hidden": "true" });
  rows.forEach((r, n) => {
    const [cx, cy] = [x(at(r.rates[1])), y(at(r.rates[0]))];
    const side = Math.abs(r.ratio) < 1 ? "even" : r.ratio > 0 ? "one" : "other";
    const mark = side === "other" ? svg("rect", { x: cx - 4, y: cy - 4, width: 8, height: 8 }) : svg("circle", { cx, cy, r: 4.5 });
    const group = svg("g", { class: side }, mark);
    chart.append(group);
    items.push({ element: group, lines: [termName(r.term), `${names[0]}: ${precise(r.rates[0])}`, `${names[1]}: ${precise(r.rates[1])}`, ratioText(r, names)] });
    const text = shorten(termName(r.term), 12, 120), w = widthOf(text, 12);
    const free = [[cx + 7, cy + 4], [cx - 7 - w, cy + 4], [cx - w / 2, cy - 8]].find(([px, py]) => px > left && px + w < right + 8 && py > top &&
      !taken.some(([p, q, s, u], other) => other !== n && px < s && px + w > p && py - 10 < u && py + 3 > q));
    if (!free) return;
    taken.push([free[0], free[1] - 10, free[0] + w, free[1] + 3]);
    texts.append(svg("text", { x: free[0], y: free[1], class: "label small" }, text));
  });
  chart.append(texts);
  marks(chart, items, 1);
  return el("figure", {}, chart, el("figcaption", {}, t("compare_caption", rows.length)));
}
