import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import type { Progress } from "../training/messages.ts";
import { createDisplay, trainingText } from "./progress.ts";

const progress = (gStep: number): Progress => ({
  counters: { gStep, dStep: gStep, images: 64 * gStep },
  measures: { "loss/d": 1.234, "loss/g": -0.5, "sigma/conv1": 0.91, "sigma/dense": 1.456 },
  imagesPerSecond: 1234.4,
  secondsLeft: 83,
  verdict: { state: "healthy", evidence: "", since: 0 },
});

/** A stream that is no terminal, or looks like one of 80 columns. */
function stream(isTTY: boolean) {
  const through = Object.assign(new PassThrough(), {
    isTTY,
    columns: 80,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  return {
    stream: through as unknown as NodeJS.WriteStream,
    text: () => String(through.read() ?? ""),
  };
}

test("a line tells steps, speed, losses, the largest σ and the time left", () => {
  expect(trainingText(progress(7), 100)).toBe(
    "step 7/100  1234 img/s  healthy  D 1.23 G -0.50  σ 1.46  1m 23s left",
  );
});

test("what is not known yet is left out", () => {
  const early = {
    ...progress(1),
    measures: { "loss/d": 2, "loss/g": 0 },
    imagesPerSecond: null,
    secondsLeft: null,
    verdict: null,
  };
  expect(trainingText(early, 100)).toBe("step 1/100  D 2.00 G 0.00");
});

test("without a terminal there is a plain line now and then, and one at the end", () => {
  const { stream: out, text } = stream(false);
  const display = createDisplay(500, out);
  display.phase("training");
  for (let step = 1; step <= 500; step++) display.training(progress(step));
  display.close();
  const lines = text().trimEnd().split("\n");
  expect(lines.map((line) => line.split("  ")[0])).toEqual([
    "training",
    "step 1/500",
    "step 500/500",
  ]);
});

test("on a terminal the line fits into its columns", () => {
  const { stream: out, text } = stream(true);
  const display = createDisplay(100_000, out);
  display.training({ ...progress(99_999), secondsLeft: 400_000 });
  display.close();
  const shown = stripVTControlCharacters(text().split("\n")[0]!);
  expect(shown).toContain("step 99999/100000");
  expect(shown.length).toBeLessThan(80);
});
