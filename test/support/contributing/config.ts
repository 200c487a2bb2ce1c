/** The config of the copy, as what is added has to be found in it. */
import { expect } from "vitest";
import type { Copy } from "./copy.ts";

interface ConfigModule {
  loadConfig(start: string, set: readonly string[]): Promise<object>;
}

interface ReferenceModule {
  configMarkdown(): string;
}

/** The copy's reference of the config, as `docs:config` writes it. */
export async function reference(copy: Copy): Promise<string> {
  const { configMarkdown } = await copy.load<ReferenceModule>("config/reference/index.js");
  return configMarkdown();
}

/** What the copy says of a config with these options, which it refuses. */
export async function refusal(copy: Copy, ...set: readonly string[]): Promise<string> {
  const { loadConfig } = await copy.load<ConfigModule>("config/index.js");
  const error = await loadConfig("quickstart", set).then(
    () => undefined,
    (thrown: Error) => thrown,
  );
  expect(error, `${set} must be refused`).toBeDefined();
  return error!.message;
}

/** The resolved config that the copy's command line prints for these options. */
export async function printed(copy: Copy, ...set: readonly string[]): Promise<string> {
  const options = set.flatMap((option) => ["--set", option]);
  const { code, out, err } = await copy.evenkeel(
    "train",
    "quickstart",
    "--print-config",
    ...options,
  );
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}
