/** The built studio beside real training processes. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { built } from "./support/runs/built.ts";
import { command, expectRefusal, info, set, start, until } from "./support/runs/command-line.ts";
import { points, pointsSettings } from "./support/runs/small-runs.ts";
import { sharedFolder, temporaryFolder } from "./support/temporary-folder.ts";

type StudioModule = typeof import("../src/studio/index.ts");
let startStudio: StudioModule["startStudio"];
beforeAll(async () => {
  ({ startStudio } = await built<StudioModule>("studio/index"));
});

const cwd = sharedFolder();
const run = join(cwd, "runs", "one");
const id = encodeURIComponent("runs/one");

/** A studio on the runs of this test, and what is asked of it. */
async function open() {
  const studio = await startStudio({ runs: [join(cwd, "runs")], port: 0 });
  const { address, token } = studio;
  const headers = { origin: address.slice(0, -1), "x-evenkeel-token": token };
  return {
    summary: async () => {
      const answer = await fetch(`${address}api/run?id=${id}`);
      return answer.ok ? ((await answer.json()) as { summary: Summary }).summary : undefined;
    },
    write: (what: string) => fetch(`${address}api/${what}?id=${id}`, { method: "POST", headers }),
    events: () => fetch(`${address}api/events`),
    [Symbol.asyncDispose]: () => studio.close(),
  };
}

interface Summary {
  readonly status: string;
  readonly gStep: number;
}

test("a run is followed, stopped, resumed, killed and resumed again", async () => {
  await using studio = await open();
  const train = ["train", ...points, ...set("steps=100000", "logEvery=1"), "--no-report"];
  const trained = start(cwd, ...train, "--out", run);
  await until(() => existsSync(join(run, "metrics.jsonl")) || trained.child.exitCode !== null);
  const status = async () => (await studio.summary())?.status;
  await expect.poll(status, { timeout: 60_000 }).toBe("running");

  const { body } = await studio.events();
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  while (!/^event: run\ndata: .*"id":"runs\/one"/m.test(seen)) seen += (await reader.read()).value;
  await reader.cancel();

  expect((await studio.write("resume")).status).toBe(400);
  expect((await studio.write("stop")).status).toBe(200);
  expect((await trained.result).code).not.toBeNull();
  await expect.poll(status, { timeout: 60_000 }).toBe("stopped");
  const stoppedAt = (await info(run)).counters.gStep;

  expect((await studio.write("resume")).status).toBe(200);
  const step = async () => (await studio.summary())?.gStep ?? 0;
  await expect.poll(step, { timeout: 60_000 }).toBeGreaterThan(stoppedAt);
  const { pid } = (await info(run)).process;
  expect(pid).not.toBe(trained.child.pid);
  process.kill(pid, "SIGKILL");
  await expect.poll(status, { timeout: 60_000 }).toBe("interrupted");
  expect((await studio.write("stop")).status).toBe(400);
});

test("a run is started from a form, whose mistakes are told", async () => {
  const runs = join(await temporaryFolder(), "runs");
  const { address, token, close } = await startStudio({ runs: [runs], port: 0 });
  const headers = { origin: address.slice(0, -1), "x-evenkeel-token": token };
  const ask = async (what: string, source: string, set: readonly string[]) => {
    const body = JSON.stringify({ source, set });
    const answer = await fetch(`${address}api/${what}`, { method: "POST", headers, body });
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> };
  };
  try {
    const fields = (await ask("fields", "eight-gaussians", ["loss=hinge"])).answer;
    expect(fields).toContainEqual(
      expect.objectContaining({
        key: "loss",
        value: "hinge",
        options: expect.arrayContaining(["hinge"]),
      }),
    );
    for (const what of ["fields", "start"]) {
      const wrong = await ask(what, "eight-gaussians", ["stepss=1"]);
      expect(wrong.status).toBe(400);
      expect(wrong.answer.error).toContain("stepss: unknown key; did you mean steps?");
      const option = await ask(what, "--resume", []);
      expect(option.answer.error).toContain("source: must be a recipe");
    }
    const settings = ["steps=2", ...pointsSettings];
    const started = await ask("start", "eight-gaussians", settings);
    expect(started).toMatchObject({ status: 200, answer: { id: "runs/0001-eight-gaussians" } });
    const folder = join(runs, "0001-eight-gaussians");
    await expect.poll(async () => (await info(folder)).status, { timeout: 60_000 }).toBe("done");
  } finally {
    await close();
  }
});

test("ends at once on Ctrl-C, with a page that listens, and refuses a port that is taken", async () => {
  const empty = await temporaryFolder();
  const first = start(empty, "studio", "--no-open", "--port", "0");
  await until(() => first.seen().includes("http://") || first.child.exitCode !== null);
  const port = /:(\d+)\//.exec(first.seen())?.[1] ?? "";
  const second = await command(empty, "studio", "--no-open", "--port", port);
  expectRefusal(second);
  expect(second.err).toContain(`--port: the port must be free, got ${port}`);
  await writeFile(join(empty, "file"), "");
  const file = await command(empty, "studio", "--no-open", "--runs", "file");
  expectRefusal(file);
  expect(file.err).toContain("--runs: must be a folder, not a file, got");
  const events = await fetch(`http://127.0.0.1:${port}/api/events`);
  // the stream keeps nothing alive: a sign of life is sent every 15 seconds, within which all else ends
  const late = new Promise((resolve) => setTimeout(resolve, 10_000, "late"));
  first.child.kill("SIGINT");
  expect(await Promise.race([first.result.then(() => "ended"), late])).toBe("ended");
  await events.body?.cancel().catch(() => undefined);
  expect(await first.result).toMatchObject({ code: 0, err: "" });
});

test("train --studio shows the run, and stays after its end until Ctrl-C", async () => {
  const folder = await temporaryFolder();
  const train = ["train", ...points, ...set("steps=20"), "--no-report", "--out", "runs/new"];
  vi.stubEnv("BROWSER", "true");
  const trained = start(folder, ...train, "--studio");
  vi.unstubAllEnvs();
  const ended = () => trained.child.exitCode !== null;
  await until(() => trained.seen().includes("stays open") || ended());
  const [address = ""] = /http:\S+/.exec(trained.seen()) ?? [];
  expect(address).toMatch(/\/run\?id=runs%2Fnew$/);
  const answer = await fetch(address.replace("/run?", "/api/run?"));
  expect(await answer.json()).toMatchObject({ summary: { status: "done", gStep: 20 } });
  trained.child.kill("SIGINT");
  expect((await trained.result).code).toBe(0);

  const long = start(folder, ...train.slice(0, -2), ...set("steps=1000000"), "--studio");
  await until(() => long.seen().includes("http:") || long.child.exitCode !== null);
  long.child.kill("SIGINT");
  const { code, out } = await long.result;
  expect(code).toBe(130);
  expect(out).not.toContain("stays open");
  const refused = await command(folder, "train", ...points, "--studio", "--seeds", "2");
  expectRefusal(refused);
  expect(refused.err).toContain("--studio must be used with a single run");
}, 60_000);
