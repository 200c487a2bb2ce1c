/** What the server does on request. */
import { basename } from "node:path";
import type { Context, Hono } from "hono";
import { z } from "zod";
import { EvenkeelError } from "../../errors.ts";
import {
  answerOf,
  discardRun,
  formFields,
  resumeRun,
  startRun,
  stopRun,
  type TrainRequest,
  trainArguments,
} from "../actions/index.ts";
import { writeNotes } from "../library/index.ts";
import { keysOf, withRun } from "./answers.ts";
import type { AppParts } from "./parts.ts";

const requestSchema = z.object({ source: z.string().trim(), set: z.array(z.string()).max(1000) });

/** Adds what can be done. */
export function addWriteRoutes(app: Hono, { library }: AppParts): void {
  app.post("/api/notes", async (context) =>
    withRun(context, library, async (entry) => {
      await writeNotes(entry.folder, await context.req.json().catch(() => undefined));
      await library.refresh(entry);
      return context.json(entry.summary(keysOf(context)));
    }),
  );
  app.post("/api/stop", async (context) =>
    withRun(context, library, async (entry) => {
      await stopRun(entry.folder);
      return context.json({ stopping: true });
    }),
  );
  app.post("/api/resume", async (context) =>
    withRun(context, library, async (entry) => {
      await resumeRun(entry.folder);
      await library.refresh(entry);
      return context.json({ resuming: true });
    }),
  );
  app.post("/api/discard", async (context) =>
    withRun(context, library, async (entry) => {
      const discarded = await discardRun(entry, library.roots);
      await library.discover();
      return context.json(discarded);
    }),
  );

  app.post("/api/fields", async (context) =>
    context.json(await formFields(await trainRequest(context))),
  );
  app.post("/api/forecast", async (context) => {
    const args = trainArguments(await trainRequest(context));
    return context.json({ text: await answerOf([...args, "--dry-run"]) });
  });
  app.post("/api/start", async (context) => {
    const [root] = library.roots;
    if (root === undefined) throw new EvenkeelError("USAGE", "studio: there is no folder for runs");
    const folder = await startRun(root.folder, await trainRequest(context));
    return context.json({ id: `${root.name}/${basename(folder)}` });
  });
}

/** What a form asks for. */
async function trainRequest(context: Context): Promise<TrainRequest> {
  const parsed = requestSchema.safeParse(await context.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new EvenkeelError("USAGE", "a run needs a source, and settings key=value");
}
