/** Disks that fail, and several studios: one clear message, and nothing ends. */
import { execFileSync } from "node:child_process";
import { mkdir, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writtenRun } from "../../../test/support/runs/written-run.ts";
import { canMount, onSmallDisk } from "../../../test/support/small-disk.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { openLibrary } from "../library/index.ts";
import { createApp } from "./app.ts";
import { createParts } from "./parts.ts";

const host = "127.0.0.1:4270";
const site = `http://${host}`;

/** A studio on a folder. */
async function studioOn(runs: string) {
  const library = await openLibrary([runs]);
  onTestFinished(() => library.close());
  const app = createApp(createParts(library, { document: "", assets: new Map() }, "t"));
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await app.request(site + path, { ...init, headers: { host, ...init.headers } });
    // biome-ignore lint/suspicious/noExplicitAny: an answer is looked into at will
    return { status: answer.status, body: (await answer.json()) as any };
  };
  return {
    library,
    ask,
    write: (path: string, body: unknown) =>
      ask(path, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { origin: site, "x-evenkeel-token": "t" },
      }),
  };
}

test.skipIf(!canMount())("a disk that is full, and one that is read-only", async () => {
  const disk = join(await temporaryFolder(), "disk");
  await onSmallDisk(disk, "1m", async () => {
    const run = join(disk, "one");
    await writtenRun(run);
    const { ask, write, library } = await studioOn(disk);
    const tag = (tags: string[]) => write("/api/notes?id=disk/one", { tags });
    expect((await tag(["kept"])).status).toBe(200);
    const notes = await readFile(join(run, "studio.json"));

    const filler = await open(join(disk, "filler"), "w");
    const full = filler.writeFile(Buffer.alloc(1 << 21)).catch(({ code }) => code);
    expect(await full).toBe("ENOSPC");
    await filler.close();
    expect(await tag(["lost"])).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("no space is left on the disk") },
    });
    expect(await readFile(join(run, "studio.json"))).toEqual(notes);
    expect((await ask("/api/run?id=disk/one")).body.summary.tags).toEqual(["kept"]);
    await rm(join(disk, "filler"));

    execFileSync("mount", ["-o", "remount,ro", disk]);
    for (const answer of [await tag(["lost"]), await write("/api/discard?id=disk/one", {})]) {
      expect(answer).toMatchObject({
        status: 400,
        body: { error: expect.stringContaining("the file system is read-only") },
      });
    }
    expect((await ask("/api/runs")).body.runs).toMatchObject([{ id: "disk/one", tags: ["kept"] }]);
    // a disk that is looked at cannot be taken away
    await library.close();
  });
});

test("of two studios on one folder each sees what the other has changed", async () => {
  const runs = join(await temporaryFolder(), "runs");
  for (const name of ["one", "two"]) await writtenRun(join(runs, name));
  const [first, second] = [await studioOn(runs), await studioOn(runs)];
  await first.write("/api/notes?id=runs/one", { tags: ["best"] });
  expect((await second.ask("/api/run?id=runs/one")).body.summary.tags).toEqual(["best"]);
  expect((await first.write("/api/discard?id=runs/two", {})).status).toBe(200);
  expect((await second.ask("/api/run?id=runs/two")).body.summary).toMatchObject({
    status: "damaged",
    reason: expect.any(String),
  });
  const ids = async ({ ask }: typeof first) =>
    (await ask("/api/runs")).body.runs.map(({ id }: { id: string }) => id);
  expect(await ids(first)).toEqual(["runs/one"]);
  await expect.poll(() => ids(second), { timeout: 30_000 }).toEqual(["runs/one"]);
});

test("a config that is too large is told in a sentence, and its text is not sent", async () => {
  const runs = join(await temporaryFolder(), "runs");
  const { files } = await writtenRun(join(runs, "one"));
  // Node can read it: as text, escaped, it is too long to answer with
  await writeFile(files.config, "");
  await truncate(files.config, 2e8);
  const { ask } = await studioOn(runs);
  for (const path of ["/api/run", "/api/verdicts"]) {
    expect(await ask(`${path}?id=runs/one`)).toMatchObject({
      status: 400,
      body: { error: `cannot read ${files.config}: it has more than 1 MiB` },
    });
  }
  const { runs: list } = (await ask("/api/runs?key=name")).body;
  expect(list).toMatchObject([{ id: "runs/one", gStep: 3, config: {} }]);
});

test("files that are far too large, or no text, spoil their own run alone, and quickly", async () => {
  const runs = join(await temporaryFolder(), "runs");
  const spoil: Readonly<Record<string, (file: string) => Promise<void>>> = {
    huge: async (file) => {
      const opened = await open(file, "w");
      // a hole, which takes no space
      await opened.truncate(3e9);
      await opened.close();
    },
    binary: (file) => writeFile(file, Buffer.from([0, 255, 254, 0, 10, 128])),
    deep: (file) => writeFile(file, "[".repeat(200_000)),
    folder: async (file) => {
      await rm(file, { force: true });
      await mkdir(file);
    },
  };
  const files = ["run.json", "config.yaml", "metrics.jsonl", "studio.json", "evaluations.jsonl"];
  await writtenRun(join(runs, "sound"));
  for (const [how, work] of Object.entries(spoil)) {
    for (const file of files) {
      const run = join(runs, `${how}-${file}`);
      await writtenRun(run);
      await work(join(run, file));
    }
  }
  const start = performance.now();
  const { ask } = await studioOn(runs);
  const list = (await ask("/api/runs")).body.runs;
  expect(list).toHaveLength(1 + 4 * files.length);
  const sound = list.find(({ id }: { id: string }) => id === "runs/sound");
  expect(sound).toMatchObject({ status: "interrupted", gStep: 3 });
  for (const { id, status, reason } of list) {
    if (status === "damaged") expect(reason, id).toMatch(/\w/);
    for (const path of ["/api/run", "/api/curves", "/api/verdicts", "/api/log", "/api/size"]) {
      const { status: code, body } = await ask(`${path}?id=${encodeURIComponent(id)}`);
      expect([200, 400, 404], `${path} ${id}`).toContain(code);
      if (code !== 200) expect(body.error, `${path} ${id}`).toMatch(/\w/);
    }
  }
  expect(performance.now() - start).toBeLessThan(60_000);
}, 90_000);
