/** `evenkeel zsl` */
import { type Command, InvalidArgumentError, Option } from "commander";
import { COSTS_NOTHING, type Limit } from "../../limits.ts";
import type { MethodOptions } from "../../zsl/continual/method.ts";
import { continualMethod, continualNames, methodsWith } from "../../zsl/continual/registry.ts";
import { positiveNumber, wholeNumber } from "../shared/options.ts";
import type { ZslFlags } from "./flags.ts";
import { type ZslPart, zslParts } from "./parts.ts";

const SEEDS: Limit = { most: 1000, because: "each is a whole training" };
const EPOCHS: Limit = { most: 100_000, because: "each passes through all training examples" };
const BATCH: Limit = { most: 65_536, because: "its features are held in memory" };
const WIDTH: Limit = { most: 16_384, because: "the hidden weights grow with its square" };
const DEPTH: Limit = { most: 16, because: "each layer is a part of the graph" };
const DRAWINGS: Limit = { most: 1000, because: "each is drawn for every class" };
const TASKS: Limit = { most: 100_000, because: "each needs classes of its own" };
const MEMORY: Limit = { most: 100_000, because: "its features are held in memory" };
const THREADS: Limit = { most: 4096, because: "more only wait for each other" };

/** Adds the command. */
export function addZsl(program: Command): void {
  program
    .command("zsl")
    .summary("train and measure zero-shot learning with class normalization")
    .description(
      "Trains a network that embeds descriptions of classes among features of images, and measures how well it tells classes with and without training examples (generalized zero-shot learning). With --continual, the classes are learned in tasks, one after the other. docs/zero-shot.md explains the method and the measures. With --out, Ctrl-C saves and the same command continues.",
    )
    .argument(
      "[set]",
      "shapes (built in), or a folder with res101.mat and att_splits.mat",
      "shapes",
    )
    .option(
      "--with <list>",
      "parts of class normalization, separated by commas, or none: ns (normalized and scaled logits), an (normalized attributes), cs (class standardization), init (initialization of the last layer) (default: all)",
      partList,
    )
    .addOption(
      new Option("--divide-by <divisor>", "cs: variance is what the authors' notebook divides by")
        .choices(["deviation", "variance"])
        .default("deviation"),
    )
    .addOption(
      new Option(
        "--last-init <name>",
        "init: class-norm-relu takes the ReLU of prototypes into account",
      )
        .choices(["class-norm", "class-norm-relu"])
        .default("class-norm"),
    )
    .option(
      "--scale <number>",
      "ns: γ, the length of features and prototypes (default: 5; continual: 10)",
      positiveNumber,
    )
    .option("--depth <n>", "dense layers of the network", wholeNumber(1, DEPTH), 3)
    .option(
      "--hidden <n>",
      "width of its hidden layers (default: 256 for shapes, else 1024)",
      wholeNumber(1, WIDTH),
    )
    .option("--no-last-relu", "prototypes may be negative")
    .option(
      "--epochs <n>",
      "passes through the training examples (default: 50; continual: 10 a task)",
      wholeNumber(1, EPOCHS),
    )
    .option(
      "--batch-size <n>",
      "examples of a step (default: 256; continual: 32)",
      wholeNumber(1, BATCH),
    )
    .option("--learning-rate <number>", "of Adam at first", positiveNumber, 5e-4)
    .option(
      "--decay-every <n>",
      "epochs after which the learning rate is divided by ten",
      wholeNumber(1, COSTS_NOTHING),
      25,
    )
    .option(
      "--weight-decay <number>",
      "times a parameter is added to its gradient (default: 0.0001; continual: 0)",
      atLeast0,
    )
    .option("--seen-factor <number>", "multiplies logits of seen classes", positiveNumber, 1)
    .option(
      "--seen-bias <number|auto>",
      "subtracted from logits of seen classes; auto: chosen on seen classes that another training leaves out",
      numberOrAuto,
      0,
    )
    .option("--irregularity", "measure how uneven the loss is before and after training")
    .option("--seed <n>", "the first seed", wholeNumber(0, COSTS_NOTHING), 0)
    .option("--seeds <n>", "number of trainings with different seeds", wholeNumber(1, SEEDS), 1)
    .option(
      "--drawings <n>",
      "shapes: drawings of each class for training, and as many for the test (default: 10)",
      wholeNumber(1, DRAWINGS),
    )
    .option(
      "--unseen <share>",
      "shapes: share of the classes that are unseen (default: 0.5)",
      shareBelow1,
    )
    .option("--threads <n>", "threads; 0: one for each core", wholeNumber(0, THREADS), 0)
    .option("--out <dir>", "folder for result.json")
    .option("--json", "print the result as JSON")
    .optionsGroup("Continual learning, the classes in tasks one after the other:")
    .addOption(
      new Option("--continual <method>", "how tasks are learned").choices([...continualNames]),
    )
    .option("--tasks <n>", "number of tasks (default: 10)", wholeNumber(2, TASKS))
    .option(
      "--strength <number>",
      `of the penalty for changes (default: ${defaultsOf("strength")})`,
      atLeast0,
    )
    .option(
      "--keep <share>",
      `share of earlier importances that a task keeps (default: ${defaultsOf("keep")})`,
      shareUpTo1,
    )
    .option(
      "--memory <n>",
      `remembered examples of each class (default: ${defaultsOf("memory")})`,
      wholeNumber(1, MEMORY),
    )
    .option(
      "--memory-batch <n>",
      `remembered examples of a step (default: ${defaultsOf("memoryBatch")})`,
      wholeNumber(1, BATCH),
    )
    .addHelpText("after", `\nMethods of --continual:\n${methodLines()}\n\n${EXAMPLES}`)
    .action(async (set: string, flags: ZslFlags) => (await import("./zsl.ts")).runZsl(set, flags));
}

const EXAMPLES = `Examples:
  evenkeel zsl
  evenkeel zsl --with none --seeds 10
  evenkeel zsl xlsa17/data/AWA2 --seen-factor 0.95 --out runs/awa2
  evenkeel zsl --continual ewc-online --tasks 10 --with ns,an`;

/** The defaults of an option by the methods that have it: `ewc-online 10, mas 0.0001`. */
function defaultsOf(option: keyof MethodOptions): string {
  return methodsWith(option)
    .map((name) => `${name} ${continualMethod(name).options[option]}`)
    .join(", ");
}

function methodLines(): string {
  const width = Math.max(...continualNames.map(({ length }) => length));
  return continualNames
    .map((name) => `  ${name.padEnd(width)}  ${continualMethod(name).summary}`)
    .join("\n");
}

function partList(text: string): readonly ZslPart[] {
  if (text === "none") return [];
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.find((name) => !(zslParts as readonly string[]).includes(name));
  if (unknown === undefined) return names as ZslPart[];
  throw new InvalidArgumentError(`must be some of ${zslParts.join(", ")}, or none.`);
}

function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function atLeast0(text: string): number {
  const value = numberOf(text);
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("must be a number of at least 0.");
}

function shareBelow1(text: string): number {
  const value = numberOf(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError("must be a number above 0 and below 1.");
}

function shareUpTo1(text: string): number {
  const value = numberOf(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("must be a number in [0, 1].");
}

function numberOrAuto(text: string): number | "auto" {
  if (text === "auto") return text;
  const value = numberOf(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError("must be a number or auto.");
}
