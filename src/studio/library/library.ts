/** The runs below folders, kept in memory and up to date: nothing else is stored. */
import { setTimeout as wait } from "node:timers/promises";
import { discoverRuns, type FoundSweep, type Root, rootsOf } from "./discover.ts";
import { createEntry, type RunEntry } from "./entry.ts";

/** Milliseconds between two looks at the runs that are trained. */
const EVERY = 500;
/** Looks at records after which new folders are looked for, and runs that are trained are looked at whole. */
const [DISCOVER_AFTER, WHOLE_AFTER] = [2, 4];
/** Looks after which the state of the other runs is looked at, and all runs are looked at whole. */
const [STATE_AFTER, ALL_AFTER] = [8, 64];
/** Runs that are looked at at once. */
const AT_ONCE = 16;

/** What has happened to a run. */
export type LibraryEvent =
  | { readonly kind: "changed"; readonly entry: RunEntry }
  | { readonly kind: "gone"; readonly id: string };

/** The runs below some folders. */
export interface Library {
  readonly roots: readonly Root[];
  /** All runs, in the order in which they were found. */
  entries(): readonly RunEntry[];
  /** The run of this name; `undefined` for any other text. */
  get(id: string): RunEntry | undefined;
  /** Looks for new folders, and for those that are gone, at once. */
  discover(): Promise<void>;
  /** All sweeps, those whose runs have not begun too. */
  sweeps(): readonly FoundSweep[];
  /** Looks at a run at once. */
  refresh(entry: RunEntry): Promise<void>;
  /** Calls `listener` for every change; returns what ends that. */
  subscribe(listener: (event: LibraryEvent) => void): () => void;
  /** Ends the looks. */
  close(): Promise<void>;
}

/** Opens the runs below folders, each with its first look. A folder that does not exist yet has no runs. */
export async function openLibrary(folders: readonly string[]): Promise<Library> {
  const roots = rootsOf(folders);
  const entries = new Map<string, RunEntry>();
  let sweeps: readonly FoundSweep[] = [];
  const listeners = new Set<(event: LibraryEvent) => void>();
  const emit = (event: LibraryEvent) => {
    for (const listener of listeners) listener(event);
  };
  const look = async (some: readonly RunEntry[], depth: Parameters<RunEntry["refresh"]>[0]) => {
    await inParallel(some, async (entry) => {
      if (await entry.refresh(depth)) emit({ kind: "changed", entry });
    });
  };
  const discoverNow = async () => {
    const all = await Promise.all(roots.map((root) => discoverRuns(root, (id) => entries.has(id))));
    const found = all.flatMap(({ runs }) => runs);
    sweeps = all.flatMap((one) => one.sweeps);
    const ids = new Set(found.map(({ id }) => id));
    for (const id of entries.keys()) {
      if (ids.has(id)) continue;
      entries.delete(id);
      emit({ kind: "gone", id });
    }
    const added = found.filter(({ id }) => !entries.has(id)).map(createEntry);
    await inParallel(added, async (entry) => {
      await entry.refresh();
      entries.set(entry.id, entry);
      emit({ kind: "changed", entry });
    });
  };
  // one after the other: what an earlier one has listed may be gone when a later one begins
  let discovering = Promise.resolve();
  const discover = () => {
    discovering = discovering.then(discoverNow, discoverNow);
    return discovering;
  };

  await discover();
  const ending = new AbortController();
  const looks = (async () => {
    for (let count = 1; !ending.signal.aborted; count++) {
      await wait(EVERY, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (ending.signal.aborted) return;
      const all = [...entries.values()];
      if (count % ALL_AFTER === 0) await look(all, "whole");
      else {
        const trained = all.filter(({ isActive }) => isActive);
        await look(trained, count % WHOLE_AFTER === 0 ? "whole" : "records");
        if (count % STATE_AFTER === 0) {
          await look(
            all.filter(({ isActive }) => !isActive),
            "state",
          );
        }
      }
      if (count % DISCOVER_AFTER === 0) await discover();
    }
  })();

  return {
    roots,
    entries: () => [...entries.values()],
    get: (id) => entries.get(id),
    discover,
    sweeps: () => sweeps,
    refresh: (entry) => look([entry], "whole"),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      ending.abort();
      await looks;
    },
  };
}

/** Runs work on a list, some of it at once. */
async function inParallel<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = list.values();
  const worker = async () => {
    for (const one of rest) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, worker));
}
