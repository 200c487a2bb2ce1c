/** What can be asked of the server. */
import type { Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { recipes } from "../../config/index.ts";
import { EvenkeelError } from "../../errors.ts";
import { folderSize } from "../actions/index.ts";
import type { CurveAxis, RecipeChoice, RunCurves, RunList, RunLog, StudioEvents } from "../api.ts";
import {
  contextOf,
  curvesOf,
  detailsOf,
  healthCourse,
  type Library,
  logTail,
  type RunEntry,
  type RunFileRequest,
  readRunFile,
} from "../library/index.ts";
import { keysOf, numberIn, withRun } from "./answers.ts";
import type { AppParts } from "./parts.ts";

/** Points of a curve, by default and at most. */
const POINTS = { usual: 800, most: 20_000 };
/** Milliseconds after which a page that hears nothing is sent a sign of life. */
const PING = 15_000;
/** A report runs scripts of its own: it is kept away from the pages. */
export const REPORT_POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox allow-scripts allow-downloads";
const AXES: readonly CurveAxis[] = ["gStep", "images", "time"];

/** Adds what can be asked. */
export function addReadRoutes(app: Hono, { library, records }: AppParts): void {
  app.get("/api/runs", async (context) => {
    const keys = keysOf(context);
    await readConfigs(library, keys);
    const list: RunList = {
      roots: library.roots.map(({ folder }) => folder),
      runs: library.entries().map((entry) => entry.summary(keys)),
    };
    return context.json(list);
  });
  app.get("/api/keys", async (context) => {
    const names = new Set<string>();
    for (const entry of library.entries()) {
      for (const name of Object.keys(await entry.config().catch(() => ({})))) names.add(name);
    }
    return context.json([...names].sort());
  });
  app.get("/api/run", async (context) =>
    withRun(context, library, async (entry) => {
      await library.refresh(entry);
      return context.json(await detailsOf(entry, keysOf(context)));
    }),
  );
  app.get("/api/verdicts", async (context) =>
    withRun(context, library, async (entry) => context.json(await healthCourse(entry))),
  );
  app.get("/api/log", async (context) =>
    withRun(context, library, async ({ folder }) => {
      const log: RunLog = { text: await logTail(folder) };
      return context.json(log);
    }),
  );
  app.get("/api/size", async (context) =>
    withRun(context, library, async ({ folder }) => context.json(await folderSize(folder))),
  );
  app.get("/api/curves", async (context) =>
    withRun(context, library, async (entry) => {
      const { axis = "gStep", points, from, to } = context.req.query();
      if (!AXES.includes(axis as CurveAxis))
        throw new EvenkeelError("USAGE", `axis: must be one of ${AXES.join(", ")}`);
      const request = {
        axis: axis as CurveAxis,
        points: Math.min(Math.max(1, Math.floor(numberIn(points) ?? POINTS.usual)), POINTS.most),
        from: numberIn(from),
        to: numberIn(to),
      };
      const { columns, every } = await records.records(entry, request);
      const curves = curvesOf(columns, request, every);
      return context.json({ ...curves, groups: await withUndecided(entry, curves.groups) });
    }),
  );
  app.get("/api/file", async (context) =>
    withRun(context, library, async (entry) => {
      const request = fileRequest(context);
      const bytes = request && (await readRunFile(entry.folder, request));
      if (bytes === undefined) return context.notFound();
      const isReport = request?.kind === "report";
      return context.body(new Uint8Array(bytes), 200, {
        "content-type": isReport ? "text/html; charset=utf-8" : "image/png",
        ...(isReport && { "content-security-policy": REPORT_POLICY }),
      });
    }),
  );
  app.get("/api/events", (context) => {
    const keys = keysOf(context);
    return streamSSE(context, async (stream) => {
      const send = <K extends keyof StudioEvents>(event: K, data: StudioEvents[K]) =>
        stream.writeSSE({ event, data: JSON.stringify(data) }).catch(() => undefined);
      const end = library.subscribe((event) => {
        if (event.kind === "gone") void send("gone", { id: event.id });
        else void send("run", event.entry.summary(keys));
      });
      const ping = setInterval(() => {
        void stream.writeSSE({ event: "ping", data: "" }).catch(() => undefined);
      }, PING);
      // the page may go, or the server may end
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(ping);
      end();
    });
  });

  app.get("/api/recipes", (context) =>
    context.json(Object.values(recipes).map(({ name, title }): RecipeChoice => ({ name, title }))),
  );
}

/** The groups with what D's loss is to be compared with: that of a discriminator whose outputs are 0. */
async function withUndecided(
  entry: RunEntry,
  groups: RunCurves["groups"],
): Promise<RunCurves["groups"]> {
  const { loss } = groups;
  if (loss === undefined) return groups;
  // a config that cannot be read is told elsewhere
  const context = await contextOf(entry).catch(() => undefined);
  const value = context?.undecidedLoss ?? null;
  if (value === null) return groups;
  return { ...groups, loss: { ...loss, reference: { value, label: "d of an undecided D" } } };
}

/** Reads the configs of all runs if a key of them is asked for. */
async function readConfigs(library: Library, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  for (const entry of library.entries()) await entry.config().catch(() => undefined);
}

function fileRequest(context: Context): RunFileRequest | undefined {
  const { kind, step, name } = context.req.query();
  const gStep = numberIn(step);
  if (kind === "sample" && gStep !== undefined) return { kind, gStep };
  if (kind === "picture" && name !== undefined) return { kind, name };
  return kind === "reals" || kind === "report" ? { kind } : undefined;
}
