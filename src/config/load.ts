/** Loads a complete config from a recipe or a file and `--set` options. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { impliedName } from "../data/catalog/index.ts";
import { EvenkeelError, refusal } from "../errors.ts";
import { isFolder, readGivenText } from "../files/index.ts";
import { show } from "../schema-text.ts";
import { nearest } from "../suggest.ts";
import { shell } from "../text.ts";
import { isLayer, type Layer, mergeLayers, nameMethods } from "./merge.ts";
import { isOwnSettings } from "./own-settings.ts";
import { withAbsolutePaths } from "./places.ts";
import { keyText, refusedPaths, schemaProblems, tellProblems } from "./problems.ts";
import { recipes } from "./recipes/registry.ts";
import type { ConfigPath } from "./reference/json-schema.ts";
import { ruleProblems } from "./rules/rules.ts";
import { runNameFrom } from "./run-name.ts";
import { type Config, configSchema } from "./schema.ts";
import {
  builtInSource,
  type Problem,
  type Setting,
  type Source,
  setSource,
  yamlSource,
} from "./sources.ts";
import { stringifyYaml } from "./write-yaml.ts";

/** The command that lists the recipes. */
const LIST = "evenkeel train --list";

/**
 * The complete config of a run. Later sources override earlier ones: the schema's defaults, the recipe, the
 * file, the `--set` options.
 *
 * @param start a recipe's name, or the path of a YAML file, which may name a recipe under `recipe`.
 * @param set   options `path=value`, such as `data.root=/data`, as {@link setSource} reads them. Lists are
 *   replaced as a whole, unless a path names a place in one: `discriminator.penalties.0.weight=5`.
 * @throws EvenkeelError `CONFIG` that lists the problems, ten at most, and their number: where it was
 *   written, the key, the rule, the value, and what it may have meant. `details.problems` has them one by
 *   one, `details.count` how many there are.
 */
export async function loadConfig(start: string, set: readonly Setting[] = []): Promise<Config> {
  const options = setSource(set);
  const file = (await isFile(start)) ? yamlSource(start, await readConfigFile(start)) : undefined;
  const named = options.layer.recipe ?? (file ? file.layer.recipe : start);
  const recipe =
    typeof named === "string" && Object.hasOwn(recipes, named) ? recipes[named] : undefined;
  const sources = [
    ...(recipe ? [builtInSource(recipe.config)] : []),
    ...(file ? [file] : []),
    options,
  ];
  const fallback = {
    name: file ? runNameFrom(basename(start, extname(start))) : recipe?.name,
    ...(recipe ? { recipe: recipe.name } : {}),
  };
  const unknown = typeof named === "string" && !recipe ? [await unknownRecipe(named)] : [];
  return complete([builtInSource(fallback), ...sources], unknown);
}

/**
 * Reads the resolved config of a run folder. The file contains every setting, so recipes are not used.
 *
 * @param path the run's `config.yaml`.
 * @param set  options `path=value` that override the file. Relative paths in them become absolute: those of
 *   the file may start from another folder.
 * @throws EvenkeelError `CONFIG` as {@link loadConfig} does.
 */
export async function readResolvedConfig(
  path: string,
  set: readonly Setting[] = [],
): Promise<Config> {
  const file = yamlSource(path, await readConfigFile(path));
  if (isOwnSettings(file.layer)) {
    throw refusal("CONFIG", {
      where: path,
      rule: "the networks of this run were defined in a program",
      advice:
        "Open it in a program with openTrainedModel or trainRun (docs/library.md), or use its generator.onnx.",
    });
  }
  const options = setSource(set);
  return complete([file, { ...options, layer: withAbsolutePaths(options.layer) }], []);
}

/** A complete config as the text of a YAML file that {@link readResolvedConfig} reads back. */
export function stringifyConfig(config: Config): string {
  return `# The resolved config of a run: every setting, defaults included.\n${stringifyYaml(config)}`;
}

