/** The studio in headless Chromium, beside a real training process. `npm run test:browser`. */
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtUrl } from "../support/runs/built.ts";
import { set, start, until } from "../support/runs/command-line.ts";
import { leaveClaim } from "../support/runs/left-claim.ts";
import { leaveRun } from "../support/runs/left-run.ts";
import { leaveRunWithSamples, leaveSweep } from "../support/runs/left-sweep.ts";
import { points } from "../support/runs/small-runs.ts";
import { addSample, appendRecords, writtenRun } from "../support/runs/written-run.ts";

type StudioModule = typeof import("../../src/studio/index.ts");

const markup = `<img src=x onerror="document.title='evil'">`;
let browser: Browser;
let folder: string;
let studio: Awaited<ReturnType<StudioModule["startStudio"]>>;

beforeAll(async () => {
  const executablePath = process.env.CHROMIUM_PATH;
  if (!executablePath) throw new Error("CHROMIUM_PATH is unset; use `npm run test:browser`");
  browser = await chromium.launch({ executablePath });
  folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
  for (const name of ["one", "two"]) {
    const run = join(folder, "runs", name);
    await writtenRun(run, 200);
    for (const step of [0, 100, 200]) await addSample(run, step);
  }
  await leaveGrid(join(folder, "runs", "grid"));
  const notes = { tags: [markup], note: markup, archived: false };
  await writeFile(join(folder, "runs", "two", "studio.json"), JSON.stringify(notes));
  const { startStudio }: StudioModule = await import(builtUrl("studio/index").href);
  studio = await startStudio({ runs: [join(folder, "runs")], port: 0 });
});
afterAll(async () => {
  await browser?.close();
  await studio?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A sweep of two axes and two seeds, of which one run has failed and the others have samples. */
async function leaveGrid(out: string): Promise<void> {
  const axes = [
    "{ key: discriminator.optimizer.learningRate, values: [0.0001, 0.001, 0.01] }",
    "{ key: discriminator.reparametrization.name, values: [sn, ssn] }",
  ];
  const text = `set: { loss: non-saturating }\naxes: [${axes.join(", ")}]\nseeds: 2`;
  const sweep = await leaveSweep(out, text);
  for (const [i, run] of sweep.runs.entries()) {
    const records = [{ gStep: run.steps, time: 1, "loss/d": 1 + i, "sigma/1": 2 }];
    if (i > 0) await leaveRunWithSamples(sweep, run, records, [100, 200]);
    else await leaveRun(sweep, run, [], { status: "failed", exitReason: "loss/d is not finite" });
  }
}

/** Opens a page; `wrong` lists what went wrong on it, and what it asked of other servers. */
async function open(path: string, options: Parameters<Browser["newContext"]>[0] = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => wrong.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(studio.address)) wrong.push(request.url());
  });
  await page.goto(studio.address + path);
  return { page, wrong, [Symbol.asyncDispose]: () => context.close() };
}

const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 60_000 });
const rows = (page: Page) => page.locator("table.runs tbody tr");

