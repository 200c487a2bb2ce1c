/** `npm run study:depth`: the time and memory that networks of many layers take. */
import { resourceUsage } from "node:process";
import { compileDeepStep, deepCourse, depthMethods } from "evenkeel/claims";
import { createRuntime } from "evenkeel/runtime";
import { nodeEngine } from "evenkeel/runtime/node";
import { runCommand } from "../tools/command.ts";
import { oneOf, threads, whole } from "../tools/options.ts";
import { table } from "../tools/table.ts";

/** The networks and images of the claim fixup-depth at the small scale. */
const SIZE = { channels: 8, side: 4, images: 16 };
const STEPS = 2;

await runCommand({
  name: "study:depth",
  description:
    "Builds, differentiates, compiles and runs a step of a residual network as in the claim fixup-depth, and prints processor time, memory and the size of its first updates. 1000 blocks take about half a minute of processor time, 10 000 about ten times as long.",
  options: {
    blocks: whole("residual blocks, of two convolutions each", 1000),
    method: oneOf("what keeps it in bounds", depthMethods, "Fixup"),
    threads: threads(),
  },
  async run({ blocks, method, threads }) {
    const runtime = createRuntime(nodeEngine({ device: "cpu", threads }));
    const rows = [["", "processor time", "time", "highest memory so far"]];
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const [start, used] = [performance.now(), process.cpuUsage()];
      const result = await work();
      const { user, system } = process.cpuUsage(used);
      const seconds = [(user + system) / 1e6, (performance.now() - start) / 1000];
      const memory = `${(resourceUsage().maxRSS / 1024).toFixed(0)} MiB`;
      rows.push([what, ...seconds.map((number) => `${number.toFixed(1)} s`), memory]);
      return result;
    };
    const trained = await timed("build and compile", () =>
      compileDeepStep(runtime, method, blocks, SIZE),
    );
    const { updates, losses } = await timed(`draw and ${STEPS + 1} runs`, () =>
      deepCourse(runtime, trained, { seed: 10, steps: STEPS, rate: 0.1 }),
    );
    await runtime.release();
    for (const line of table(rows)) console.log(line);
    console.log(`updates ${updates.join(", ")}`);
    console.log(`losses ${losses.join(", ")}`);
  },
});
