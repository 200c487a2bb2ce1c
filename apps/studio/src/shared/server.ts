/** Asks the studio's server. */
import type {
  ClaimList,
  ClassifierSummary,
  CurveAxis,
  DataCheck,
  DataList,
  DiscardedRun,
  FolderSize,
  FormField,
  RecipeChoice,
  RunCurves,
  RunDetails,
  RunList,
  RunLog,
  RunSummary,
  StudioError,
  VerdictCourse,
} from "../../../../src/studio/api.ts";
import type { SweepAnswer } from "../../../../src/studio/sweeps/answers.ts";
import { noteReachable } from "./connection.tsx";

const tokenIn = (page: Document): string =>
  page.querySelector<HTMLMetaElement>("meta[name=token]")?.content ?? "";

let token = tokenIn(document);

/** Asks for the token of a studio that was started after this page was loaded; returns whether there is a new one. */
async function renewToken(): Promise<boolean> {
  const before = token;
  const page = await (await fetch("/")).text();
  token = tokenIn(new DOMParser().parseFromString(page, "text/html"));
  return token !== before;
}

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

/** The papers' claims with their results. */
export const fetchClaims = (): Promise<ClaimList> => get("/api/claims", []);

/** The address of a claim's figure, or of its page. */
export const claimFileAddress = (id: string, kind: "figure" | "page"): string =>
  `/api/claim-file?${new URLSearchParams({ id, kind })}`;

/** The classifiers. */
export const fetchClassifiers = (): Promise<readonly ClassifierSummary[]> =>
  get("/api/classifiers", []);

/** The curves of a classifier. */
export const fetchClassifierCurves = (id: string): Promise<RunCurves> =>
  get("/api/classifier-curves", [["id", id]]);

/** The address of a classifier's report. */
export const classifierReportAddress = (id: string): string =>
  `/api/classifier-report?${new URLSearchParams({ id })}`;

/** All data sets, and those that runs are trained on. */
export const fetchData = (): Promise<DataList> => get("/api/data", []);

/** Begins the check of a data set, or finds it; `again` begins it anew. */
export const startCheck = (
  request: { readonly name: string; readonly options: Readonly<Record<string, string>> },
  again: boolean,
): Promise<DataCheck> => post(`/api/check${again ? "?again" : ""}`, undefined, request);

/** How a check is going. */
export const fetchCheck = (id: string): Promise<DataCheck> => get("/api/check", [["id", id]]);

/** Ends a check. */
export const stopCheck = (id: string): Promise<unknown> => post("/api/check-stop", id);

/** The address of the grid that a check has drawn. */
export const checkGridAddress = (id: string): string =>
  `/api/check-grid?${new URLSearchParams({ id })}`;

/** Changes the notes of a run. */
export const saveNotes = (
  id: string,
  changes: Partial<Pick<RunSummary, "tags" | "note" | "archived">>,
): Promise<RunSummary> => post("/api/notes", id, changes);

/** Asks the process of a run to save and end. */
export const stopRun = (id: string): Promise<unknown> => post("/api/stop", id);

/** Lets a run go on. */
export const resumeRun = (id: string): Promise<unknown> => post("/api/resume", id);

/** How the verdict on a run changed. */
export const fetchVerdicts = (id: string): Promise<VerdictCourse> =>
  get("/api/verdicts", [["id", id]]);

/** The end of what a run's process has printed. */
export const fetchLog = (id: string): Promise<RunLog> => get("/api/log", [["id", id]]);

/** How much a run's folder holds. */
export const fetchSize = (id: string): Promise<FolderSize> => get("/api/size", [["id", id]]);

/** Moves a run to the trash. */
export const discardRun = (id: string): Promise<DiscardedRun> => post("/api/discard", id);

/** The recipes that a run can be started from. */
export const fetchRecipes = (): Promise<readonly RecipeChoice[]> => get("/api/recipes", []);

/** The settings that a source and changes lead to. */
export const fetchFields = (
  source: string,
  set: readonly string[],
): Promise<readonly FormField[]> => post("/api/fields", undefined, { source, set });

/** What the run would cost. */
export const fetchForecast = (
  source: string,
  set: readonly string[],
): Promise<{ readonly text: string }> => post("/api/forecast", undefined, { source, set });

/** Starts a run. */
export const startRun = (
  source: string,
  set: readonly string[],
): Promise<{ readonly id: string }> => post("/api/start", undefined, { source, set });

/** Milliseconds until what the server did not answer is asked again. */
const AGAIN = 1000;

/** What can be asked for twice is asked for until the server answers. */
async function get<T>(path: string, query: readonly (readonly [string, string])[]): Promise<T> {
  const address = `${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
  for (;;) {
    const answer = await answerTo(address).catch(() => undefined);
    if (answer !== undefined) return read(answer);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

async function post<T>(path: string, id: string | undefined, body?: unknown): Promise<T> {
  const query = id === undefined ? "" : `?${new URLSearchParams({ id })}`;
  const send = () =>
    answerTo(path + query, {
      method: "POST",
      headers: { "content-type": "application/json", "x-evenkeel-token": token },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const answer = await send();
  return read(answer.status === 403 && (await renewToken()) ? await send() : answer);
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The whole answer of the server; throws the browser's error if it cannot be reached. */
async function answerTo(address: string, init?: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(address, init);
    const text = await response.text();
    noteReachable(true);
    return { status: response.status, text };
  } catch (error) {
    noteReachable(false);
    throw error;
  }
}

function read<T>({ status, text }: Answer): T {
  if (status === 200) return JSON.parse(text) as T;
  let problem: StudioError = { error: `the studio answered ${status}`, advice: null };
  try {
    problem = JSON.parse(text) as StudioError;
  } catch {}
  throw new Refused(problem);
}
