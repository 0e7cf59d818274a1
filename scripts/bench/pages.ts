import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium, type Browser, type BrowserContext } from "@playwright/test";
import { allPages } from "@/e2e/all-pages";
import { startApp, type App } from "@/graph/testing/start-app";
import { predictionHref } from "@/lib/page-hrefs";
import { median, writeSection, type Figure } from "./section";

/**
 * Every page of the product with the sample: the server's time to the last byte, warm, against the same server's sign-in page, which asks the
 * graph nothing; and in Chromium, with an empty cache, the first load, the largest contentful paint and the layout shift.
 *
 * `-- --quick` takes the quick sample.
 */
const ROUNDS = 15;
/** In the full sample the prediction behind which most lies: four sources and 400 windows. */
const WIDEST_PREDICTION = "fc580d2f-b6a2-82a3-864a-62a0b83baf8a";
const PASSWORD = "a long enough password";

type Browsed = { loadMs: number; paintMs: number; shift: number };

const app = await startApp();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const quick = process.argv.includes("--quick");
  await runSample(app, quick);
  const cookie = await signIn(app);
  const pages = await allPages(newestOf(app));
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
  await browser.close();
  await app.remove();
}

/** Not `execFileSync`: while that waits, nobody hears the server close its connections. */
async function runSample({ url, token }: App, quick: boolean): Promise<void> {
  await promisify(execFile)(process.execPath, ["node_modules/tsx/dist/cli.mjs", "sample/main.ts", ...(quick ? ["--quick"] : [])], { env: { ...process.env, HEADWATER_URL: url, HEADWATER_TOKEN: token }, maxBuffer: 64 << 20 });
}

/** Makes the first administrator; answers with its session's cookie. */
async function signIn({ url, dataDir }: App): Promise<string> {
  const token = /#token=(.+)/.exec(readFileSync(join(dataDir, "setup-link"), "utf8"))?.[1]?.trim();
  const answer = await fetch(`${url}/api/v1/setup`, {
    method: "POST", headers: { "content-type": "application/json", origin: url }, body: JSON.stringify({ token, name: "Mara Keller", password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`No administrator was made: ${answer.status} ${await answer.text()}`);
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

/** The reference of the newest thing of a kind. */
function newestOf({ url, token }: App): (kind: string) => Promise<string> {
  return async (kind) => {
    const answer = await fetch(`${url}/api/v1/search?kind=${kind}&limit=1`, { headers: { authorization: `Bearer ${token}` } });
    return ((await answer.json()) as { results: { ref: string }[] }).results[0]!.ref;
  };
}

/** Milliseconds to the last byte, the first two left out. */
async function serverTimes({ url }: App, path: string, cookie: string): Promise<number[]> {
  const times: number[] = [];
  for (let round = -2; round < ROUNDS; round++) {
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
    const entries = <Entry extends PerformanceEntry>(type: string) => new Promise<Entry[]>((resolve) => {
      const observer = new PerformanceObserver((list) => resolve(list.getEntries() as Entry[]));
      observer.observe({ type, buffered: true });
      setTimeout(() => resolve([]), 100);
    });
    const shifts = await entries<PerformanceEntry & { value: number; hadRecentInput: boolean }>("layout-shift");
    const paints = await entries("largest-contentful-paint");
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return {
      loadMs: navigation?.loadEventEnd ?? 0,
      paintMs: paints.at(-1)?.startTime ?? 0,
      shift: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
    };
  });
}
