/** `claim` of the built command line, and claims without it. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Claim, Setting } from "../src/claims/claim.ts";
import { claims } from "../src/claims/index.ts";
import type { SweepEvent } from "../src/sweeps/execution/index.ts";
import { built } from "./support/runs/built.ts";
import { command, evenkeel, expectRefusal, set } from "./support/runs/command-line.ts";
import { tinySettings } from "./support/runs/small-runs.ts";
import { sharedFolder } from "./support/temporary-folder.ts";

const cwd = sharedFolder();

const resultOf = async (folder: string) =>
  JSON.parse(await readFile(join(cwd, folder, "result.json"), "utf8")) as Record<string, unknown>;

test("one that measures by itself: its page, its result, 0 since it holds", async () => {
  const { code, out } = await evenkeel(cwd, "claim", "run", "equal-split", "--out", "split");
  expect(code).toBe(0);
  expect(out).toContain("equal-split  holds\n");
  for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  expect(await resultOf("split")).toMatchObject({
    claim: "equal-split",
    verdict: "holds",
    scale: "small",
    data: [],
    runs: 0,
  });
  const page = await readFile(join(cwd, "split", "index.html"), "utf8");
  expect(page).toContain("It holds");
  expect(page).toMatch(/aria-label="Total gradient of every split[^"]*"><svg/);
  const other = await command(cwd, "claim", "run", "cost", "--out", "split");
  expectRefusal(other);
  expect(other.err).toContain('got one of {"claim":"equal-split"');
});

test("one that measures pairs takes a number of seeds, others do not", async () => {
  const args = ["claim", "run", "class-norm-variance", "--seeds", "1", "--out", "pairs"];
  const { code, out } = await command(cwd, ...args);
  expect(code).toBe(3);
  expect(out).toContain("class-norm-variance  is undecided\n");
  expect(await resultOf("pairs")).toMatchObject({
    seeds: 1,
    design: { seeds: "Seed 10.", decision: "1 seed can decide nothing: it takes five." },
  });
  const other = await command(cwd, "claim", "run", "equal-split", "--seeds", "1");
  expectRefusal(other);
  expect(other.err).toContain(
    "--seeds: must be left out, as equal-split does not compare pairs of seeds",
  );
}, 60_000);

test("one that trains: a single call trains and judges; again, from what was trained, 1", async () => {
  // without power iteration σ is far from exact
  const never = "discriminator.reparametrization={name: sn, advance: never}";
  const settings = ["steps=2", "checkpointEvery=1", "data.count=100", never];
  const { claimNamed, runClaim } =
    await built<typeof import("../src/claims/index.ts")>("claims/index");
  const events: SweepEvent[] = [];
  const out = join(cwd, "power");
  const first = await runClaim(
    { claim: claimNamed("power-iteration"), scale: "small", set: settings, out },
    { onEvent: (event) => events.push(event) },
  );
  expect(first).toMatchObject({ folder: out, findings: { verdict: "does not hold" } });
  expect(events[0]).toMatchObject({ type: "place", place: { on: "local" } });
  const ended = events.flatMap((event) => (event.type === "ended" ? event.status : []));
  expect(ended.map(({ run, state }) => [run.name, state])).toContainEqual(["SN-seed10", "done"]);
  const before = await resultOf("power");
  const args = ["claim", "run", "power-iteration", ...set(...settings), "--out", "power"];
  const again = await command(cwd, ...args);
  expect(again.code).toBe(1);
  expect(again.out).toContain("power-iteration  does not hold\n");
  expect(again.err).not.toContain("SN-seed10: begun");
  const { seconds, ...after } = await resultOf("power");
  expect(after).toEqual({ ...before, seconds: undefined, at: expect.any(String) });
  expect(seconds).toMatchObject({ training: expect.any(Number), judging: expect.any(Number) });
});

test("one that chooses first: what was chosen stays, on seeds that the test does not use", async () => {
  const { claimNamed, runClaim, writeOverview } =
    await built<typeof import("../src/claims/index.ts")>("claims/index");
  const whole = claimNamed("scales-ssn");
  if (whole.test.kind !== "trials") throw new Error("it trains nothing");
  const { choice, ...rest } = whole.test;
  /** Two of the scales, one seed each. */
  const few = {
    ...choice!,
    seeds: 1,
    trials: (setting: Setting) =>
      choice!.trials(setting).filter(({ point }) => Number(point.scale) >= 2.8),
  };
  const claim: Claim = { ...whole, test: { ...rest, choice: few } };
  const settings = [...tinySettings, "steps=1", "evaluate.every=1", "data.size=8"];
  const out = join(cwd, "all", "scales-ssn");
  const stages: string[] = [];
  const test = () =>
    runClaim(
      { claim, scale: "small", data: ["shapes"], seeds: 1, set: settings, out },
      { onStage: ({ name, runs }) => stages.push(...runs.map((run) => `${name} ${run.name}`)) },
    );
  const result = await test();
  // one pair decides nothing
  expect(result?.findings).toMatchObject({ verdict: "undecided", toDecide: expect.any(String) });
  expect(stages).toEqual([
    "choice scale2.8-seed10",
    "choice scale4-seed10",
    "test SN-seed11",
    "test SSN-seed11",
  ]);
  const chosen = JSON.parse(await readFile(join(out, "choice.json"), "utf8"));
  expect([2.8, 4]).toContain(chosen.scale);
  const { runs, design } = await resultOf("all/scales-ssn");
  expect(runs).toBe(4);
  expect(design).toMatchObject({ decision: "1 seed can decide nothing: it takes five." });
  expect((await readdir(out)).sort()).toEqual([
    "choice",
    "choice.json",
    "claim.json",
    "figure.svg",
    "index.html",
    "result.json",
    "sweep",
  ]);
  const page = await readFile(join(out, "index.html"), "utf8");
  expect(page).toContain("Stated before the first run");
  expect((await test())?.findings.measured).toBe(result?.findings.measured);

  const file = join(out, "choice.json");
  for (const other of ["", "{}", '{"scale": 1.4}']) {
    await writeFile(file, other);
    await expect(test()).rejects.toThrow(
      `choice.json: must hold what the runs beside it choose, {"scale":${chosen.scale}}, got `,
    );
  }
  await rm(file);
  const description = join(out, "sweep", "sweep.json");
  const planned = await readFile(description, "utf8");
  await writeFile(description, planned.replace(/"steps": ?1/, '"steps": 2'));
  await expect(test()).rejects.toThrow(
    /must be a sweep of the same runs, of them .*"steps":1.* got /,
  );
  await writeFile(description, planned);
  expect((await test())?.findings.measured).toBe(result?.findings.measured);

  await expect(writeOverview({ folder: join(cwd, "none"), scale: "small" })).rejects.toThrow(
    "there must be a tested claim of the small scale in one of its folders, got none",
  );
  const shown = await command(cwd, "claim", "overview", "all");
  expect(shown.code).toBe(0);
  expect(shown.out).toMatch(/^scales-ssn +\d+s +undecided\n/);
  const overview = await readFile(join(cwd, "all", "overview.html"), "utf8");
  expect(overview).toContain('<a href="scales-ssn/index.html">scales-ssn, ');
  expect(overview.match(/<article/g)).toHaveLength(claims.length);
  expect(overview).toContain(
    `Of ${claims.length} claims, 1 is undecided, ${claims.length - 1} are not tested.`,
  );
});

