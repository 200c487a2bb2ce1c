import { expect, test } from "vitest";
import type { SchemaNode } from "../../schema-text.ts";
import { recipes } from "../recipes/registry.ts";
import { configJsonSchema } from "./json-schema.ts";
import { configMarkdown } from "./markdown.ts";

function nodesOf(node: SchemaNode, place = ""): [string, SchemaNode][] {
  const groups = [node, ...(node.oneOf ?? []), ...(node.items ? [node.items] : [])];
  return groups.flatMap(({ properties = {}, oneOf = [] }) => [
    ...Object.entries(properties).flatMap(([key, child]): [string, SchemaNode][] => [
      [`${place}${key}`, child],
      ...nodesOf(child, `${place}${key}.`),
    ]),
    ...(node.items ? oneOf.flatMap((variant) => nodesOf(variant, place)) : []),
  ]);
}

test("every key, methods' options included, says what it means", () => {
  const nodes = nodesOf(configJsonSchema());
  expect(nodes.map(([place]) => place)).toContain("discriminator.penalties.weight");
  expect(nodes.filter(([, { description }]) => !description).map(([place]) => place)).toEqual([]);
});

test("every key and every recipe stands in the reference", () => {
  const text = configMarkdown();
  for (const key of Object.keys(configJsonSchema().properties ?? {})) {
    expect(text).toContain(`\`${key}`);
  }
  for (const recipe of Object.keys(recipes)) expect(text).toContain(`\n| \`${recipe}\` |`);
  const rows = text.split("\n").filter((line) => /`(nDis|data\.size|learningRate)`/.test(line));
  expect(rows.join("\n")).toMatchInlineSnapshot(`
    "| \`nDis\` | a whole number in [1, 1000] | \`1\` | discriminator steps per generator step (SN-GAN: 1 or 5) |
    | \`data.size\` | a whole number in [8, 1024] | \`32\` | sets of images: width and height in pixels (SN-GAN: CIFAR-10 32, STL-10 48) |
    | \`learningRate\` | a number > 0 | \`0.0002\` | step size α (SN-GAN: 1e-4, 2e-4 or 1e-3) |
    | \`learningRate\` | a number > 0 | \`0.0002\` | step size α (SN-GAN: 1e-4, 2e-4 or 1e-3) |
    | \`learningRate\` | a number > 0 | \`0.0002\` | step size α (SN-GAN: 1e-4, 2e-4 or 1e-3) |
    | \`learningRate\` | a number > 0 | \`0.0002\` | step size α (SN-GAN: 1e-4, 2e-4 or 1e-3) |"
  `);
});
