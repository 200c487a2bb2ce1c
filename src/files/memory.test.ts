import { totalmem } from "node:os";
import { expect, test } from "vitest";
import { expectMemory, memoryLimit } from "./memory.ts";

const need = { where: "batchSize", what: "a step", advice: "Take less." };

test("what fits into the memory is let through, what does not is refused with both sizes", () => {
  expect(memoryLimit()).toBeLessThanOrEqual(totalmem());
  expect(() => expectMemory({ ...need, bytes: memoryLimit() })).not.toThrow();
  expect(() => expectMemory({ ...need, bytes: 2 ** 50 })).toThrow(
    /^batchSize: a step must fit into .*iB of memory, got about 1024 TiB$/,
  );
});
