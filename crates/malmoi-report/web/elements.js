// What pages are made of. Text of a crawl becomes nothing but text: it is only ever given
// to text nodes and attributes, never read as markup.

const SVG = "http://www.w3.org/2000/svg";
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

// Shows what would turn the writing of its surroundings, as the page's own writer does.
const visible = (text) => String(text ?? "").replace(HIDDEN, "\ufffd");

function make(space, name, attributes, children) {
  const element = space ? document.createElementNS(space, name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
const el = (name, attributes, ...children) => make(null, name, attributes, children);
const svg = (name, attributes, ...children) => make(SVG, name, attributes, children);

// A text of the crawl, kept from turning what stands beside it.
const own = (text) => el("bdi", {}, visible(text));

// A link, where a browser may be sent; else the text alone.
function link(url, text) {
  let safe = null;
  try {
    const parsed = new URL(url);
    if (parsed.protocol === "http:" || parsed.protocol === "https:") safe = parsed.href;
  } catch { /* No address at all. */ }
  return safe ? el("a", { href: safe, rel: "noopener noreferrer", target: "_blank" }, own(text)) : own(text);
}

// Numbers as the reader's language writes them. Formats are kept: making one takes longer
// than using it a hundred times.
const formats = new Map();
function format(options) {
  const key = state.lang + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, options.month ? new Intl.DateTimeFormat(state.lang, options) : new Intl.NumberFormat(state.lang, options));
  return formats.get(key);
}
const WHOLE = {}, DAY = { month: "short", day: "numeric", timeZone: "UTC" };
const count = (n) => format(WHOLE).format(n);
const precise = (n, digits) => (n === null || n === undefined ? "–" : format({ maximumSignificantDigits: digits || 3 }).format(n));
const percent = (share) => format({ style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 }).format(share);
const chance = (q) => (q < 1e-4 ? q.toExponential(0).replace("e-", " × 10⁻").replace(/⁻(\d+)$/, (_, n) => "⁻" + [...n].map((d) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d]).join("")) : precise(q, 2));
// How many times as often a log ratio is.
const times = (ratio) => {
  const n = Math.pow(2, Math.abs(ratio));
  return (ratio < 0 ? "÷" : "×") + precise(n, 2);
};
// The same of a keyword; nothing is so many times as often as what is never said.
const timesOf = (k) => (!k.count_elsewhere ? t("only_here") : !k.count ? t("never_here") : times(k.log_ratio[0]));
const day = (text) => {
  const date = new Date(text + "T00:00:00Z");
  return isNaN(date) ? text : format(DAY).format(date);
};

function select(key, label, options, value, change) {
  const chosen = el("select", { "data-key": key, onchange: (e) => change(e.target.value) });
  for (const [of, name] of options) {
    chosen.append(el("option", { value: of, selected: String(of) === String(value) }, visible(name)));
  }
  return el("label", { class: "field" }, el("span", {}, label), chosen);
}

// Buttons of which one is pressed.
function choice(key, label, options, value, change) {
  return el("div", { class: "choice", role: "group", "aria-label": label }, options.map(([of, name]) =>
    el("button", { type: "button", "data-key": key + of, "aria-pressed": String(of === value), onclick: () => change(of) }, name)));
}
