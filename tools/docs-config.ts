/** `npm run docs:config`: the reference of the config from its schema, of metrics and data sets from their records. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { configJsonSchema, configMarkdown } from "evenkeel/config/reference";
import { datasetsTable } from "evenkeel/data";
import { writeFileAtomically } from "evenkeel/files";
import { resultsTable } from "evenkeel/metrics";
import { classifiersTable } from "evenkeel/metrics/classifier";
import { runCommand } from "./command.ts";
import { toggle } from "./options.ts";

const BIOME = "node_modules/@biomejs/biome/bin/biome";

await runCommand({
  name: "docs:config",
  description:
    "Writes docs/config.md and docs/config.schema.json, and the tables in docs/metrics.md and docs/data-sets.md.",
  options: { check: toggle("write nothing; fail if they are not up to date") },
  run: ({ check }) => write(check),
});

async function write(check: boolean): Promise<void> {
  const files = {
    "docs/config.md": configMarkdown(),
    "docs/config.schema.json": JSON.stringify(configJsonSchema()),
    "docs/metrics.md": await withTables("docs/metrics.md", {
      results: resultsTable(),
      classifiers: classifiersTable(),
    }),
    "docs/data-sets.md": await withTables("docs/data-sets.md", { "data sets": datasetsTable() }),
  };
  for (const [path, input] of Object.entries(files)) {
    const args = [BIOME, "format", "--stdin-file-path", path];
    const text = execFileSync(process.execPath, args, { input, encoding: "utf8" });
    if (!check) {
      await writeFileAtomically(path, text);
    } else if ((await readFile(path, "utf8").catch(() => "")) !== text) {
      console.error(`${path} is not up to date: run npm run docs:config`);
      process.exitCode = 1;
    }
  }
}

/** A page with its tables as they are now, each between the comments that name it. */
async function withTables(path: string, tables: Readonly<Record<string, string>>): Promise<string> {
  const page = await readFile(path, "utf8");
  return Object.entries(tables).reduce((text, [name, table]) => {
    const old = new RegExp(`(?<=<!-- ${name}: [^\\n]* -->\\n).*(?=<!-- end of ${name} -->)`, "s");
    return text.replace(old, () => `\n${table}\n\n`);
  }, page);
}
