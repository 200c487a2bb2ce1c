import { expect, test } from "vitest";
import { loadConfig } from "../../config/load.ts";
import { jobsOfThreads, localShares, memoryShares, withinMemory } from "./shares.ts";

test("the threads of runs side by side are at most the cores", () => {
  const { jobs: cores } = localShares(1e6, false);
  expect(localShares(1e6, false).threads).toBe(1);
  expect(localShares(1, false)).toEqual({ jobs: 1, threads: cores });
  expect(localShares(4, true)).toEqual({ jobs: 1, threads: cores });
  expect(localShares(4, false, 3).jobs).toBe(3);
  expect(localShares(1e6, false, undefined, 1)).toEqual({ jobs: 1, threads: cores });
  expect(localShares(4, false, 3, 1).jobs).toBe(3);
  expect(jobsOfThreads(1e6, false, 1)).toBe(cores);
  expect(jobsOfThreads(1e6, false, 0)).toBe(1);
  expect(jobsOfThreads(3, true, 1)).toBe(1);
});

test("memory allows as many runs as the largest fits in, and always one", async () => {
  const small = await loadConfig("eight-gaussians");
  const large = await loadConfig("quickstart");
  const { each } = memoryShares([small, large], 1);
  expect(memoryShares([small, large], 1).allowed).toBe(1);
  expect(memoryShares([large], 3.5 * each)).toEqual({ each, available: 3.5 * each, allowed: 3 });
  expect(memoryShares([small], each).each).toBeLessThan(each);
});

test("fewer runs than wanted are said to be limited by memory, unless their number was given", async () => {
  const config = await loadConfig("quickstart");
  const sharesOf = (allowed: number) => ({ jobs: Math.min(1e9, allowed) });
  const { jobs, memory } = withinMemory([config], false, undefined, sharesOf);
  expect(memory).toMatchObject({ allowed: jobs, wanted: 1e9 });
  expect(jobs * memory!.each).toBeLessThanOrEqual(memory!.available);
  const free = { jobs: 1e9, memory: undefined };
  expect(withinMemory([config], false, 1e9, sharesOf)).toEqual(free);
  expect(withinMemory([config], true, undefined, sharesOf)).toEqual(free);
});
