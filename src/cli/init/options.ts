/** `evenkeel init` */
import type { Command } from "commander";
import { repeatable } from "../shared/options.ts";
import { addOwnImagesOptions } from "../shared/own-images-options.ts";
import type { InitFlags } from "./init.ts";

/** Adds the command. */
export function addInit(program: Command): void {
  const command = program
    .command("init")
    .summary("write a config for your own images, with reasons")
    .description(
      "Writes the config that evenkeel train DIR would train, as commented YAML for evenkeel train FILE.yaml: evenkeel init my-images > mine.yaml",
    )
    .argument("<images>", "a folder, zip or tar of images");
  addOwnImagesOptions(command)
    .addOption(repeatable("--set <path=value>", "set a config key, such as steps=300"))
    .action(async (path: string, flags: InitFlags) =>
      (await import("./init.ts")).init(path, flags),
    );
}
