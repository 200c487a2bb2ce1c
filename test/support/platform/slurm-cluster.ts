/**
 * A Slurm cluster of three virtual nodes in a folder: munged and slurmctld as processes of this machine, and
 * each node's slurmd in namespaces of its own, with its own host name and processes, so that a node can die.
 * Its daemons must be on the PATH.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";

const NODES = ["n1", "n2", "n3"] as const;
export type Node = (typeof NODES)[number];

/** A cluster that runs. */
export interface Cluster {
  /** What its commands need in their environment. */
  readonly env: { readonly SLURM_CONF: string };
  /** The power cut: the node and all that runs on it are gone. */
  kill(node: Node): void;
  /** The network split: the controller hears nothing of the node, whose jobs go on. */
  cut(node: Node): void;
  /** A process of a node, by its number there, as this machine numbers it. */
  processOf(node: Node, pid: number): Promise<number>;
  /** Ends all its processes at once. */
  stop(): Promise<void>;
}

/** Starts a cluster below a folder; it takes jobs when this returns. */
export async function startCluster(folder: string): Promise<Cluster> {
  const at = (...names: string[]) => join(folder, ...names);
  for (const name of ["munge", "etc", "state", "spool", "run", "log"]) {
    await mkdir(at(name), { recursive: true, mode: 0o755 });
  }
  await writeFile(at("munge", "key"), randomBytes(1024), { mode: 0o600 });
  const ports = await freePorts(NODES.length + 1);
  const env = { SLURM_CONF: at("etc", "slurm.conf") };
  await writeFile(env.SLURM_CONF, configText(folder, ports));
  await writeFile(at("etc", "cgroup.conf"), "CgroupPlugin=cgroup/v1\n");
  const log = (name: string) => at("log", name);
  const munge = ["socket", "log-file", "pid-file", "seed-file"].map(
    (what) => `--${what}=${at("munge", what)}`,
  );
  const options = { stdio: "ignore", env: { ...process.env, ...env } } as const;
  const daemons: ChildProcess[] = [
    spawn(
      "munged",
      ["--force", "--foreground", "--num-threads=1", `--key-file=${at("munge", "key")}`, ...munge],
      options,
    ),
  ];
  await waitFor(() => isThere(at("munge", "socket")), "munged");
  daemons.push(spawn("slurmctld", ["-D", "-c", "-f", env.SLURM_CONF, "-L", log("ctld")], options));
  const nodes = new Map<string, ChildProcess>();
  for (const name of NODES) {
    await mkdir(at("spool", name), { recursive: true });
    // the shell is the first process of the space and reaps what jobs leave, which slurmd does not:
    // a job with a process that was not reaped would not end, and Slurm would take the node away
    const start = `hostname ${name} && { slurmd -D -N ${name} -f ${env.SLURM_CONF} & wait; }`;
    const spaces = ["--pid", "--uts", "--fork", "--mount-proc", "--kill-child=KILL"];
    nodes.set(name, spawn("unshare", [...spaces, "setsid", "sh", "-c", start], options));
  }
  const stop = async () => {
    for (const child of [...nodes.values(), ...daemons]) child.kill("SIGKILL");
    await Promise.all([...nodes.values(), ...daemons].map(ended));
  };
  const sinfo = () =>
    execFileSync("sinfo", ["-h", "-o", "%T %D"], { ...options, stdio: "pipe", encoding: "utf8" });
  try {
    await waitFor(() => sinfo().trim() === `idle ${NODES.length}`, "three idle nodes");
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    env,
    stop,
    kill: (node) => void nodes.get(node)!.kill("SIGKILL"),
    cut(node) {
      const slurmd = descendants(nodes.get(node)!.pid!).find((pid) => nameOf(pid) === "slurmd");
      process.kill(slurmd!, "SIGSTOP");
    },
    async processOf(node, pid) {
      for (const candidate of descendants(nodes.get(node)!.pid!)) {
        const status = await readFile(`/proc/${candidate}/status`, "utf8").catch(() => "");
        if (new RegExp(`^NSpid:.*\\t${pid}$`, "m").test(status)) return candidate;
      }
      throw new Error(`${node} has no process ${pid}`);
    },
  };
}

function configText(folder: string, [controller, ...ports]: readonly number[]): string {
  const { username } = userInfo();
  const at = (name: string) => join(folder, name);
  const host = hostname().split(".")[0];
  return `${[
    "ClusterName=test",
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${controller}`,
    `SlurmUser=${username}`,
    `SlurmdUser=${username}`,
    "AuthType=auth/munge",
    // a job that is queued again waits as long as credentials last: 120 seconds elsewhere
    `AuthInfo=socket=${at("munge/socket")},cred_expire=5`,
    `StateSaveLocation=${at("state")}`,
    `SlurmdSpoolDir=${at("spool")}/%n`,
    `SlurmctldPidFile=${at("run/slurmctld.pid")}`,
    `SlurmdPidFile=${at("run")}/slurmd-%n.pid`,
    `SlurmdLogFile=${at("log")}/slurmd-%n.log`,
    "ProctrackType=proctrack/pgid",
    "TaskPlugin=task/none",
    "JobAcctGatherType=jobacct_gather/none",
    "AccountingStorageType=accounting_storage/none",
    "SwitchType=switch/none",
    "MpiDefault=none",
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_CPU",
    "SlurmdParameters=config_overrides",
    "SchedulerParameters=bf_interval=1,batch_sched_delay=0,sched_interval=2",
    "ReturnToService=2",
    "SlurmdTimeout=2",
    "MessageTimeout=2",
    "KillWait=1",
    "MailProg=/bin/true",
    ...NODES.map(
      (name, i) =>
        `NodeName=${name} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=2 RealMemory=2000 State=UNKNOWN`,
    ),
    `PartitionName=main Nodes=${NODES.join(",")} Default=YES MaxTime=INFINITE State=UP`,
  ].join("\n")}\n`;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function waitFor(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    try {
      if (await condition()) return;
    } catch {}
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the cluster: ${what}: not there after 10 s`);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (error) {
    // a socket cannot be read
    return (error as NodeJS.ErrnoException).code === "ENXIO";
  }
}

function childrenOf(pid: number): readonly number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return rows
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid ? [child!] : []));
}

function descendants(pid: number): readonly number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendants(child)]);
}

const nameOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, "utf8").trim();

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
