import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { addSample, appendRecords, writtenRun } from "../../../test/support/runs/written-run.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { rootsOf } from "./discover.ts";
import { type LibraryEvent, openLibrary } from "./library.ts";

/** Opens the library of a folder for one test. */
async function open(folder: string) {
  const library = await openLibrary([folder]);
  const events: string[] = [];
  library.subscribe((event: LibraryEvent) => {
    events.push(event.kind === "gone" ? `gone ${event.id}` : `changed ${event.entry.id}`);
  });
  return { library, events, [Symbol.asyncDispose]: () => library.close() };
}

test("runs are found below a folder, in experiments and sweeps too, and not through links", async () => {
  const folder = join(await temporaryFolder(), "runs");
  await writtenRun(join(folder, "one"));
  await writtenRun(join(folder, "seeds", "seed-1"));
  await writeFile(join(folder, "seeds", "experiment.json"), "{}");
  await writtenRun(join(folder, "grid", "runs", "a"));
  await writeFile(join(folder, "grid", "sweep.json"), "{}");
  const elsewhere = await temporaryFolder();
  await writtenRun(join(elsewhere, "other"));
  await symlink(elsewhere, join(folder, "link"));
  await using opened = await open(folder);
  const found = opened.library.entries().map(({ id, group }) => [id, group]);
  expect(new Map(found as [string, string | null][])).toEqual(
    new Map([
      ["runs/one", null],
      ["runs/seeds/seed-1", "runs/seeds"],
      ["runs/grid/runs/a", "runs/grid"],
    ]),
  );
});

test("folders of the same name are told apart", () => {
  expect(rootsOf(["/a/runs", "/b/runs", "/a/runs"])).toEqual([
    { name: "runs", folder: "/a/runs" },
    { name: "runs-2", folder: "/b/runs" },
  ]);
});

test("a summary has the newest record, the samples, the progress and what was asked of the config", async () => {
  const folder = join(await temporaryFolder(), "runs");
  const run = join(folder, "one");
  await writtenRun(run, 3);
  await addSample(run, 2);
  await using opened = await open(folder);
  const entry = opened.library.get("runs/one");
  await entry?.config();
  const keys = ["loss", "discriminator.reparametrization.name", "constructor"];
  expect(entry?.summary(keys)).toMatchObject({
    status: "interrupted",
    gStep: 3,
    steps: 3,
    images: 96,
    seconds: 0.75,
    sample: 2,
    config: { loss: "hinge", "discriminator.reparametrization.name": "sn" },
    measures: { "loss/d": Math.sin(3) },
  });
  expect(Object.keys(entry?.summary(keys).config ?? {})).toHaveLength(2);
});

describe("while it is open", () => {
  test("new runs, new records and runs that are gone are told", async () => {
    const folder = join(await temporaryFolder(), "runs");
    await using opened = await open(folder);
    const { library, events } = opened;
    expect(library.entries()).toEqual([]);
    await writtenRun(join(folder, "one"), 1);
    await leaveClaim(join(folder, "one"), { attempt: 2 });
    await expect.poll(() => library.get("runs/one"), { timeout: 20_000 }).toBeDefined();
    events.length = 0;
    await appendRecords(join(folder, "one"), 2, 5);
    await expect.poll(() => events, { timeout: 20_000 }).toContain("changed runs/one");
    expect(library.get("runs/one")?.summary().gStep).toBe(5);
    await rm(join(folder, "one"), { recursive: true });
    await expect.poll(() => events, { timeout: 20_000 }).toContain("gone runs/one");
    expect(library.get("runs/one")).toBeUndefined();
  });

  test("a run that goes on after it had ended is followed again", async () => {
    const folder = join(await temporaryFolder(), "runs");
    const { path, files, info } = await writtenRun(join(folder, "one"), 1);
    const ended = { ...info(), status: "stopped" };
    await writeFile(files.info, JSON.stringify(ended));
    await using opened = await open(folder);
    const entry = opened.library.get("runs/one")!;
    expect(entry.summary().status).toBe("stopped");
    await leaveClaim(path, { attempt: 2 });
    await writeFile(files.info, JSON.stringify({ ...ended, status: "running" }));
    await expect.poll(() => entry.summary().status, { timeout: 20_000 }).toBe("running");
    await appendRecords(path, 2, 2);
    await expect.poll(() => entry.summary().gStep, { timeout: 20_000 }).toBe(2);
  });

  test("a damaged folder is told as one, and is well again when it is mended", async () => {
    const folder = join(await temporaryFolder(), "runs");
    await writtenRun(join(folder, "one"));
    const info = join(folder, "one", "run.json");
    const text = await readFile(info, "utf8");
    await writeFile(info, "{");
    await mkdir(join(folder, "empty"));
    await using opened = await open(folder);
    const entry = opened.library.get("runs/one")!;
    expect(entry.summary()).toMatchObject({ status: "damaged", gStep: 0 });
    expect(entry.summary().reason).toContain("run.json: the file is damaged: it is not JSON");
    await writeFile(info, text);
    await opened.library.refresh(entry);
    expect(entry.summary()).toMatchObject({ status: "interrupted", gStep: 3 });
  });
});