describe.each([1280, 400])("%i pixels wide", (width) => {
  test.each(["light", "dark"] as const)("%s: every page fits", async (colorScheme) => {
    for (const [path, ready] of [
      ["", "table.runs"],
      ["run?id=runs/one", ".chart canvas"],
      ["compare?run=runs/one&run=runs/two", ".chart canvas"],
      ["new?source=eight-gaussians", ".fields input"],
      ["claims", "article"],
      ["classifiers", "h1"],
      ["data?name=shapes&option.count=64&check=1", ".claim .grid"],
      ["sweep?id=runs/grid", ".parallel polyline"],
    ] as const) {
      await using opened = await open(path, { viewport: { width, height: 900 }, colorScheme });
      await opened.page.locator(ready).first().waitFor();
      expect(await opened.page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(opened.wrong).toEqual([]);
    }
  });
});

test("the list is filtered, sorted and given columns; the address keeps all of it", async () => {
  await using opened = await open("?q=loss=hinge&column=seed&sort=-name");
  const { page } = opened;
  await soon(() => rows(page).count()).toBe(2);
  expect(await rows(page).first().locator("a").textContent()).toBe("runs/two");
  expect(await page.locator("thead").textContent()).toContain("seed");
  await page.getByRole("searchbox").fill("runs/one step>100");
  await soon(() => rows(page).count()).toBe(1);
  await page.getByRole("button", { name: "run", exact: false }).first().click();
  const address = page.url();
  expect(decodeURIComponent(address)).toMatch(/column=seed&q=runs\/one\+step>100&sort=name$/);
  await using again = await open(address.slice(studio.address.length));
  await soon(() => rows(again.page).count()).toBe(1);
  expect(await again.page.getByRole("searchbox").inputValue()).toBe("runs/one step>100");
});

test("one slider moves the samples and marks the step in the curves", async () => {
  await using opened = await open("run?id=runs/one");
  const { page } = opened;
  const shown = page.locator("output");
  await soon(() => shown.textContent()).toBe("step 200");
  await page.keyboard.press("ArrowLeft");
  await soon(() => shown.textContent()).toBe("step 100");
  expect(page.url()).toContain("step=100");
  expect(await page.locator(".picture img").first().getAttribute("src")).toContain("step=100");
  const values = page.locator(".legend b");
  await soon(() => values.first().textContent()).toBe(`${Number(Math.sin(100).toPrecision(3))}`);
});

test("a key that is pressed as soon as the slider is drawn moves it", async () => {
  await using opened = await open("");
  const { page } = opened;
  await page.addInitScript(`
    const observer = new MutationObserver(() => {
      if (document.querySelector("output") === null) return;
      observer.disconnect();
      dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
    });
    observer.observe(document, { childList: true, subtree: true });
  `);
  await page.goto(`${studio.address}run?id=runs/one`);
  await soon(() => page.locator("output").textContent()).toBe("step 100");
});

test("runs that are compared have one color each, and their differences in a table", async () => {
  await using opened = await open("compare?run=runs/one&run=runs/two&seeds=each");
  const { page } = opened;
  await page.locator(".chart canvas").first().waitFor();
  const colorsOf = (where: string) =>
    page.locator(`${where} rect`).evaluateAll((all) => all.map((one) => one.getAttribute("fill")));
  const heads = await colorsOf("thead");
  expect(new Set(heads).size).toBe(2);
  expect((await colorsOf(".legend")).slice(0, 2)).toEqual(heads);
  expect(opened.wrong).toEqual([]);
});

test("runs of one config are drawn as one, unless each is asked for", async () => {
  await using opened = await open("compare?run=runs/one&run=runs/two");
  const { page } = opened;
  const legend = page.locator(".legend").first();
  await soon(() => legend.textContent()).toContain("runs, 2 runs");
  await page.getByLabel("runs that differ in their seed as one", { exact: false }).uncheck();
  await soon(() => legend.textContent()).toMatch(/runs\/one.*runs\/two/);
  expect(page.url()).toContain("seeds=each");
  await page.getByText("Values").first().click();
  const cells = page.locator(".chart table").first().locator("tbody tr");
  await soon(() => cells.count()).toBe(20);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("button", { name: /^SVG of / })
      .first()
      .click(),
  ]);
  expect(await readFile(await download.path(), "utf8")).toMatch(/^<svg .*runs\/one.*<\/svg>\n$/);
  expect(opened.wrong).toEqual([]);
});

test("a sweep has its states, results, plots and a wall of samples, all of it in the address", async () => {
  await using opened = await open("");
  const { page } = opened;
  await page.getByRole("link", { name: "runs/grid", exact: true }).click();
  await page.getByRole("button", { name: "1 failed" }).click();
  await soon(() => page.locator(".states tbody tr").count()).toBe(1);
  expect(await page.locator(".states tbody").textContent()).toContain("loss/d is not finite");
  const mark = page.locator(".plot a:has(.mark)");
  expect(await mark.count()).toBe(11);
  expect(await page.locator(".plot figcaption").first().textContent()).toContain(
    "loss/d of 11 runs by learningRate: the least is 2 at learningRate 0.0001",
  );
  await mark.first().focus();
  await soon(() => page.locator(".readout").first().textContent()).toContain("loss/d 2");
  await page.getByLabel("marks by").selectOption("reparametrization");
  await page.getByLabel("Thick lines").selectOption("greatest");
  expect(await page.locator(".parallel .thick").count()).toBe(2);
  await page.getByLabel("Rows").selectOption("seed");
  await page.getByRole("combobox", { name: "learningRate" }).selectOption("0.01");
  await soon(() => page.locator(".wall tbody tr").count()).toBe(2);
  await page.locator("h1").click();
  await page.keyboard.press("ArrowLeft");
  await soon(() => page.locator("output").textContent()).toBe("step 100");
  const pictures = (from: Page) => from.locator(".wall img");
  expect(await pictures(page).count()).toBe(4);
  expect(await pictures(page).first().getAttribute("src")).toContain("step=100");
  await page.getByRole("button", { name: "loss/d" }).click();
  await page.getByRole("button", { name: "loss/d" }).click();
  const first = (from: Page) =>
    from.locator("section:has(.chooser) tbody tr").first().textContent();
  const sorted = await first(page);
  const address = page.url();
  expect(opened.wrong).toEqual([]);
  await using again = await open(address.slice(studio.address.length));
  await soon(() => pictures(again.page).count()).toBe(4);
  expect(await first(again.page)).toBe(sorted);
  expect(await again.page.locator("output").textContent()).toBe("step 100");
  expect(await again.page.locator(".states tbody tr").count()).toBe(1);
  expect(await again.page.locator(".parallel .thick").count()).toBe(2);
});

