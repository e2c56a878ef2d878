// What moved.

const movementOf = (term) => data.movements.some((m) => m.terms.some((of) => of.term === term));

sections.movements = (body, width) => {
  const found = data.movements.filter((m) => m.terms.length);
  if (data.calendar.starts.length < 2 || !found.length) return body.append(el("p", { class: "note" }, t("nothing_moved")));
  const all = (m) => m.articles.reduce((a, b) => a + b, 0);
  const chosen = found.find((m) => data.languages[m.language] === state.ml) || [...found].sort((a, b) => all(b) - all(a))[0];
  const controls = el("div", { class: "controls" });
  if (found.length > 1) {
    controls.append(choice("ml", t("language"), found.map((m) => [data.languages[m.language], languageName(data.languages[m.language])]), data.languages[chosen.language], (ml) => set({ ml, moved: "" })));
  }
  const sorted = [...chosen.terms].sort((a, b) => termName(a.term).localeCompare(termName(b.term), state.lang));
  const movement = chosen.terms.find((m) => termName(m.term) === state.moved) || chosen.terms.slice(0, chosen.bursting)[0] || [...chosen.terms].sort((a, b) => all(b) - all(a))[0];
  controls.append(select("moved", t("term"), sorted.map((m) => [termName(m.term), termName(m.term)]), termName(movement.term), (moved) => set({ moved })));
  body.append(el("p", { class: "lede" }, t("movements_lede_" + data.calendar.by) + (data.balance.copies ? " " + t("movements_basis") : "")), controls);
  const bursting = chosen.terms.slice(0, chosen.bursting);
  if (!bursting.length) body.append(el("p", { class: "note" }, t("no_bursts")));
  const shown = state.allmoved ? bursting : bursting.slice(0, width > 700 ? 12 : 8);
  body.append(el("ul", { class: "sparks" }, shown.map((m) => {
    const [first, last] = strongest(m);
    return el("li", { class: m.q < SURE ? null : "unsure" }, el("button", { type: "button", "aria-pressed": String(m === movement), "data-key": "m-" + m.term, onclick: () => { set({ view: "movements", moved: termName(m.term), ml: data.languages[chosen.language] }); show("movement"); } },
      el("span", { class: "term" }, m.q < SURE ? null : "(", own(termName(m.term)), m.q < SURE ? null : ")"), spark(m, chosen), el("span", { class: "sub" }, days(first, last))));
  })));
  if (bursting.length > shown.length) body.append(el("button", { type: "button", class: "more", "data-key": "allmoved", onclick: () => set({ allmoved: "1" }) }, t("all_rows", count(bursting.length))));
  body.append(el("div", { id: "movement" }, course(movement, chosen, width)));
};

const strongest = (m) => m.bursts.reduce((a, b) => (b[2] > a[2] ? b : a));
const days = (first, last) => day(data.calendar.starts[first]) + (last > first ? "–" + day(data.calendar.starts[last]) : "");
const shares = (of, all) => all.map((n, unit) => (n ? (of[unit] || 0) / n : null));
const sparse = (units) => { const found = []; for (const [unit, n] of units) found[unit] = n; return data.calendar.starts.map((_, unit) => found[unit] || 0); };

const spark = (m, of) => sparkline(shares(m.articles, of.articles), m.bursts);

function sparkline(values, bursts) {
  const x = linear(0, values.length - 1, 2, 118), y = linear(0, Math.max(...values.map((v) => v || 0)) || 1, 30, 3);
  let path = "", pen = "M";
  values.forEach((value, at) => { if (value !== null) { path += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`; pen = "L"; } });
  return svg("svg", { width: 120, height: 32, class: "chart small", "aria-hidden": "true" },
    bursts.map(([first, last]) => svg("rect", { x: x(first) - 1.5, y: 0, width: Math.max(3, x(last) - x(first) + 3), height: 32, class: "band" })),
    svg("path", { d: path, class: "line s0" }));
}

// One term in full: the share of all articles with it, that of the publishers that have most, and who was first.
function course(m, of, width) {
  const everyone = new Map(of.publishers);
  const total = (units) => units.reduce((sum, [, n]) => sum + n, 0);
  const most = [...m.publishers].sort((a, b) => total(b[2]) - total(a[2])).slice(0, width > 700 ? 4 : 2);
  const series = [{ name: t("all_publishers"), kind: 0, values: shares(m.articles, of.articles), of: m.articles, all: of.articles }];
  most.forEach(([publisher, , units], n) => {
    const own = sparse(units), all = sparse(everyone.get(publisher) || []);
    series.push({ name: data.publishers[publisher], kind: n + 1, values: shares(own, all), of: own, all });
  });
  const name = visible(termName(m.term));
  const highest = Math.max(...series.flatMap((s) => s.values.map((v) => v || 0)));
  const chart = lines({
    width, height: Math.max(280, Math.min(380, width * 0.45)), series, most: highest, bands: m.bursts,
    label: t("course_chart", name), title: t("share_of_articles"),
    describe: (at) => [data.calendar.starts[at], ...series.filter((s) => s.all[at]).map((s) => `${s.name}: ${percent(s.values[at])} (${count(s.of[at])}/${count(s.all[at])})`)],
  });
  const said = [t("course_counts", name, count(m.articles.reduce((a, b) => a + b, 0)))];
  for (const [first, last, weight] of m.bursts) said.push(t("burst_text", days(first, last), precise(weight)));
  if (m.bursts.length) said.push(t(m.q < SURE ? "burst_sure" : "burst_doubtful", chance(m.q)));
  if (m.trend) said.push(m.trend[1] < SURE ? t(m.trend[0] > 0 ? "rising" : "falling", precise(m.trend[0], 2), chance(m.trend[1])) : t("no_direction", chance(m.trend[1])));
  const firsts = m.publishers.map(([publisher, first, units], n) => ({ n, publisher, first, articles: total(units) }));
  return [el("h3", {}, own(termName(m.term))), el("p", {}, said.join(" ")),
    el("figure", {}, legend(series), chart, el("figcaption", {}, t("course_caption_" + data.calendar.by))),
    table("f", t("who_first", name), [
      { name: t("publisher"), value: (f) => data.publishers[f.publisher], show: (f) => own(data.publishers[f.publisher]) },
      { name: t("first_mention"), value: (f) => f.first, date: true },
      number(t("articles_with"), (f) => f.articles),
    ], firsts, { search: (f) => data.publishers[f.publisher], limit: 10 }), el("p", { class: "note" }, t("first_by_day"))];
}
