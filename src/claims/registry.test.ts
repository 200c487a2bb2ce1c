/** Every claim is whole, and its trials are configs at either scale. */
import { describe, expect, test } from "vitest";
import { papers, scales } from "./claim.ts";
import { claims } from "./registry.ts";
import { expandTrials } from "./trials.ts";

test("names are unique, and no claim lacks its texts", () => {
  expect(new Set(claims.map(({ name }) => name)).size).toBe(claims.length);
  for (const { name, paper, where, claimed, criterion, method } of claims) {
    expect(name).toMatch(/^[a-z0-9-]+$/);
    expect(Object.keys(papers)).toContain(paper);
    expect(where.length).toBeGreaterThan(0);
    for (const text of [claimed, criterion, method.small, method.paper]) {
      expect(text, name).toMatch(/\.$/);
    }
  }
});

describe.each(scales)("at the %s scale", (scale) => {
  const tested = claims.flatMap(({ name, test: one }) =>
    one.kind === "trials" ? [{ name, one }] : [],
  );
  test.each(tested)("the trials of $name are configs of different names", async ({ one }) => {
    const runs = await expandTrials(one, { scale, set: [] });
    expect(new Set(runs.map(({ name }) => name)).size).toBe(runs.length);
    expect(runs.length).toBe(one.trials(scale).length * one.seeds[scale]);
    const data = new Set(runs.map(({ config }) => config.data.name));
    if (scale === "small") expect([...data]).toEqual(["shapes"]);
    else expect([...data]).not.toContain("shapes");
  });
});
