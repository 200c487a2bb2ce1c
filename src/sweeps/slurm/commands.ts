/** Slurm's commands, run and refused clearly. */
import { execFile } from "node:child_process";
import { EvenkeelError } from "../../errors.ts";

/** Seconds that a command may take; a controller that is away answers after less. */
const PATIENCE = 120;

/** Runs one of Slurm's commands and gives what it printed. */
export type RunSlurm = (
  command: "sbatch" | "squeue" | "scancel" | "scontrol",
  args: readonly string[],
) => Promise<string>;

/**
 * Runs a command that is on the PATH.
 *
 * @throws EvenkeelError `SLURM` where it is missing, or with what it said when it refused.
 */
export const runSlurm: RunSlurm = (command, args) =>
  new Promise((resolve, reject) => {
    const limits = { timeout: PATIENCE * 1000, maxBuffer: 256 * 1024 * 1024 };
    execFile(command, args, limits, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      if (error.code === "ENOENT") {
        const missing = new EvenkeelError("SLURM", `${command}: there is no such command here`, {
          advice:
            "Run this where Slurm's commands are, such as the cluster's login node, or use --on local.",
        });
        return reject(missing);
      }
      const said = plainWords(command, stderr) || error.message;
      reject(new EvenkeelError("SLURM", `${command}: ${said}`, { cause: error }));
    });
  });

/**
 * Refuses a machine without Slurm, before anything is made for it.
 *
 * @throws EvenkeelError `SLURM` where there is no `sbatch`.
 */
export async function expectSlurm(run: RunSlurm = runSlurm): Promise<void> {
  await run("sbatch", ["--version"]);
}

/** What a command said, without its name before each line. */
export function plainWords(command: string, stderr: string): string {
  const lines = stderr.split("\n").map((line) =>
    line
      .replace(new RegExp(`^${command}: `), "")
      .replace(/^(error|fatal): /, "")
      .trim(),
  );
  return lines.filter(Boolean).join("; ");
}
