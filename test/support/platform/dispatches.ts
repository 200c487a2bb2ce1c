/** What a program does on a device: read off the engine's own profile. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  createRuntime,
  type Engine,
  type FeedData,
  type Program,
} from "../../../src/runtime/index.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Nodes of one run by where they ran, and results that came back to the host. */
export interface Dispatches {
  readonly onDevice: number;
  /** Types of nodes that ran elsewhere, each once. */
  readonly elsewhere: readonly string[];
  readonly readBacks: number;
}

/** Runs a program once on an engine and counts. */
export async function countDispatches(
  engine: Engine,
  provider: string,
  program: Program,
  state: Readonly<Record<string, { shape: readonly number[]; data: Float32Array }>>,
  feeds: Readonly<Record<string, FeedData>>,
): Promise<Dispatches> {
  const folder = await temporaryFolder();
  const runtime = createRuntime({
    ...engine,
    sessionOptions: {
      ...engine.sessionOptions,
      enableProfiling: true,
      profileFilePrefix: join(folder, "profile"),
    },
  });
  for (const name of program.reads) runtime.state.write(name, state[name]!);
  const executable = await runtime.compile(program);
  const results = await executable.run(feeds);
  await runtime.release();
  const events = readdirSync(folder).flatMap(
    (file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as readonly Event[],
  );
  const nodes = events.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"));
  const away = nodes.filter(({ args }) => args?.provider !== provider);
  return {
    onDevice: nodes.length - away.length,
    elsewhere: [...new Set(away.map(({ args }) => String(args?.op_name)))],
    readBacks: Object.keys(results).length,
  };
}

interface Event {
  readonly cat?: string;
  readonly name: string;
  readonly args?: { readonly provider?: string; readonly op_name?: string };
}
