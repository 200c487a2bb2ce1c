import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../test/support/temporary-folder.ts";
import { loadConfig, readResolvedConfig, stringifyConfig } from "./load.ts";
import { configFrom } from "./places.ts";

test("a file of a network for features starts from a folder as data do; a name is no file", async () => {
  const from = await temporaryFolder();
  await writeFile(join(from, "net.onnx"), "");
  const features = async (named: string) => {
    const config = await loadConfig("quickstart", [`evaluate.features=${named}`]);
    const placed = configFrom(config, from);
    expect(placed.data.root).toBe(config.data.root === "./data" ? join(from, "data") : undefined);
    return placed.evaluate.features;
  };
  expect(await features("net.onnx")).toBe(join(from, "net.onnx"));
  expect(await features("/nets/net.onnx")).toBe("/nets/net.onnx");
  expect(await features("shapes")).toBe("shapes");
});

test("a file that is set anew for a run starts from the working folder", async () => {
  const path = join(await temporaryFolder(), "config.yaml");
  await writeFile(path, stringifyConfig(await loadConfig("quickstart")));
  const set = async (named: string) =>
    (await readResolvedConfig(path, [`evaluate.features=${named}`])).evaluate.features;
  expect(await set("nets/net.onnx")).toBe(join(process.cwd(), "nets/net.onnx"));
  expect(await set("shapes")).toBe("shapes");
});
