/** The benchmark's PyTorch peers: their protocol, and that both variants compute the same. */
import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cases } from "../../src/bench/cases.ts";

const python = process.env.PYTHON ?? "python3";
const script = fileURLToPath(new URL("../../assets/pytorch/pytorch_step.py", import.meta.url));
const check = fileURLToPath(new URL("../support/platform/bench_variants.py", import.meta.url));

test.each(cases)("$name answers line by line", ({ name }) => {
  const args = [script, `--case=${name}`, "--batch=2", "--width=4", "--warmup=1", "--threads=1"];
  const { status, stdout, stderr } = spawnSync(python, args, {
    input: "run idiomatic 2\nrun best 1\nrun best 1 50\nrun fastest 1\nquit\n",
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const [ready, idiomatic, best, lasting, error] = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const finite = { idiomatic: expect.any(Number), best: expect.any(Number) };
  expect(ready).toMatchObject({
    ...{ ready: true, case: name, threads: 1, batch: 2, width: 4 },
    variants: ["idiomatic", "best"],
    losses: finite,
  });
  expect(ready.parameters.best).toEqual(ready.parameters.idiomatic);
  expect(idiomatic).toEqual({
    variant: "idiomatic",
    ms: [expect.any(Number), expect.any(Number)],
    peakMiB: expect.any(Number),
  });
  expect(best).toMatchObject({ variant: "best", ms: [expect.any(Number)] });
  const passed = lasting.ms.reduce((sum: number, ms: number) => sum + ms, 0);
  expect(passed).toBeGreaterThanOrEqual(50);
  expect(passed - lasting.ms.at(-1)).toBeLessThan(50);
  expect(error).toEqual({
    error: expect.stringMatching(/^request: must be .* got 'run fastest 1'/),
  });
});

test("the tuned variant computes what the usual one does", () => {
  const differences = JSON.parse(execFileSync(python, [check], { encoding: "utf8" }));
  expect(Object.keys(differences).sort()).toEqual([
    "bssn",
    "cnn/discriminator",
    "cnn/generator",
    "gradient penalty",
    "resnet/discriminator",
    "resnet/generator",
  ]);
  // float64; sums in another order
  for (const [name, difference] of Object.entries(differences)) {
    expect(difference, name).toBeLessThan(1e-9);
  }
});
