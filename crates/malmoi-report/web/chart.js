// Charts in SVG: axes with units, tooltips, and marks that can be gone through with the
// arrow keys, each with its numbers in words.

const tip = document.getElementById("tip");
function showTip(at, lines) {
  tip.replaceChildren(...lines.map((line, n) => el(n ? "div" : "strong", {}, visible(line))));
  tip.hidden = false;
  const box = at.getBoundingClientRect();
  const width = tip.offsetWidth, height = tip.offsetHeight;
  const left = Math.min(Math.max(8, box.left + box.width / 2 - width / 2), document.documentElement.clientWidth - width - 8);
  const above = box.top - height - 8;
  tip.style.left = left + "px";
  tip.style.top = (above > 4 ? above : box.bottom + 8) + "px";
}
const hideTip = () => { tip.hidden = true; };
addEventListener("scroll", hideTip, { passive: true });
addEventListener("keydown", (e) => e.key === "Escape" && hideTip());

// How wide a text is in the font of the page.
const ruler = document.createElement("canvas").getContext("2d");
const family = getComputedStyle(document.body).fontFamily;
function widthOf(text, size) {
  ruler.font = `${size}px ${family}`;
  return ruler.measureText(text).width;
}
function shorten(text, size, width) {
  const shown = [...visible(text)];
  if (widthOf(shown.join(""), size) <= width) return shown.join("");
  while (shown.length > 1 && widthOf(shown.join("") + "…", size) > width) shown.pop();
  return shown.join("") + "…";
}

const linear = (from, to, start, end) => (value) => start + ((value - from) / (to - from || 1)) * (end - start);

// Round numbers from 0 to at least `most`, whole ones where half of a thing is none.
function ticks(most, wanted, whole) {
  const rough = Math.max(most, 1e-9) / wanted;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough && (!whole || n >= 1));
  const found = [];
  for (let n = 0; n < most + step * 0.999; n += step) found.push(+n.toPrecision(12));
  return found;
}

function picture(width, height, label) {
  return svg("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": label, class: "chart" });
}

// Makes elements of a chart go by keys: `columns` of them stand in a row. Each is
// { element, lines, act }.
function marks(chart, items, columns) {
  if (!items.length) return;
  let current = 0;
  const go = (to) => {
    const next = Math.min(Math.max(to, 0), items.length - 1);
    items[current].element.setAttribute("tabindex", "-1");
    current = next;
    items[current].element.setAttribute("tabindex", "0");
    items[current].element.focus();
  };
  items.forEach(({ element, lines, act }, n) => {
    element.classList.add("mark");
    element.setAttribute("tabindex", n ? "-1" : "0");
    element.setAttribute("role", act ? "button" : "img");
    element.setAttribute("aria-label", visible(lines.join(", ")));
    element.addEventListener("pointerenter", () => showTip(element, lines));
    element.addEventListener("pointerleave", hideTip);
    element.addEventListener("focus", () => showTip(element, lines));
    element.addEventListener("blur", hideTip);
    element.addEventListener("click", () => { current = n; if (act) act(); else showTip(element, lines); });
  });
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns || 1, ArrowUp: -(columns || 1) };
  chart.addEventListener("keydown", (e) => {
    if (e.key in steps) go(current + steps[e.key]);
    else if (e.key === "Home") go(0);
    else if (e.key === "End") go(items.length - 1);
    else if ((e.key === "Enter" || e.key === " ") && items[current].act) items[current].act();
    else return;
    e.preventDefault();
  });
}

function axisX(chart, y, from, to, title) {
  chart.append(svg("line", { x1: from, x2: to, y1: y, y2: y, class: "axis" }));
  if (title) chart.append(svg("text", { x: to, y: y + 34, class: "title", "text-anchor": "end" }, title));
}

function axisY(chart, values, scale, left, right, title, format) {
  for (const value of values) {
    chart.append(
      svg("line", { x1: left, x2: right, y1: scale(value), y2: scale(value), class: value ? "grid" : "axis" }),
      svg("text", { x: left - 6, y: scale(value) + 4, "text-anchor": "end" }, format(value)));
  }
  if (title) chart.append(svg("text", { x: 2, y: 12, class: "title" }, title));
}

// The units of time below a chart, as many as there is room for.
function axisTime(chart, y, scale, width) {
  const starts = data.calendar.starts;
  const each = Math.max(1, Math.ceil(starts.length / Math.max(2, Math.floor(width / 62))));
  let year = "";
  starts.forEach((start, n) => {
    if (n % each || n > starts.length - each / 2 && n) return;
    chart.append(svg("line", { x1: scale(n), x2: scale(n), y1: y, y2: y + 4, class: "axis" }));
    chart.append(svg("text", { x: scale(n), y: y + 17, "text-anchor": "middle" }, day(start)));
    if (start.slice(0, 4) !== year) {
      year = start.slice(0, 4);
      chart.append(svg("text", { x: scale(n), y: y + 31, "text-anchor": "middle", class: "title" }, year));
    }
  });
}

