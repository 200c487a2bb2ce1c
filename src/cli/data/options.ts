/** `evenkeel data` */
import { type Command, Option } from "commander";
import { ROOT_OPTION, wholeNumber } from "../shared/options.ts";
import type { CheckFlags } from "./data.ts";

/** Where data sets are unless another folder is named. */
const ROOT = "./data";

/** Adds the command and its parts. */
export function addData(program: Command): void {
  const data = program
    .command("data")
    .summary("list, explain, download and check data sets")
    .description("Data sets: which there are, where they come from, whether they are intact.");
  data
    .command("list")
    .description("List the data sets, one line each.")
    .action(async () => (await import("./data.ts")).listDatasets());
  data
    .command("info")
    .description("Print what a data set is, its licence, and where it is on the disk.")
    .argument("<name>", "a data set")
    .option(...ROOT_OPTION, ROOT)
    .action(async (name: string, { root }: { readonly root: string }) =>
      (await import("./data.ts")).explainDataset(name, root),
    );
  data
    .command("fetch")
    .description(
      "Download a data set from its official site and verify its checksum; an interrupted download is resumed. Also downloads the weights of the network that the Inception score and FID use.",
    )
    .argument("<name>", "a data set, inception or inception-torchvision")
    .option("--root <dir>", "folder to put the data set's own folder into", ROOT)
    .action(async (name: string, { root }: { readonly root: string }) =>
      (await import("./data.ts")).fetchOne(name, root),
    );
  data
    .command("check")
    .description("Read a whole data set and report counts, sizes, statistics and broken files.")
    .argument("<name>", "a data set")
    .option(...ROOT_OPTION, ROOT)
    .option("--path <path>", "folder: the folder or archive of the images")
    .option("--size <n>", "width and height in pixels", wholeNumber(8), 32)
    .addOption(
      new Option("--split <part>", "which part to read")
        .choices(["train", "test", "all", "unlabeled"])
        .default("train"),
    )
    .addOption(new Option("--labels <kind>", "cifar100: which labels").choices(["fine", "coarse"]))
    .addOption(
      new Option(
        "--crop <what>",
        "celeba, imagenet, folder: square, or the number of pixels to cut out",
      ).argParser((text) => (text === "square" ? text : wholeNumber(1)(text))),
    )
    .option("--resize <how>", "how images are resized")
    .option("--memory <MiB>", "memory for decoded images; larger sets are streamed", wholeNumber(1))
    .option("--count <n>", "number of images, instead of all", wholeNumber(1))
    .option("--json", "print the report as JSON")
    .action(async (name: string, flags: CheckFlags) =>
      (await import("./data.ts")).checkOne(name, flags),
    );
}
