/** `npm run docs:config`: the reference of the config from its schema, and of the metrics from their records. */
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { configJsonSchema, configMarkdown } from "evenkeel/config";
import { writeFileAtomically } from "evenkeel/files";
import { resultsTable } from "evenkeel/metrics";
import { runCommand } from "./command.ts";
import { toggle } from "./options.ts";

const BIOME = "node_modules/@biomejs/biome/bin/biome";

await runCommand({
  name: "docs:config",
  description:
    "Writes docs/config.md and docs/config.schema.json, and the table of results in docs/metrics.md.",
  options: { check: toggle("write nothing; fail if they are not up to date") },
  run: ({ check }) => write(check),
});

async function write(check: boolean): Promise<void> {
  const files = {
    "docs/config.md": configMarkdown(),
    "docs/config.schema.json": JSON.stringify(configJsonSchema()),
    "docs/metrics.md": await metricsMarkdown(),
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

/** The page of the metrics with the table as it is now. */
async function metricsMarkdown(): Promise<string> {
  const page = await readFile("docs/metrics.md", "utf8");
  const table = /(?<=<!-- results: .* -->\n).*(?=<!-- end of results -->)/s;
  return page.replace(table, () => `\n${resultsTable()}\n\n`);
}
