import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, hostname } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { leaveClaim } from "../../../test/support/runs/left-claim.ts";
import { temporaryFolder } from "../../../test/support/temporary-folder.ts";
import { EvenkeelError } from "../../errors.ts";
import { gitState } from "./provenance.ts";
import {
  beginAttempt,
  createRunFolder,
  finishAttempt,
  type NewRun,
  openRunFolder,
} from "./run-folder.ts";

let root: string;
beforeEach(async () => {
  root = await temporaryFolder();
});

const newRun = (over: Partial<NewRun> = {}): NewRun => ({
  name: "quickstart",
  config: "steps: 10\n",
  device: "cpu",
  seed: 3,
  runs: join(root, "runs"),
  ...over,
});

/** A failure as a user sees it, without the test's own folder. */
async function told(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => expect.unreachable("it did not fail"),
    (reason: unknown) => reason as EvenkeelError,
  );
  expect(error).toBeInstanceOf(EvenkeelError);
  return `${error.code} ${error.message}\n${error.advice}`.replaceAll(root, "");
}

describe("createRunFolder", () => {
  test("a run folder holds what is known at the start", async () => {
    const run = await createRunFolder(newRun());
    expect(run.path).toBe(join(root, "runs", "0001-quickstart"));
    expect((await readdir(run.path)).sort()).toEqual([
      "attempts",
      "checkpoints",
      "config.yaml",
      "run.json",
      "samples",
    ]);
    expect(await readFile(run.files.config, "utf8")).toBe("steps: 10\n");
    const { version } = JSON.parse(await readFile("package.json", "utf8"));
    const info = JSON.parse(await readFile(run.files.info, "utf8"));
    expect(info).toEqual({
      kind: "evenkeel-run",
      formatVersion: 1,
      name: "quickstart",
      status: "running",
      exitReason: null,
      attempt: 1,
      process: { pid: process.pid, host: hostname() },
      versions: { evenkeel: version, node: process.versions.node, onnxruntime: "1.30.0" },
      git: await gitState(process.cwd()),
      device: "cpu",
      seed: 3,
      hostCores: availableParallelism(),
      startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      updatedAt: info.startedAt,
      endedAt: null,
      timings: {},
      counters: { gStep: 0, dStep: 0, images: 0 },
    });
  });

  test("the number is one more than the largest in use", async () => {
    await mkdir(join(root, "runs", "0041-old"), { recursive: true });
    await mkdir(join(root, "runs", "0007-older"));
    await writeFile(join(root, "runs", "notes-0099-x"), "");
    expect((await createRunFolder(newRun())).path).toBe(join(root, "runs", "0042-quickstart"));
  });

  test("a number that a killed process had taken is not used again", async () => {
    await mkdir(join(root, "runs", ".number-0005"), { recursive: true });
    expect((await createRunFolder(newRun())).path).toBe(join(root, "runs", "0006-quickstart"));
  });

  test("many at once get different numbers", async () => {
    const runs = await Promise.all(
      Array.from({ length: 20 }, (_, i) => createRunFolder(newRun({ name: `seed-${i % 3}` }))),
    );
    const numbers = runs.map(({ path }) => path.slice(join(root, "runs").length + 1).slice(0, 4));
    expect(new Set(numbers).size).toBe(20);
    const names = await readdir(join(root, "runs"));
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("--out takes a new or an empty folder, once", async () => {
    const out = join(root, "deep", "own");
    const attempts = [1, 2, 3].map(() => createRunFolder(newRun({ out })));
    const states = (await Promise.allSettled(attempts)).map(({ status }) => status).sort();
    expect(states).toEqual(["fulfilled", "rejected", "rejected"]);
    expect((await openRunFolder(out)).info().name).toBe("quickstart");
    await mkdir(join(root, "empty"));
    expect((await createRunFolder(newRun({ out: join(root, "empty") }))).path).toMatch(/empty$/);
  });

  test("refuses an occupied --out and says what to do", async () => {
    await createRunFolder(newRun({ out: join(root, "run") }));
    await mkdir(join(root, "foreign"));
    await writeFile(join(root, "foreign", "thesis.tex"), "");
    await writeFile(join(root, "file"), "");
    const messages = [
      await told(createRunFolder(newRun({ out: join(root, "run") }))),
      await told(createRunFolder(newRun({ out: join(root, "foreign") }))),
      await told(createRunFolder(newRun({ out: join(root, "file") }))),
      await told(createRunFolder(newRun({ out: join(root, "file", "below") }))),
      await told(createRunFolder(newRun({ name: "../escape" }))),
    ];
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "RUN_FOLDER /run: a new run needs an empty folder, got an occupied one
      Resume the run in it with --resume /run, or choose another --out.
      RUN_FOLDER /foreign: a new run needs an empty folder, got an occupied one
      Choose a new or empty folder as --out.
      RUN_FOLDER /file: a run needs a folder, got a file
      Choose another --out.
      DISK cannot create /file/below: a part of the path is a file, not a folder (ENOTDIR)
      Check the path.
      CONFIG name: must be 1 to 100 letters, digits, '.', '_' or '-', the first a letter or digit, got "../escape"
      undefined"
    `);
    expect(await readdir(join(root, "foreign"))).toEqual(["thesis.tex"]);
  });
});

describe("openRunFolder", () => {
  test("gives back what was written, fields of later versions included", async () => {
    const made = await createRunFolder(newRun());
    await made.update({ status: "done", exitReason: "all steps done", timings: { train: 1.5 } });
    const text = await readFile(made.files.info, "utf8");
    await writeFile(made.files.info, text.replace('"name"', '"color": "blue",\n  "name"'));
    const run = await openRunFolder(made.path);
    expect(run.info()).toEqual({ ...made.info(), color: "blue" });
    await run.update({ counters: { gStep: 1, dStep: 5, images: 320 } });
    expect(JSON.parse(await readFile(made.files.info, "utf8"))).toMatchObject({
      color: "blue",
      status: "done",
      timings: { train: 1.5 },
      counters: { gStep: 1, dStep: 5, images: 320 },
    });
  });

  test("updates at once are written in their order", async () => {
    const run = await createRunFolder(newRun());
    const updates = Array.from({ length: 10 }, (_, i) => run.update({ exitReason: `reason ${i}` }));
    await Promise.all(updates);
    expect((await openRunFolder(run.path)).info().exitReason).toBe("reason 9");
  });

  test("says what is missing, foreign or damaged", async () => {
    const run = await createRunFolder(newRun());
    const good = await readFile(run.files.info, "utf8");
    const withInfo = async (text: string) => {
      await writeFile(run.files.info, text);
      return told(openRunFolder(run.path));
    };
    const messages = [
      await told(openRunFolder(join(root, "nowhere"))),
      await told(openRunFolder(join(root, "runs"))),
      await withInfo("{"),
      await withInfo('{"name": "another tool"}'),
      await withInfo(good.replace('"formatVersion": 1', '"formatVersion": 2')),
      await withInfo(good.replace('"running"', '"flying"').replace('"seed": 3', '"seed": "x"')),
    ];
    await writeFile(run.files.info, good);
    await rm(run.files.config);
    messages.push(await told(openRunFolder(run.path)));
    expect(messages.join("\n")).toMatchInlineSnapshot(`
      "RUN_FOLDER /nowhere: there is no such folder
      Name the folder of a run, such as runs/0007-quickstart.
      RUN_FOLDER /runs: this is not a run folder, it has no run.json
      Name the folder of a run, such as runs/0007-quickstart.
      RUN_FOLDER /runs/0001-quickstart/run.json: the file is damaged: it is not JSON
      Restore the file from a copy, or correct it.
      RUN_FOLDER /runs/0001-quickstart/run.json: this is not a run.json of Evenkeel
      Name the folder of a run, such as runs/0007-quickstart.
      RUN_FOLDER /runs/0001-quickstart/run.json: the format version must be at most 1, got 2
      A later version of Evenkeel made this run. Install that version.
      RUN_FOLDER /runs/0001-quickstart/run.json: the file is damaged: status: Invalid option: expected one of "running"|"done"|"failed"|"stopped"; seed: Invalid input: expected number, received string
      Restore the file from a copy, or correct it.
      RUN_FOLDER /runs/0001-quickstart: config.yaml is missing
      Restore the run's config.yaml: without it the run cannot be identified."
    `);
  });
});

describe("beginAttempt", () => {
  test("a killed run goes on as the next attempt of this process", async () => {
    const made = await createRunFolder(newRun());
    await writeFile(join(made.path, ".tmp-run.json-999999999-4"), "{");
    await made.update({ process: { pid: 999999999, host: hostname() } });
    const run = await openRunFolder(made.path);
    await beginAttempt(run, "webgpu");
    expect(run.info()).toMatchObject({
      status: "running",
      attempt: 2,
      device: "webgpu",
      process: { pid: process.pid, host: hostname() },
    });
    expect(await readdir(run.path)).not.toContain(".tmp-run.json-999999999-4");
  });

  test("a finished run is reopened", async () => {
    const run = await createRunFolder(newRun());
    await run.update({
      status: "failed",
      exitReason: "the loss is NaN",
      endedAt: new Date().toISOString(),
    });
    await beginAttempt(run, "cpu");
    expect(run.info()).toMatchObject({ status: "running", exitReason: null, endedAt: null });
  });

  test("refuses a run that another live process writes", async () => {
    const run = await createRunFolder(newRun());
    await leaveClaim(run.path);
    const message = (await told(beginAttempt(run, "cpu"))).replace(String(process.ppid), "PID");
    expect(message).toMatchInlineSnapshot(`
      "RUN_FOLDER /runs/0001-quickstart: process PID is writing to this folder
      Stop that process first. If it is not Evenkeel, remove /runs/0001-quickstart/attempts/0001/heartbeat."
    `);
    await finishAttempt(run);
    await beginAttempt(run, "cpu");
    expect(run.info().attempt).toBe(2);
  });

  test("takes a run from another machine once that gives no sign of life, or when told to", async () => {
    const run = await createRunFolder(newRun());
    await leaveClaim(run.path, { pid: 7, host: "elsewhere", age: 30 });
    expect(await told(beginAttempt(run, "cpu"))).toMatchInlineSnapshot(`
      "RUN_FOLDER /runs/0001-quickstart: process 7 on elsewhere is writing to this folder; its last heartbeat was 30 s ago
      If it is dead, try again in 60 s, or add --take-over: the process then stops writing."
    `);
    const older = await openRunFolder(run.path);
    await beginAttempt(run, "cpu", true);
    await leaveClaim(run.path, { attempt: 2, pid: 7, host: "elsewhere", age: 600 });
    await beginAttempt(run, "cpu");
    expect(run.info().attempt).toBe(3);
    expect(await told(older.update({ status: "done" }))).toMatchInlineSnapshot(`
      "RUN_FOLDER /runs/0001-quickstart: attempt 3 has taken over; this attempt, 1, stops writing
      /runs/0001-quickstart/attempts/0003/process.json names that process."
    `);
    expect((await openRunFolder(run.path)).info()).toEqual(run.info());
  });

  test("a claim whose process died before it wrote anything is passed over", async () => {
    const run = await createRunFolder(newRun());
    await leaveClaim(run.path, { attempt: 2, pid: 2 ** 30 });
    await beginAttempt(run, "cpu");
    expect(run.info().attempt).toBe(3);
  });
});
