/** Which protocol and which features a config stands for. */
import { describe, expect, test } from "vitest";
import { loadConfig } from "../../config/index.ts";
import { isBetter, mainMeasure, protocolHash } from "../results/index.ts";
import type { EvaluationRecord } from "../results/record.ts";
import { configuredProtocol } from "./defaults.ts";

const configured = async (recipe: string, ...set: readonly string[]) => {
  const config = await loadConfig(recipe, set);
  return { protocol: configuredProtocol(config), metric: mainMeasure(config).metric };
};

describe("the features of a config", () => {
  test("are the protocol's, unless it names others, which makes it another protocol", async () => {
    const published = await configured("bssn-cifar10");
    const { name, settings } = published.protocol;
    expect([name, settings.features.extractor, published.metric]).toEqual([
      "bsn-5k-10k",
      "inception-2015",
      "evaluate/fid",
    ]);
    const { protocol, metric } = await configured("bssn-cifar10", "evaluate.features=shapes");
    expect(protocol).toMatchObject({
      name: "custom (from bsn-5k-10k)",
      settings: {
        ...{ real: settings.real, fake: settings.fake },
        features: { extractor: "shapes", resizer: "own" },
      },
    });
    // never called an FID, and never taken for the same measure
    expect(metric).toBe("evaluate/frechet-distance");
    expect(protocolHash(protocol.settings)).not.toBe(protocolHash(settings));
    const same = await configured("bssn-cifar10", "evaluate.features=inception-2015");
    expect(same.protocol).toBe(published.protocol);
  });

  test("are by default those of the data set's own classifier, where the package has one", async () => {
    const digits = await configured("quickstart", "data.name=mnist");
    expect([digits.protocol.name, digits.metric]).toEqual(["digits", "evaluate/frechet-distance"]);
    // published results are FIDs; nothing takes their place unasked
    const photographs = await configured("quickstart", "data.name=cifar10");
    expect(photographs.protocol.settings.features.extractor).toBe("inception-2015");
  });

  test("may be those of a file, which is called by its name", async () => {
    const { protocol, metric } = await configured("quickstart", "evaluate.features=nets/a b.onnx");
    expect(protocol.settings.features).toEqual({ extractor: "a b.onnx", resizer: "own" });
    expect(metric).toBe("evaluate/frechet-distance");
    // a name like that of Inception is none
    const { metric: other } = await configured("quickstart", "evaluate.features=inception-x.onnx");
    expect(other).toBe("evaluate/frechet-distance");
  });

  test.each([
    ["quickstart", "evaluate.features=vgg", /evaluate\.features: must be one of shapes, .*"vgg"/],
    ["quickstart", "evaluate.features=", /evaluate\.features: must be one of shapes, /],
    [
      "eight-gaussians",
      "evaluate.features=shapes",
      /evaluate\.features: must be left out for the points of ring, .*"shapes"/,
    ],
  ])("of %s are refused: %s", async (recipe, set, message) => {
    await expect(loadConfig(recipe, [set])).rejects.toThrow(message);
  });
});

test("a checkpoint is not the best by features of other weights", () => {
  const record = {
    ...{ metric: "frechet-distance", value: 5, protocolHash: "a" },
    extractor: { sha256: "1" },
  } as EvaluationRecord;
  const best = { step: 1, metric: "frechet-distance", value: 4, protocolHash: "a" };
  expect(isBetter(record, { ...best, extractor: "1" })).toBe(false);
  // a file of the same name with other weights: a new measure, whose first value is its best
  expect(isBetter(record, { ...best, extractor: "2" })).toBe(true);
  expect(isBetter(record, best)).toBe(false);
});
