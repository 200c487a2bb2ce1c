/** The reference of the config, `docs/config.md`, generated from the schema. */

import { allowed, type SchemaNode } from "../../schema-text.ts";
import { publishedText } from "../recipes/notes.ts";
import { type Recipe, type RecipeGroup, recipeGroups, recipes } from "../recipes/registry.ts";
import { configJsonSchema } from "./json-schema.ts";

/** The Markdown of `docs/config.md`: every key with its type, default and meaning, and every recipe. */
export function configMarkdown(): string {
  const { properties = {} } = configJsonSchema();
  const isGroup = ([, { properties: keys }]: [string, SchemaNode]) => keys !== undefined;
  const entries = Object.entries(properties);
  const single = Object.fromEntries(entries.filter((entry) => !isGroup(entry)));
  return [
    "# Config",
    "This file is generated from the schema by `npm run docs:config`.",
    "A config is a YAML file, or a recipe, with `--set path=value` on top, as in " +
      "`evenkeel train quickstart --set generator.optimizer.learningRate=1e-3`. " +
      "Later sources override earlier ones: defaults, recipe (or the key `recipe` of a file), file, `--set`. " +
      "Unknown keys are refused.",
    "A file may use anchors, aliases and merge keys (`<<: *name`). The value of `--set` is YAML, except for a key " +
      "that takes any text, such as `data.path`: its value is used as it is, `2024` and `set #1` included; quotes " +
      "around it are removed.",
    "## Top level",
    table(rowsOf(single, "")),
    ...methodTables(single, "", "##"),
    ...entries
      .filter(isGroup)
      .flatMap(([key, node]) => [
        `## ${key}`,
        `${capital(node.description ?? "")}.`,
        table(rowsOf(node.properties ?? {}, `${key}.`)),
        ...(key === "data" ? ["[Data sets](data-sets.md) lists which set has which options."] : []),
        ...methodTables(node.properties ?? {}, `${key}.`, "###"),
      ]),
    "## Recipes",
    "`evenkeel train NAME --print-config` describes a recipe in full: what it stands for, how that was " +
      "measured, what is unknown, what a shortened version can show, and every key.",
    ...Object.entries(recipeGroups).flatMap(([group, title]) => [
      `### ${group}: ${title}`,
      ...protocols(group as RecipeGroup),
      recipeTable(group as RecipeGroup),
    ]),
    "",
  ].join("\n\n");
}

type Row = readonly [string, string, string, string];

function rowsOf(properties: Readonly<Record<string, SchemaNode>>, prefix: string): Row[] {
  return Object.entries(properties).map(([key, node]) => [
    code(`${prefix}${key}`),
    escapeCell(allowed(node)),
    node.default === undefined ? "" : code(shown(node.default)),
    escapeCell(node.description ?? ""),
  ]);
}

/** The values of each method among the keys, and the options of each variant. */
function methodTables(
  keys: Readonly<Record<string, SchemaNode>>,
  prefix: string,
  heading: "##" | "###",
): string[] {
  return Object.entries(keys).flatMap(([key, node]) => {
    const list = node.items?.oneOf !== undefined;
    const variants = (list ? node.items : node)?.oneOf;
    if (variants === undefined) return [];
    const place = `${prefix}${key}`;
    return [
      `${heading} ${place}`,
      ...variants.flatMap((variant) => variantText(variant, place, list)),
    ];
  });
}

function variantText(variant: SchemaNode, place: string, list: boolean): string[] {
  const { name, ...options } = variant.properties ?? {};
  const example = list ? `${place}: [{name: ${name?.const}}]` : `${place}.name: ${name?.const}`;
  const rows = rowsOf(options, "");
  return [`\`${example}\`: ${name?.description}`, ...(rows.length > 0 ? [table(rows)] : [])];
}

const membersOf = (group: RecipeGroup) =>
  Object.values(recipes).filter((recipe) => recipe.group === group);

/** How the sources of a group's recipes measure. */
function protocols(group: RecipeGroup): string[] {
  const found = new Set(membersOf(group).flatMap(({ protocol }) => protocol ?? []));
  return [...found].map((protocol) => `Measured there: ${protocol}`);
}

function recipeTable(group: RecipeGroup): string {
  const cells = ({ name, title, standsFor, published }: Recipe): Row => [
    code(name),
    title,
    standsFor ?? "",
    published.map(publishedText).join(", "),
  ];
  return table(membersOf(group).map(cells), ["recipe", "what", "stands for", "published"]);
}

function table(rows: readonly Row[], head: Row = ["key", "value", "default", "meaning"]): string {
  return [head, ["---", "---", "---", "---"], ...rows]
    .map((row) => `| ${row.join(" | ")} |`)
    .join("\n");
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function code(text: string): string {
  return `\`${text}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
