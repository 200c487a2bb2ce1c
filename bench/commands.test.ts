/** How the benches refuse bad input, as `npm run bench:NAME` runs them, compiled. */
import { expect, test } from "vitest";
import { bench } from "../test/support/runs/bench.ts";

test.each([
  [["sweep", "--cases", "quickstar"], /quickstar.*did you mean quickstart\?/],
  [["startup", "--recipes", "quickstrat"], /quickstrat.*did you mean quickstart\?/],
  [["convs", "--calls", "no"], /--calls.*at least 1/],
  [["feed", "--count", "399"], /--count.*at least 400/],
  [["inception", "--device", "gpu"], /--device.*webgpu/],
] as const)("%j is refused", ([name, ...args], message) => {
  const { code, out, err } = bench(name, ...args);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^error: /);
  expect(err).toMatch(message);
  expect(err).not.toMatch(/\n\s+at /);
});