function complete(sources: readonly Source[], unknown: readonly Problem[]): Config {
  const broken = [...sources.flatMap(({ problems }) => problems), ...unknown];
  const syntax = broken.some(({ source }) => source !== undefined && !source.startsWith("--set"));
  const layers = sources.map((source) => withImpliedData(source.layer));
  const layer = nameMethods(layers.reduce(mergeLayers, {}));
  const parsed = configSchema.safeParse(layer);
  // a file that could not be read says nothing about its keys
  const isTold = !parsed.success && !syntax;
  const refused = isTold ? refusedPaths(parsed.error) : [];
  const wrong = isTold ? schemaProblems(parsed.error, layer) : [];
  const rest = parsed.success ? parsed : configSchema.safeParse(without(layer, refused));
  const rules = rest.success && !syntax ? ruleProblems(rest.data, refused) : [];
  const problems = [...broken, ...wrong, ...rules];
  const total = broken.length + refused.length + rules.length;
  if (parsed.success && total === 0) return parsed.data;
  const { message, details } = tellProblems(
    "the config",
    problems,
    (problem) => line(problem, sources),
    total,
  );
  throw new EvenkeelError("CONFIG", message, {
    advice: "docs/config.md explains every key.",
    details,
  });
}

/** A layer with the data set whose place it names, unless it names the set too. */
function withImpliedData(layer: Layer): Layer {
  const name = isLayer(layer.data) ? impliedName(layer.data) : undefined;
  return name === undefined ? layer : mergeLayers(layer, { data: { name } });
}

function line({ path, text, source }: Problem, sources: readonly Source[]): string {
  const where =
    source ??
    [...sources]
      .reverse()
      .map((one) => one.locate(path))
      .find(Boolean);
  return [where, keyText(path), text].filter(Boolean).join(": ");
}

async function unknownRecipe(named: string): Promise<Problem> {
  if (await isFolder(named)) {
    const way = shell`to resume a run: evenkeel train --resume ${named}`;
    return {
      path: ["recipe"],
      text: `must be a recipe or a .yaml file, got the folder ${named}; ${way}`,
    };
  }
  const names = Object.keys(recipes);
  const near = isLikePath(named) ? await nearPath(named) : nearest(named, names);
  const meant = near === undefined ? "" : `did you mean ${near}? `;
  const alike = named === "" ? 0 : names.filter((name) => name.includes(named)).length;
  const list = alike > 1 ? `${LIST} ${named} lists ${alike} like it` : `${LIST} lists all recipes`;
  const what = isLikePath(named)
    ? "must be a recipe, a .yaml file, or a folder, zip or tar of images"
    : "must be a recipe or a .yaml file";
  const missing = isLikePath(named) ? ", which is not there" : "";
  return { path: ["recipe"], text: `${what}, got ${show(named)}${missing}; ${meant}${list}` };
}

/** Whether a text means a path: recipes have no slashes and no endings of archives. */
function isLikePath(text: string): boolean {
  return /[/\\]|^[.~]|\.(zip|tar|tgz|gz)$/i.test(text);
}

/** The path beside a missing one whose name is nearest. */
async function nearPath(path: string): Promise<string | undefined> {
  const there = await readdir(dirname(path)).catch(() => []);
  const near = nearest(basename(path), there);
  if (near === undefined) return undefined;
  return `${path.startsWith("./") ? "./" : ""}${join(dirname(path), near)}`;
}

/** A layer less the values at some paths. */
function without(layer: Layer, paths: readonly ConfigPath[]): Layer {
  const below = new Map<string | number | undefined, ConfigPath[]>();
  for (const [key, ...rest] of paths) {
    const others = below.get(key);
    if (others === undefined) below.set(key, [rest]);
    else others.push(rest);
  }
  const kept = Object.entries(layer).flatMap(([key, value]) => {
    const inner = below.get(key);
    if (inner === undefined) return [[key, value]];
    // a list that holds something wrong goes as a whole
    const isWhole = !isLayer(value) || inner.some(({ length }) => length === 0);
    return isWhole ? [] : [[key, without(value, inner)]];
  });
  return Object.fromEntries(kept);
}

async function isFile(start: string): Promise<boolean> {
  if ([".yaml", ".yml", ".json"].includes(extname(start))) return true;
  if (Object.hasOwn(recipes, start)) return false;
  try {
    const kind = await stat(start);
    return kind.isFile() || kind.isFIFO();
  } catch {
    return false;
  }
}

async function readConfigFile(path: string): Promise<string> {
  const text = await readGivenText(path);
  if (text !== undefined) return text;
  throw refusal("CONFIG", {
    where: path,
    rule: "there is no such config file",
    advice: `Check the path, or use a recipe: ${LIST} lists them.`,
  });
}
