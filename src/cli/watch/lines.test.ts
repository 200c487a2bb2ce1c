import { expect, test } from "vitest";
import type { RunView } from "../../training/index.ts";
import { viewLines } from "./lines.ts";

const view = {
  path: "runs/0001-quickstart",
  info: {
    status: "running",
    exitReason: null,
    process: { pid: 12, host: "there" },
    counters: { gStep: 1000, dStep: 1000, images: 64_000 },
  },
  steps: 1500,
  live: { attempt: 1, pid: 12, host: "there", age: 3 },
  progress: {
    counters: { gStep: 1234, dStep: 1234, images: 78_976 },
    measures: { "loss/d": 1.234, "loss/g": -0.5, "sigma/conv1": 0.91, "sigma/dense": 1.456 },
    imagesPerSecond: 1234.4,
    secondsLeft: 83,
    verdict: { state: "healthy", evidence: "The images resemble the data.", since: 0 },
  },
  evaluations: [
    { metric: "fid", value: 31.246, gStep: 1000 },
    { metric: "precision", value: 0.6174, gStep: 1000 },
  ],
  sample: { path: "runs/0001-quickstart/samples/001200.png", gStep: 1200 },
} as unknown as RunView;

test("a run that is trained is shown in lines of less than 80 columns", () => {
  expect(viewLines(view)).toEqual([
    "  run        runs/0001-quickstart",
    "  state      running, process 12 on there",
    "  progress   ████████░░ 82 %, step 1234 of 1500, 1234 images/s, 1m 23s left",
    "  losses     D 1.23, G -0.50, largest σ 1.46, 78 976 images shown",
    "  health     at step 1000: healthy: the images resemble the data.",
    "  evaluated  step 1000: FID 31.25, precision 0.617",
    "  samples    runs/0001-quickstart/samples/001200.png",
  ]);
});

test("what is not known is left out", () => {
  const early = {
    ...view,
    steps: null,
    evaluations: [],
    sample: null,
    progress: {
      ...view.progress,
      measures: {},
      imagesPerSecond: null,
      secondsLeft: null,
      verdict: null,
    },
  };
  expect(viewLines(early)).toEqual([
    "  run       runs/0001-quickstart",
    "  state     running, process 12 on there",
    "  progress  step 1234",
    "  losses    D –, G –, 78 976 images shown",
  ]);
});
