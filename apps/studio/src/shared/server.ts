/** Asks the studio's server. */
import type {
  CurveAxis,
  FormField,
  RecipeChoice,
  RunCurves,
  RunDetails,
  RunList,
  RunSummary,
  StudioError,
} from "../../../../src/studio/api.ts";
import type { SweepAnswer } from "../../../../src/studio/sweeps/answers.ts";

const token = document.querySelector<HTMLMetaElement>("meta[name=token]")?.content ?? "";

/** An answer that says why something cannot be done. */
export class Refused extends Error {
  readonly advice: string | null;
  constructor({ error, advice }: StudioError) {
    super(error);
    this.advice = advice;
  }
}

/** All runs, with the values of some config keys. */
export const fetchRuns = (keys: readonly string[]): Promise<RunList> =>
  get(
    "/api/runs",
    keys.map((key) => ["key", key]),
  );

/** The names of all config keys of all runs. */
export const fetchKeys = (): Promise<readonly string[]> => get("/api/keys", []);

/** One run. */
export const fetchRun = (id: string): Promise<RunDetails> => get("/api/run", [["id", id]]);

/** The names of all sweeps, as in addresses. */
export const fetchSweeps = (): Promise<readonly string[]> => get("/api/sweeps", []);

/** One sweep. */
export const fetchSweep = (id: string): Promise<SweepAnswer> => get("/api/sweep", [["id", id]]);

/** What part of a run's curves is wanted. */
export interface CurveQuery {
  readonly axis: CurveAxis;
  readonly from: string | null;
  readonly to: string | null;
}

/** The curves of a run. */
export function fetchCurves(id: string, { axis, from, to }: CurveQuery): Promise<RunCurves> {
  const range = Object.entries({ from, to }).flatMap(([key, value]): [string, string][] =>
    value === null ? [] : [[key, value]],
  );
  return get("/api/curves", [["id", id], ["axis", axis], ...range]);
}

/** The address of a picture or a report of a run. */
export const fileAddress = (
  id: string,
  kind: "sample" | "picture" | "reals" | "report",
  more: Readonly<Record<string, string>> = {},
): string => `/api/file?${new URLSearchParams({ id, kind, ...more })}`;

/** Changes the notes of a run. */
export const saveNotes = (
  id: string,
  changes: Partial<Pick<RunSummary, "tags" | "note" | "archived">>,
): Promise<RunSummary> => post("/api/notes", id, changes);

/** Asks the process of a run to save and end. */
export const stopRun = (id: string): Promise<unknown> => post("/api/stop", id);

/** Lets a run go on. */
export const resumeRun = (id: string): Promise<unknown> => post("/api/resume", id);

/** The recipes that a run can be started from. */
export const fetchRecipes = (): Promise<readonly RecipeChoice[]> => get("/api/recipes", []);

/** The settings that a source and changes lead to. */
export const fetchFields = (
  source: string,
  set: readonly string[],
): Promise<readonly FormField[]> => post("/api/fields", "", { source, set });

/** What the run would cost. */
export const fetchForecast = (
  source: string,
  set: readonly string[],
): Promise<{ readonly text: string }> => post("/api/forecast", "", { source, set });

/** Starts a run. */
export const startRun = (
  source: string,
  set: readonly string[],
): Promise<{ readonly id: string }> => post("/api/start", "", { source, set });

async function get<T>(path: string, query: readonly (readonly [string, string])[]): Promise<T> {
  return read(
    await fetch(`${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`),
  );
}

async function post<T>(path: string, id: string, body?: unknown): Promise<T> {
  const headers = { "content-type": "application/json", "x-evenkeel-token": token };
  const init = {
    method: "POST",
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
  return read(await fetch(`${path}?${new URLSearchParams({ id })}`, init));
}

async function read<T>(response: Response): Promise<T> {
  const answer = await response.json().catch(() => ({
    error: `the studio answered ${response.status}`,
    advice: null,
  }));
  if (!response.ok) throw new Refused(answer as StudioError);
  return answer as T;
}
