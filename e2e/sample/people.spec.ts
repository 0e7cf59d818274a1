import type { Browser, Page } from "@playwright/test";
import { ADMIN, ask, axeViolations, expect, test } from "../fixtures";

const SOURCE = "dataset:aws:ec2_request_latency_system_failure";
const PASSWORD = "another long enough password";
const lineageOf = (ref: string) => `/lineage?ref=${encodeURIComponent(ref)}`;

/** Another person's browser, signed in as nobody. */
async function anotherBrowser(browser: Browser, baseURL: string | undefined): Promise<Page> {
  return (await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } })).newPage();
}

/** Invites by the page, as the signed-in administrator. @returns the link */
async function invite(page: Page, role: string, namespaces: string | null): Promise<string> {
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a person" });
  await dialog.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
  if (namespaces !== null) {
    await dialog.getByRole("button", { name: "Chosen" }).click();
    await dialog.getByLabel("Namespaces, one a line").fill(namespaces);
  }
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByRole("button", { name: "Copy link" })).toBeVisible();
  const link = await dialog.locator("code").textContent();
  await dialog.getByRole("button", { name: "Done" }).click();
  return link ?? "";
}

async function accept(guest: Page, link: string, name: string): Promise<void> {
  await guest.goto(link);
  await guest.getByLabel("Name").fill(name);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Accept" }).click();
  await expect(guest).toHaveURL(/\/$/);
}

async function signInAs(guest: Page, name: string): Promise<void> {
  await guest.getByLabel("Name").fill(name);
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Sign in" }).click();
}

test("an administrator invites a viewer of one namespace, changes the role, and lets them out again", async ({ page, browser, baseURL, request }) => {
  const { results } = await ask<{ results: { ref: string }[] }>(request, "/api/v1/search?kind=model&limit=1");
  const model = results[0]!.ref;
  const link = await invite(page, "Viewer", "aws");
  const guest = await anotherBrowser(browser, baseURL);
  await guest.goto(link);
  await expect(guest.getByText("Mara Keller")).toBeVisible();
  expect(await axeViolations(guest)).toEqual([]);
  await accept(guest, link, "Priya Raman");

  await guest.goto(lineageOf(SOURCE));
  await expect(guest.getByRole("tree", { name: /^Lineage of ec2_request_latency/ })).toBeVisible();
  await guest.goto(lineageOf(model));
  await expect(guest.getByRole("heading", { name: "You may not see this node" })).toBeVisible();
  await guest.goto("/people");
  await expect(guest.getByRole("heading", { name: "You may not see this page" })).toBeVisible();

  // the link is used up
  const late = await anotherBrowser(browser, baseURL);
  await late.goto(link);
  await expect(late.getByRole("heading", { name: "This link is over" })).toBeVisible();

  await page.goto("/people");
  await page.getByRole("link", { name: "Priya Raman" }).click();
  await page.getByRole("radio", { name: /^Auditor/ }).check();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByRole("button", { name: "Preview the change" }).click();
  const preview = page.getByRole("dialog", { name: "Change what Priya Raman may do" });
  await expect(preview).toContainText("Viewer → Auditor");
  expect(await axeViolations(page)).toEqual([]);
  await preview.getByRole("button", { name: "Change", exact: true }).click();
  await expect(preview).toBeHidden();

  // the session has ended; a new one has the new rights, and leads back to where it was
  await guest.goto(lineageOf(model));
  await expect(guest).toHaveURL(/\/sign-in\?next=/);
  await signInAs(guest, "priya raman");
  await expect(guest).toHaveURL(new RegExp(`/lineage\\?ref=${encodeURIComponent(model)}`));
  await expect(guest.getByRole("tree")).toBeVisible();
  await guest.goto("/people");
  await expect(guest.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await guest.getByRole("link", { name: "Priya Raman" }).click();
  await expect(guest.getByRole("row", { name: /Role or namespaces changed Mara Keller/ })).toBeVisible();

  await page.getByRole("button", { name: "Deactivate" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();
  await guest.goto("/");
  await signInAs(guest, "Priya Raman");
  await expect(guest.getByText("The name or the password is wrong")).toBeVisible();
  await guest.context().close();
  await late.context().close();
});

test("a token is shown once, works until it is revoked, and both are in the ledger", async ({ page, request, baseURL }) => {
  await page.goto("/tokens");
  await page.getByRole("button", { name: "Make a token" }).click();
  const dialog = page.getByRole("dialog", { name: "Make an API token" });
  await dialog.getByLabel("Name", { exact: true }).fill("Grafana panel");
  await dialog.getByRole("radio", { name: /^Viewer/ }).check();
  expect(await axeViolations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const token = (await dialog.locator("code").textContent()) ?? "";
  expect(token).toMatch(/^hw_/);
  const asMachine = async () => (await request.get(`${baseURL}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status();
  expect(await asMachine()).toBe(200);
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.reload();
  expect(await page.content()).not.toContain(token);

  await page.getByRole("button", { name: "Revoke Grafana panel" }).click();
  await expect(page.getByRole("dialog", { name: "Revoke Grafana panel" })).toContainText("This cannot be taken back");
  expect(await asMachine()).toBe(200);
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("button", { name: "Revoke Grafana panel" })).toHaveCount(0);
  expect(await asMachine()).toBe(401);
  await page.goto("/people");
  await page.getByRole("link", { name: ADMIN.name }).click();
  await expect(page.getByRole("row", { name: /Token revoked: Grafana panel/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Token made: Grafana panel/ })).toBeVisible();
});

test("a person changes their password and ends the sessions elsewhere", async ({ page, browser, baseURL }) => {
  const link = await invite(page, "Viewer", null);
  const [here, there] = [await anotherBrowser(browser, baseURL), await anotherBrowser(browser, baseURL)];
  await accept(here, link, "Lena Fischer");
  await there.goto("/account");
  await signInAs(there, "Lena Fischer");
  await expect(there).toHaveURL(/\/account$/);
  await here.goto("/account");
  await here.getByRole("button", { name: "End the others" }).click();
  await here.getByRole("dialog").getByRole("button", { name: "End the others" }).click();
  await expect(here.getByRole("button", { name: "End the others" })).toHaveCount(0);
  await there.goto("/account");
  await expect(there).toHaveURL(/\/sign-in\?next=/);

  await here.getByLabel("Present password").fill("not my password");
  await here.getByLabel("New password").fill("a third long password");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("This is not your password")).toBeVisible();
  await here.getByLabel("Present password").fill(PASSWORD);
  await here.getByLabel("New password").fill("a third long password");
  await here.getByRole("button", { name: "Change the password" }).click();
  await expect(here.getByText("Changed. Your other sessions have ended.")).toBeVisible();
  expect(await axeViolations(here)).toEqual([]);
  await here.reload();
  await expect(here.getByRole("heading", { level: 1, name: "Lena Fischer" })).toBeVisible();
  await here.context().close();
  await there.context().close();
});
