// Chromium with a report in it, watched for what must not happen.

import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/** Where Debian and others put it; `CHROMIUM` names another one. */
const PLACES = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Starts a browser with an empty profile; `close` ends it and takes the profile away. */
export async function start(options = {}) {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("there is no chromium; install Debian's, or name one in CHROMIUM");
  const profile = await mkdtemp(join(tmpdir(), "malmoi-browser-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS, locale: "en-GB", ...options });
  return {
    context,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Opens a report; what it asks the network for, and what it complains of, is gathered. */
export async function open(context, file, fragment = "") {
  const page = await context.newPage();
  const seen = { requests: [], errors: [], dialogs: [] };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && seen.errors.push(message.text()));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  const address = pathToFileURL(file).href + fragment;
  await page.goto(address, { waitUntil: "load" });
  await page.waitForSelector("#coverage h2");
  return { page, seen, address };
}
