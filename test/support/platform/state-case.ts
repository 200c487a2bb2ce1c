/** State that outlives the programs that computed it. Nothing of Node here. */
import { createProgram, createRuntime, type Engine } from "../../../src/runtime/index.ts";

/** What {@link countTwice} gives on a sound engine. */
export const counted: readonly (readonly number[])[] = [
  [1, 11],
  [2, 12],
];

/** Adds 1 to a state of [0, 10] twice, each time by a program that is unloaded before the state is read. */
export async function countTwice(engine: Engine): Promise<number[][]> {
  const runtime = createRuntime(engine);
  const program = createProgram("count");
  program.write("count", program.g.add(program.read("count", [2]), 1));
  runtime.state.write("count", { shape: [2], data: Float32Array.of(0, 10) });
  const counts: number[][] = [];
  for (let i = 0; i < 2; i++) {
    const executable = await runtime.compile(program.build());
    await executable.run();
    await executable.release();
    await executable.release();
    const { count } = await runtime.state.read(["count"]);
    counts.push(Array.from(count!.data));
  }
  await runtime.release();
  return counts;
}