test("list and show fit 80 columns; unknown names and scales are refused with what there is", async () => {
  for (const args of [["list"], ["show", "settings"], ["run", "settings", "--dry-run"]]) {
    const { code, out } = await command(cwd, "claim", ...args);
    expect(code).toBe(0);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
  const unknown = await command(cwd, "claim", "show", "spectre");
  expectRefusal(unknown);
  expect(unknown.err).toContain("Did you mean spectra?");
  const scale = await command(cwd, "claim", "run", "width", "--scale", "medium");
  expectRefusal(scale);
  expect(scale.err).toContain(
    "must be small or paper, as width is not defined at the medium scale",
  );
  const data = await command(cwd, "claim", "run", "settings", "--data", "shapes,digits");
  expectRefusal(data);
  expect(data.err).toContain(
    "--data: must be one of shapes, mnist, cifar10, each once, got digits",
  );
});

test("digits are taken where their files are, and stay what a claim was begun on", async () => {
  const { settingOf, claimNamed } =
    await built<typeof import("../src/claims/index.ts")>("claims/index");
  const claim = claimNamed("settings");
  const root = join(cwd, "data");
  const namesOf = async (request: object = {}) => {
    const known = { claim, scale: "small", set: [`data.root=${root}`] } as const;
    const { data } = await settingOf({ ...known, ...request });
    return data.map(({ name }) => name);
  };
  expect(await namesOf()).toEqual(["shapes"]);
  await mkdir(join(root, "mnist"), { recursive: true });
  // magic number, 2 images of 28 × 28
  const images = Buffer.alloc(16 + 2 * 784);
  for (const [i, number] of [0x803, 2, 28, 28].entries()) images.writeUInt32BE(number, 4 * i);
  const labels = Buffer.from([0, 0, 8, 1, 0, 0, 0, 2, 3, 7]);
  await writeFile(join(root, "mnist", "train-images-idx3-ubyte"), images);
  await writeFile(join(root, "mnist", "train-labels-idx1-ubyte"), labels);
  expect(await namesOf()).toEqual(["mnist"]);
  expect(await namesOf({ data: ["shapes"] })).toEqual(["shapes"]);
  expect(await namesOf({ claim: claimNamed("data-sets") })).toEqual(["shapes", "mnist"]);
  expect(await namesOf({ scale: "medium" })).toEqual(["cifar10"]);
  const [shapes] = (
    await settingOf({ claim, scale: "small", data: ["shapes"], set: ["evaluate.features=digits"] })
  ).data;
  expect(shapes?.measure.text).toBe("Fréchet distance by the features of digits");
  const begun = join(cwd, "begun");
  await mkdir(begun);
  await writeFile(join(begun, "claim.json"), JSON.stringify({ data: ["shapes"] }));
  expect(await namesOf({ out: begun })).toEqual(["shapes"]);
  for (const set of ["evaluate={features: digits}", "evaluate.features='digits'"]) {
    const [named] = (await settingOf({ claim, scale: "small", data: ["shapes"], set: [set] })).data;
    expect(named?.measure.text).toBe("Fréchet distance by the features of digits");
  }
  // digits that are damaged are not replaced by shapes without being asked
  await writeFile(join(root, "mnist", "train-labels-idx1-ubyte"), labels.subarray(0, 9));
  await expect(namesOf()).rejects.toMatchObject({
    code: "DATA",
    advice: expect.stringContaining("Or choose other images with --data."),
  });
  expect(await namesOf({ data: ["shapes"] })).toEqual(["shapes"]);
});

test("missing files and too many runs are refused before there is a folder", async () => {
  const run = (...options: readonly string[]) =>
    command(cwd, "claim", "run", "settings", "--out", "refused", ...options);
  for (const [options, text] of [
    [["--data", "cifar10", "--set", "data.root=nowhere"], "nowhere/cifar-10-batches-bin"],
    [["--data", "shapes", "--features", "none.onnx"], "none.onnx: there is no such file"],
    [
      ["--data", "shapes", "--features", "inception-2015"],
      "inception-2015: its weights must be in",
    ],
    [["--data", "shapes", "--seeds", "1000"], "--seeds: must leave at most 10000 runs"],
  ] as const) {
    const refused = await run(...options);
    expectRefusal(refused);
    expect(refused.err).toContain(text);
  }
  expect(await readdir(cwd)).not.toContain("refused");
});

test("an overview of claims that are not known any more is refused", async () => {
  const folder = join(cwd, "older");
  await mkdir(join(folder, "one"), { recursive: true });
  const result = await resultOf("split");
  await writeFile(join(folder, "one", "result.json"), JSON.stringify({ ...result, claim: "gone" }));
  const refused = await command(cwd, "claim", "overview", "older");
  expectRefusal(refused);
  expect(refused.err).toContain("must be a tested claim of the small scale in one of its folders");
});
