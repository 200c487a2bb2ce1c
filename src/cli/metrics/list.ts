/** The metrics that `evenkeel metrics` can compute, and those that were asked for. */
import { EvenkeelError } from "../../errors.ts";
import { type MetricInput, type MetricName, metricNames, metrics } from "../../metrics/index.ts";

/** The options that name the file of each input; other inputs are in no file. */
const files: Partial<Readonly<Record<MetricInput, string>>> = {
  features: "--fake",
  real: "--real",
  scores: "--probs",
};

/** The metrics that can be computed from files. */
export const fileMetrics = metricNames.filter((name) =>
  metrics[name].needs.every((input) => input in files),
);

/** The files of a request and the metrics that were named. */
export interface MetricFlags {
  readonly real?: string;
  readonly fake?: string;
  readonly probs?: string;
  readonly metrics?: string;
}

/**
 * The metrics that were asked for, or the usual ones that the files are for.
 *
 * @throws EvenkeelError `USAGE` for an unknown metric, or one without its files.
 */
export function requestedMetrics(flags: MetricFlags): readonly MetricName[] {
  const { real, fake, probs } = flags;
  if ((real === undefined) !== (fake === undefined)) {
    const [given, other] = real === undefined ? ["--fake", "--real"] : ["--real", "--fake"];
    throw new EvenkeelError("USAGE", `metrics: ${given} must go with ${other}, got ${given} alone`);
  }
  const given = { "--real": real, "--fake": fake, "--probs": probs };
  const missing = (name: MetricName) =>
    metrics[name].needs
      .map((input) => files[input] as keyof typeof given)
      .filter((option) => given[option] === undefined);
  if (flags.metrics === undefined) {
    const possible = fileMetrics.filter((name) => missing(name).length === 0);
    const usual = possible.filter((name) => metrics[name].byDefault.includes("images"));
    if (usual.length > 0) return usual;
    throw new EvenkeelError("USAGE", "metrics: needs --real and --fake, or --probs, got neither", {
      advice: "See `evenkeel metrics --help`.",
    });
  }
  const asked = flags.metrics.split(",").map((name) => name.trim().toLowerCase());
  for (const one of asked) {
    const name = fileMetrics.find((known) => known === one);
    if (name === undefined) {
      const rule = `must be a list of ${fileMetrics.join(", ")}, got ${flags.metrics}`;
      throw new EvenkeelError("USAGE", `--metrics: ${rule}`);
    }
    if (missing(name).length === 0) continue;
    const needed = missing(name).sort().reverse().join(" and ");
    throw new EvenkeelError("USAGE", `--metrics: ${name} needs ${needed}, got no such file`);
  }
  return fileMetrics.filter((name) => asked.includes(name));
}
