import { ask, expect, sendEvents, test } from "../fixtures";

const RUN = "window.__ran=1";
/** Names that become something else where text is pasted into markup, attributes, addresses, scripts, styles or templates. */
const WORDS = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `</title></textarea></style><script>${RUN}</script>`,
  `"><img src=x onerror="${RUN}">`,
  `'><svg onload=${RUN}>`,
  `x" autofocus onfocus="${RUN}" y="`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<a href="javascript:${RUN}">here</a>`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `<style>*{display:none!important}</style>`,
  `<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  `--><!--]]><script>${RUN}</script>`,
  `{{constructor.constructor('${RUN}')()}}`,
  "${" + RUN + "}`",
  `\\u003cscript\\u003e${RUN}`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `\uff1cscript\uff1e${RUN}\uff1c/script\uff1e`,
  "\u202etxt.exe\u202c \u2066left\u2069",
  "line\u2028para\u2029end \u0001\u0007\u001b[31mred",
  `__proto__`,
  `${"n".repeat(3900)}<script>${RUN}</script>`,
];
const NAMESPACE = "hostile";
const AT = "2001-01-01T00:00:00Z";
const ROOT = `dataset:${NAMESPACE}:root`;
const encode = (part: string): string => [...new TextEncoder().encode(part)].map((byte) => (/[A-Za-z0-9._~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("");
const refOf = (kind: string, name: string, version?: string): string => `${kind}:${NAMESPACE}:${encode(name)}${version === undefined ? "" : `@${encode(version)}`}`;
const named = (name: string) => ({ namespace: NAMESPACE, name });
const DIGEST = `sha256:${"a".repeat(64)}`;

/** Every type of event, with a word in every field that is text of the sender's own. */
function eventsOf(word: string, index: number): { type: string; data: object }[] {
  // several in one reference would be longer than the graph takes
  const part = word.length > 1000 ? `long-${index}` : word;
  const run = { job: named(`job ${part}`), runId: `run ${part}`, operator: word, codeVersion: word, outcome: word, seed: word, parameters: { [`key ${part}`]: word } };
  return [
    { type: "source.declared", data: { ...named(word), telemetry: "logs", schema: [{ name: part, type: word, unit: word, description: word }], owner: { name: part, contact: word }, trusted: false, channel: word, criticality: word, description: word, tags: [word], at: AT } },
    { type: "dependency.declared", data: { from: named("root"), to: named(word), at: AT } },
    { type: "batch.recorded", data: { source: named(word), version: part, window: { start: AT, end: "2001-01-01T00:15:00Z" }, rows: 1, digest: DIGEST, location: word, health: { [`key ${part}`]: word }, run } },
    { type: "features.computed", data: { namespace: NAMESPACE, id: `set ${part}`, group: part, features: [{ name: part, version: part, expression: word }], inputs: [{ dataset: named(word) }], run: { ...run, runId: `features ${part}` }, digest: DIGEST, at: AT, values: { [`key ${part}`]: word } } },
    {
      type: "model.registered",
      data: {
        namespace: NAMESPACE, name: part, version: part, artifact: { digest: DIGEST, location: word }, hyperparameters: { [`key ${part}`]: word }, metrics: { [`key ${part}`]: 1 }, owner: { name: part }, description: word, tags: [word], at: AT,
        training: { run: { ...run, runId: `training ${part}` }, snapshot: { id: word, digest: DIGEST, inputs: [{ featureSet: { namespace: NAMESPACE, id: `set ${part}` } }] } }, features: [{ group: part, name: part, version: part }],
      },
    },
    { type: "deployment.changed", data: { ...named(part), environment: "prod", model: { ...named(part), version: part }, action: "deploy", by: word, reason: word, at: AT } },
    { type: "prediction.made", data: { namespace: NAMESPACE, id: `prediction ${part}`, model: { ...named(part), version: part }, deployment: { ...named(part), environment: "prod" }, features: [{ namespace: NAMESPACE, id: `set ${part}` }], at: AT, output: { [`key ${part}`]: word }, run: { ...run, runId: `predicting ${part}` } } },
    { type: "failure.recorded", data: { about: refOf("dataset", word), failure: "anomaly", message: word, at: AT, details: { [`key ${part}`]: word } } },
  ];
}

test("hostile names run nothing, inject nothing, and are shown as what they are", async ({ page, request }) => {
  test.setTimeout(240_000);
  await sendEvents(request, WORDS.flatMap(eventsOf));
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { __violations: violations });
    document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
  });

  /** Nothing ran, and there is no element or attribute that only a name can have brought. */
  async function expectHarmless(where: string): Promise<void> {
    const found = await page.evaluate(() => ({
      ran: "__ran" in window,
      violations: (window as unknown as { __violations: string[] }).__violations,
      injected: [...document.querySelectorAll('[onerror], [onload], [onfocus], iframe, base, img[src="x"], meta[http-equiv="refresh"], style:not([nonce])')].map((element) => element.outerHTML.slice(0, 200)),
      leading: [...document.querySelectorAll("a")].filter((link) => link.href !== "" && link.origin !== location.origin).map((link) => link.href.slice(0, 200)),
      scripts: [...document.querySelectorAll("script")].filter((script) => script.textContent.trim().startsWith("window.__ran")).length,
    }));
    expect(found, where).toEqual({ ran: false, violations: [], injected: [], leading: [], scripts: 0 });
    expect(dialogs, where).toEqual([]);
    expect(new URL(page.url()).hostname, where).toBe("127.0.0.1");
  }
  /** The names that the page has as text, or in full in a tooltip. */
  const shown = (words: readonly string[]) =>
    page.evaluate((names) => {
      const texts = [document.body.textContent, ...[...document.querySelectorAll("[title]")].map((element) => element.getAttribute("title"))].join("\n");
      return names.filter((name) => texts.includes(name));
    }, words);

  async function visit(path: string, words: readonly string[]): Promise<void> {
    await page.goto(path);
    await page.getByRole("main").waitFor();
    await expect(async () => expect(await shown(words), path.slice(0, 200)).toEqual(words)).toPass({ timeout: 20_000 });
    await expectHarmless(path.slice(0, 200));
  }

  await visit(`/lineage?ref=${encodeURIComponent(ROOT)}`, WORDS);
  await visit(`/impact?ref=${encodeURIComponent(ROOT)}`, WORDS);
  for (const [index, word] of WORDS.entries()) {
    const part = word.length > 1000 ? `long-${index}` : word;
    await visit(`/nodes/${encodeURIComponent(refOf("dataset", word))}`, [word]);
    // every page with every third word, which takes a third of the time
    if (index % 3 !== 0) continue;
    await visit(`/nodes/${encodeURIComponent(refOf("model", part, part))}`, [part]);
    await visit(`/predictions/${encodeURIComponent(refOf("prediction", `prediction ${part}`))}`, [part]);
  }
  await visit("/registry", []);
  await visit("/registry?kind=model", []);

  const node = await ask<{ records: { items: { sequence: number }[] } }>(request, `/api/v1/nodes/${encodeURIComponent(refOf("model", WORDS[0]!, WORDS[0]!))}`);
  for (const { sequence } of node.records.items.slice(0, 3)) await visit(`/ledger/${sequence}`, []);

  await page.goto("/");
  await page.getByRole("combobox", { name: "Search" }).fill("__ran");
  await expect(page.getByRole("option").first()).toBeVisible();
  await expectHarmless("search");
});
