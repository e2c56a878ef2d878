// What each publisher says more than the others.

// Below this false discovery rate a keyword is taken to be no chance.
const SURE = 0.05;
const sureness = (q) => (q < 0.001 ? 3 : q < 0.01 ? 2 : q < SURE ? 1 : 0);
const dots = (q) => el("span", { class: "sure", title: t("q_is", chance(q)) },
  el("span", { "aria-hidden": "true" }, "●".repeat(sureness(q)) + "○".repeat(3 - sureness(q))),
  el("span", { class: "unseen" }, t("sure" + sureness(q))));

const termName = (place) => data.terms[place][0];
const languagesOf = (publisher) => data.lists.filter((l) => l.publisher === publisher).map((l) => l.language);

function chosenList() {
  const publisher = data.publishers.indexOf(state.pub);
  const lists = data.lists.filter((l) => l.publisher === publisher);
  return lists.find((l) => data.languages[l.language] === state.l) || lists.sort((a, b) => outletOf(b).articles - outletOf(a).articles)[0];
}
// The articles that keywords are chosen by.
const comparedArticles = (list) => { const o = outletOf(list); return o.articles - (data.settings.basis === "once" ? o.copies : 0); };
const outletOf = (list) => data.outlets.find((o) => o.publisher === list.publisher && o.language === list.language);

sections.keywords = (body, width) => {
  const publisher = data.publishers.indexOf(state.pub);
  const everyone = [["", t("all_publishers")], ...data.publishers.map((name) => [name, name])];
  const controls = el("div", { class: "controls" },
    select("pub", t("publisher"), everyone, state.pub, (pub) => set({ pub, vs: "", term: "", l: "" })));
  body.append(controls);
  if (publisher < 0) {
    if (data.languages.length > 1) {
      const used = [...new Set(data.lists.map((l) => l.language))];
      controls.append(choice("l", t("language"), [["", t("all_languages")], ...used.map((l) => [data.languages[l], languageName(data.languages[l])])], state.l || "", (l) => set({ l })));
    }
    return overview(body);
  }
  const others = data.publishers.filter((name, other) => other !== publisher && common(publisher, other).length);
  controls.append(select("vs", t("compared_with"), [["", t("all_others")], ...others.map((name) => [name, name])], state.vs, (vs) => set({ vs, term: "" })));
  const languages = languagesOf(publisher).sort();
  if (languages.length > 1) {
    controls.append(choice("l", t("language"), languages.map((l) => [data.languages[l], languageName(data.languages[l])]), data.languages[chosenList().language], (l) => set({ l, term: "" })));
  }
  // On paper there are no controls to say whose words these are.
  body.append(el("h3", { class: "printed" }, own(state.pub), state.vs ? [" – ", own(state.vs)] : null));
  if (state.vs) return comparison(body, width, publisher, data.publishers.indexOf(state.vs));
  const list = chosenList();
  if (!list) return body.append(el("p", { class: "note" }, t("no_keywords")));
  controls.append(choice("dir", t("direction"), [["more", t("says_more")], ["less", t("says_less")]], state.dir === "less" ? "less" : "more", (dir) => set({ dir, term: "" })));
  const less = state.dir === "less";
  const rows = less ? list.less : list.more;
  if (!rows.length) return body.append(el("p", { class: "note" }, t("no_keywords")));
  const wide = width > 900;
  const detail = el("div", { class: "detail", id: "detail" });
  const chart = effectChart(rows, list, wide ? width * 0.6 : width, less);
  body.append(el("div", { class: wide ? "beside" : "" }, chart, detail));
  drawDetail(detail, rows.find((k) => termName(k.term) === state.term) || rows[0], list, less);
  body.append(keywordTable(rows, list, less));
  const out = less ? list.less_left_out : list.more_left_out;
  if (out) body.append(el("p", { class: "note" }, t("keywords_left_out", count(out))));
};

// A card for each publisher with its first keywords.
function overview(body) {
  const cards = el("div", { class: "cards" });
  const lists = data.lists.filter((l) => !state.l || data.languages[l.language] === state.l);
  lists.sort((a, b) => outletOf(b).articles - outletOf(a).articles);
  const shown = state.all ? lists : lists.slice(0, 24);
  const most = Math.max(1, ...shown.flatMap((l) => l.more.slice(0, 8).map((k) => k.log_ratio[0])));
  for (const list of shown) {
    const name = data.publishers[list.publisher], language = data.languages[list.language];
    cards.append(el("article", { class: "card", "aria-label": visible(name) },
      el("h3", {}, el("button", { type: "button", class: "name", "data-key": "card-" + list.publisher + language, onclick: () => set({ view: "keywords", pub: name, l: language, term: "" }) }, own(name))),
      el("p", { class: "sub" }, languageName(language) + " · " + t("n_articles", count(outletOf(list).articles))),
      el("ol", { class: "bars" }, list.more.slice(0, 8).map((k) => {
        const bar = el("span", { class: "barline" });
        bar.style.width = Math.max(2, (k.log_ratio[0] / most) * 100) + "%";
        return el("li", { class: k.q < SURE ? null : "unsure" },
          el("button", { type: "button", class: "term", onclick: () => set({ view: "keywords", pub: name, l: language, term: termName(k.term) }) }, own(termName(k.term))),
          el("span", { class: "bartrack", "aria-hidden": "true" }, bar), el("span", { class: "times" }, timesOf(k)), dots(k.q));
      })),
      list.more.length ? null : el("p", { class: "note" }, t("no_keywords"))));
  }
  body.append(el("p", { class: "lede" }, t("overview_lede")), cards);
  const listed = new Set(data.lists.map((l) => l.publisher));
  const without = data.publishers.filter((_, publisher) => !listed.has(publisher));
  if (without.length) body.append(el("p", { class: "note" }, t("no_list", without.map(visible).join(", "))));
  if (lists.length > shown.length) {
    body.append(el("button", { type: "button", class: "more", onclick: () => set({ all: "1" }) }, t("all_rows", count(lists.length))));
  }
}

