/** The judgements of claims that compare Fréchet distances, on made-up ones. */
import { describe, expect, test } from "vitest";
import { judge, type MadeUp } from "../../test/support/claims/judged.ts";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import type { Verdict } from "../statistics/index.ts";
import { judgeEndings } from "./bsn/endings.ts";
import { scoreOf } from "./findings.ts";
import { claimNamed } from "./registry.ts";

const verdictOn = async (
  name: string,
  distance: MadeUp,
  options: Parameters<typeof judge>[3] = {},
) => {
  const { findings, ...rest } = await judge(
    claimNamed(name),
    await temporaryFolder(),
    distance,
    options,
  );
  return { ...rest, findings, verdict: findings.verdict };
};
/** A little different with each seed, and never the same for two methods. */
const noise = (seed: number) => 1 + 0.01 * (seed % 7);
const byMethod =
  (of: Readonly<Record<string, number>>): MadeUp =>
  ({ method }, seed) =>
    of[String(method)]! * noise(seed);

describe("settings", () => {
  const methods = ["none", "batch norm", "weight clipping", "WGAN-GP", "weight norm"];
  const all = (other: number) => Object.fromEntries(methods.map((method) => [method, other]));

  test("holds where SN is better with every seed, and shows F without deciding by it", async () => {
    const sn = byMethod({ SN: 100, ...all(200) });
    const { findings, verdict } = await verdictOn("settings", (point, seed) =>
      point.method === "SN" && point.setting === "F" ? null : sn(point, seed),
    );
    expect(verdict).toBe("holds");
    expect(findings.parts).toHaveLength(5);
    expect(findings.parts?.[0]).toMatchObject({
      ...{ name: "against none", verdict: "holds" },
      measured: "0.500 (94 % interval 0.500 to 0.500; 5 of 5 seeds below 1)",
    });
    expect(findings.notes).toContainEqual(expect.stringMatching(/^With the labels .* 0\.0 % of/));
    expect(findings.notes).toContainEqual(expect.stringMatching(/^1 run failed/));
  });

  test("one method that wins in E what it loses in D leaves it undecided, with what could decide it", async () => {
    const { findings, verdict } = await verdictOn("settings", ({ method, setting }, seed) => {
      if (method !== "WGAN-GP") return method === "SN" ? 100 : 300;
      return setting === "D" ? 100 : seed % 2 === 0 ? 90 : 150;
    });
    expect(verdict).toBe("undecided");
    const parts = findings.parts ?? [];
    expect(parts.map((part) => part.verdict)).toEqual([
      "holds",
      "holds",
      "holds",
      "undecided",
      "holds",
    ]);
    // two of five; the reverse has three of five
    expect(parts[3]?.decision).toMatchObject({ below: 2, above: 3 });
    expect(findings.toDecide).toMatch(/^If the same share .* \d+ of them decide it .* training/);
  });

  test("a single collapse decides nothing: four seeds of five against SN, one collapse of the other", async () => {
    const { findings } = await verdictOn("settings", ({ method }, seed) => {
      if (method === "SN") return 100;
      return method === "WGAN-GP" ? (seed === 10 ? 1e6 : 90) : 300;
    });
    expect(findings.verdict).toBe("undecided");
    expect(findings.parts?.[3]?.quotient.median).toBeCloseTo(100 / 90);
  });

  test("does not hold where one method is better with every seed", async () => {
    const { verdict } = await verdictOn(
      "settings",
      byMethod({ SN: 100, ...all(200), "batch norm": 80 }),
    );
    expect(verdict).toBe("does not hold");
  });
});

describe("table-2", () => {
  test("compares each method at the setting that other seeds chose", async () => {
    const best: Readonly<Record<string, string>> = { SN: "E", "WGAN-GP": "E" };
    const { chosen, runs, verdict } = await verdictOn(
      "table-2",
      ({ method, setting }) => (method === "SN" ? 50 : 60) + (setting === "E" ? 1 : 0),
      {
        choosing: ({ method, setting }) => (setting === (best[String(method)] ?? "D") ? 100 : 200),
      },
    );
    expect(chosen).toMatchObject({ SN: "E", "WGAN-GP": "E", "batch norm": "D", orthonormal: "D" });
    expect(runs.find(({ point }) => point.method === "SN")?.point.setting).toBe("E");
    expect(runs.every(({ seed }) => seed >= 12)).toBe(true);
    expect(verdict).toBe("holds");
  });
});

