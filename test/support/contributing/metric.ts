/** The metric that CONTRIBUTING shows. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { encodeNpy } from "../../../src/formats/index.ts";
import { printed, reference, refusal } from "./config.ts";
import type { Copy } from "./copy.ts";

const NAME = "mean-distance";

export function metric(copy: () => Copy): void {
  test("is checked by the tests of all metrics", async () => {
    expect(await copy().passed(NAME, "src/metrics/registry.test.ts")).toHaveLength(2);
  });

  test("a config can name it", async () => {
    const named = await printed(copy(), `evaluate.metrics=[${NAME}]`);
    expect(named).toMatch(/metrics:\n +- mean-distance\n/);
    const misspelt = await refusal(copy(), "evaluate.metrics=[mean-distanse]");
    expect(misspelt).toContain("mean-distance");
  });

  test("stands in the references", async () => {
    expect(await reference(copy())).toMatch(/`evaluate\.metrics` .*, mean-distance/);
    const { resultsTable } = await copy().load<{ resultsTable(): string }>("metrics/index.js");
    expect(resultsTable()).toContain(
      "| `mean-distance` | mean distance | lower | The distance between the mean features",
    );
  });

  test("the command line computes it from files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "evenkeel-"));
    const file = async (name: string, ...data: readonly number[]) => {
      const content = encodeNpy({ shape: [2, 2], data: Float64Array.from(data) });
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const real = await file("real.npy", 0, 0, 2, 0);
    const fake = await file("fake.npy", 3, 4, 5, 4);
    const asked = ["metrics", "--real", real, "--fake", fake, "--metrics", NAME];
    const { out, err } = await copy().evenkeel(...asked, "--json");
    expect({ answer: JSON.parse(out), err }).toEqual({ answer: { [NAME]: 5 }, err: "" });
    const table = await copy().evenkeel(...asked);
    expect(table.out).toMatch(/^mean distance +5 +2 real, 2 fake$/m);
    await rm(folder, { recursive: true });
  });

  test("a run is evaluated by it, and compared", async () => {
    const small = ["steps=1", "batchSize=4", "data.count=20", "model.generatorChannels=16"];
    const evaluated = ["evaluate.every=1", `evaluate.metrics=[${NAME}]`];
    const set = [...small, "model.discriminatorChannels=4", ...evaluated];
    const options = set.flatMap((one) => ["--set", one]);
    const trained = await copy().evenkeel("train", "quickstart", ...options, "--out", "trained");
    expect(trained).toMatchObject({ code: 0 });
    const compared = await copy().evenkeel("compare", "trained");
    expect(compared.out).toMatch(/^mean distance, lower is better\n {2}trained +[\d.]+ /m);
    const counts = ["--real-count", "20", "--fake-count", "20"];
    const { out } = await copy().evenkeel("evaluate", "trained", "--metrics", NAME, ...counts);
    expect(out).toMatch(/^ {2}mean distance +\d+\.\d{3}$/m);
  });
}
