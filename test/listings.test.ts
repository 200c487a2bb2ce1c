/** What the built command line lists: commands, recipes, data sets, devices. */
import { describe, expect, test } from "vitest";
import { command, evenkeel } from "./support/runs/command-line.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

describe("what there is", () => {
  test.each([
    [["data", "list"], /^shapes .*\ncifar10 .*\n(?:.*\n)+?folder /],
    [["data", "info", "cifar10"], /^home +https:.*\n.*\n^on disk .*cifar-10-batches-bin$/m],
    [["data", "check", "shapes"], /^images +10 000, 3 x 32 x 32$/m],
    [["data", "fetch", "shapes"], /nothing to fetch/],
    [
      ["train", "--list"],
      /^start: .*\n {2}quickstart .*\n {2}quickstart-unconditional .*\n\nimages: (?:.*\n)+?\npoints: (?:.*\n)+? {2}bssn-cifar10 /m,
    ],
    [["train", "--list", "wgan-gp", "resnet"], /^3 of \d+ recipes\n\nsn-gan-gamma: .*\n {2}wgan-/],
    [
      ["train", "bssn-stl10", "--print-config"],
      /^# bssn-stl10: (?:.*\n)+? {2}name: stl10\n(?:.*\n)+? {2}split: unlabeled$/m,
    ],
    [["doctor"], /^cpu +sound: /m],
  ])("%j", async (args, expected) => {
    const { code, out } = await command(await temporaryFolder(), ...args);
    expect(code).toBe(0);
    expect(out).toMatch(expected);
  });

  test("as a process: all commands", async () => {
    const { code, out, err } = await evenkeel(await temporaryFolder(), "--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/Commands:\n {2}train /);
  });
});
