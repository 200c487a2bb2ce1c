// Writes docs/config.md and docs/config.schema.json from the config's schema, and the table of results in
// docs/metrics.md from the metrics, over the built package.
//
//   npm run build && node scripts/docs-config.mjs            writes them
//   npm run build && node scripts/docs-config.mjs --check    fails if they are not up to date
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { configJsonSchema, configMarkdown } from "../dist/config/index.js";
import { resultsTable } from "../dist/metrics/index.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const biome = `${root}node_modules/@biomejs/biome/bin/biome`;
const metrics = await readFile(`${root}docs/metrics.md`, "utf8");
const files = {
  "docs/config.md": configMarkdown(),
  "docs/config.schema.json": JSON.stringify(configJsonSchema()),
  "docs/metrics.md": metrics.replace(
    /(?<=<!-- results: .* -->\n).*(?=<!-- end of results -->)/s,
    `\n${resultsTable()}\n\n`,
  ),
};

await mkdir(`${root}docs`, { recursive: true });
for (const [name, input] of Object.entries(files)) {
  const command = [biome, "format", "--stdin-file-path", name];
  const text = execFileSync(process.execPath, command, { cwd: root, input, encoding: "utf8" });
  if (!process.argv.includes("--check")) {
    await writeFile(`${root}${name}`, text);
  } else if ((await readFile(`${root}${name}`, "utf8").catch(() => "")) !== text) {
    console.error(`${name} is not up to date: run node scripts/docs-config.mjs`);
    process.exitCode = 1;
  }
}
