/** docs/classify.md agrees with the settings. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settingsTable } from "./index.ts";

const cellsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|") && !/^\|[ -]+\|/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

test("it has every setting, in its own words", () => {
  const page = readFileSync(new URL("../../../docs/classify.md", import.meta.url), "utf8");
  const rows = cellsOf(settingsTable());
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) expect(cellsOf(page)).toContainEqual(row);
});
