/** `evenkeel data` */
import type { Command } from "commander";
import { ROOT_OPTION } from "../shared/options.ts";
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
  const check = data
    .command("check")
    .description("Read a whole data set and report counts, sizes, statistics and broken files.")
    .argument("<name>", "a data set")
    .option("--json", "print the report as JSON")
    .option("--grid <png>", "draw up to 64 of its images into this file")
    .action(async (name: string, flags: CheckFlags) =>
      (await import("./data.ts")).checkOne(name, flags),
    );
  // its further options are those of the data sets, which only this command loads
  data.hook("preSubcommand", async (_, command) => {
    if (command === check) (await import("./check-options.ts")).addCheckOptions(check);
  });
}
