/** Verdicts from records written by hand. */
import { describe, expect, test } from "vitest";
import {
  type HealthRecord,
  healthMonitor,
  healthRecordOf,
  notFinite,
  storedVerdict,
  thresholds,
  type Verdict,
  type VerdictState,
  verdictSpans,
} from "./index.ts";

const sound: HealthRecord = {
  gStep: 0,
  loss: 1.2,
  gap: 0.5,
  accuracy: 0.7,
  slope: 0.3,
  gradient: 1,
  diversity: { fake: 0.6, real: 0.8 },
  distances: { layout: 0.1, texture: 0.2 },
  nearest: 0.9,
};
const { patience } = thresholds;

/** Verdicts after each record, 50 steps apart. */
function course(records: readonly Partial<HealthRecord>[], undecidedLoss: number | null = 1.386) {
  const monitor = healthMonitor({ undecidedLoss, steps: 10_000 });
  return records.map((one, i) => monitor.note({ ...sound, ...one, gStep: 50 * (i + 1) }));
}
const times = (count: number, record: Partial<HealthRecord>) => Array(count).fill(record);

/** Records that tell nothing else leave it open at first. */
const early = ["too-early-to-tell", "too-early-to-tell"] as const;
const statesOf = (verdicts: readonly Verdict[]) => verdicts.map(({ state }) => state);
/** The images of a generator that has learned nothing. */
const far = { distances: { layout: 1.5, texture: 4 } };
/** Records whose images come nearer to real ones, from 5 to 0.45 at equal ratios. */
const nearing = (count: number, record: Partial<HealthRecord>) =>
  Array.from({ length: count }, (_, i) => ({
    ...record,
    distances: { layout: 5 * (0.45 / 5) ** (i / (count - 1)), texture: 0 },
  }));

describe.each<[VerdictState, Partial<HealthRecord>, RegExp]>([
  ["gradients-exploding", { slope: 2e3 }, /norm 2000/],
  ["gradients-exploding", { gradient: 1e6 }, /1\.0e\+6/],
  ["gradients-exploding", { loss: 60 }, /loss is 60\.0, 43\.3 times/],
  ["gradients-vanishing", { slope: 1e-5, ...far }, /norm 1\.0e-5/],
  ["discriminator-saturated", { loss: 0.001, accuracy: 1, ...far }, /is 0\.00100, 0 % .* 100 %/],
  ["mode-collapse-suspected", { diversity: { fake: 0.05, real: 0.8 } }, /differ by 6 % of/],
  ["mode-collapse-suspected", { diversity: { fake: 0.3, real: 0 } }, /all alike/],
  ["mode-collapse-suspected", { nearest: 0.15 }, /nearest to another one is 15 % as far/],
])("%s", (state, symptom, evidence) => {
  test("needs some records, and ends with them", () => {
    const verdicts = course([...times(4, {}), ...times(patience, symptom), {}]);
    const found = statesOf(verdicts);
    expect(found.slice(0, 4)).toEqual([...early, "healthy", "healthy"]);
    expect(found.indexOf(state)).toBe(4 + patience - 1);
    expect(verdicts[4 + patience - 1]).toMatchObject({ state, since: 250 });
    expect(verdicts[4 + patience - 1]!.evidence).toMatch(evidence);
    expect(found.at(-1)).toBe("healthy");
  });
});

test("one good record among bad ones hides nothing; bad ones far apart alarm nobody", () => {
  const [bad, good] = [{ slope: 1e4 }, {}];
  const courseOf = (records: readonly Partial<HealthRecord>[]) => statesOf(course(records));
  expect(courseOf([bad, good, bad, bad, good])).toEqual([
    ...[...early, "healthy"],
    ...["gradients-exploding", "healthy"],
  ]);
  expect(course([bad, good, bad, bad]).at(-1)!.since).toBe(50);
  expect(course([good, ...times(9, bad)]).at(-1)!.since).toBe(100);
  expect(courseOf([bad, good, good, bad, bad, good, good, bad, bad])).not.toContain(
    "gradients-exploding",
  );
});

