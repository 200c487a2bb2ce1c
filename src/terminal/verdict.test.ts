import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { toneOf, verdictStates } from "../analysis/health/index.ts";
import { healthWord, verdictText } from "./verdict.ts";

test("each state has a word that fits into a line of progress", () => {
  const words = verdictStates.map((state) => stripVTControlCharacters(healthWord(state)));
  expect(new Set(words).size).toBe(verdictStates.length);
  for (const word of words) expect(word).toMatch(/^[a-z][a-z ?]{5,17}$/);
  expect(words).toContain("too early to tell");
});

test("a verdict tells its numbers, and since when if it is a bad one", () => {
  for (const state of verdictStates) {
    const text = verdictText({ state, evidence: "The gap is 3.", since: 70 });
    expect(text.endsWith(": the gap is 3.")).toBe(true);
    expect(text.includes("since step 70")).toBe(toneOf(state) === "bad");
  }
  expect(verdictText({ state: "images-unlike-data", evidence: "No.", since: 9 })).toBe(
    "images unlike data since step 9: no.",
  );
  const text = (evidence: string) => verdictText({ state: "healthy", evidence, since: 9 });
  expect(text("A loss is 3.")).toBe("healthy: a loss is 3.");
  expect(text("D's loss is 3.")).toBe("healthy: D's loss is 3.");
});
