/** What can be asked of sweeps. */
import type { Hono } from "hono";
import type { StudioError } from "../api.ts";
import { readSweep } from "../sweeps/index.ts";
import type { AppParts } from "./parts.ts";

/** Adds what can be asked of sweeps: which there are, and one whole. */
export function addSweepRoutes(app: Hono, { library }: Pick<AppParts, "library">): void {
  app.get("/api/sweeps", (context) => context.json(library.sweeps().map(({ id }) => id)));
  app.get("/api/sweep", async (context) => {
    const id = context.req.query("id") ?? "";
    const found = library.sweeps().find((sweep) => sweep.id === id);
    if (found !== undefined) return context.json(await readSweep(found, library));
    const error: StudioError = {
      error: `there is no sweep ${JSON.stringify(id)}`,
      advice:
        "It may have been moved or removed. The list of runs names the sweeps that there are.",
    };
    return context.json(error, 404);
  });
}