describe("too early to tell", () => {
  /** The verdicts on records at these steps. */
  const at = (steps: readonly number[], record: Partial<HealthRecord> = {}) => {
    const monitor = healthMonitor({ undecidedLoss: 1.386, steps: steps.at(-1)! });
    return steps.map((gStep) => monitor.note({ ...sound, ...record, gStep }));
  };

  test("before there is a record, and after four steps, however many records there are", () => {
    expect(healthMonitor({ undecidedLoss: 2, steps: 4 }).verdict().state).toBe(early[0]);
    for (const steps of [
      [1, 4],
      [1, 2, 3, 4],
    ]) {
      const last = at(steps).at(-1)!;
      expect(last).toMatchObject({ state: "too-early-to-tell", since: 0 });
      expect(last.evidence).toBe(
        `${steps.length} records up to step 4; a verdict needs 3 records and 100 steps.`,
      );
    }
  });

  test("with two records, however far apart", () => {
    expect(statesOf(at([1, 5000, 10_000]))).toEqual([...early, "healthy"]);
    expect(statesOf(at([1, 5000], far))).toEqual(early);
  });

  test("an alarm does not wait for steps", () => {
    expect(statesOf(at([1, 2, 3], { slope: 1e5 })).at(-1)).toBe("gradients-exploding");
    expect(statesOf(at([1], { loss: Number.NaN }))).toEqual(["not-finite"]);
  });
});

describe("images", () => {
  const unlike = "images-unlike-data";

  test("that resemble the data make a run healthy; the evidence says how much", () => {
    expect(course(times(3, {})).at(-1)).toEqual({
      state: "healthy",
      since: 150,
      evidence:
        "The images resemble the data: 0.100 apart in layout (at most 0.5), " +
        "0.200 apart in texture (at most 0.8), 75 % as diverse (at least 50 %); D judges 70 % of the images right, by a gap of 0.500.",
    });
  });

  test.each(["layout", "texture"])("far in %s are not those of a healthy run", (aspect) => {
    const distances = { ...sound.distances, [aspect]: 1.2 };
    expect(course(times(4, { distances })).at(-1)!.state).toBe("learning");
  });

  test("that differ by less than half of what real ones do are not those of a healthy run", () => {
    const diversity = { fake: 0.39, real: 0.8 };
    expect(course(times(4, { diversity })).at(-1)!.state).toBe("learning");
  });

  test("that come nearer belong to a run that is learning, then to a healthy one", () => {
    const found = statesOf(course(nearing(12, {})));
    expect(found.slice(2, 10)).toEqual(times(8, "learning" as never));
    expect(found.at(-1)).toBe("healthy");
  });

  test("that stay far are unlike the data", () => {
    const found = course(times(20, far));
    expect(found[4]!.state).toBe("learning");
    expect(found.at(-1)).toMatchObject({ state: unlike, since: 300 });
    expect(found.at(-1)!.evidence).toMatch(
      /come no nearer: 1\.50 apart in layout \(at most 0\.5\), 4\.00 apart in texture .*; D/,
    );
  });

  test("that are far at the end are unlike the data, though they came nearer", () => {
    const records = nearing(10, {}).map(({ distances }) => ({
      distances: { ...distances, layout: 2 * distances.layout },
    }));
    const monitor = healthMonitor({ undecidedLoss: 2, steps: 500 });
    const found = records.map((one, i) => monitor.note({ ...sound, ...one, gStep: 50 * (i + 1) }));
    expect(statesOf(found).slice(2, 9)).toEqual(times(7, "learning" as never));
    expect(found.at(-1)).toMatchObject({ state: unlike, since: 500 });
    expect(found.at(-1)!.evidence).toMatch(
      /at the end, though they come nearer: 0\.900 apart in layout.*; D/,
    );
  });

  test("that were not compared are not called like the data", () => {
    const last = course(times(5, { distances: {}, nearest: null })).at(-1)!;
    expect(last.state).toBe("healthy");
    expect(last.evidence).toMatch(
      /^Nothing alarming .* The images were not compared with the data\.$/,
    );
  });

  test.each<[string, Partial<HealthRecord>]>([
    ["a D with a small loss", { loss: 0.001 }],
    ["a small slope", { slope: 1e-5 }],
    ["a D that tells nothing apart", { gap: 0.001 }],
  ])("that resemble the data or come nearer outweigh %s", (_, symptom) => {
    expect(course(times(9, symptom)).at(-1)!.state).toBe("healthy");
    expect(course(nearing(12, symptom))[9]!.state).toBe("learning");
    expect(course(times(9, { ...symptom, ...far })).at(-1)!.state).not.toBe("learning");
  });
});