// A field of cells: rows × columns with a number each, the more the darker.
function heat({ width, labels, columns, value, lines, act, label, top, size, text, columnLabels, columnTitle, rowTitle }) {
  const left = Math.min(width * 0.34, Math.max(...labels.map((name) => widthOf(visible(name), 13)), 40) + 10);
  let cell = Math.max(size || 0, (width - left - 6) / columns);
  // Names stand upright where there is room; others lean out over the last column.
  const flat = columnLabels && columnLabels.every((name) => widthOf(visible(name), 13) < cell - 6);
  const longest = columnLabels && !flat ? Math.max(...columnLabels.map((name) => widthOf(visible(name), 13))) : 0;
  const lean = Math.min(longest, top * 1.3 - 8) * 0.71;
  if (flat) top = 44;
  else if (columnLabels) cell = Math.max(size || 0, (width - left - 6 - lean) / columns);
  const height = columnLabels ? Math.min(cell, 40) : 26;
  const whole = left + cell * columns + 6 + (columnLabels && !flat ? lean : 0);
  const chart = picture(whole, top + height * labels.length + 40, label);
  let most = 1e-9;
  const all = labels.map((_, row) => Array.from({ length: columns }, (_, column) => value(row, column)));
  for (const row of all) for (const n of row) most = Math.max(most, n || 0);
  const items = [];
  labels.forEach((name, row) => {
    const y = top + row * height;
    chart.append(svg("text", { x: left - 8, y: y + height / 2 + 4, "text-anchor": "end", class: "label" }, shorten(name, 13, left - 10)));
    for (let column = 0; column < columns; column++) {
      const n = all[row][column];
      const share = n ? Math.sqrt(n / most) : 0;
      const group = svg("g", {});
      const rect = { x: left + column * cell, y, width: Math.max(cell - 1, 1), height: height - 1, rx: 2 };
      group.append(svg("rect", { ...rect, class: n === null ? "none" : "empty" }));
      if (n) {
        group.append(svg("rect", { ...rect, class: "filled", "fill-opacity": (0.12 + 0.88 * share).toFixed(3) }));
        const told = (text || count)(n);
        if (widthOf(told, 11) < cell - 3) {
          group.append(svg("text", { x: rect.x + cell / 2 - 0.5, y: y + height / 2 + 4, "text-anchor": "middle", class: share > 0.7 ? "on" : "off" }, told));
        }
      }
      chart.append(group);
      items.push({ element: group, lines: lines(row, column, n), act: act && act(row, column, n) });
    }
  });
  if (columnLabels) {
    columnLabels.forEach((name, column) => {
      const x = left + column * cell + cell / 2;
      if (flat) chart.append(svg("text", { x, y: top - 8, "text-anchor": "middle", class: "label" }, visible(name)));
      else chart.append(svg("text", { x, y: top - 6, transform: `rotate(-45 ${x} ${top - 6})`, class: "label" }, shorten(name, 13, top * 1.3 - 8)));
    });
  }
  if (rowTitle) chart.append(svg("text", { x: 2, y: flat ? 14 : top - 8, class: "title" }, rowTitle));
  if (columnTitle) chart.append(svg("text", { x: whole - 6, y: 12, class: "title", "text-anchor": "end" }, columnTitle));
  marks(chart, items, columns);
  return { chart, left, cell, bottom: top + height * labels.length };
}

// Lines over time; each series is { name, values, kind }, values being null where there is nothing.
function lines({ width, height, series, most, bands, label, title, describe }) {
  const [left, right, top, bottom] = [44, width - 26, 22, height - 40];
  const n = data.calendar.starts.length;
  const x = n > 1 ? linear(0, n - 1, left + 6, right - 6) : () => (left + right) / 2;
  const values = ticks(most, 4);
  const y = linear(0, values[values.length - 1], bottom, top);
  const chart = picture(width, height, label);
  const half = n > 1 ? (x(1) - x(0)) / 2 : 20;
  for (const [first, last] of bands || []) {
    chart.append(svg("rect", { x: Math.max(left, x(first) - half), y: top, width: Math.min(right, x(last) + half) - Math.max(left, x(first) - half), height: bottom - top, class: "band" }));
  }
  axisY(chart, values, y, left, right, title, percent);
  axisTime(chart, bottom, x, right - left);
  series.forEach(({ values, kind }) => {
    let path = "", pen = "M";
    values.forEach((value, at) => {
      // Where there is no article, nothing is known: the line breaks.
      if (value === null) { pen = "M"; return; }
      path += `${pen}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    });
    chart.append(svg("path", { d: path, class: "line s" + kind }));
  });
  const items = Array.from({ length: n }, (_, at) => {
    const element = svg("g", {}, svg("rect", { x: x(at) - half, y: top, width: half * 2, height: bottom - top, class: "hit" }));
    series.forEach(({ values, kind }) => {
      if (values[at] !== null) element.append(svg("circle", { cx: x(at), cy: y(values[at]), r: n > 60 ? 2 : 3, class: "dot s" + kind }));
    });
    chart.append(element);
    return { element, lines: describe(at) };
  });
  marks(chart, items, 1);
  return chart;
}

// What each line of a chart is.
const legend = (series) => el("p", { class: "key" }, series.map(({ name, kind }) =>
  el("span", { class: "entry" }, svg("svg", { width: 28, height: 10, class: "chart small", "aria-hidden": "true" },
    svg("path", { d: "M1 5L27 5", class: "line s" + kind })), own(name))));
