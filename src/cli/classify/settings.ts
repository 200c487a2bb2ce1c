/** From the options of `classify train` to a request. */
import { Option } from "commander";
import { type ClassifierSettingsInput, namedSet } from "../../classify/index.ts";
import { readYaml } from "../../config/index.ts";
import type { DatasetOptions } from "../../data/index.ts";
import { refusal } from "../../errors.ts";
import { isJsonObject } from "../../json.ts";
import { settingOptions } from "./setting-options.ts";

/** Options by their names, as commander has them. */
export type GivenOptions = Readonly<Record<string, unknown>>;

/**
 * The images and the settings that a person asks for; an option goes before `--set`.
 *
 * @throws EvenkeelError `USAGE` for a `--set` that is no `path=value`, or for images that are not there.
 */
export async function requestOf(
  place: string,
  given: GivenOptions & { readonly set: readonly string[]; readonly root?: string },
): Promise<{ readonly data: DatasetOptions; readonly settings: ClassifierSettingsInput }> {
  const tree: Record<string, unknown> = {};
  for (const text of given.set) {
    const [path, value] = split(text);
    put(tree, path, value);
  }
  for (const { flags, path } of settingOptions) {
    const value = given[new Option(flags).attributeName()];
    if (value !== undefined)
      put(tree, path, typeof value === "string" ? parsedValue(value) : value);
  }
  const { data = {}, ...settings } = tree;
  const root = given.root === undefined ? {} : { root: given.root };
  return {
    data: { ...(await namedSet(place)), ...root, ...(data as object) } as DatasetOptions,
    settings: settings as ClassifierSettingsInput,
  };
}

function split(text: string): readonly [path: string, value: unknown] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), parsedValue(text.slice(at + 1))];
  throw refusal("USAGE", {
    where: "--set",
    rule: "must be path=value, as in --set normalization.window=8",
    got: text,
  });
}

/** What a value stands for: YAML, or numbers separated by commas; any other text is itself. */
function parsedValue(text: string): unknown {
  const { value, problems } = readYaml(/^\d+(,\d+)+$/.test(text) ? `[${text}]` : text);
  return problems.length > 0 ? text : value;
}

function put(tree: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() as string;
  let inner = tree;
  for (const key of keys) {
    if (!isJsonObject(inner[key])) inner[key] = {};
    inner = inner[key] as Record<string, unknown>;
  }
  inner[last] = value;
}