test("a discriminator that is right by a large gap while the images stay far is saturated", () => {
  const strong = { accuracy: 0.98, gap: 1336, loss: 3, ...far };
  const last = course(times(12, strong)).at(-1)!;
  expect(last.state).toBe("discriminator-saturated");
  expect(last.evidence).toMatch(
    /^D judges 98 % of the images right, by a gap of 1336, .* 1\.50 apart in/,
  );
  expect(course(times(12, { ...strong, accuracy: 0.6 })).at(-1)!.state).toBe("images-unlike-data");
  // images that are told apart so surely have to be nearer than others
  const near = (layout: number) => course(times(12, { ...strong, distances: { layout } })).at(-1)!;
  expect(near(0.3).state).toBe("discriminator-saturated");
  expect(near(0.2).state).toBe("healthy");
});

test("images come nearer by the same measure before and after D is sure of them", () => {
  const layouts = [4, 3, 2.5, 2.2, 2, 1.8, 1.6, 1.5, 1.4, 1.3, 1.2, 1.1];
  const records = layouts.map((layout, i) => ({
    distances: { layout },
    accuracy: i < 6 ? 0.6 : 1,
  }));
  expect(statesOf(course(records)).slice(2)).toEqual(times(10, "learning" as never));
});

test("a discriminator that never told real from generated has not learned", () => {
  const verdicts = course(times(6, { gap: 0.001, ...far }));
  expect(statesOf(verdicts).slice(4)).toEqual(times(2, "not-learning" as never));
  // one that did once may well be fooled later
  expect(course([{ gap: 1 }, ...times(4, { gap: 0.001, ...far })]).at(-1)!.state).toBe("learning");
});

test("images that resemble nothing yet may be alike", () => {
  expect(course(times(4, { ...far, nearest: 0.05 })).at(-1)!.state).toBe("learning");
});

test("images that are still getting more diverse have not collapsed", () => {
  const growing = Array.from({ length: 12 }, (_, i) => ({
    diversity: { fake: 0.005 * (i + 1), real: 0.8 },
  }));
  expect(statesOf(course(growing))).not.toContain("mode-collapse-suspected");
});

test("images that fall far below their own diversity have collapsed, however early", () => {
  const soon = (fakes: readonly number[]) => {
    const monitor = healthMonitor({ undecidedLoss: 1.386, steps: 10_000 });
    return fakes.map(
      (fake, i) =>
        monitor.note({ ...sound, gStep: 5 * (i + 1), diversity: { fake, real: 0.8 } }).state,
    );
  };
  // 0.1 is below 15 % of 0.8 and a fifth of 0.5; of 0.3 it is a third
  expect(soon([0.5, 0.1, 0.1, 0.1]).at(-1)).toBe("mode-collapse-suspected");
  expect(soon([0.3, 0.1, 0.1, 0.1]).at(-1)).toBe("too-early-to-tell");
  // a fall that leaves enough is none
  expect(soon([2, 0.3, 0.3, 0.3]).at(-1)).toBe("too-early-to-tell");
});

test("a loss without a lower bound saturates nothing", () => {
  const saturated = { loss: -50, accuracy: 1, ...far };
  expect(course(times(5, saturated), null).at(-1)!.state).toBe("learning");
  expect(course(times(5, { ...saturated, loss: 0 })).at(-1)!.state).toBe("discriminator-saturated");
});

