/** The data sets as a table for people. */
import { howToGet } from "./facts.ts";
import { records } from "./lookup.ts";

/** The Markdown of a table of all data sets: what each is, which options it has, how to get it. */
export function datasetsTable(): string {
  const everywhere = Object.keys(records[0]?.options ?? {}).filter((key) =>
    records.every(({ options }) => Object.hasOwn(options, key)),
  );
  const rows = records.map((record) => [
    `\`${record.name}\``,
    record.summary,
    record.imageSize,
    Object.keys(record.options)
      .filter((key) => !everywhere.includes(key))
      .join(", "),
    howToGet(record),
  ]);
  const head = [
    "`data.name`",
    "what",
    "images",
    `options beside ${everywhere.join(", ")}`,
    "how to get it",
  ];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
