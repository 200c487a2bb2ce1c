/** `npm run study:studio`: how long the studio takes with many runs, long runs and runs that are trained. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startStudio } from "evenkeel/studio";
import { onProgress, runCommand } from "../tools/command.ts";
import { optionalText, type ValuesOf, whole } from "../tools/options.ts";
import { table } from "../tools/table.ts";
import { makeRuns } from "./studio/make-runs.ts";

const options = {
  runs: whole("runs that have ended", 1000),
  records: whole("records of the longest run", 1_000_000),
  active: whole("runs that get a record a second", 50),
  seconds: whole("seconds in which these are followed", 20),
  chromium: optionalText("a Chromium, in which the list is opened, filtered and sorted"),
};

await runCommand({
  name: "study:studio",
  description:
    "Makes run folders without training, opens the studio on them, and measures the milliseconds to its first list of runs and to the curves of a long run, the share of a core that it takes to follow runs that are trained, and its memory. The folders are removed at the end. Takes some minutes; run nothing else meanwhile.",
  options,
  run: study,
});

async function study({
  runs,
  records,
  active,
  seconds,
  chromium,
}: ValuesOf<typeof options>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "evenkeel-studio-"));
  try {
    onProgress(`making ${runs} runs, and one of ${records} records`);
    await makeRuns(folder, { prefix: "ended", count: runs, records: 100 });
    await makeRuns(folder, { prefix: "long", count: 1, records });
    const rows: string[][] = [];
    const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await work();
      rows.push([what, `${(performance.now() - start).toFixed(0)} ms`]);
      return result;
    };
    const studio = await timed("start", () => startStudio({ runs: [folder], port: 0 }));
    const ask = async (path: string) => (await fetch(studio.address + path)).arrayBuffer();
    const id = encodeURIComponent(`${folder.split("/").at(-1)}/long-0`);
    await timed("list of runs", () => ask("api/runs"));
    await timed("list with a config key, first time", () => ask("api/runs?key=loss"));
    await timed("list with a config key, again", () => ask("api/runs?key=loss"));
    await timed("curves of the long run, first time", () => ask(`api/curves?id=${id}`));
    await timed("a hundredth of them", () =>
      ask(`api/curves?id=${id}&from=${records / 2}&to=${records / 2 + records / 100}`),
    );
    if (chromium !== undefined) {
      const { pageTimes } = await import("./studio/page-times.ts");
      for (const [what, time] of await pageTimes(studio.address, chromium)) {
        rows.push([what, `${time.toFixed(0)} ms`]);
      }
    }
    rows.push(["memory", `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`]);
    onProgress(`following ${active} runs for ${seconds} s`);
    rows.push(await following(folder, active, seconds));
    await studio.close();
    console.log(table(rows).join("\n"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The processor time that the studio takes while another process adds records to runs. */
async function following(folder: string, active: number, seconds: number): Promise<string[]> {
  const script = fileURLToPath(new URL("./studio/grow-runs.js", import.meta.url));
  const child = spawn(process.execPath, [script, folder, `${active}`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const { user, system } = process.cpuUsage(before);
  child.kill("SIGKILL");
  const share = (user + system) / 1e6 / seconds;
  return [`share of a core with ${active} runs that are trained`, `${(100 * share).toFixed(1)} %`];
}
