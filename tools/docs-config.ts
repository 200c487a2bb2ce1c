/** `npm run docs:config`: the reference of the config from its schema, of metrics and data sets from their records. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { configJsonSchema, configMarkdown } from "evenkeel/config";
import { datasetsTable } from "evenkeel/data";
import { writeFileAtomically } from "evenkeel/files";
import { resultsTable } from "evenkeel/metrics";
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
    "docs/metrics.md": await withTable("docs/metrics.md", "results", resultsTable()),
    "docs/data-sets.md": await withTable("docs/data-sets.md", "data sets", datasetsTable()),
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

/** A page with its table as it is now, between the comments that name it. */
async function withTable(path: string, name: string, table: string): Promise<string> {
  const page = await readFile(path, "utf8");
  const old = new RegExp(`(?<=<!-- ${name}: .* -->\\n).*(?=<!-- end of ${name} -->)`, "s");
  return page.replace(old, () => `\n${table}\n\n`);
}
