/** `npm run test:slurm`: sweeps on a Slurm cluster of three virtual nodes, started here for the test. */
import { spawnSync } from "node:child_process";
import { installPackages, refuse, runVitest } from "./platform/run-vitest.mjs";
import { build } from "./setup.mjs";

const { env } = process;
// where Debian puts daemons
env.PATH = `${env.PATH}:/usr/sbin:/sbin`;
const answers = (program, ...args) => spawnSync(program, args, { stdio: "ignore" }).status === 0;
const isThere = (program) => answers("sh", "-c", `command -v ${program}`);
const missing = [
  ...["slurmctld", "slurmd", "sbatch"].filter((name) => !isThere(name)).map(slurm),
  ...(isThere("munged") ? [] : ["munged: missing; on Debian: apt-get install munge"]),
  ...(answers("unshare", "--pid", "--uts", "--fork", "--mount-proc", "true")
    ? []
    : ["namespaces: unshare must be allowed to make them; on most machines that needs root"]),
];

function slurm(name) {
  return `${name}: missing; on Debian: apt-get install slurm-wlm`;
}

if (missing.length === 0) {
  await installPackages();
  await build();
  await runVitest("slurm");
} else refuse(["test:slurm: there must be Slurm and munge, and namespaces, got", ...missing]);
