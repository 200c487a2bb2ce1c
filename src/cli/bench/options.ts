/** `evenkeel bench` and what stands under it. */
import { Argument, type Command, Option } from "commander";
import { wholeNumber } from "../shared/options.ts";

/** The cases of `bench feed`. */
const feedCaseNames = ["quickstart", "cnn32-sn-b64"] as const;

/** Adds the command and its subcommands. */
export function addBench(program: Command): void {
  const bench = program
    .command("bench")
    .summary(
      "measure iterations, convolutions, feeding, sweeps and start-up; beside PyTorch where it is installed",
    )
    .description(
      "Measures milliseconds of one iteration (D step and G step, 32 pixels, batch 64) of the named cases, of cnn32-sn-b64 where none is named, of all for `all`. With --against pytorch the same iteration in PyTorch in the same run, in turns, on a graphics card if --device is one; with --profile where our own time goes.",
    )
    .argument("[case...]", "cases; --list tells which there are")
    .addOption(new Option("--against <peer>", "whom to measure beside us").choices(["pytorch"]))
    .option("--rounds <n>", "turns of each side", wholeNumber(1), 5)
    .option("--iterations <n>", "iterations of a turn", wholeNumber(1), 3)
    .addOption(threads("processor threads of both; 0: all cores"))
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["cpu", "webgpu", "cuda"])
        .default("cpu"),
    )
    .option("--python <file>", "the interpreter that has PyTorch", "python3")
    .addOption(
      new Option("--profile", "the processor's times, by layer and by kind").conflicts([
        "against",
        "device",
      ]),
    )
    .addOption(new Option("--list", "list the cases").conflicts(["against", "profile"]))
    .addOption(json())
    .enablePositionalOptions()
    .action(async (cases, flags) => (await import("./bench.ts")).runBench(cases, flags));
  bench
    .command("convs")
    .summary("the CNN's convolutions one by one, beside the machine's peak")
    .description(
      "Measures each convolution of the paper's CNN alone, forward and both gradients, in GFLOP/s, beside a large matrix product on the same engine and threads.",
    )
    .option("--batch <n>", "images of a discriminator's layer", wholeNumber(1), 128)
    .option("--calls <n>", "timed calls of each", wholeNumber(1), 7)
    .addOption(threads("processor threads; 0: all cores"))
    .addOption(json())
    .action(async (flags) => (await import("./convs.ts")).runBenchConvs(flags));
  bench
    .command("inception")
    .summary("images a second of the network that FID is computed with")
    .description(
      "Measures how many images a second the Inception network of 2015 takes features of, with random weights, from pixels to features: of its own 299 pixels, and resized from 32 and from 128.",
    )
    .option("--batch <n>", "images of a run of the network", wholeNumber(1), 16)
    .option("--rounds <n>", "timed runs of each size", wholeNumber(1), 5)
    .addOption(
      new Option("--device <name>", "where to compute")
        .choices(["auto", "cpu", "webgpu", "cuda"])
        .default("cpu"),
    )
    .addOption(threads("processor threads; 0: all cores"))
    .addOption(json())
    .action(async (flags) => (await import("./inception.ts")).runBenchInception(flags));
  bench
    .command("feed")
    .summary("training on images that are decoded meanwhile, beside images in memory")
    .description(
      "Trains the quickstart's GAN and the paper's CNN at 32 pixels on the same JPEG files, decoded once and held in memory and decoded as they are needed, in turns, and prints images a second.",
    )
    .addArgument(new Argument("[case...]", "cases; default: both").choices(feedCaseNames))
    .option("--images <path>", "folder, zip or tar of JPEG files; default: 2000 made for it")
    .option("--count <n>", "how many of them; default: all", wholeNumber(400))
    .option("--rounds <n>", "turns of each side", wholeNumber(1), 15)
    .option("--iterations <n>", "iterations of a turn; default 20 and 2", wholeNumber(1))
    .addOption(json())
    .action(async (cases, flags) => (await import("./feed.ts")).runBenchFeed(cases, flags));
  bench
    .command("sweep")
    .summary("runs side by side with a share of the cores each, beside one run that has all")
    .description(
      "Trains one run with all cores and as many runs as there are cores with one thread each (and what lies between), in turns, and prints the images a second of all runs together. Cases are those of --list, on random images, and recipes, on their data.",
    )
    .argument("[case...]", "cases or recipes; default: quickstart and cnn32-sn-b64")
    .option("--rounds <n>", "turns of each", wholeNumber(1), 9)
    .option("--seconds <n>", "seconds of a turn, about", wholeNumber(1), 5)
    .addOption(json())
    .action(async (cases, flags) => (await import("./sweep.ts")).runBenchSweep(cases, flags));
  bench
    .command("startup")
    .summary("start-up, compilation, sampling and their memory")
    .description(
      "Measures how long `evenkeel --help` takes, how long a recipe's two steps take to compile, and how many images a second the paper's CNN generates, with the memory of each.",
    )
    .option("--recipes <names>", "recipes to compile, by commas", "quickstart,bssn-imagenet")
    .addOption(threads("processor threads; 0: all cores"))
    .addOption(json())
    .action(async (flags) => (await import("./startup.ts")).runBenchStartup(flags));
}

function threads(text: string): Option {
  return new Option("--threads <n>", text).argParser(wholeNumber(0)).default(0);
}

function json(): Option {
  return new Option("--json", "print the result as JSON");
}
