/** Serves the studio until Ctrl-C. */
import { basename, dirname, resolve } from "node:path";
import { startStudio } from "../../studio/index.ts";
import { printLines } from "../../terminal/terminal.ts";

/** The command's options. */
export interface StudioFlags {
  readonly runs?: readonly string[];
  readonly port?: number;
  readonly open: boolean;
}

/** Opens the studio, and a browser on it. */
export async function runStudio({ runs = ["runs"], port, open }: StudioFlags): Promise<void> {
  const studio = await startStudio({ runs: runs.map((folder) => resolve(folder)), port });
  printLines([`  studio  ${studio.address}`, "  Ctrl-C ends it; runs go on."]);
  if (open) await openBrowser(studio.address);
  await untilSignal();
  await studio.close();
}

/** A studio beside a run that this process trains. */
export interface RunStudio {
  /** The address of the run's page. */
  readonly address: string;
  /** Serves on until Ctrl-C, and ends. */
  stay(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the studio on the folder that a run is in, and a browser on the run's page. */
export async function openRun(folder: string): Promise<RunStudio> {
  const runs = dirname(resolve(folder));
  const studio = await startStudio({ runs: [runs] });
  const id = `${basename(runs)}/${basename(folder)}`;
  const address = `${studio.address}run?${new URLSearchParams({ id })}`;
  await openBrowser(address);
  const { close } = studio;
  return { address, close, stay: () => untilSignal().then(close) };
}

const untilSignal = () =>
  new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });

/** Opens the address if there is a browser; it is printed in any case. */
async function openBrowser(address: string): Promise<void> {
  const { default: open } = await import("open");
  const child = await open(address).catch(() => undefined);
  child?.once("error", () => undefined);
}
