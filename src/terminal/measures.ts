/** Measures of a run in a line. */
import { resultOf } from "../metrics/index.ts";
import type { Progress } from "../training/index.ts";

/** The result of a metric: `FID 31.24`. */
export function resultText(metric: string, value: number): string {
  const kind = resultOf(metric);
  return `${kind?.name ?? metric} ${value.toFixed(kind?.digits ?? 3)}`;
}

/** The largest spectral norm of a weight; `undefined` if none was measured. */
export function largestSigma(measures: Progress["measures"]): number | undefined {
  const sigmas = Object.entries(measures).filter(([name]) => name.startsWith("sigma/"));
  return sigmas.length === 0 ? undefined : Math.max(...sigmas.map(([, sigma]) => sigma));
}