test("a sweep that is not there is told", async () => {
  await using opened = await open("sweep?id=runs/none");
  await soon(() => opened.page.getByRole("alert").textContent()).toContain(
    'there is no sweep "runs/none"',
  );
});

test("markup in notes is words", async () => {
  await using opened = await open("run?id=runs/two");
  const { page } = opened;
  const note = page.locator("textarea");
  await soon(() => note.inputValue()).toBe(markup);
  await note.fill(`${markup} seen`);
  await note.press("Tab");
  await soon(async () =>
    (await readFile(join(folder, "runs/two/studio.json"), "utf8")).includes("seen"),
  ).toBe(true);
  await page.goto(studio.address);
  await soon(() => page.locator(".tag").first().textContent()).toBe(markup);
  expect(await page.title()).toBe("Evenkeel studio");
  expect(opened.wrong).toEqual([]);
});

test("a new record comes to the page by itself", async () => {
  await leaveClaim(join(folder, "runs", "one"), { attempt: 2 });
  await using opened = await open("run?id=runs/one");
  const { page } = opened;
  await soon(() => page.locator(".state").textContent()).toContain("step 200");
  await appendRecords(join(folder, "runs", "one"), 201, 201);
  await soon(() => page.locator(".state").textContent()).toContain("step 201");
});

test("what is typed stays while records come", async () => {
  await using opened = await open("run?id=runs/one");
  const { page } = opened;
  const note = page.locator("textarea");
  await note.pressSequentially("seen");
  await appendRecords(join(folder, "runs", "one"), 202, 202);
  await soon(() => page.locator(".state").textContent()).toContain("step 202");
  expect(await note.inputValue()).toBe("seen");
  await note.press("Tab");
  await soon(async () =>
    (await readFile(join(folder, "runs/one/studio.json"), "utf8")).includes("seen"),
  ).toBe(true);
});

test("a change that comes while the list is on its way is not lost", async () => {
  await using opened = await open("");
  const { page } = opened;
  const state = page.locator(".state");
  const listed = new Promise<void>((resolve, reject) => {
    void page.route(/api\/runs/, async (route) => {
      const response = await route.fetch();
      await appendRecords(join(folder, "runs", "one"), 203, 203);
      await soon(() => state.textContent()).toContain("step 203");
      await route.fulfill({ response }).then(resolve, reject);
    });
  });
  await page.goto(`${studio.address}run?id=runs/one`);
  await listed;
  await page.locator(".chart canvas").first().waitFor();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await state.textContent()).toContain("step 203");
});