describe("scales", () => {
  const at =
    (scale: number): MadeUp =>
    (point) =>
      point.scale === scale ? 60 : 100;
  const test_: readonly (readonly [string, string, number, Verdict])[] = [
    ["scales-ssn", "SSN", 0.9, "holds"],
    ["scales-ssn", "SSN", 1.05, "does not hold"],
    // at most a tenth worse
    ["scales-bssn", "BSSN", 1.05, "holds"],
    ["scales-bssn", "BSSN", 1.2, "does not hold"],
  ];
  test.each(test_)("%s: %s at %f of SN %s", async (name, method, quotient, expected) => {
    const distance = byMethod({ SN: 100, [method]: 100 * quotient });
    const found = await verdictOn(name, distance, { choosing: at(2.8) });
    expect(found.chosen).toEqual({ scale: 2.8 });
    expect(found.verdict).toBe(expected);
    // three choose, eight test
    expect(new Set(found.runs.map(({ seed }) => seed))).toEqual(
      new Set([13, 14, 15, 16, 17, 18, 19, 20]),
    );
  });

  test("a scale that collapses once is not the best by its other seeds", async () => {
    const { chosen } = await verdictOn("scales-ssn", () => 100, {
      choosing: ({ scale }, seed) => (scale === 4 ? (seed === 10 ? 10 : null) : Number(scale)),
    });
    expect(chosen).toEqual({ scale: 0.7 });
  });

  test("data-sets has a scale and a part for each", async () => {
    const { chosen, findings } = await verdictOn(
      "data-sets",
      ({ data, method }) => (method === "SN" ? 100 : data === "mnist" ? 120 : 80),
      {
        data: ["shapes", "mnist"],
        choosing: ({ data, scale }) => (scale === (data === "mnist" ? 2 : 1.4) ? 10 : 20),
      },
    );
    expect(chosen).toEqual({ shapes: 1.4, mnist: 2 });
    expect(findings.parts?.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["on shapes", "holds"],
      ["on mnist", "does not hold"],
    ]);
  });
});

describe("growth", () => {
  const grown =
    (sn: number, other: number, key: "width" | "nDis"): MadeUp =>
    ({ method, [key]: at }) =>
      100 * (method === "SN" ? sn : other) ** Math.log2(Number(at));

  test.each([
    ["width", "width"],
    ["discriminator-steps", "nDis"],
  ] as const)("%s: SN does not grow, and the other does", async (name, key) => {
    expect((await verdictOn(name, grown(1, 1.5, key))).verdict).toBe("holds");
    expect((await verdictOn(name, grown(1.5, 2, key))).verdict).toBe("does not hold");
    expect((await verdictOn(name, grown(1, 0.9, key))).verdict).toBe("does not hold");
    // within a tenth
    expect((await verdictOn(name, grown(1.02, 1.5, key))).verdict).toBe("holds");
  });
});

test("gradient-penalty: SN and both at once, each against neither", async () => {
  const good = { none: 300, SN: 100, "SN and gradient penalty": 150 };
  expect((await verdictOn("gradient-penalty", byMethod(good))).verdict).toBe("holds");
  const { findings } = await verdictOn(
    "gradient-penalty",
    byMethod({ ...good, "SN and gradient penalty": 400 }),
  );
  expect(findings.parts?.map(({ verdict }) => verdict)).toEqual(["holds", "does not hold"]);
});

test("gamma: undecided, with the seeds that the published effect takes", async () => {
  const { findings } = await verdictOn("gamma", ({ method }, seed) =>
    method === "with SN" ? 100 : seed % 2 === 0 ? 60 : 160,
  );
  expect(findings.verdict).toBe("undecided");
  expect(findings.notes).toContainEqual(
    expect.stringMatching(/published quotient .* is 0\.80\. .* \d+ seeds find it in 80 %/),
  );
});

test("rates: BSN at 1 and BSSN at the chosen scale, each against SN", async () => {
  const distance = byMethod({ SN: 100, BSN: 100, BSSN: 50 });
  const { findings, chosen } = await verdictOn(
    "rates",
    (point, seed) => (point.method === "BSN" ? 100 + 10 * (-1) ** seed : distance(point, 0)),
    { choosing: ({ scale }) => Math.abs(Number(scale) - 2) },
  );
  expect(chosen).toEqual({ scale: 2 });
  expect(findings.parts?.map(({ verdict }) => verdict)).toEqual(["undecided", "holds"]);
});

describe("endings", () => {
  const settings = ["a", "b"];
  const scores = (sn: readonly number[], bssn: readonly number[]) =>
    settings.flatMap((setting) =>
      [sn, bssn].map((values, i) =>
        scoreOf(
          { method: i === 0 ? "SN" : "BSSN", setting },
          values.map((value, seed) => [seed, value]),
        ),
      ),
    );

  test("count the pairs in which one alone ends well", () => {
    const worse = [50, 150, 150, Number.POSITIVE_INFINITY, 50];
    const better = [50, 50, 50, 50, 50];
    expect(judgeEndings(scores(worse, better), settings, 100)).toMatchObject({
      ...{ verdict: "holds", ends: { SN: 4, BSSN: 10, pairs: 10 } },
      only: { SN: 0, BSSN: 6 },
    });
    expect(judgeEndings(scores(better, worse), settings, 100).verdict).toBe("does not hold");
    expect(judgeEndings(scores(better, better), settings, 100)).toMatchObject({
      ...{ verdict: "undecided", only: { SN: 0, BSSN: 0 }, needed: null },
    });
  });

  test("the seeds that choose say how far a run may be", async () => {
    const { chosen, findings } = await verdictOn(
      "endings",
      ({ method }) => (method === "SN" ? 250 : 100),
      { choosing: ({ scale }) => (scale === 1.4 ? 60 : scale === "SN" ? 70 : 80) },
    );
    expect(chosen).toEqual({ scale: 1.4, most: 120 });
    expect(findings.measured).toMatch(/^At most 120: SN in 0 of 24 runs .* BSSN in 24 of 24/);
    expect(findings.verdict).toBe("holds");
  });
});
