import { chromium, type Browser, type BrowserContext } from "@playwright/test";
import { allPages } from "@/e2e/all-pages";
import { startApp, type App } from "@/graph/testing/start-app";
import { predictionHref } from "@/lib/page-hrefs";
import { clientOf, newestOf, runSample, signIn } from "./bench-app";
import { options } from "./options";
import { median, writeSection, type Figure } from "./section";

/**
 * Every page of the product with the sample: the server's time to the last byte, warm, against the same server's sign-in page, which asks the
 * graph nothing; and in Chromium, with an empty cache, the first load, the largest contentful paint and the layout shift.
 *
 * `-- --quick` takes the quick sample.
 */
const [WARM, ROUNDS] = [8, 21];
/** In the full sample the prediction behind which most lies: four sources and 400 windows. */
const WIDEST_PREDICTION = "fc580d2f-b6a2-82a3-864a-62a0b83baf8a";

type Browsed = { loadMs: number; paintMs: number; shift: number };

const app = await startApp();
const client = clientOf(app);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const { quick } = options;
  await runSample(app, quick);
  const cookie = await signIn(app);
  const pages = await allPages((kind) => newestOf(client, kind));
  if (!quick) pages.push({ name: "What made a prediction, 400 windows", path: predictionHref(WIDEST_PREDICTION) });
  const floor = median(await serverTimes(app, "/sign-in", ""));
  const figures: Figure[] = [];
  for (const { name, path } of pages) {
    const times = await serverTimes(app, path, cookie);
    const { loadMs, paintMs, shift } = await firstLoads(browser, app, path, cookie);
    const figure: Figure = {
      what: name,
      ours: `${median(times).toFixed(0)} ms; first load ${loadMs.toFixed(0)} ms, largest paint ${paintMs.toFixed(0)} ms, shift ${shift.toFixed(3)}`,
      reference: `${floor.toFixed(0)} ms`,
      ratio: median(times) / floor,
      wanted: "150 ms; 1.5 s, no shift",
      met: median(times) < 150 && loadMs < 1_500 && shift < 0.005,
    };
    process.stdout.write(`${name}: ${figure.ours}\n`);
    figures.push(figure);
  }
  writeSection({ id: "pages", title: "The pages, with the sample", against: "the same server's sign-in page, which asks the graph nothing", figures });
} finally {
  client.close();
  await browser.close();
  await app.remove();
}

/** Milliseconds to the last byte, the first ones left out. */
async function serverTimes({ url }: App, path: string, cookie: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = -WARM; round < ROUNDS; round++) {
    const began = performance.now();
    const answer = await fetch(`${url}${path}`, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
    await answer.text();
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    if (round >= 0) times.push(performance.now() - began);
  }
  return times;
}

/** The middle of five first loads, each in a browser context of its own. */
async function firstLoads(browser: Browser, { url }: App, path: string, cookie: string): Promise<Browsed> {
  const loads: Browsed[] = [];
  for (let round = 0; round < 5; round++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name = "", value = ""] = cookie.split("=");
    await context.addCookies([{ name, value, url }]);
    loads.push(await load(context, `${url}${path}`));
    await context.close();
  }
  const of = (figure: keyof Browsed) => median(loads.map((it) => it[figure]));
  return { loadMs: of("loadMs"), paintMs: of("paintMs"), shift: Math.max(...loads.map(({ shift }) => shift)) };
}

async function load(context: BrowserContext, address: string): Promise<Browsed> {
  const page = await context.newPage();
  await page.goto(address, { waitUntil: "load" });
  // what moves after the load counts too
  await page.waitForTimeout(500);
  return page.evaluate(async () => {
    // no function in here may have a name: what names them for stack traces is not in the page
    const [shifts = [], paints = []] = await Promise.all(["layout-shift", "largest-contentful-paint"].map((type) => new Promise<PerformanceEntry[]>((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries())).observe({ type, buffered: true });
      setTimeout(() => resolve([]), 100);
    })));
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return {
      loadMs: navigation?.loadEventEnd ?? 0,
      paintMs: paints.at(-1)?.startTime ?? 0,
      shift: (shifts as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]).filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    };
  });
}
