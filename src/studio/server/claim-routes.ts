/** What can be asked of claims. */
import type { Hono } from "hono";
import type { AppParts } from "./parts.ts";
import { REPORT_POLICY } from "./read-routes.ts";

/** A drawing may carry styles of its own, and nothing else. */
const FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Adds the claims with their figures and pages. */
export function addClaimRoutes(app: Hono, { claims }: AppParts): void {
  app.get("/api/claims", async (context) => context.json(await claims.list()));
  app.get("/api/claim-file", async (context) => {
    const { id = "", kind } = context.req.query();
    if (kind !== "figure" && kind !== "page") return context.notFound();
    const bytes = await claims.file(id, kind);
    if (bytes === undefined) return context.notFound();
    const isPage = kind === "page";
    return context.body(new Uint8Array(bytes), 200, {
      "content-type": isPage ? "text/html; charset=utf-8" : "image/svg+xml",
      "content-security-policy": isPage ? REPORT_POLICY : FIGURE_POLICY,
    });
  });
}
