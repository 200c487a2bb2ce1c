/** `evenkeel data` */
import { type Command, Option } from "commander";
import { wholeNumber } from "./options.ts";

/** Adds the command and its parts. */
export function addData(program: Command): void {
  const data = program
    .command("data")
    .summary("list, explain, fetch and check data sets")
    .description("Data sets: what there is, where it comes from, whether it is sound.");
  data
    .command("list")
    .description("List the data sets, a line each.")
    .action(async () => (await import("./data-run.ts")).listDatasets());
  data
    .command("info")
    .description("Tell what a data set is, its licence, and where it lies on the disk.")
    .argument("<name>", "a data set")
    .option("--root <dir>", "folder that holds the data sets' own folders", "./data")
    .action(async (name, flags) =>
      (await import("./data-run.ts")).explainDataset(name, flags.root),
    );
  data
    .command("fetch")
    .description(
      "Download a data set from its home, with resume and checksum; or the weights of the network that the Inception score and FID are computed with.",
    )
    .argument("<name>", "a data set, inception or inception-torchvision")
    .option("--root <dir>", "folder to put the data set's own folder into", "./data")
    .action(async (name, flags) => (await import("./data-run.ts")).fetchOne(name, flags.root));
  data
    .command("check")
    .description("Read all of a data set and report counts, sizes, statistics and broken files.")
    .argument("<name>", "a data set")
    .option("--root <dir>", "folder that holds the data sets' own folders", "./data")
    .option("--path <path>", "folder: the folder or archive of images")
    .option("--size <n>", "width and height in pixels", wholeNumber(8), 32)
    .addOption(
      new Option("--split <part>", "which part")
        .choices(["train", "test", "all", "unlabeled"])
        .default("train"),
    )
    .addOption(new Option("--labels <kind>", "cifar100: which labels").choices(["fine", "coarse"]))
    .addOption(
      new Option(
        "--crop <what>",
        "celeba, imagenet, folder: square, or pixels to cut out",
      ).argParser((text) => (text === "square" ? text : wholeNumber(1)(text))),
    )
    .option("--resize <how>", "how images come to their size")
    .option("--memory <MiB>", "for decoded images; larger sets are streamed", wholeNumber(1))
    .option("--count <n>", "only so many images", wholeNumber(1))
    .option("--json", "print the report as JSON")
    .action(async (name, flags) => (await import("./data-run.ts")).checkOne(name, flags));
}
