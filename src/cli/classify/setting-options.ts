/** The options of `classify train` that stand for settings. */
import { type Command, Option } from "commander";
import { settingText } from "../../classify/settings/index.ts";

/** An option, and the setting that it stands for. */
interface SettingOption {
  readonly flags: string;
  /** As `--set` has it. */
  readonly path: string;
  /** Where the setting has no description of its own, or not a whole one. */
  readonly text?: string;
}

/** The settings that have an option of their own; all others go by `--set`. */
export const settingOptions: readonly SettingOption[] = [
  { flags: "--network <name>", path: "network.name" },
  { flags: "--channels <list>", path: "network.channels" },
  { flags: "--blocks <n|list>", path: "network.blocks" },
  { flags: "--layers <n>", path: "network.layers" },
  { flags: "--normalization <name>", path: "normalization.name" },
  { flags: "--initializer <name>", path: "initializer.name" },
  { flags: "--reparametrization <name>", path: "reparametrization.name" },
  { flags: "--optimizer <name>", path: "optimizer.name" },
  { flags: "--learning-rate <x>", path: "optimizer.learningRate" },
  { flags: "--momentum <x>", path: "optimizer.momentum" },
  { flags: "--weight-decay <x>", path: "weightDecay" },
  { flags: "--schedule <name>", path: "schedule.name" },
  { flags: "--warm-up <n>", path: "warmUp" },
  { flags: "--steps <n>", path: "steps" },
  { flags: "--epochs <x>", path: "epochs" },
  { flags: "--batch-size <n>", path: "batchSize" },
  { flags: "--mixup <x>", path: "mixup" },
  { flags: "--smoothing <x>", path: "smoothing" },
  { flags: "--flip", path: "flip" },
  { flags: "--evaluate-every <n>", path: "evaluateEvery" },
  { flags: "--seed <n>", path: "seed" },
  {
    flags: "--size <n>",
    path: "data.size",
    text: "height and width of the images (default: 32, where the set has no other)",
  },
  { flags: "--count <n>", path: "data.count", text: "number of training images (default: all)" },
  {
    flags: "--held-out <n>",
    path: "data.heldOut",
    text: "of your own images, how many are held out (default: the folder test, else a tenth)",
  },
];

/** Adds them. */
export function addSettingOptions(command: Command): void {
  command.optionsGroup("Settings:");
  for (const { flags, path, text } of settingOptions) {
    command.addOption(new Option(flags, text ?? settingText(path)));
  }
}
