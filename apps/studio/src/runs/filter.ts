/**
 * The language of the list's filter: words that are all to be found, and conditions on keys.
 *
 *   shapes sn            both words, anywhere in the name, tags, note, status or verdict
 *   -tag                 not this word
 *   status=running       a value; * stands for any text
 *   steps>1000           numbers: = != < > <= >=
 *   loss=hinge,wasserstein   one of these
 */
import type { ConfigValue, RunSummary } from "../../../../src/studio/api.ts";

/** A filter that was read. */
export interface Filter {
  /** The config keys that it needs the values of. */
  readonly keys: readonly string[];
  matches(run: RunSummary): boolean;
}

/** What can be asked of a run apart from its config, measures and metrics. */
const facts: Readonly<Record<string, (run: RunSummary) => ConfigValue | readonly string[]>> = {
  id: (run) => run.id,
  name: (run) => run.id,
  status: (run) => run.status,
  verdict: (run) => run.verdict?.state ?? null,
  tag: (run) => run.tags,
  group: (run) => run.group,
  step: (run) => run.gStep,
  images: (run) => run.images,
  seconds: (run) => run.seconds,
  archived: (run) => run.archived,
};

type Test = (run: RunSummary) => boolean;

/** Reads a filter; a condition on a key that is none of a run's facts or measures is one on its config. */
export function readFilter(text: string): Filter {
  const keys: string[] = [];
  const tests = text
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word): Test => {
      const condition = /^([\w./-]+?)(!=|<=|>=|=|<|>)(.*)$/.exec(word);
      if (condition === null) return wordTest(word);
      const [, key = "", operator = "", wanted = ""] = condition;
      if (!Object.hasOwn(facts, key)) keys.push(key);
      return (run) => compare(runValue(run, key), operator, wanted);
    });
  return { keys, matches: (run) => tests.every((test) => test(run)) };
}

/** The value of a key: a fact of the run, its newest measure, its best metric, or a value of its config. */
export function runValue(run: RunSummary, key: string): ConfigValue | readonly string[] {
  const fact = Object.hasOwn(facts, key) ? facts[key] : undefined;
  if (fact !== undefined) return fact(run);
  return run.metrics[key]?.best ?? run.measures[key] ?? run.config[key] ?? null;
}

function wordTest(word: string): Test {
  const isNot = word.startsWith("-") && word.length > 1;
  const wanted = (isNot ? word.slice(1) : word).toLowerCase();
  return (run) => {
    const texts = [run.id, ...run.tags, run.note, run.status, run.verdict?.state ?? ""];
    return texts.some((text) => text.toLowerCase().includes(wanted)) !== isNot;
  };
}

function compare(
  value: ConfigValue | readonly string[],
  operator: string,
  wanted: string,
): boolean {
  const values = Array.isArray(value) ? value : [value];
  if (operator === "=" || operator === "!=") {
    const one = wanted.split(",").some((text) => values.some((each) => isLike(each, text)));
    return one === (operator === "=");
  }
  const limit = Number(wanted);
  return values.some((each) => {
    if (typeof each !== "number" || wanted === "" || Number.isNaN(limit)) return false;
    if (operator === "<") return each < limit;
    if (operator === ">") return each > limit;
    return operator === "<=" ? each <= limit : each >= limit;
  });
}

function isLike(value: unknown, text: string): boolean {
  if (typeof value === "number" && text.trim() !== "") return value === Number(text);
  const pattern = text.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`, "i").test(String(value ?? ""));
}
