import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { builtUrl } from "../../test/support/runs/built.ts";
import { keepingMemory, memoryKeeper, notKeepingMemory } from "./node-memory.ts";

/** What the process maps, which no environment can pretend. */
const isGlibc = (() => {
  try {
    return /\/libc\.so\.6$/m.test(readFileSync("/proc/self/maps", "utf8"));
  } catch {
    return false;
  }
})();

test("the engine keeps memory unless the whole environment is there, and the C library is glibc", () => {
  expect(memoryKeeper({})).toBe("arena");
  expect(memoryKeeper({ ...keepingMemory({}), MALLOC_MMAP_MAX_: "1" })).toBe("arena");
  expect(memoryKeeper(keepingMemory({}))).toBe(isGlibc ? "glibc" : "arena");
  expect(keepingMemory({ HOME: "/" })).toMatchObject({ HOME: "/" });
});

test("other programs get the rest of the environment", () => {
  const own = { HOME: "/", MALLOC_ARENA_MAX: "2", MALLOC_TOP_PAD_: "5" };
  expect(notKeepingMemory(own)).toEqual(own);
  expect(notKeepingMemory(keepingMemory({ HOME: "/" }))).toEqual({ HOME: "/" });
});

test.runIf(isGlibc)("huge pages are asked for beside other tunables, unless they are set", () => {
  const tunables = (own: string) => keepingMemory({ GLIBC_TUNABLES: own }).GLIBC_TUNABLES;
  expect(tunables("")).toBe("glibc.malloc.hugetlb=1");
  expect(tunables("glibc.malloc.check=3")).toBe("glibc.malloc.check=3:glibc.malloc.hugetlb=1");
  expect(tunables("glibc.malloc.hugetlb=0")).toBe("glibc.malloc.hugetlb=0");
  const others = notKeepingMemory(keepingMemory({ GLIBC_TUNABLES: "glibc.malloc.check=3" }));
  expect(others).toEqual({ GLIBC_TUNABLES: "glibc.malloc.check=3" });
});

test("the engine's arenas are off in a process where glibc keeps memory, and on in others", () => {
  const program = `
    const { nodeEngine } = await import(${JSON.stringify(builtUrl("runtime/node").href)});
    console.log(nodeEngine({ device: "cpu" }).sessionOptions.enableCpuMemArena);`;
  const arenas = (env: NodeJS.ProcessEnv) =>
    execFileSync(process.execPath, ["--input-type=module", "--eval", program], { env }).toString();
  expect(arenas({ ...notKeepingMemory() })).toBe("true\n");
  expect(arenas({ ...keepingMemory() })).toBe(`${!isGlibc}\n`);
});
