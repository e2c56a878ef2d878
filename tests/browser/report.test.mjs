// The report in a real browser. `node --test` runs it; REPORT names the report of
// examples/newsroom, HOSTILE one of a crawl full of markup, SHOTS a folder for pictures.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, start } from "./browser.mjs";

const { REPORT, HOSTILE, SHOTS } = process.env;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SECTIONS = ["coverage", "keywords", "movements", "copies", "method"];
const WIDTHS = { phone: 390, desktop: 1280 };

let browser;
before(async () => { browser = await start({ viewport: { width: 1280, height: 900 } }); });
after(() => browser?.close());

/** Nothing but the file itself was asked for, and nothing was complained of. */
function quiet({ seen, address }) {
  assert.deepEqual(seen.errors, []);
  assert.deepEqual(seen.dialogs, []);
  assert.deepEqual(seen.requests.filter((url) => url.split("#")[0] !== address.split("#")[0]), []);
}

const report = (fragment) => open(browser.context, REPORT, fragment);
const rows = (page, section) => page.locator(`#${section} tbody tr`);

test("every view opens without a complaint, a request, or a long wait", async () => {
  // A busy machine may be slow once; a slow page is slow each time.
  const waits = [];
  for (let n = 0; n < 3; n++) {
    const started = Date.now();
    const { page } = await report();
    waits.push(Date.now() - started);
    await page.close();
  }
  assert.ok(Math.min(...waits) < 2000, `opened in ${waits} ms`);
  const opened = await report();
  for (const section of SECTIONS) {
    assert.ok((await opened.page.locator(`#${section} .body > *`).count()) > 0, section);
    await opened.page.locator(`#nav a[data-view=${section}]`).click();
    assert.match(opened.page.url(), new RegExp(`view=${section}`));
  }
  quiet(opened);
  await opened.page.close();
});

test("search and sort work, and stay in the address", async () => {
  const opened = await report("#lang=en");
  const { page } = opened;
  const names = () => rows(page, "coverage").locator("th").allTextContents();
  const before = await names();
  assert.ok(before.length > 3);
  const articles = page.locator("#coverage thead th", { hasText: /^Articles/ });
  const numbers = async () => (await rows(page, "coverage").locator("td:nth-child(3)").allTextContents()).map((n) => +n.replace(/,/g, ""));
  await articles.locator("button").click();
  const down = await numbers();
  assert.deepEqual(down, [...down].sort((a, b) => b - a));
  await articles.locator("button").click();
  assert.deepEqual(await numbers(), [...down].sort((a, b) => a - b));
  assert.equal(await articles.getAttribute("aria-sort"), "ascending");
  await page.locator("#coverage input[type=search]").fill(before[0].slice(0, 2));
  assert.ok((await names()).length < before.length);
  assert.ok((await names()).every((name) => name.includes(before[0].slice(0, 2))));
  const again = await open(browser.context, REPORT, new URL(page.url()).hash);
  assert.deepEqual(await rows(again.page, "coverage").locator("th").allTextContents(), await names());
  quiet(opened);
  await page.close();
  await again.page.close();
});

test("a publisher, a term with its sentences, and two publishers beside each other", async () => {
  const opened = await report("#lang=en");
  const { page } = opened;
  await page.selectOption("[data-key=pub]", { label: "아라신문" });
  await page.locator("#keywords tbody button.term", { hasText: "해상풍력" }).first().click();
  assert.equal(await page.locator("#detail h3 bdi").textContent(), "해상풍력");
  assert.ok((await page.locator("#detail blockquote mark").count()) > 0);
  assert.match(decodeURIComponent(page.url()), /pub=아라신문.*term=해상풍력/);
  await page.selectOption("[data-key=vs]", { label: "누리경제" });
  assert.ok((await page.locator("#keywords svg .one").count()) > 0);
  assert.ok((await page.locator("#keywords svg .other").count()) > 0);
  await page.goBack();
  assert.equal(await page.locator("#detail h3 bdi").textContent(), "해상풍력");
  quiet(opened);
  await page.close();
});

