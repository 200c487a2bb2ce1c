/** What answers of the server have in common. */
import type { Context } from "hono";
import { EvenkeelError } from "../../errors.ts";
import type { StudioError } from "../api.ts";
import type { Library, RunEntry } from "../library/index.ts";

/** Answers for the run that the address names, or says that there is none. */
export async function withRun(
  context: Context,
  library: Library,
  answer: (entry: RunEntry) => Promise<Response>,
): Promise<Response> {
  const id = context.req.query("id") ?? "";
  const entry = library.get(id);
  if (entry !== undefined) return answer(entry);
  const error: StudioError = {
    error: `there is no run ${JSON.stringify(id)}`,
    advice: "It may have been moved.",
  };
  return context.json(error, 404);
}

/** The config keys whose values the address asks for. */
export const keysOf = (context: Context): readonly string[] => context.req.queries("key") ?? [];

/** A number of an address; `undefined` for what is none. */
export function numberIn(text: string | undefined): number | undefined {
  const value = Number(text ?? "");
  return text === undefined || text === "" || Number.isNaN(value) ? undefined : value;
}

/** An error as an answer. */
export function asAnswer(error: unknown): StudioError {
  if (error instanceof EvenkeelError) return { error: error.message, advice: error.advice ?? null };
  return { error: error instanceof Error ? error.message : String(error), advice: null };
}
