// The page: what is shown follows from the address alone, so that an address is a view.

// What is left of the state when the page is opened without one.
const START = { view: "", lang: "", pub: "", vs: "", dir: "", l: "", term: "", moved: "", ml: "", topic: "", tl: "", all: "", allmoved: "" };

function read() {
  const found = { ...START };
  for (const [key, value] of new URLSearchParams(location.hash.slice(1))) found[key] = value;
  if (!["ko", "en"].includes(found.lang)) found.lang = firstLanguage();
  return found;
}

// The reader's language, if the page knows it; else that of most articles.
function firstLanguage() {
  const wanted = (navigator.language || "").slice(0, 2);
  if (wanted === "ko" || wanted === "en") return wanted;
  const sums = {};
  for (const o of data.outlets) sums[data.languages[o.language]] = (sums[data.languages[o.language]] || 0) + o.articles;
  return (sums.ko || 0) > (sums.en || 0) ? "ko" : "en";
}

// Changes what is shown; quietly where the change draws itself.
function set(changes, quietly) {
  const before = state;
  state = { ...state, ...changes };
  const kept = Object.entries(state).filter(([key, value]) => value && !(key === "lang" && value === firstLanguage()));
  const address = "#" + new URLSearchParams(kept);
  if (quietly) history.replaceState(null, "", address);
  else if (address !== location.hash) history.pushState(null, "", address);
  if (!quietly) draw(before);
}

// Draws what depends on what has changed, or all, and leaves the focus where it was.
function draw(before, stay) {
  const changed = Object.keys({ ...START, ...state }).filter((key) => !before || before[key] !== state[key]);
  const needs = (keys) => !before || changed.includes("lang") || keys.some((key) => changed.includes(key));
  const focused = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.key;
  hideTip();
  if (needs([])) frame();
  if (needs([])) ["coverage", "copies", "method"].forEach(drawSection);
  if (needs(["topic", "tl"])) drawSection("topics");
  if (needs(["pub", "vs", "dir", "l", "term", "all"])) drawSection("keywords");
  if (needs(["moved", "ml", "allmoved"])) drawSection("movements");
  if (focused) {
    const again = [...document.querySelectorAll("[data-key]")].find((of) => of.dataset.key === focused);
    if (again) again.focus({ preventScroll: true });
  }
  if (!stay && (before ? changed.includes("view") : state.view)) show(state.view);
  for (const item of document.querySelectorAll("#nav a")) {
    if (item.dataset.view === state.view) {
      item.setAttribute("aria-current", "true");
      // On a phone it may be beside the screen.
      const bar = item.closest("ul");
      bar.scrollLeft = item.offsetLeft - bar.offsetLeft - 20;
    } else item.removeAttribute("aria-current");
  }
}

function drawSection(name) {
  const section = document.getElementById(name);
  const body = section.querySelector(".body");
  section.hidden = !sections[name];
  if (section.hidden) return;
  section.querySelector("h2").textContent = t(name);
  body.replaceChildren();
  sections[name](body, Math.max(280, body.clientWidth));
}

const show = (id) => {
  const at = document.getElementById(id);
  if (at) at.scrollIntoView({ block: "start" });
};

function frame() {
  document.documentElement.lang = state.lang;
  document.title = t("title");
  document.querySelector(".skip").textContent = t("skip");
  const starts = data.calendar.starts;
  const range = starts.length ? ` · ${starts[0]} – ${starts[starts.length - 1]}` : "";
  document.getElementById("top").replaceChildren(
    el("div", {}, el("p", { class: "brand" }, "말모이 malmoi"), el("h1", {}, t("title")),
      el("p", { class: "sub" }, t("subtitle", count(data.balance.counted), count(data.publishers.length + data.left_out.publishers)) + range)),
    choice("lang", t("language_of_page"), [["ko", "한국어"], ["en", "English"]], state.lang, (lang) => set({ lang })));
  const views = Object.keys(sections);
  document.getElementById("nav").setAttribute("aria-label", t("sections"));
  document.getElementById("nav").replaceChildren(el("ul", {}, ["coverage", "keywords", "movements", "topics", "copies", "method"].filter((v) => views.includes(v)).map((view) =>
    el("li", {}, el("a", { href: "#view=" + view, "data-view": view, "data-key": "nav-" + view, onclick: (e) => { e.preventDefault(); set({ view }); show(view); } }, t(view))))));
  document.getElementById("foot").replaceChildren(el("p", {}, t("foot", data.version)), el("p", { class: "sub" }, t("foot_address")));
}

sections.method = (body) => {
  const { balance, settings, calendar } = data;
  const sum = [["counted", balance.counted], ["merged", balance.merged], ["replaced", balance.replaced], ["dropped", balance.dropped], ["skipped", balance.skipped]];
  body.append(el("p", {}, t("method_lede")), heading(t("conservation")),
    el("p", { class: "sum" }, t("documents_read", count(balance.read)) + " = " + sum.map(([name, n]) => t("ended_" + name, count(n))).join(" + ")),
    el("p", {}, t("conservation_text", count(balance.copies), count(balance.clusters), count(balance.repaired), count(balance.terms), count(balance.new_words), count(balance.names), count(balance.boilerplate))),
    ...(settings.duplicates === "drop" ? [] : [el("p", {}, t("two_bases"))]),
    heading(t("settings")));
  const rows = [["version", data.version], ["duplicates", settings.duplicates], ["basis", settings.basis], ["top", settings.top], ["min_count", settings.min_count],
    ["min_documents", settings.min_documents], ["min_log_ratio", settings.min_log_ratio], ["new_words", settings.new_words], ["keep_boilerplate", settings.keep_boilerplate]];
  body.append(el("dl", { class: "settings" }, rows.map(([name, value]) => el("div", {}, el("dt", {}, el("code", {}, name)), el("dd", {}, String(value), " – ", t("setting_" + name))))));
  body.append(heading(t("formulas")), el("dl", { class: "formulas" }, t("formula_list").map(([name, text]) => [el("dt", {}, name), el("dd", {}, text)])));
  const d = data.detail;
  body.append(heading(t("left_out")), el("p", {}, t("left_out_text", d.publishers, d.keywords, d.quoted, d.moved, d.compared)), el("p", {}, t("licence")));
};

state = read();
draw(null);
addEventListener("popstate", () => { const before = state; state = read(); draw(before); });
let room = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === room) return;
  room = innerWidth;
  draw(null, true);
});