test("the gravest comes first, and a number that is not finite at once and for good", () => {
  const both = { slope: 1e-5, loss: 0, ...far };
  expect(course(times(9, both)).at(-1)!.state).toBe("gradients-vanishing");
  for (const broken of [
    { loss: Number.NaN },
    { distances: { layout: Number.NaN } },
    { nearest: Number.NaN },
  ]) {
    expect(statesOf(course([{}, broken, {}, {}]))).toEqual([
      "too-early-to-tell",
      ...times(3, "not-finite" as never),
    ]);
  }
  expect(notFinite(7)).toMatchObject({ state: "not-finite", since: 7 });
});

test("a healthy verdict of a version that compared no images says so", () => {
  const old = { state: "healthy", evidence: "Nothing alarming was measured.", since: 0 } as const;
  const read = storedVerdict(old);
  expect(read).toEqual({
    ...old,
    evidence: "Nothing alarming was measured. The images were not compared with the data.",
  });
  expect(storedVerdict(read)).toEqual(read);
  expect(storedVerdict(notFinite(3))).toEqual(notFinite(3));
});

test("a record is read from its columns; one without instruments is none", () => {
  expect(healthRecordOf({ gStep: 3, "loss/d": 1 })).toBeUndefined();
  const columns = {
    gStep: 3,
    "loss/d": null,
    "output/gap": 0.5,
    "output/accuracy": 0.75,
    "inputGradient/fake/mean": 0.25,
    "gradNorm/conv1": 2,
    "gradNorm/dense": 3,
    "diversity/real": 0.5,
    "diversity/fake": 0.125,
  };
  const read = {
    gStep: 3,
    loss: Number.NaN,
    gap: 0.5,
    accuracy: 0.75,
    slope: 0.25,
    gradient: 3,
    diversity: { fake: 0.125, real: 0.5 },
  };
  // of a version that compared no images
  expect(healthRecordOf(columns)).toEqual({ ...read, distances: {}, nearest: null });
  expect(healthRecordOf({ ...columns, "distance/layout": 0.5, "diversity/nearest": 0.25 })).toEqual(
    { ...read, distances: { layout: 0.5 }, nearest: 0.25 },
  );
});

test("the verdicts of a run in their order, begun anew after actions", () => {
  const lineOf = ({ gStep, accuracy, slope, diversity, distances }: HealthRecord) => ({
    ...{ gStep, "loss/d": 1.2, "output/gap": 0.5, "output/accuracy": accuracy },
    ...{ "inputGradient/fake/mean": slope, "gradNorm/a": 1, "diversity/nearest": 0.9 },
    ...{ "diversity/fake": diversity.fake, "diversity/real": diversity.real },
    ...Object.fromEntries(Object.entries(distances).map(([name, x]) => [`distance/${name}`, x])),
  });
  const records = [...times(6, {}), ...times(5, { slope: 1e4 })].map((one, i) =>
    lineOf({ ...sound, ...one, gStep: 50 * (i + 1) }),
  );
  const lines = [{ gStep: 1, "loss/d": 1 }, ...records];
  const context = { undecidedLoss: 1.386, steps: 10_000 };
  const short = (restarts: readonly number[]) =>
    verdictSpans(context, lines, restarts).map(({ state, from, to }) => [state, from, to]);
  expect(short([])).toEqual([
    ["too-early-to-tell", 50, 100],
    ["healthy", 150, 400],
    ["gradients-exploding", 450, 550],
  ]);
  expect(verdictSpans(context, lines).at(-1)).toMatchObject({
    evidence: course([...times(6, {}), ...times(5, { slope: 1e4 })]).at(-1)!.evidence,
  });
  expect(short([450]).slice(2)).toEqual([
    ["gradients-exploding", 450, 450],
    ["too-early-to-tell", 500, 550],
  ]);
});
