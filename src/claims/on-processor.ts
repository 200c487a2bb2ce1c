/** Measurements of a claim's own, on the processor. */
import { createRuntime, type Runtime } from "../runtime/index.ts";
import { nodeEngine } from "../runtime/node.ts";

/**
 * What some work gives with a runtime of its own on the processor, which is released afterwards.
 *
 * @param threads default one for each core.
 */
export async function onProcessor<T>(
  work: (runtime: Runtime) => Promise<T>,
  threads = 0,
): Promise<T> {
  const runtime = createRuntime(nodeEngine({ device: "cpu", threads }));
  try {
    return await work(runtime);
  } finally {
    await runtime.release();
  }
}
