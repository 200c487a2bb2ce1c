/** Verdicts from records written by hand. */
import { describe, expect, test } from "vitest";
import {
  type HealthRecord,
  healthMonitor,
  healthRecordOf,
  notFinite,
  thresholds,
} from "./index.ts";

const sound: HealthRecord = {
  gStep: 0,
  loss: 1.2,
  gap: 0.5,
  accuracy: 0.7,
  slope: 0.3,
  gradient: 1,
  diversity: { fake: 0.6, real: 0.8 },
};
const { patience } = thresholds;

/** Verdicts after each record, 50 steps apart. */
function course(records: readonly Partial<HealthRecord>[], undecidedLoss: number | null = 1.386) {
  const monitor = healthMonitor({ undecidedLoss });
  return records.map((one, i) => monitor.note({ ...sound, ...one, gStep: 50 * (i + 1) }));
}
const times = (count: number, record: Partial<HealthRecord>) => Array(count).fill(record);

describe.each<[string, Partial<HealthRecord>, RegExp]>([
  ["gradients-exploding", { slope: 2e3 }, /norm 2000/],
  ["gradients-exploding", { gradient: 1e6 }, /1\.0e\+6/],
  ["gradients-exploding", { loss: 60 }, /loss is 60\.0, 43\.3 times/],
  ["gradients-vanishing", { slope: 1e-5 }, /norm 1\.0e-5/],
  ["discriminator-saturated", { loss: 0.001, accuracy: 1 }, /loss is 0\.00100, 0 % .* 100 %/],
  ["mode-collapse-suspected", { diversity: { fake: 0.05, real: 0.8 } }, /differ by 6 % of/],
  ["mode-collapse-suspected", { diversity: { fake: 0.3, real: 0 } }, /all alike/],
])("%s", (state, symptom, evidence) => {
  test("needs some records, and ends with them", () => {
    const verdicts = course([...times(4, {}), ...times(patience, symptom), {}]);
    expect(verdicts.slice(0, 4 + patience - 1).map((one) => one.state)).toEqual(
      times(4 + patience - 1, "healthy" as never),
    );
    const alarm = verdicts[4 + patience - 1]!;
    expect(alarm).toMatchObject({ state, since: 250 });
    expect(alarm.evidence).toMatch(evidence);
    expect(verdicts.at(-1)!.state).toBe("healthy");
  });
});

test("one good record among bad ones hides nothing; bad ones far apart alarm nobody", () => {
  const [bad, good] = [{ slope: 1e-5 }, {}];
  const statesOf = (records: readonly Partial<HealthRecord>[]) =>
    course(records).map(({ state }) => state);
  expect(statesOf([bad, good, bad, bad, good])).toEqual([
    ...times(3, "healthy" as never),
    "gradients-vanishing",
    "healthy",
  ]);
  expect(course([bad, good, bad, bad]).at(-1)!.since).toBe(50);
  expect(course([good, ...times(9, bad)]).at(-1)!.since).toBe(100);
  expect(new Set(statesOf([bad, good, good, bad, bad, good, good, bad, bad]))).toEqual(
    new Set(["healthy"]),
  );
});

test("a discriminator that never told real from generated has not learned", () => {
  const verdicts = course(times(6, { gap: 0.001 }));
  expect(verdicts.map(({ state }) => state)).toEqual([
    ...times(4, "healthy" as never),
    ...times(2, "not-learning" as never),
  ]);
  // one that did once may well be fooled later
  expect(course([{ gap: 1 }, ...times(9, { gap: 0.001 })]).at(-1)!.state).toBe("healthy");
});

test("images that are still getting more diverse have not collapsed", () => {
  const growing = Array.from({ length: 12 }, (_, i) => ({
    diversity: { fake: 0.005 * (i + 1), real: 0.8 },
  }));
  expect(course(growing).every(({ state }) => state === "healthy")).toBe(true);
});

test("images that fall far below their own diversity have collapsed, however early", () => {
  const early = (fakes: readonly number[]) => {
    const monitor = healthMonitor({ undecidedLoss: 1.386 });
    return fakes.map(
      (fake, i) =>
        monitor.note({ ...sound, gStep: 5 * (i + 1), diversity: { fake, real: 0.8 } }).state,
    );
  };
  // 0.1 is below 15 % of 0.8 and a fifth of 0.5; of 0.3 it is a third
  expect(early([0.5, 0.1, 0.1, 0.1]).at(-1)).toBe("mode-collapse-suspected");
  expect(early([0.3, 0.1, 0.1, 0.1]).at(-1)).toBe("healthy");
  // a fall that leaves enough is none
  expect(early([2, 0.3, 0.3, 0.3]).at(-1)).toBe("healthy");
});

test("a loss without a lower bound saturates nothing", () => {
  expect(course(times(9, { loss: -50 }), null).at(-1)!.state).toBe("healthy");
});

test("the gravest comes first, and a number that is not finite at once and for good", () => {
  const both = { slope: 1e-5, loss: 0 };
  expect(course(times(9, both)).at(-1)!.state).toBe("gradients-vanishing");
  const broken = course([{}, { loss: Number.NaN }, {}, {}]);
  expect(broken.map(({ state }) => state)).toEqual(["healthy", ...times(3, "not-finite" as never)]);
  expect(notFinite(7)).toMatchObject({ state: "not-finite", since: 7 });
});

test("a record is read from its columns; one without instruments is none", () => {
  expect(healthRecordOf({ gStep: 3, "loss/d": 1 })).toBeUndefined();
  const record = healthRecordOf({
    gStep: 3,
    "loss/d": null,
    "output/gap": 0.5,
    "output/accuracy": 0.75,
    "inputGradient/fake/mean": 0.25,
    "gradNorm/conv1": 2,
    "gradNorm/dense": 3,
    "diversity/real": 0.5,
    "diversity/fake": 0.125,
  });
  expect(record).toEqual({
    gStep: 3,
    loss: Number.NaN,
    gap: 0.5,
    accuracy: 0.75,
    slope: 0.25,
    gradient: 3,
    diversity: { fake: 0.125, real: 0.5 },
  });
});
