/** Where the runs of a sweep are trained, as a command's options say. */
import { readYaml } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import type { Place, PlaceRequest } from "../../sweeps/places/index.ts";
import { parseSlurmOptions, type SlurmInput } from "../../sweeps/plan/index.ts";
import { tell } from "../../terminal/terminal.ts";
import { formatBytes } from "../../text.ts";

/** The options of a place. */
export interface PlaceFlags {
  readonly on?: "local" | "slurm";
  readonly slurm: readonly string[];
  readonly jobs?: number;
}

/**
 * The place that options name.
 *
 * @param written what is asked of Slurm without them.
 * @param otherwise the place without `--on`.
 * @throws EvenkeelError `USAGE` for options of the other place, and for what Slurm does not know.
 */
export function placeRequest(
  { on: named, slurm, jobs }: PlaceFlags,
  written: SlurmInput = {},
  otherwise: PlaceRequest["on"] = "local",
): PlaceRequest {
  const on = named ?? otherwise;
  if (on === "local" && slurm.length > 0) throw onSlurmOnly("--slurm");
  if (on === "slurm" && jobs !== undefined) {
    throw new EvenkeelError("USAGE", "--jobs: must not be used with --on slurm", {
      advice: "On Slurm --slurm array_parallelism=N sets the number of runs at once.",
    });
  }
  const options = parseSlurmOptions(written, slurm.map(assignment));
  return on === "local" ? { on, slurm: options, jobs } : { on, slurm: options };
}

/** `key=value`, the value in YAML. */
function assignment(text: string): readonly [key: string, value: unknown] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key !== undefined && value !== undefined) {
    const read = readYaml(value);
    if (read.problems.length === 0) return [key.trim(), read.value];
  }
  throw new EvenkeelError("USAGE", `--slurm: must be key=value, the value in YAML, got ${text}`, {
    advice: "As in --slurm partition=gpu --slurm timeout_min=240.",
  });
}

/** The refusal of an option that needs `--on slurm`. */
export function onSlurmOnly(option: string): EvenkeelError {
  return new EvenkeelError("USAGE", `${option}: must be used with --on slurm`, {
    advice: `Add --on slurm, or leave ${option} out.`,
  });
}

/** A line for a place where memory limits the number of runs at once; none for another. */
export function memoryLines({ memory }: Place): readonly string[] {
  if (memory === undefined) return [];
  const { allowed, wanted, each, available } = memory;
  const runs = `memory allows ${allowed} concurrent runs instead of ${wanted}`;
  return [
    `${runs}: each takes about ${formatBytes(each)} of ${formatBytes(available)} (--jobs overrides)`,
  ];
}

/** A warning where Slurm could not be asked about a sweep. */
export function warnOfSlurm(problem: string | undefined): void {
  if (problem === undefined) return;
  tell(`warning: ${problem}; the following is what the runs themselves wrote`);
}
