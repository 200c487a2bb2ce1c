/** Who keeps the memory of one training step for the next: the engine, or the C library. */

/**
 * Variables of the environment with which glibc keeps the memory that it has got from the system, however
 * large a block is. It reads them when a process starts.
 */
const KEEPING: Readonly<Record<string, string>> = {
  MALLOC_MMAP_MAX_: "0",
  MALLOC_TRIM_THRESHOLD_: String(2 ** 31 - 1),
  MALLOC_TOP_PAD_: String(2 ** 26),
};

/** The variable that lists glibc's tunables, `name=value` with colons between them. */
const TUNABLES = "GLIBC_TUNABLES";
/**
 * The tunable with which glibc, from 2.35 on, asks the system for huge pages. A training step takes 4 % less
 * time with them; where the system has none, nothing changes.
 */
const HUGE_PAGES = "glibc.malloc.hugetlb";
const HUGE_PAGES_TUNABLE = `${HUGE_PAGES}=1`;

/** What the variables of an environment are taken from, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `glibc`, or the engine's own `arena`. */
export type MemoryKeeper = "glibc" | "arena";

/**
 * Who keeps memory in a process that was started with this environment; default: this process.
 *
 * The engine's arenas, one for each compiled step, take 9 to 23 % more than glibc at the sizes of `bench`. But
 * glibc by itself gives large blocks back to the system, and a step without an arena takes 9 % longer then.
 * So the arenas are off only if the process was started with {@link keepingMemory}. Other C libraries have
 * no such variables, and keep the arenas.
 */
export function memoryKeeper(environment: Environment = process.env): MemoryKeeper {
  const set = Object.entries(KEEPING).every(([name, value]) => environment[name] === value);
  return set && hasGlibc() ? "glibc" : "arena";
}

/**
 * The environment for another process in which glibc keeps memory: `environment` (default: this process's)
 * with what that takes; the same where the C library is another.
 */
export function keepingMemory(environment: Environment = process.env): Environment {
  return { ...environment, ...memoryVariables(environment) };
}

/** The variables that {@link keepingMemory} sets in `environment` (default: this process's). */
export function memoryVariables(
  environment: Environment = process.env,
): Readonly<Record<string, string>> {
  if (!hasGlibc()) return {};
  const own = tunablesOf(environment);
  const asked = own.some((one) => one.startsWith(`${HUGE_PAGES}=`));
  const tunables = asked ? own : [...own, HUGE_PAGES_TUNABLE];
  return { ...KEEPING, [TUNABLES]: tunables.join(":") };
}

/** The environment for another program, which is to find memory as it is by default. */
export function notKeepingMemory(environment: Environment = process.env): Environment {
  const others = tunablesOf(environment).filter((one) => one !== HUGE_PAGES_TUNABLE);
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      if (name === TUNABLES) return others.length === 0 ? [] : [[name, others.join(":")]];
      return KEEPING[name] === value ? [] : [[name, value]];
    }),
  );
}

function tunablesOf(environment: Environment): readonly string[] {
  return environment[TUNABLES]?.split(":").filter((one) => one !== "") ?? [];
}

let glibc: boolean | undefined;

function hasGlibc(): boolean {
  glibc ??=
    process.platform === "linux" &&
    (process.report.getReport() as unknown as Report).header.glibcVersionRuntime !== undefined;
  return glibc;
}

interface Report {
  readonly header: { readonly glibcVersionRuntime?: string };
}
