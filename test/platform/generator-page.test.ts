/** The page of a generator, and the example of a page, in headless Chromium. `npm run test:browser`. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as ort from "onnxruntime-node";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Route,
} from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleText, generatorPage } from "../../src/report/generator/index.ts";
import { sampleNoise } from "../../src/runs/trained/index.ts";
import { facts, smallGeneratorFile } from "../support/small-generator.ts";

const engineFolder = dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"));
const { dependencies } = createRequire(import.meta.url)("../../package.json");
const engineAddress = `https://cdn.jsdelivr.net/npm/onnxruntime-web@${dependencies["onnxruntime-web"]}/dist/`;
const onnx = smallGeneratorFile();
let browser: Browser;
let folder: string;

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is unset; use `npm run test:browser`");
  browser = await chromium.launch({ executablePath });
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  await writeFile(join(folder, "page.html"), await generatorPage(facts, onnx));
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** Waits for what a page does, also on a slow machine. */
const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000 });

/** A context whose requests to jsDelivr get the files of the installed package, and a site the files of the folder. */
async function contextOf(options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  const foreign: string[] = [];
  const answer = (route: Route, path: string) =>
    route.fulfill({
      path,
      headers: {
        "access-control-allow-origin": "*",
        "content-type": types[extname(path)] ?? "application/octet-stream",
      },
    });
  await context.route(/^https?:/, (route) => {
    const address = route.request().url();
    if (address.startsWith(engineAddress))
      return answer(route, join(engineFolder, basename(address)));
    if (address.startsWith("http://site.test/"))
      return answer(route, join(folder, basename(address)));
    foreign.push(address);
    return route.abort();
  });
  return { context, foreign };
}

async function opened(context: BrowserContext) {
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => wrong.push(message.text()));
  await page.goto(pathToFileURL(join(folder, "page.html")).href);
  return { page, wrong };
}

/** The pixels of the image of a seed and a class, from Node. */
async function expectedPixels(seed: number, label: number, truncation?: number): Promise<number[]> {
  const session = await ort.InferenceSession.create(onnx);
  const z = new ort.Tensor("float32", sampleNoise(seed, 1, { latentSize: 5 }, truncation), [1, 5]);
  const labels = new ort.Tensor("int32", Int32Array.of(label), [1]);
  const { images } = await session.run({ z, labels });
  const data = images!.data as Float32Array;
  return Array.from(
    { length: 192 },
    (_, i) => 127.5 * (data[(i % 3) * 64 + Math.floor(i / 3)]! + 1),
  );
}

const captions = (page: Page) => page.locator("figcaption").allTextContents();

/** The pixels of the image of number i on the page. */
async function shownPixels(page: Page, i: number): Promise<number[]> {
  const read = `[...document.querySelectorAll("canvas")[${i}].getContext("2d").getImageData(0, 0, 8, 8).data]`;
  const pixels = (await page.evaluate(read)) as number[];
  expect(pixels.filter((_, at) => at % 4 === 3)).toEqual(Array(64).fill(255));
  return pixels.filter((_, at) => at % 4 < 3);
}

describe.each([1280, 400])("%i pixels wide", (width) => {
  test("shows new images at each click, those of sample, and saves them", async () => {
    const { context, foreign } = await contextOf({ viewport: { width, height: 900 } });
    const { page, wrong } = await opened(context);
    const [cat, dog] = facts.classNames as [string, string];
    await soon(() => captions(page)).toHaveLength(9);
    expect((await captions(page)).slice(0, 3)).toEqual([
      `seed 0, ${cat}`,
      `seed 1, ${dog}`,
      `seed 2, ${cat}`,
    ]);
    // a byte is the nearest one; two engines' float32 may round a half to either side
    const near = { absolute: 0.501 };
    expect(await shownPixels(page, 1)).toBeAllclose(await expectedPixels(1, 1), near);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);

    await page.click("#new");
    await soon(async () => (await captions(page))[0]).toBe(`seed 9, ${cat}`);
    await page.selectOption("#class", { label: dog });
    await page.selectOption("#count", "1");
    await page.selectOption("#truncation", "0.5");
    await page.fill("#seed", "17");
    await page.press("#seed", "Enter");
    await soon(() => captions(page)).toEqual([`seed 17, ${dog}`]);
    const shown = await shownPixels(page, 0);
    expect(shown).toBeAllclose(await expectedPixels(17, 1, 0.5), near);

    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    expect(download.suggestedFilename()).toBe("a-small-generator-seed-17.png");
    const saved = sharp(await readFile(await download.path()));
    expect(await saved.metadata()).toMatchObject({ format: "png", width: 128, height: 128 });
    const pixels = await saved.removeAlpha().resize(8, 8, { kernel: "nearest" }).raw().toBuffer();
    expect([...pixels]).toEqual(shown);
    expect({ wrong, foreign }).toEqual({ wrong: [], foreign: [] });
    await context.close();
  });
});

test("says so where ONNX Runtime cannot be loaded, or is another file", async () => {
  const context = await browser.newContext();
  for (const answer of ["nothing", "another"] as const) {
    await context.route(/^https?:/, (route) =>
      answer === "nothing"
        ? route.abort()
        : route.fulfill({
            body: "globalThis.ort = {};",
            headers: { "access-control-allow-origin": "*", "content-type": "text/javascript" },
          }),
    );
    const { page } = await opened(context);
    await soon(() => page.locator("#status").textContent()).toMatch(
      /^ONNX Runtime could not be loaded from https:\/\/cdn\.jsdelivr\.net\. /,
    );
    await page.close();
  }
  await context.close();
});

test("the example of a page draws an image", async () => {
  const { context, foreign } = await contextOf();
  await writeFile(join(folder, "g.onnx"), onnx);
  await writeFile(join(folder, "example.html"), await exampleText("page", facts, "runs/x/g.onnx"));
  const page = await context.newPage();
  await page.goto("http://site.test/example.html");
  const read = `[...document.querySelector("canvas").getContext("2d").getImageData(0, 0, 8, 8).data]`;
  const pixels = async () => (await page.evaluate(read)) as number[];
  await soon(
    async () => (await pixels()).filter((byte) => byte === 255).length,
  ).toBeGreaterThanOrEqual(64);
  expect(new Set(await pixels()).size).toBeGreaterThan(20);
  expect(foreign).toEqual([]);
  await context.close();
});