test("a page goes on with a studio that was started again, and may write to it", async () => {
  const { startStudio }: StudioModule = await import(builtUrl("studio/index").href);
  const runs = join(folder, "again", "runs");
  await writtenRun(join(runs, "one"), 3);
  const first = await startStudio({ runs: [runs], port: 0 });
  const port = Number(new URL(first.address).port);
  await using opened = await open("");
  const { page } = opened;
  await page.goto(`${first.address}run?id=runs/one`);
  await page.locator("textarea").waitFor();
  await first.close();
  // what is asked for meanwhile is answered later
  await page.getByLabel("over", { exact: false }).first().selectOption("images");
  await soon(() => page.getByRole("alert").allTextContents()).toEqual([
    expect.stringContaining("The studio does not answer."),
  ]);
  const second = await startStudio({ runs: [runs], port });
  try {
    await soon(() => page.getByRole("alert").count()).toBe(0);
    const label = page.locator(".chart table th").first();
    await page.getByText("Values").first().click();
    await soon(() => label.textContent()).toBe("images shown");
    await appendRecords(join(runs, "one"), 4, 4);
    await leaveClaim(join(runs, "one"), { attempt: 2 });
    await page.locator("textarea").fill("after");
    await page.locator("textarea").press("Tab");
    await soon(() => page.locator(".notes + p").textContent()).toBe("Saved.");
    expect(await readFile(join(runs, "one", "studio.json"), "utf8")).toContain("after");
  } finally {
    await second.close();
  }
});

test("a run is moved to the trash after a second question, and what it was called is told", async () => {
  const name = "<i>old";
  await writtenRun(join(folder, "runs", name), 3);
  await using opened = await open("");
  const { page } = opened;
  await page.getByLabel(`Compare runs/${name}`).check();
  await page.getByRole("button", { name: "Delete …" }).click();
  const dialog = page.getByRole("dialog");
  await soon(() => dialog.textContent()).toMatch(/Move runs\/<i>old to the trash\?\d+ files, /);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(existsSync(join(folder, "runs", name))).toBe(true);
  await page.getByRole("button", { name: "Delete …" }).click();
  await dialog.getByRole("button", { name: "Move to the trash" }).click();
  await soon(() => page.getByRole("status").textContent()).toMatch(/^Moved to .+\.trash/);
  expect(existsSync(join(folder, "runs", name))).toBe(false);
  await soon(() => rows(page).filter({ hasText: "old" }).count()).toBe(0);
  expect(opened.wrong).toEqual([]);
});

test("a run is followed while it trains, stopped and let go on", async () => {
  const run = join(folder, "runs", "live");
  const train = ["train", ...points, ...set("steps=1000000", "logEvery=1"), "--no-report"];
  const trained = start(folder, ...train, "--out", run);
  await until(() => existsSync(join(run, "metrics.jsonl")) || trained.child.exitCode !== null);
  await using opened = await open("");
  const { page } = opened;
  const row = rows(page).filter({ hasText: "runs/live" });
  await soon(() => row.locator(".status.running progress").count()).toBe(1);
  await page.getByRole("link", { name: "runs/live" }).click();
  const step = async () =>
    Number(
      /step ([\d\u202f]+)/
        .exec((await page.locator(".state").textContent()) ?? "")?.[1]
        ?.replaceAll("\u202f", "") ?? 0,
    );
  const before = await step();
  await soon(step).toBeGreaterThan(before);
  await page.getByRole("button", { name: "Save and stop" }).click();
  await soon(() => page.locator(".state").textContent()).toMatch(/^stopped/);
  expect((await trained.result).code).not.toBeNull();
  const stopped = await step();
  await page.getByRole("button", { name: "Go on" }).click();
  await soon(() => page.locator(".state").textContent()).toMatch(/^running/);
  await soon(step).toBeGreaterThan(stopped);
  await page.getByRole("button", { name: "Save and stop" }).click();
  await soon(() => page.locator(".state").textContent()).toMatch(/^stopped/);
  expect(opened.wrong).toEqual([]);
});

test("a run is started from the form, which tells mistakes as one types", async () => {
  await using opened = await open("new?source=eight-gaussians&set=logEvery=1");
  const { page } = opened;
  const steps = page.getByLabel("steps", { exact: true });
  await soon(() => steps.inputValue()).not.toBe("");
  await steps.fill("none");
  await steps.press("Tab");
  await soon(() => page.locator(".problem").textContent()).toContain(
    "steps: must be a whole number",
  );
  await steps.fill("3");
  await steps.press("Tab");
  const button = page.getByRole("button", { name: "Start" });
  await soon(() => page.locator(".problem").count()).toBe(0);
  await soon(() => button.isEnabled()).toBe(true);
  expect(page.url()).toContain("set=steps%3D3");
  await button.click();
  await soon(() => page.locator("h1").textContent()).toMatch(/^runs\/\d+-eight-gaussians$/);
  await soon(() => page.locator(".state").textContent()).toMatch(/^done .*step 3 of 3/);
});
