/** Options that commands share, and parsers of option values; errors name the option and the value. */
import { InvalidArgumentError, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import { extractorNames } from "../../metrics/extractors/names.ts";

/** A whole number of at least `least`, and not beyond a limit, whose reason its refusal tells. */
export function wholeNumber(least: number, { most, because }: Limit): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !(Number.isInteger(value) && value >= least)) {
      throw new InvalidArgumentError(`must be a whole number of at least ${least}.`);
    }
    if (value > most) throw new InvalidArgumentError(`must be at most ${most}: ${because}.`);
    return value;
  };
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError("must be a number above 0.");
  }
  return value;
}

/** An option that may be given several times; its value is all of them. */
export function repeatable(flags: string, text: string): Option {
  return new Option(flags, `${text}; repeatable`)
    .argParser((value: string, before: readonly string[]) => [...before, value])
    .default([], "none");
}

/** A checkpoint of a run: its step, `best` or `latest`. */
export type CheckpointName = number | "best" | "latest";

/** A {@link CheckpointName}. */
export function checkpoint(text: string): CheckpointName {
  return text === "best" || text === "latest" ? text : wholeNumber(0, COSTS_NOTHING)(text);
}

/** `--step <n>` */
export const STEP_OPTION = [
  "--step <n>",
  "a run's checkpoint: its step, best or latest (default)",
  checkpoint,
] as const;

/** What computes. */
export type DeviceName = "auto" | "cpu" | "webgpu" | "cuda";

/** `--device <name>`, `auto` unless it is given. */
export function deviceOption(): Option {
  return new Option("--device <name>", "device to compute on")
    .choices(["auto", "cpu", "webgpu", "cuda"] satisfies DeviceName[])
    .default("auto");
}

/** `--root <dir>` */
export const ROOT_OPTION = [
  "--root <dir>",
  "folder that holds the data sets' own folders",
] as const;

/** `--features <model>` of commands that train. */
export function featuresOption(): Option {
  return new Option(
    "--features <model>",
    `network whose features evaluations compare, as --set evaluate.features: ${extractorNames.join(", ")}, an .onnx file or Inception's weights`,
  );
}

/** The setting that `--features` stands for. */
export function featuresSetting({ features }: { readonly features?: string }): readonly string[] {
  return features === undefined ? [] : [`evaluate.features=${features}`];
}

/** `--accept-other-data` */
export const ACCEPT_OTHER_DATA = [
  "--accept-other-data",
  "train on even if the files of the data are not those that were trained on before",
] as const;

/** `--jobs <n>` */
export function jobsOption(): Option {
  const text = "number of runs at once (default: what cores and memory allow)";
  return new Option("--jobs <n>", text).argParser(
    wholeNumber(1, { most: 1000, because: "each is a process with memory of its own" }),
  );
}

/** `--on <place>` */
export function onOption(text = "where to train the runs (default: local)"): Option {
  return new Option("--on <place>", text).choices(["local", "slurm"]);
}

/** `--slurm <key=value>` */
export function slurmOption(): Option {
  return repeatable("--slurm <key=value>", "an option of the Slurm jobs, such as partition=gpu");
}
