// The packaged extension in a real VS Code: `editors/vscode/e2e` starts the server and calls this with
// FOLDER ORIGIN SCREENSHOT; it drives a browser and fails with what is missing.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, origin, screenshot] = process.argv.slice(2);
const require = createRequire(join(process.env.E2E_PACKAGES, "package.json"));
const { chromium } = require("playwright-core");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
const host = new URL(origin).host;
const payload = JSON.stringify([["openFile", `vscode-remote://${host}${folder}/agreement.sla`]]);

async function eventually(what, holds, timeout = 60_000) {
  const begin = Date.now();
  let last;
  while (Date.now() - begin < timeout) {
    last = await holds().catch((error) => error);
    if (last === true) return console.log(`ok  ${what}`);
    await page.waitForTimeout(200);
  }
  await page.screenshot({ path: screenshot });
  assert.fail(`${what}: not seen (${last}); ${screenshot} shows what is`);
}

const texts = async (selector) => (await page.locator(selector).allInnerTexts()).map((t) => t.replaceAll("\u00a0", " "));
const seen = (selector, pattern) => async () => (await texts(selector)).some((text) => pattern.test(text));

async function command(name) {
  await page.keyboard.press("F1");
  await page.keyboard.type(name);
  await page.waitForTimeout(600);
  await page.keyboard.press("Enter");
}

async function goTo(line, column) {
  await page.keyboard.press("Control+g");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
}

try {
  await page.goto(`${origin}/?folder=${folder}&payload=${encodeURIComponent(payload)}`);
  await eventually("the agreement is open", seen(".view-lines", /Headless/));
  // The question whether the folder is trusted comes when it comes.
  const trust = page.getByText("Yes, I trust the authors");
  await trust.waitFor({ timeout: 40_000 }).then(() => trust.click(), () => {});
  await page.locator(".view-line").first().click();

  const lines = readFileSync(join(folder, "agreement.sla"), "utf8").split("\n");
  const line = lines.findIndex((text) => text.includes("4 business hours")) + 1;
  await eventually("words of the grammar are coloured", async () =>
    (await page.locator(".view-line span[class*=mtk]").count()) > 30);
  await eventually("a squiggle under the misspelt event", async () =>
    (await page.locator(".squiggly-error").count()) > 0);
  await eventually("code lenses above the test", seen(".codelens-decoration", /Run test/));
  const wrong = lines.findIndex((text) => text.includes("a meting")) + 1;
  await goTo(wrong, lines[wrong - 1].length + 1);
  await page.keyboard.press("Control+Backspace");
  await page.keyboard.press("Control+Space");
  await eventually("completion", seen(".suggest-widget .monaco-list-row", /meeting/));
  await page.screenshot({ path: screenshot.replace(".png", "-completion.png") });
  await page.keyboard.type("meeting");
  await page.keyboard.press("Escape");
  await eventually("no squiggle after the repair", async () =>
    (await page.locator(".squiggly-error").count()) === 0);

  await eventually("a hint of the effective deadline", seen(".view-line", /Fri 16:30 → Mon 12:30/));

  await goTo(line, lines[line - 1].indexOf("business") + 2);
  await command("Show or Focus Hover");
  await eventually("hover", seen(".monaco-hover", /4 business hours from Fri 16:30 is Mon 12:30/));
  await page.keyboard.press("Escape");

  await page.locator(".codelens-decoration a", { hasText: "Run test" }).first().click();
  await eventually("the test's failure is said", seen(".notification-toast, .notifications-toasts", /failed/));
  await eventually("and shown where it is expected", async () =>
    (await page.locator(".squiggly-error").count()) > 0);

  await command("Format Document");
  await eventually("formatting", seen(".view-line", /version {4}1/));
  await page.screenshot({ path: screenshot });
  console.log(`ok  ${screenshot}`);
} finally {
  await browser.close();
}
