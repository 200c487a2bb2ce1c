/** A report's page in headless Chromium: from disk, wide and narrow, light and dark. `npm run test:browser`. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binaryAddress, lineChart, pageHtml } from "../../src/report/page/index.ts";

const long = "a name that is much longer than any telephone is wide, ".repeat(4);
const columns = Array.from({ length: 30 }, (_, i) => `column ${i}`);

async function page(): Promise<string> {
  const frames = ["#ff0000", "#0000ff"].map(async (background, i) => {
    const create = { width: 600, height: 80, channels: 3, background } as const;
    const bytes = await sharp({ create }).png().toBuffer();
    return { source: binaryAddress("image/png", bytes), ...create, label: `step ${i}` };
  });
  const chart = lineChart({
    title: long,
    x: { label: "x" },
    y: { label: "y" },
    series: ["one", long].map((name, i) => ({ name, x: [1, 2, 3], y: [i, 2, 0.1] })),
  });
  return pageHtml({
    title: long,
    about: long,
    sections: [
      { title: "Words", parts: [{ kind: "prose", text: long, tone: "bad" }] },
      { title: "Table", parts: [{ kind: "table", caption: long, head: columns, rows: [columns] }] },
      {
        title: "Folded",
        parts: [
          { kind: "table", head: ["a", "b"], rows: [["x", 1]] },
          {
            kind: "fold",
            summary: long,
            parts: [{ kind: "table", head: columns, rows: [columns] }],
          },
        ],
      },
      {
        title: "Frames",
        parts: [{ kind: "frames", title: long, frames: await Promise.all(frames) }],
      },
      { title: "Charts", parts: [{ kind: "charts", charts: [chart, chart, chart, chart] }] },
      { title: "Text", parts: [{ kind: "details", summary: long, text: long }] },
    ],
  });
}

let browser: Browser;
let folder: string;
let address: string;
beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is unset; use `npm run test:browser`");
  browser = await chromium.launch({ executablePath });
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  const file = join(folder, "page.html");
  await writeFile(file, await page());
  address = pathToFileURL(file).href;
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** For the page: the lowest contrast of words with what is behind them (WCAG 2.2). */
const lowestContrast = `(() => {
  const numbers = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = (color) => {
    const [r, g, b] = numbers(color).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    if (element === null) return "rgb(255, 255, 255)";
    const color = getComputedStyle(element).backgroundColor;
    return numbers(color)[3] === 0 ? behind(element.parentElement) : color;
  };
  const words = document.querySelectorAll("h1,h2,p,a,th,td,caption,figcaption,summary,pre,text");
  const contrasts = [...words].map((element) => {
    const style = getComputedStyle(element);
    const word = luminance(element.localName === "text" ? style.fill : style.color);
    const paper = luminance(behind(element));
    return (Math.max(word, paper) + 0.05) / (Math.min(word, paper) + 0.05);
  });
  return Math.min(...contrasts);
})()`;

describe.each([1280, 400])("%i pixels wide", (width) => {
  test.each(["light", "dark"] as const)(
    "%s: fits, is legible and asks for nothing",
    async (colorScheme) => {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
      const shown = await context.newPage();
      const wrong: string[] = [];
      shown.on("pageerror", (error) => wrong.push(String(error)));
      shown.on("console", (message) => wrong.push(message.text()));
      shown.on("request", (request) => {
        if (request.url() !== address && !request.url().startsWith("data:"))
          wrong.push(request.url());
      });
      await shown.goto(address);
      expect(await shown.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await shown.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
      await scroll(shown);
      await slide(shown);
      await save(shown);
      expect(wrong).toEqual([]);
      await context.close();
    },
  );
});

/** A table that is wider than the page says so, the unfolded one too, and one that is not does not. */
async function scroll(shown: Page): Promise<void> {
  const hints = shown.locator(".hint:visible");
  expect(await hints.count()).toBe(1);
  await shown.locator(".fold > summary").click();
  await expect.poll(() => hints.count()).toBe(2);
}

async function slide(shown: Page): Promise<void> {
  const visible = shown.locator(".frames img:visible");
  expect(await visible.getAttribute("data-label")).toBe("step 1");
  await shown.locator(".frames input").press("ArrowLeft");
  expect(await visible.getAttribute("data-label")).toBe("step 0");
  expect(await shown.locator(".frames output").textContent()).toBe("step 0");
}

/** The files behind a chart's links. */
async function save(shown: Page): Promise<void> {
  const [svg, csv] = [await saved(shown, "SVG"), await saved(shown, "CSV")];
  expect((await sharp(svg).metadata()).format).toBe("svg");
  expect(csv.toString().split("\r\n")[1]).toBe("1,0,1");
}

async function saved(shown: Page, text: string): Promise<Buffer> {
  const link = shown.locator("figcaption a", { hasText: text }).first();
  const [download] = await Promise.all([shown.waitForEvent("download"), link.click()]);
  return readFile(await download.path());
}
