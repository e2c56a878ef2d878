// Makes the picture of the report in the README:
//   cargo run --release -- analyze examples/newsroom -o out
//   node tests/browser/screenshot.mjs out/report.html docs/report.png

import { open, start } from "./browser.mjs";

const [report, picture] = process.argv.slice(2);
const browser = await start({ viewport: { width: 1200, height: 820 }, colorScheme: "light" });
const { page } = await open(browser.context, report, "#lang=en&view=keywords&pub=아라신문&term=해상풍력");
await page.mouse.move(0, 0);
await page.screenshot({ path: picture });
await browser.close();
