/** Settings in words, from their schema. */
import { z } from "zod";
import type { SchemaNode } from "../../schema-text.ts";
import { classifierSettingsSchema } from "./settings.ts";

const root = z.toJSONSchema(classifierSettingsSchema, {
  io: "input",
  unrepresentable: "any",
}) as SchemaNode;

/** What a setting is; of the options of methods, that of the first method that has it. */
export function settingText(path: string): string {
  const keys = path.split(".");
  const isName = keys.at(-1) === "name";
  const node = nodeAt(isName ? keys.slice(0, -1) : keys);
  if (node === undefined) throw new Error(`internal: no setting ${path}`);
  const names = (node.oneOf ?? []).map(({ properties }) => properties?.name?.const ?? "");
  const usual = isName ? (node.default as { readonly name?: string })?.name : node.default;
  const list = names.length === 0 ? "" : `: ${names.join(", ")}`;
  const told =
    usual === undefined ? "" : ` (default: ${JSON.stringify(usual).replaceAll('"', "")})`;
  return `${node.description ?? ""}${list}${told}`;
}

function nodeAt(keys: readonly string[]): SchemaNode | undefined {
  return keys.reduce<SchemaNode | undefined>((node, key) => {
    const groups = [node, ...(node?.oneOf ?? [])];
    return groups.map((one) => one?.properties?.[key]).find((found) => found !== undefined);
  }, root);
}

/** Groups whose methods have options that only classifiers have; those of all others are in docs/config.md. */
const own = ["network", "optimizer", "schedule"];

/** The Markdown of a table of all settings, with the options of their own methods. */
export function settingsTable(): string {
  const paths = Object.entries(root.properties ?? {}).flatMap(([key, node]) => {
    const options = own.includes(key)
      ? (node.oneOf ?? []).flatMap(({ properties = {} }) => Object.keys(properties))
      : [];
    const names = node.oneOf === undefined ? [key] : [`${key}.name`];
    return [
      ...names,
      ...[...new Set(options)].filter((one) => one !== "name").map((one) => `${key}.${one}`),
    ];
  });
  const rows = paths.map((path) => [`\`${path}\``, settingText(path)]);
  return [["setting", "meaning"], ["---", "---"], ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
