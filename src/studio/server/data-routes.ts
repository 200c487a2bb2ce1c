/** What can be asked of data sets. A check reads files that its request names: only pages of the studio may begin one. */
import type { Hono } from "hono";
import type { DataList } from "../api.ts";
import { dataSets, usedData } from "../data/index.ts";
import type { AppParts } from "./parts.ts";

/** Adds the data sets, and their checks. */
export function addDataRoutes(app: Hono, { library, checks }: AppParts): void {
  app.get("/api/data", async (context) => {
    const list: DataList = { sets: dataSets(), used: await usedData(library) };
    return context.json(list);
  });
  app.post("/api/check", async (context) => {
    const again = context.req.query("again") !== undefined;
    return context.json(checks.start(await context.req.json().catch(() => undefined), again));
  });
  app.get("/api/check", (context) => {
    const state = checks.state(context.req.query("id") ?? "");
    return state === undefined ? context.notFound() : context.json(state);
  });
  app.get("/api/check-grid", (context) => {
    const bytes = checks.grid(context.req.query("id") ?? "");
    if (bytes === undefined) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, { "content-type": "image/png" });
  });
  app.post("/api/check-stop", (context) => {
    checks.stop(context.req.query("id") ?? "");
    return context.json({ stopped: true });
  });
}
