import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parameterCount } from "../gan/index.ts";
import { caseModel, cases } from "./cases.ts";
import { DEFAULT_CASE, selectCases } from "./select.ts";

test("the peers know the same cases", () => {
  const script = new URL("../../assets/pytorch/pytorch_cases.py", import.meta.url);
  const names = [...readFileSync(script, "utf8").matchAll(/^ {4}"([^"]+)": Case\(/gm)];
  expect(names.map(([, name]) => name)).toEqual(cases.map(({ name }) => name));
});

test.each(cases)("$name has as many parameters as PyTorch's modules count", (definition) => {
  const { generator, discriminator } = caseModel(definition);
  // sum(p.numel() for p in ….parameters()) in assets/pytorch/pytorch_idiomatic.py
  const counts = {
    cnn512: { generator: 3_828_739, discriminator: 2_935_873 },
    cnn128: { generator: 441_091, discriminator: 185_617 },
    resnet256: { generator: 4_276_739, discriminator: 1_053_824 },
  };
  const { architecture, channels } = definition;
  const expected = counts[`${architecture}${channels.generator}` as keyof typeof counts];
  expect({
    generator: parameterCount(generator),
    discriminator: parameterCount(discriminator),
  }).toEqual(expected);
});

describe("the names of cases", () => {
  test("nothing means the default, all means all, and no case runs twice", () => {
    const chosen = (...names: string[]) => selectCases(names).map(({ name }) => name);
    expect(chosen()).toEqual([DEFAULT_CASE]);
    expect(chosen("all", DEFAULT_CASE)).toEqual(cases.map(({ name }) => name));
    expect(chosen("resnet32-sn-b64", DEFAULT_CASE, "resnet32-sn-b64")).toEqual([
      DEFAULT_CASE,
      "resnet32-sn-b64",
    ]);
  });

  test.each([
    ["cnn32-sn-64", "Did you mean cnn32-sn-b64?"],
    ["bssn", "Did you mean cnn32-bssn-b64?"],
    ["everything", "`evenkeel bench --list` says what each is."],
  ])("%s is refused", (name, advice) => {
    expect(() => selectCases([name])).toThrow(
      expect.objectContaining({
        code: "USAGE",
        advice,
        message: expect.stringMatching(
          new RegExp(`^bench: a case must be one of cnn32-none-b64, .* or all, got ${name}$`),
        ),
      }),
    );
  });
});
