/** Zero-shot learning on the command line. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { command, expectRefusal, start, until } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A tiny set in the published form. */
const published = fileURLToPath(new URL("./golden/formats/mat", import.meta.url));
const quick = ["--hidden", "8", "--epochs", "2", "--threads", "1"];

test("the built-in set is drawn, trained on and measured", async () => {
  const args = ["zsl", "--drawings", "2", "--epochs", "40", "--hidden", "64", "--threads", "1"];
  const { code, out } = await command(await temporaryFolder(), ...args, "--json");
  expect(code).toBe(0);
  const { experiment, results, means } = JSON.parse(out);
  expect(experiment.data).toMatchObject({ name: "shapes", features: 64, attributes: 23 });
  expect(results).toHaveLength(1);
  // one in two hundred by chance
  expect(means.harmonic.mean).toBeGreaterThan(0.3);
}, 60_000);

describe("a published set", () => {
  test("gives the same bytes twice, and a table", async () => {
    const cwd = await temporaryFolder();
    const train = (out: string) =>
      command(cwd, "zsl", published, ...quick, "--seeds", "2", "--out", out);
    const first = await train("a");
    expect(first).toMatchObject({ code: 0 });
    expect(first.out).toMatch(
      /^mat: 2 seen and 1 unseen classes, 2 training examples of 3 features\n {2}seen +\d.*\n(?:.*\n){4}2 seeds: /,
    );
    await train("b");
    const result = (folder: string) => readFile(join(cwd, folder, "result.json"));
    expect(await result("a")).toEqual(await result("b"));
    expect((await readdir(join(cwd, "a"))).sort()).toEqual(["attempts", "result.json"]);

    const other = await command(cwd, "zsl", published, ...quick, "--depth", "2", "--out", "a");
    expectRefusal(other);
    expect(other.err).toContain("must be of the same experiment");
  });

  test.each([
    [["--seen-bias", "auto"], "where there are fewer than 3 seen classes"],
    [["--depth", "1"], "must be at least 2 for class standardization"],
    [["--drawings", "3"], "must be left out for other sets than shapes"],
    [["--with", "ns,batch"], "must be some of ns, an, cs, init, or none"],
    [["--seeds", "1e9"], "each is a whole training"],
    [["--epochs", "1e9"], "each passes through all training examples"],
    [["--hidden", "1e9"], "grow with its square"],
    [["--unseen", "1"], "must be a number above 0 and below 1"],
    [["--out", published], "must not change what the command reads"],
    [["--tasks", "3"], "--tasks: must be left out without --continual"],
    [["--continual", "mas"], "tasks: 3 classes are too few"],
    [["--continual", "mas", "--memory", "3"], "as it belongs to a-gem"],
    [["--continual", "mas", "--seen-bias", "1"], "--seen-bias: must be left out with --continual"],
    [["--continual", "mas", "--keep", "2"], "must be a number in [0, 1]"],
    [["--continual", "mas", "--irregularity"], "--irregularity: must be left out with --continual"],
    [["--continual", "replay"], "sequential, ewc-online, mas, a-gem, multi-task"],
  ])("with %j is refused", async (args, text) => {
    const { err, ...result } = await command(await temporaryFolder(), "zsl", published, ...args);
    expectRefusal({ ...result, err: err.slice(err.indexOf("error: ")) });
    expect(err).toContain(text);
  });

  test("has the irregularity of its loss, if that is asked for", async () => {
    const args = ["zsl", published, ...quick, "--irregularity"];
    const { code, out } = await command(await temporaryFolder(), ...args);
    expect(code).toBe(0);
    expect(out).toMatch(/\nirregularity of the loss +before +after training\n/);
    expect(out.match(/\n {2}gradient variance, \w+ layer +\d\S* +\d\S*(?=\n)/g)).toHaveLength(2);
  });

  test("that is none is refused", async () => {
    const result = await command(await temporaryFolder(), "zsl", "nowhere");
    expectRefusal(result);
    expect(result.err).toContain("a folder with res101.mat and att_splits.mat, got nowhere");
  });

  test("Ctrl-C keeps what was trained", async () => {
    const cwd = await temporaryFolder();
    const long = ["--epochs", "100000", "--hidden", "8", "--threads", "1"];
    const { child, result, seen } = start(cwd, "zsl", published, ...long, "--out", "run");
    await until(() => seen().includes("epochs, loss"));
    const beside = await command(cwd, "zsl", published, ...long, "--out", "run");
    expectRefusal(beside);
    expect(beside.err).toContain(`run: process ${child.pid} is writing to this folder`);
    child.kill("SIGINT");
    const { code, out, err } = await result;
    expect({ code, out }).toEqual({ code: 130, out: "next: the same command again\n" });
    expect(err).toContain("stopped; what was trained is kept");
    expect((await readdir(join(cwd, "run"))).sort()).toEqual(["attempts", "state.safetensors"]);
  }, 30_000);
});

describe("the built-in set in tasks", () => {
  const small = ["--drawings", "1", "--hidden", "8", "--tasks", "3", "--threads", "1"];

  test("gives a table", async () => {
    const args = ["zsl", "--continual", "a-gem", ...small, "--epochs", "1"];
    const { code, out } = await command(await temporaryFolder(), ...args);
    expect(code).toBe(0);
    expect(out).toMatch(/^shapes: a-gem on 210 classes in 3 tasks, 210 training examples/);
    expect(out).toMatch(/\n {2}mSA +\d[^\n]*\n {2}mUA .*\n {2}mH .*\n {2}mAUC .*\n {2}mJA /);
  }, 60_000);

  test("is kept on Ctrl-C, and the same command goes on", async () => {
    const cwd = await temporaryFolder();
    const args = ["zsl", "--continual", "sequential", ...small, "--epochs", "100000"];
    for (const shown of ["task 1 of 3", "goes on after 0 seeds, and epoch "]) {
      const { child, result, seen } = start(cwd, ...args, "--out", "run");
      await until(() => seen().includes(shown));
      child.kill("SIGINT");
      const { code, err } = await result;
      const kept = (await readdir(join(cwd, "run"))).sort();
      expect({ code, kept }).toEqual({ code: 130, kept: ["attempts", "state.safetensors"] });
      expect(err).toContain("stopped; what was trained is kept");
    }
  }, 60_000);

  test("prints its result as JSON, with all settings", async () => {
    const args = ["zsl", "--continual", "mas", "--strength", "0.5", ...small, "--epochs", "1"];
    const { code, out } = await command(await temporaryFolder(), ...args, "--json");
    expect(code).toBe(0);
    const { experiment, results } = JSON.parse(out);
    expect(experiment.settings).toMatchObject({
      ...{ method: { name: "mas", strength: 0.5, keep: 0.95 }, tasks: 3 },
      ...{ model: { scale: 10 }, training: { epochs: 1, batchSize: 32, weightDecay: 0 } },
    });
    expect(experiment.data).toMatchObject({ classes: 210, training: 210, test: 210 });
    expect(results[0].tasks).toHaveLength(3);
  }, 60_000);
});
