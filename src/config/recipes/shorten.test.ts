import { expect, test } from "vitest";
import type { EvenkeelError } from "../../errors.ts";
import { loadConfig } from "../load.ts";
import { ruleProblems } from "../rules/rules.ts";
import { configSchema } from "../schema.ts";
import { shortenConfig } from "./shorten.ts";

test("what is counted in steps shrinks, and nothing else", async () => {
  const config = await loadConfig("sngan-imagenet-resnet", [
    "logEvery=30",
    "sampleEvery=0",
    "checkpointEvery=10000",
    "generator.ema=0.999",
  ]);
  const short = shortenConfig(config, 1000);
  const linear = (from: number) => ({ name: "linear", from });
  expect(config).toMatchObject({ steps: 450_000, generator: { schedule: linear(400_000) } });
  expect(short).toEqual({
    ...config,
    name: "sngan-imagenet-resnet-short-1000",
    steps: 450,
    generator: { ...config.generator, schedule: linear(400) },
    discriminator: { ...config.discriminator, schedule: linear(400) },
    logEvery: 1,
    sampleEvery: 0,
    checkpointEvery: 10,
  });
});

test("a schedule still begins before the end, however steps round, and the config stays valid", () => {
  const schedule = { name: "linear", from: 99 } as const;
  const config = configSchema.parse({ steps: 100, generator: { schedule } });
  for (let times = 1; times <= 100; times++) {
    const short = shortenConfig(config, times);
    expect(configSchema.parse(short)).toEqual(short);
    expect(ruleProblems(short)).toEqual([]);
    expect(short.steps * times - config.steps).toBeLessThan(times);
  }
});

test("once is the config itself, and a long name is cut", () => {
  const config = configSchema.parse({ name: "x".repeat(100) });
  expect(shortenConfig(config, 1)).toBe(config);
  expect(shortenConfig(config, 20).name).toBe(`${"x".repeat(91)}-short-20`);
});

test("a number that is none of times is refused", () => {
  const config = configSchema.parse({ steps: 10 });
  const told = [0, 11, 1.5, Number.NaN].map((times) => {
    try {
      return shortenConfig(config, times).name;
    } catch (error) {
      return (error as EvenkeelError).message;
    }
  });
  expect(told.join("\n")).toMatchInlineSnapshot(`
    "shorten: must be a whole number in [1, 10], the config's steps, got 0
    shorten: must be a whole number in [1, 10], the config's steps, got 11
    shorten: must be a whole number in [1, 10], the config's steps, got 1.5
    shorten: must be a whole number in [1, 10], the config's steps, got NaN"
  `);
});
