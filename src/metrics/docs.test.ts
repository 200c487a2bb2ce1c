/** docs/metrics.md and docs/protocols.md agree with the registries on every result, protocol and classifier. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { classifiersTable, shippedNames } from "./classifier/index.ts";
import { metricNames, metrics } from "./index.ts";
import { protocols } from "./protocols/index.ts";

const text = ["metrics", "protocols"]
  .map((page) => readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), "utf8"))
  .join("\n");
/** The cells of each row of the tables in a text. */
const rowsOf = (tables: string) =>
  tables
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
const rows = rowsOf(text);
const prose = text.replace(/\s+/g, " ");
const counted = (count: number) => String(count).replace(/\B(?=(\d{3})+$)/g, " ");

test.each(Object.values(protocols))("the protocol $name", ({ name, source, settings }) => {
  const { real, fake, features, inceptionScore } = settings;
  expect(rows).toContainEqual([
    `\`${name}\``,
    `${counted(real.count)} ${real.split}`,
    counted(fake.count),
    fake.rounding,
    `${features.extractor}, ${features.resizer}`,
    `${counted(inceptionScore.count)} in ${inceptionScore.parts} parts, ${inceptionScore.classes}`,
  ]);
  expect(prose).toContain(`- \`${name}\`: ${source}`);
});

const results = metricNames.flatMap((metric) =>
  Object.values(metrics[metric].results).map((kind) => ({ metric, ...kind })),
);
test.each(results)("the result $name", (kind) => {
  expect(rows).toContainEqual([
    `\`${kind.metric}\``,
    kind.elsewhere === undefined ? kind.name : `${kind.name}; ${kind.elsewhere.name}`,
    kind.better,
    kind.meaning,
  ]);
});

test.each(shippedNames)("the classifier %s", (name) => {
  const row = rowsOf(classifiersTable()).find(([first]) => first === `\`${name}\``);
  expect(row).toBeDefined();
  expect(rows).toContainEqual(row);
});

test("nothing else", () => {
  const named = rows.flatMap(([first = ""]) => /^`(.+)`$/.exec(first)?.[1] ?? []);
  const known = new Set<string>([...Object.keys(protocols), ...metricNames, ...shippedNames]);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
