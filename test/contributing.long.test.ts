/**
 * What CONTRIBUTING adds, a toy of each kind, is added to a copy of the project in the places that it
 * names, and is found where it has to be. Each kind's tests are a file of `support/contributing/`.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { architecture } from "./support/contributing/architecture.ts";
import { command } from "./support/contributing/command.ts";
import { type Copy, followGuide } from "./support/contributing/copy.ts";
import { dataset } from "./support/contributing/dataset.ts";
import { loss } from "./support/contributing/loss.ts";
import { metric } from "./support/contributing/metric.ts";
import { op } from "./support/contributing/op.ts";
import { stabilizer } from "./support/contributing/stabilizer.ts";

/** Each kind of addition: its tests on the copy. */
const kinds = { op, stabilizer, architecture, loss, "data set": dataset, metric, command } as const;

let copy: Copy;
beforeAll(async () => {
  copy = followGuide();
  const build = ["-p", "tsconfig.build.json", "--noCheck", "--declaration", "false"];
  const { code, out } = await copy.tool("tsc", ...build);
  expect({ code, out }).toEqual({ code: 0, out: "" });
}, 120_000);
afterAll(() => copy?.remove());

test("the additions compile with all tests, and are formatted as the rest", async () => {
  expect(await copy.tool("tsc", "--noEmit")).toEqual({ code: 0, out: "", err: "" });
  const { code, out, err } = await copy.tool("biome", "ci", "--colors=off", ...copy.touched);
  expect({ code, problems: code === 0 ? "" : out + err }).toEqual({ code: 0, problems: "" });
});

for (const [kind, tests] of Object.entries(kinds)) {
  describe(`the ${kind}`, () => tests(() => copy));
}
