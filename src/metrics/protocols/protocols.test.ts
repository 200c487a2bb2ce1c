import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canonicalText, customProtocol, protocolNames, protocolOf, protocols } from "./index.ts";

const sngan = protocols["sngan-10k-5k"];
const bsn = protocols["bsn-5k-10k"];

describe("the protocols of the papers", () => {
  test("SN-GAN: 10 000 test images, 5000 generated, ten times 5000 for the Inception score", () => {
    expect(sngan.settings).toMatchObject({
      real: { split: "test", count: 10_000 },
      fake: { count: 5000, rounding: "truncate" },
      inceptionScore: { count: 50_000, parts: 10, classes: "all" },
    });
  });

  test("BSN: 5000 training images, 10 000 generated, nothing rounded, logits 0 … 999", () => {
    expect(bsn.settings).toMatchObject({
      real: { split: "training", count: 5000 },
      fake: { count: 10_000, rounding: "none" },
      inceptionScore: { count: 50_000, parts: 10, classes: "first-1000" },
    });
  });

  test("no two protocols are the same", () => {
    const texts = Object.values(protocols).map(({ settings }) => canonicalText(settings));
    expect(new Set(texts).size).toBe(protocolNames.length);
  });

  test("an unknown name is refused with those there are", () => {
    expect(() => protocolOf("50k")).toThrow(/protocol: must be one of sngan-10k-5k, .*got "50k"/);
  });
});

describe("the canonical text", () => {
  test("does not depend on the order of keys", () => {
    const { seed, real, ...rest } = sngan.settings;
    const turned = { ...rest, seed, real: { count: real.count, split: real.split } };
    expect(canonicalText(turned)).toBe(canonicalText(sngan.settings));
  });

  test("of a protocol stays what it was: records are found by its hash", () => {
    const hash = createHash("sha256").update(canonicalText(sngan.settings)).digest("hex");
    // of the text written out below; sha256sum of it gives the same
    expect(canonicalText(sngan.settings)).toBe(
      '{"fake":{"count":5000,"rounding":"truncate"},"features":{"extractor":"inception-2015",' +
        '"resizer":"tf1-bilinear"},"inceptionScore":{"classes":"all","count":50000,"parts":10},' +
        '"kernel":{"size":1000,"subsets":50},"neighbours":{"count":10000,"k":5},' +
        '"real":{"count":10000,"split":"test"},"seed":0}',
    );
    expect(hash).toBe("398c267178610dcb4cafe1f4a8b47fef70edff0ab79a254af61332f4b857ba29");
  });
});

describe("changed settings", () => {
  test("change the name, and only if they change anything", () => {
    expect(customProtocol(sngan, { fakeCount: 5000, seed: 0 })).not.toBe(sngan);
    expect(customProtocol(sngan, { realCount: 10_000, seed: 0 })).toBe(sngan);
    const fewer = customProtocol(sngan, { realCount: 2000 });
    expect(fewer.name).toBe("custom (from sngan-10k-5k)");
    expect(customProtocol(fewer, { seed: 3 }).name).toBe("custom (from sngan-10k-5k)");
  });

  test("of the generated images' number hold for the Inception score too, in parts that there are", () => {
    const { settings } = customProtocol(sngan, { fakeCount: 6, realCount: 4 });
    expect(settings).toMatchObject({
      real: { count: 4 },
      fake: { count: 6 },
      inceptionScore: { count: 6, parts: 6 },
      kernel: { size: 4 },
      neighbours: { k: 3, count: 6 },
    });
  });

  test("another extractor resizes in its own way", () => {
    const { features } = customProtocol(bsn, { extractor: "vit.onnx" }).settings;
    expect(features).toEqual({ extractor: "vit.onnx", resizer: "own" });
  });
});