// How much more often against how surely.
function effectChart(rows, list, width, less) {
  const shown = rows.slice(0, 60);
  const height = Math.max(320, Math.min(460, width * 0.75));
  const [left, right, top, bottom] = [52, width - 26, 34, height - 52];
  const effect = (k) => Math.abs(k.log_ratio[0]);
  const height_of = (k) => -Math.log10(Math.max(k.q, 1e-300));
  const most = Math.ceil(Math.max(2, ...shown.map(effect)) + 0.3);
  const levels = [1, SURE, 0.01, 0.001, 1e-4, 1e-6, 1e-10, 1e-20, 1e-50, 1e-100, 1e-200, 1e-300];
  // The root keeps the sure from pressing the doubtful to the bottom.
  const lift = (level) => Math.sqrt(level);
  const highest = Math.max(lift(3.2), ...shown.map((k) => lift(height_of(k)))) * 1.06;
  const x = linear(0, most, left, right), y = (k) => linear(0, highest, bottom, top)(lift(k));
  const name = data.publishers[list.publisher];
  const chart = picture(width, height, t(less ? "effect_chart_less" : "effect_chart", visible(name)));
  let below = Infinity;
  for (const q of levels) {
    const at = y(-Math.log10(q));
    if (at < top - 2) break;
    if (below - at < 18) continue;
    below = at;
    chart.append(svg("line", { x1: left, x2: right, y1: at, y2: at, class: q === SURE ? "sureline" : q === 1 ? "axis" : "grid" }),
      svg("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, q >= 0.001 ? String(q) : chance(q).replace("1 × ", "")));
  }
  for (let ratio = 0; ratio <= most; ratio += most > 9 ? 2 : 1) {
    chart.append(svg("line", { x1: x(ratio), x2: x(ratio), y1: top, y2: bottom, class: ratio ? "grid" : "axis" }),
      svg("text", { x: x(ratio), y: bottom + 18, "text-anchor": "middle" }, (ratio && less ? "÷" : "×") + count(Math.pow(2, ratio))));
  }
  chart.append(svg("text", { x: 2, y: 14, class: "title" }, t("q_axis")),
    svg("text", { x: right, y: bottom + 40, class: "title", "text-anchor": "end" }, t(less ? "less_often" : "more_often")));
  const biggest = Math.max(1, ...shown.map((k) => k.articles));
  const taken = [];
  const items = [];
  const layer = svg("g", {}), names = svg("g", { "aria-hidden": "true" });
  for (const k of shown) {
    const [cx, cy] = [x(effect(k)), y(height_of(k))];
    const r = 4 + 8 * Math.sqrt((less ? k.articles_elsewhere : k.articles) / (less ? Math.max(1, ...shown.map((o) => o.articles_elsewhere)) : biggest));
    taken.push([cx - r, cy - r, cx + r, cy + r]);
    const group = svg("g", { class: (k.q < SURE ? "certain" : "doubtful") + (termName(k.term) === state.term ? " chosen" : "") });
    const [low, high] = k.log_ratio.slice(1).map((end) => x(Math.min(most, Math.max(0, less ? -end : end))));
    group.append(svg("line", { x1: Math.min(low, high), x2: Math.max(low, high), y1: cy, y2: cy, class: "interval" }), svg("circle", { cx, cy, r }));
    layer.append(group);
    items.push({
      element: group, act: () => set({ term: termName(k.term) }),
      lines: [termName(k.term), effectText(k), t("q_is", chance(k.q)), t("n_of_articles", count(k.articles), count(comparedArticles(list)))],
    });
  }
  shown.forEach((k, n) => {
    const text = shorten(termName(k.term), 13, 130);
    const [cx, cy, w] = [x(effect(k)), y(height_of(k)), widthOf(text, 13)];
    const r = taken[n][2] - cx;
    const places = [[cx + r + 3, cy + 4], [cx - r - 3 - w, cy + 4], [cx - w / 2, cy - r - 5], [cx - w / 2, cy + r + 13]];
    const free = places.find(([px, py]) => px > left && px + w < right + 10 && py > top - 4 && py < bottom &&
      !taken.some(([a, b, c, d], other) => other !== n && px < c && px + w > a && py - 11 < d && py + 3 > b));
    if (!free) return;
    taken.push([free[0], free[1] - 11, free[0] + w, free[1] + 3]);
    names.append(svg("text", { x: free[0], y: free[1], class: "label" + (k.q < SURE ? "" : " faint") }, text));
  });
  chart.append(layer, names);
  marks(chart, items, 1);
  return el("figure", {}, chart, el("figcaption", {}, t(less ? "effect_caption_less" : "effect_caption", shown.length)));
}

// In words: how much more often, and between what limits.
function effectText(k) {
  const [, low, high] = k.log_ratio;
  return t("effect_text", timesOf(k), times(low), times(high));
}

// The sentences and articles behind a keyword.
function drawDetail(box, k, list, less) {
  const name = data.publishers[list.publisher];
  // What is said less here is said more by the others.
  const ends = less ? [k.log_ratio[0], k.log_ratio[2], k.log_ratio[1]].map((ratio) => -ratio) : k.log_ratio;
  box.replaceChildren(
    el("h3", {}, own(termName(k.term)), " ", dots(k.q)),
    el("p", {}, t(less ? "detail_less" : k.count_elsewhere ? "detail" : "detail_only", visible(name), "", ...ends.map((ratio) => precise(Math.pow(2, ratio), 2)))),
    el("p", { class: "sub" }, t("detail_counts", count(k.count), count(k.articles), precise(k.per_million), count(k.count_elsewhere), count(k.articles_elsewhere), precise(k.per_million_elsewhere), chance(k.q)) + " " + t("basis_" + data.settings.basis)));
  const movement = movementOf(k.term);
  if (movement) {
    box.append(el("p", {}, el("button", { type: "button", class: "link", "data-key": "moved", onclick: () => set({ view: "movements", moved: termName(k.term), ml: data.languages[list.language] }) }, t("see_movement"))));
  }
  if (!k.shown.length) return;
  box.append(el("h4", {}, t("where_it_stands")), el("ul", { class: "quotes" }, k.shown.map(([place, quote]) => {
    const [id, title, published, url, copy] = data.articles[place];
    return el("li", {},
      quote ? el("blockquote", {}, el("bdi", {}, quote.map((part, n) => (n % 2 ? el("mark", {}, visible(part)) : visible(part))))) : null,
      el("p", { class: "sub" }, link(url, title || id), " · ", published ? visible(published.slice(0, 10)) + " · " : "", t("article_id"), " ", el("code", {}, own(id)), copy ? " · " + t("is_copy") : ""));
  })));
  if (k.shown.every(([, quote]) => !quote)) box.append(el("p", { class: "note" }, t("no_quotes")));
}

function keywordTable(rows, list, less) {
  const most = Math.max(...rows.map((k) => Math.abs(k.log_ratio[0])), 1) + 1;
  return table("k", t(less ? "table_less" : "table_more", visible(data.publishers[list.publisher])), [
    { name: t("term"), value: (k) => termName(k.term), show: (k) => el("button", { type: "button", class: "term", "data-key": "k-" + k.rank, onclick: () => { set({ term: termName(k.term) }); show("detail"); } }, own(termName(k.term))) },
    { name: t("rank"), value: (k) => k.rank, number: true, show: (k) => count(k.rank) },
    { name: t("times_as_often"), value: (k) => k.log_ratio[0], number: true, show: (k) => [interval(k.log_ratio, most), el("span", { class: "times" }, timesOf(k))] },
    { name: t("certainty"), value: (k) => k.q, number: true, show: (k) => [dots(k.q), " ", el("span", { class: "q" }, "q " + chance(k.q))] },
    number(t("occurrences"), (k) => k.count),
    number(t("articles"), (k) => k.articles),
    number(t("per_million"), (k) => k.per_million, (k) => precise(k.per_million)),
    number(t("per_million_elsewhere"), (k) => k.per_million_elsewhere, (k) => precise(k.per_million_elsewhere)),
  ], rows, { search: (k) => data.terms[k.term].slice(0, 2).join(" "), limit: 20 });
}

// A log ratio with its interval, drawn small.
function interval(ratio, most) {
  const both = ratio[0] < 0;
  const x = both ? linear(-most, 0, 2, 78) : linear(0, most, 2, 78);
  const inside = (n) => Math.min(78, Math.max(2, x(n)));
  return svg("svg", { width: 80, height: 14, class: "chart small", "aria-hidden": "true" },
    svg("line", { x1: inside(0), x2: inside(0), y1: 0, y2: 14, class: "axis" }),
    svg("line", { x1: inside(ratio[1]), x2: inside(ratio[2]), y1: 7, y2: 7, class: "interval" }),
    svg("circle", { cx: inside(ratio[0]), cy: 7, r: 3.5 }));
}
