/** The studio's server: pages, what they ask, and what they do. */
import { Hono } from "hono";
import { compress } from "hono/compress";
import { EvenkeelError } from "../../errors.ts";
import { asAnswer } from "./answers.ts";
import { addClaimRoutes } from "./claim-routes.ts";
import { addClassifierRoutes } from "./classifier-routes.ts";
import { addDataRoutes } from "./data-routes.ts";
import { guard } from "./guard.ts";
import type { AppParts } from "./parts.ts";
import { addReadRoutes } from "./read-routes.ts";
import { addSweepRoutes } from "./sweep-routes.ts";
import { addWriteRoutes } from "./write-routes.ts";

/** The addresses of pages; each loads the same document, which reads the rest of the address. */
const PAGE_PATHS = [
  "/",
  "/run",
  "/compare",
  "/new",
  "/claims",
  "/data",
  "/sweep",
  "/classifiers",
] as const;

/** The server's answers, to be given to a listener. */
export function createApp(parts: AppParts): Hono {
  const { pages, token } = parts;
  const app = new Hono();
  app.use(guard(token));
  app.use("/api/*", async (context, next) =>
    // events must not wait for a buffer to be full
    context.req.path === "/api/events" ? next() : compress()(context, next),
  );
  app.onError((error, context) =>
    context.json(asAnswer(error), error instanceof EvenkeelError ? 400 : 500),
  );
  app.notFound((context) =>
    context.json({ error: "there is nothing at this address", advice: null }, 404),
  );

  for (const path of PAGE_PATHS) app.get(path, (context) => context.html(pages.document));
  app.get("/assets/:name", (context) => {
    const asset = pages.assets.get(context.req.param("name"));
    if (asset === undefined) return context.notFound();
    // their names change with their contents
    return context.body(new Uint8Array(asset.bytes), 200, {
      "content-type": asset.type,
      "cache-control": "max-age=31536000, immutable",
    });
  });

  addReadRoutes(app, parts);
  addClaimRoutes(app, parts);
  addClassifierRoutes(app, parts);
  addDataRoutes(app, parts);
  addSweepRoutes(app, parts);
  addWriteRoutes(app, parts);
  return app;
}
