/** Writes a config for one's own images. */
import { commentedConfig } from "../../config/index.ts";
import { isImageSource } from "../../data/sources/index.ts";
import { refusal } from "../../errors.ts";
import { printText } from "../../terminal/terminal.ts";
import { shell } from "../../text.ts";
import { choiceNotes, chosenConfig, type OwnImagesFlags } from "../shared/own-images.ts";

/** The command's options. */
export interface InitFlags extends OwnImagesFlags {
  readonly set: readonly string[];
}

/** Prints the config as commented YAML. */
export async function init(path: string, { set, ...flags }: InitFlags): Promise<void> {
  if (!(await isImageSource(path))) {
    throw refusal("USAGE", {
      where: "init",
      rule: "must be given a folder, zip or tar of images",
      got: path,
      advice: shell`The config of a recipe: evenkeel train ${path} --print-config`,
    });
  }
  const own = await chosenConfig(path, set, flags);
  printText(commentedConfig(own.config, choiceNotes(own)));
}
