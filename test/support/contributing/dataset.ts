/** The data set that CONTRIBUTING shows. */
import { expect, test } from "vitest";
import { printed, reference, refusal } from "./config.ts";
import type { Copy } from "./copy.ts";

const STRIPES = "data.name=stripes";

export function dataset(copy: () => Copy): void {
  test("is checked by the tests of all data sets", async () => {
    expect(await copy().passed("stripes", "src/data/catalog/catalog.test.ts")).toHaveLength(1);
  });

  test("is listed, explained, and needs no download", async () => {
    expect((await copy().evenkeel("data", "list")).out).toMatch(/^stripes +Dark and bright/m);
    const { out } = await copy().evenkeel("data", "info", "stripes");
    expect(out).toMatch(/^count +10 000 train, 2000 test$/m);
    expect(out).toMatch(/^classes +horizontal, vertical$/m);
    expect((await copy().evenkeel("data", "fetch", "stripes")).out).toContain("is built in");
  });

  test("is read by data check, with its own option", async () => {
    const options = ["--count", "40", "--size", "16", "--period", "4", "--json"];
    const { code, out } = await copy().evenkeel("data", "check", "stripes", ...options);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      count: 40,
      ...{ channels: 1, height: 16, width: 16 },
      classCounts: [
        { name: "horizontal", count: 20 },
        { name: "vertical", count: 20 },
      ],
      channelStatistics: [{ mean: 128, std: 96, least: 32, greatest: 224 }],
    });
  });

  test("a config can name it, with its options", async () => {
    const text = await printed(copy(), STRIPES, "data.period=4");
    expect(text).toMatch(/^ +name: stripes$/m);
    expect(text).toMatch(/^ +period: 4$/m);
    expect(await refusal(copy(), STRIPES, "data.period=1")).toContain(
      "data.period: must be a whole number in [2, 64], got 1",
    );
    expect(await refusal(copy(), "data.name=stripe")).toContain("did you mean stripes?");
  });

  test("the rules know its record", async () => {
    expect(await refusal(copy(), STRIPES, "data.period=40")).toContain(
      "data.period: must be at most data.size, 32, got 40",
    );
    expect(await refusal(copy(), "data.period=4")).toContain(
      "data.period: must not be given when data.name is shapes (it belongs to stripes)",
    );
    expect(await refusal(copy(), STRIPES, "data.split=unlabeled")).toContain(
      "data.split: must be one of train, test, all when data.name is stripes",
    );
    expect(await refusal(copy(), STRIPES, "evaluate.metrics=[modes]")).toContain(
      "evaluate.metrics: must not have modes when data.name is stripes",
    );
  });

  test("a GAN trains on it", async () => {
    const set = [STRIPES, "steps=1", "device=cpu", "samples.rows=1", "evaluate.every=0"];
    const options = [...set, "model.generatorChannels=8", "model.discriminatorChannels=1"];
    const { code, err } = await copy().evenkeel(
      ...["train", "quickstart", "--no-report", "--out", "runs/stripes"],
      ...options.flatMap((option) => ["--set", option]),
    );
    expect({ code, problems: code === 0 ? "" : err }).toEqual({ code: 0, problems: "" });
  });

  test("stands in the references of the config and of the data sets", async () => {
    const text = await reference(copy());
    expect(text).toMatch(/built-in drawings \(shapes, stripes\)/);
    expect(text).toMatch(/`data\.period` .*stripes: width of a dark and a bright .*default 8/);
    const { datasetsTable } = await copy().load<{ datasetsTable(): string }>("data/index.js");
    expect(datasetsTable()).toMatch(/^\| `stripes` \| Dark and .* period \| built in \|$/m);
  });
}
