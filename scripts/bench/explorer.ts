import { chromium, type Browser, type Page } from "@playwright/test";
import { emptyPlant, HUB, MIDDLE, writePlant } from "@/graph/testing/bulk-definitions";
import { lineageHref } from "@/lib/page-hrefs";
import { parseEnv } from "@/graph/env";
import { signIn, startBenchApp } from "./bench-app";
import { median, quantile, writeSection, type Figure } from "./section";

/**
 * The explorer in Chromium on graphs of a thousand, a hundred thousand and a million definitions with a hub of ten thousand neighbours (of five
 * hundred in the first): until a person can use it, until an expansion is drawn, the longest task that blocks the page, and frames a second
 * while 150 cards are moved and zoomed. Definitions are written straight into the graph (`graph/testing/bulk-definitions.ts`).
 */
const SIZES = [{ nodes: 1_000, neighbours: 500 }, { nodes: 100_000, neighbours: 10_000 }, { nodes: 1_000_000, neighbours: 10_000 }];
const [WARM, ROUNDS] = [2, 9];
const EXPANSIONS = 3;
const WANTED = { openMs: 1_500, expandMs: 200, taskMs: 200, frames: 50 };

type Seen = { openMs: number[]; expandMs: number[]; taskMs: number; frameMs: number[] };

const bench = await startBenchApp();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const { database } = parseEnv({});
  const cookie = await signIn(bench.app);
  const figures: Figure[] = [];
  for (const size of SIZES) {
    const began = performance.now();
    await emptyPlant(bench.driver, database);
    await writePlant(bench.driver, database, size);
    process.stdout.write(`${size.nodes} definitions written in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    for (const [what, ref] of [["a hub", HUB], ["a dataset in a chain", MIDDLE]] as const) {
      const figure = figureOf(`${size.nodes.toLocaleString("en-US")} definitions, ${what}`, await look(browser, ref, cookie));
      process.stdout.write(`${figure.what}: ${figure.ours}\n`);
      figures.push(figure);
    }
  }
  writeSection({ id: "explorer", title: "The explorer in Chromium", against: `medians of ${ROUNDS} openings in a browser context of its own, and of ${EXPANSIONS} expansions in each; frames while 150 cards are moved and zoomed`, figures });
} finally {
  await browser.close();
  await bench.close();
}

async function look(chrome: Browser, ref: string, cookie: string): Promise<Seen> {
  const seen: Seen = { openMs: [], expandMs: [], taskMs: 0, frameMs: [] };
  for (let round = -WARM; round < ROUNDS; round++) {
    const context = await chrome.newContext({ viewport: { width: 1440, height: 900 }, baseURL: bench.app.url });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url: bench.app.url }]);
    const page = await context.newPage();
    await page.addInitScript(() => {
      (window as unknown as { tasks: number[] }).tasks = [];
      new PerformanceObserver((list) => (window as unknown as { tasks: number[] }).tasks.push(...list.getEntries().map((it) => it.duration))).observe({ type: "longtask", buffered: true });
    });
    const openMs = await open(page, ref);
    const expandMs: number[] = [];
    for (let i = 0; i < EXPANSIONS; i++) {
      const took = await expand(page);
      if (took !== null) expandMs.push(took);
    }
    const frameMs = await moveAround(page);
    const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
    await context.close();
    if (round < 0) continue;
    seen.openMs.push(openMs);
    seen.expandMs.push(...expandMs);
    seen.frameMs.push(...frameMs);
    seen.taskMs = Math.max(seen.taskMs, ...tasks);
  }
  return seen;
}

/** Milliseconds until the picture is there and a press on a card selects it. */
async function open(page: Page, ref: string): Promise<number> {
  await page.goto(lineageHref(ref), { waitUntil: "commit" });
  await page.locator("[data-node].absolute").first().waitFor();
  return page.evaluate(async () => {
    // an idle page is one that answers
    await new Promise((resolve) => requestIdleCallback(resolve));
    return performance.now();
  });
}

/** Milliseconds from a press on a count until what it hid is drawn; `null` where there is no count left to press. */
async function expand(page: Page): Promise<number | null> {
  const tab = page.locator(`[data-node].absolute button`).first();
  if ((await tab.count()) === 0) return null;
  return page.evaluate(async () => {
    const shown = document.querySelector("[role=status] b")!;
    const before = shown.textContent;
    const button = document.querySelector<HTMLElement>("[data-node].absolute button")!;
    const began = performance.now();
    button.click();
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        if (document.querySelector("[role=status] b")?.textContent === before) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now() - began;
  });
}

/** Milliseconds between frames while the picture is dragged and zoomed. */
async function moveAround(page: Page): Promise<number[]> {
  const box = (await page.getByRole("region", { name: "Picture" }).boundingBox())!;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // as text: what names functions for stack traces is not in the page
  await page.evaluate(`{
    window.frames = [];
    let last = performance.now();
    const next = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(next); };
    requestAnimationFrame(next);
  }`);
  await page.mouse.move(middle.x, middle.y + 250);
  await page.mouse.down();
  for (let i = 0; i < 40; i++) await page.mouse.move(middle.x + 6 * Math.sin(i / 4) * 20, middle.y + 250 - i * 8);
  await page.mouse.up();
  for (let i = 0; i < 16; i++) await page.mouse.wheel(0, i < 8 ? -60 : 60);
  return page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(1));
}

function figureOf(what: string, { openMs, expandMs, taskMs, frameMs }: Seen): Figure {
  const frames = 1_000 / median(frameMs);
  const expansions = expandMs.length === 0 ? "nothing to expand" : `expand ${median(expandMs).toFixed(0)} ms (${quantile(expandMs, 0.95).toFixed(0)})`;
  return {
    what,
    ours: `open ${median(openMs).toFixed(0)} ms (${quantile(openMs, 0.95).toFixed(0)}), ${expansions}, longest task ${taskMs.toFixed(0)} ms, ${frames.toFixed(0)} frames/s`,
    reference: null,
    ratio: null,
    wanted: `${WANTED.openMs} ms, ${WANTED.expandMs} ms, ${WANTED.taskMs} ms, ${WANTED.frames}/s`,
    met: median(openMs) < WANTED.openMs && (expandMs.length === 0 || median(expandMs) < WANTED.expandMs) && taskMs < WANTED.taskMs && frames >= WANTED.frames,
  };
}
