/** What can be asked of classifiers. */
import type { Hono } from "hono";
import type { AppParts } from "./parts.ts";
import { REPORT_POLICY } from "./read-routes.ts";

/** Adds the classifiers with their curves and reports. */
export function addClassifierRoutes(app: Hono, { classifiers }: AppParts): void {
  app.get("/api/classifiers", async (context) => context.json(await classifiers.list()));
  app.get("/api/classifier-curves", async (context) => {
    const curves = await classifiers.curves(context.req.query("id") ?? "");
    return curves === undefined ? context.notFound() : context.json(curves);
  });
  app.get("/api/classifier-report", async (context) => {
    const bytes = await classifiers.report(context.req.query("id") ?? "");
    if (bytes === undefined) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": REPORT_POLICY,
    });
  });
}
