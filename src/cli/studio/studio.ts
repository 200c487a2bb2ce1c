/** Serves the studio until Ctrl-C. */
import { resolve } from "node:path";
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
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await studio.close();
}

/** Opens the address if there is a browser; it is printed in any case. */
async function openBrowser(address: string): Promise<void> {
  const { default: open } = await import("open");
  const child = await open(address).catch(() => undefined);
  child?.once("error", () => undefined);
}
