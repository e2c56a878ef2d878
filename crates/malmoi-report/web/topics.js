// What the articles are about.

// A topic whose first terms go together less often than by chance.
const isWeak = (topic) => topic.npmi !== null && topic.npmi < 0;
const named = (topic) => (isWeak(topic) ? `${topic.label} (${t("weak")})` : topic.label);

if (data.topics.length) sections.topics = (body, width) => {
  const chosen = data.topics.find((m) => m.language === state.tl) || data.topics[0];
  const nameOf = (m) => (m.language ? languageName(m.language) : t("all_languages"));
  const topics = chosen.topics.map((topic, n) => ({ ...topic, n })).filter((topic) => topic.articles).sort((a, b) => isWeak(a) - isWeak(b) || b.share - a.share);
  if (!topics.length) return body.append(el("p", { class: "note" }, t("no_topics")));
  const topic = topics.find((of) => String(of.n) === state.topic) || topics[0];
  const pick = (of) => { set({ view: "topics", topic: String(of.n), tl: chosen.language || "" }); show("topic"); };
  body.append(el("p", { class: "lede" }, t("topics_lede", count(chosen.articles))));
  if (data.topics.length > 1) {
    body.append(el("div", { class: "controls" }, choice("tl", t("language"), data.topics.map((m) => [m.language || "", nameOf(m)]), chosen.language || "", (tl) => set({ tl, topic: "" }))));
  }
  body.append(table("t", t("topics"), [
    { name: t("topic"), value: (of) => of.label, show: (of) => [el("button", { type: "button", class: "term", "data-key": "t-" + of.n, onclick: () => pick(of) }, own(of.label)), isWeak(of) ? [" ", el("span", { class: "weak" }, t("weak"))] : null] },
    number(t("share"), (of) => of.share, (of) => percent(of.share)),
    number(t("articles"), (of) => of.articles),
    { name: t("over_time"), value: (of) => of.share, show: (of) => sparkline(of.units, []) },
    { name: t("first_terms"), value: (of) => visible(of.terms.join(", ")), wide: true },
  ], topics, { search: (of) => of.label + " " + of.terms.join(" "), limit: 20 }));
  if (topics.some(isWeak)) body.append(el("p", { class: "note" }, t("weak_topics")));

  const shares = new Map(chosen.publishers.map((row) => [row[0] + ":" + row[1], row]));
  const publishers = [...new Set(chosen.publishers.map((row) => row[0]))].sort((a, b) => a - b).slice(0, 40);
  const shown = topics.slice(0, Math.max(4, Math.min(24, Math.floor((width - 150) / 40))));
  const cell = (row, column) => shares.get(publishers[row] + ":" + shown[column].n);
  const { chart } = heat({
    width, labels: publishers.map((p) => data.publishers[p]), columns: shown.length, top: 150, size: 36, columnLabels: shown.map(named),
    value: (row, column) => (cell(row, column) || [0, 0, 0, null])[3], text: percent,
    lines: (row, column) => {
      const [p, , articles, share, ends, elsewhere, q] = cell(row, column) || [publishers[row], 0, 0, 0];
      return [data.publishers[p], named(shown[column]), percent(share) + (ends ? ` (95 % ${percent(ends[0])}–${percent(ends[1])})` : ""),
        elsewhere === null || elsewhere === undefined ? "" : t("elsewhere_share", percent(elsewhere)), q === null || q === undefined ? "" : "q = " + chance(q), t("n_articles", count(articles))].filter(Boolean);
    },
    act: (row, column) => () => pick(shown[column]), label: t("topics_chart"),
  });
  body.append(heading(t("topics_by_publisher")), el("figure", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("topics_chart") }, chart), el("figcaption", {}, t("topics_caption"))));

  const detail = el("div", { id: "topic" }, heading([own(topic.label), isWeak(topic) ? [" ", el("span", { class: "weak" }, t("weak"))] : null]), el("p", {}, own(topic.terms.join(", "))));
  if (data.calendar.starts.length > 1) {
    const known = topic.units;
    detail.append(el("figure", {}, lines({
      width, height: Math.max(240, Math.min(320, width * 0.4)), series: [{ name: topic.label, kind: 0, values: known }], most: Math.max(...known.map((v) => v || 0)),
      label: t("topic_course", visible(topic.label)), title: t("mean_share"),
      describe: (at) => [data.calendar.starts[at], known[at] === null ? "–" : percent(known[at])],
    })));
  }
  detail.append(el("ul", { class: "quotes" }, topic.shown.map((place) => {
    const [id, title, published, url] = data.articles[place];
    return el("li", {}, link(url, title || id), " ", el("span", { class: "sub" }, published ? visible(published.slice(0, 10)) : ""));
  })));
  body.append(detail);
};
