/**
 * Keeps other sites and machines out. The server listens on the loopback address only; a page of another site could
 * still send requests to it through the user's browser, under a name of its own that it has made lead to this
 * machine, or without reading the answers.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { StudioError } from "../api.ts";

/** The header that carries the token of a page. */
export const TOKEN_HEADER = "x-evenkeel-token";

/** The names of this machine that the address of a page may have. */
const HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/** What the pages may load: what this server sends, and nothing else. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** A token that no other site knows. */
export const createToken = (): string => randomBytes(24).toString("hex");

/**
 * Refuses requests with another machine's name in the Host header, and writes that do not come from a page of this
 * server: of another origin, or without its token. Adds the headers that confine pages.
 */
export function guard(token: string): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context;
    const host = req.header("host") ?? "";
    if (!HOSTS.includes(host.replace(/:\d+$/, ""))) {
      return context.json(refused(`the Host header names another machine: ${host}`, OPEN), 403);
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      if (req.header("origin") !== `http://${host}`) {
        return context.json(refused("the request comes from another site", OPEN), 403);
      }
      if (!isSame(req.header(TOKEN_HEADER) ?? "", token)) {
        const rule = "the page is of another start of the studio";
        return context.json(refused(rule, "Load it again."), 403);
      }
    }
    await next();
    const { headers } = context.res;
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", POLICY);
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("cross-origin-opener-policy", "same-origin");
    headers.set("cache-control", headers.get("cache-control") ?? "no-store");
  };
}

const OPEN = "Open the address that `evenkeel studio` prints.";

const refused = (error: string, advice: string): StudioError => ({ error, advice });

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
