/** Results of benchmarks with long numbers and names, and the check that their tables are narrow enough. */
import { expect } from "vitest";

export const machine = {
  processor: "AMD EPYC 9R14 96-Core Processor",
  cores: 2,
  threads: 2,
  evenkeel: "0.1.0",
};

export const times = {
  medianMs: 12345.6,
  minMs: 9876.5,
  lowerMs: 11111.1,
  upperMs: 13333.3,
  maxMs: 15000.9,
  samples: 15,
  peakMiB: 3210.9,
};

/** The lines joined; no line may be longer than a terminal's 80 columns. */
export function narrowText(lines: readonly string[]): string {
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  return lines.join("\n");
}