test("the keyboard is enough", async () => {
  const opened = await report("#lang=en&view=keywords&pub=아라신문");
  const { page } = opened;
  const marks = page.locator("#keywords figure .mark");
  assert.equal(await page.locator("#keywords figure .mark[tabindex='0']").count(), 1);
  await marks.first().focus();
  assert.ok(await page.locator("#tip").isVisible());
  await page.keyboard.press("ArrowRight");
  const second = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  assert.equal(second, await marks.nth(1).getAttribute("aria-label"));
  assert.equal(await page.locator("#tip strong").textContent(), second.split(", ")[0]);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#detail h3 bdi").textContent(), second.split(", ")[0]);
  await page.keyboard.press("Escape");
  assert.ok(await page.locator("#tip").isHidden());
  await page.locator("#coverage thead button").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#coverage thead th").first().getAttribute("aria-sort"), "ascending");
  quiet(opened);
  await page.close();
});

test("Korean and English say the same, by the reader's language or by choice", async () => {
  const opened = await report();
  const { page } = opened;
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  const sum = async () => (await page.locator("main").textContent()).match(/\d[\d,]*/g).length;
  const english = await sum();
  await page.locator("[data-key=langko]").click();
  assert.equal(await page.locator("html").getAttribute("lang"), "ko");
  assert.equal(await page.locator("#coverage h2").textContent(), "무엇을 모았나");
  assert.ok(Math.abs((await sum()) - english) < english * 0.2);
  const untold = await page.locator("main").textContent();
  assert.doesNotMatch(untold, /undefined|NaN|\{\d\}|\[object/);
  const korean = await start({ locale: "ko-KR" });
  const there = await open(korean.context, REPORT);
  assert.equal(await there.page.locator("html").getAttribute("lang"), "ko");
  await korean.close();
  quiet(opened);
  await page.close();
});

test("light and dark, phone and desktop: nothing sticks out, axe finds nothing serious", async () => {
  for (const [device, width] of Object.entries(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const fragment of ["#lang=en", "#lang=ko&view=keywords&pub=아라신문", "#lang=en&view=keywords&pub=아라신문&vs=누리경제"]) {
        const opened = await report(fragment);
        const { page } = opened;
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(50);
        const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(paper === "rgb(255, 255, 255)", colorScheme === "light");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${device} ${fragment}: ${wide} px`);
        // The policy of the page forbids a script of ours, too, so it goes through the driver.
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        const grave = violations.filter((v) => ["serious", "critical"].includes(v.impact));
        assert.deepEqual(grave.map((v) => [v.id, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))]), [], `${device} ${colorScheme} ${fragment}`);
        if (SHOTS) {
          const name = fragment.includes("vs") ? "compare" : fragment.includes("pub") ? "publisher" : "whole";
          await page.screenshot({ path: join(SHOTS, `${name}-${device}-${colorScheme}.png`), fullPage: true });
        }
        quiet(opened);
        await page.close();
      }
    }
  }
});

test("it prints: all sections, no controls", async () => {
  const opened = await report("#lang=en");
  await opened.page.emulateMedia({ media: "print" });
  assert.ok(await opened.page.locator("#nav").isHidden());
  assert.ok(await opened.page.locator("#method h2").isVisible());
  await opened.page.close();
});

test("what a crawl says stays text", async () => {
  for (const fragment of ["", "#view=keywords&pub=" + encodeURIComponent("<img src=x onerror=alert(1)>"), "#lang=<b>&pub=</script>&term=%22%3E&qc=<i>&oc=99d"]) {
    const opened = await open(browser.context, HOSTILE, fragment);
    const { page } = opened;
    const found = await page.evaluate(() => ({
      hacked: globalThis.hacked === undefined,
      images: document.images.length,
      scripts: document.scripts.length,
      links: [...document.querySelectorAll("a[href]")].map((a) => a.protocol),
      turned: /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText),
    }));
    assert.deepEqual({ ...found, links: undefined }, { hacked: true, images: 0, scripts: 2, links: undefined, turned: false });
    assert.ok(found.links.every((protocol) => ["http:", "https:", "file:"].includes(protocol)), String(found.links));
    quiet(opened);
    await page.close();
  }
  const opened = await open(browser.context, HOSTILE, "#view=keywords&pub=" + encodeURIComponent("<img src=x onerror=alert(1)>"));
  assert.match(await opened.page.locator("#keywords").textContent(), /<img src=x onerror=alert\(1\)>/);
  await opened.page.close();
});
