/** Serves the bundled test page. */
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { bundleFolder } from "./web-bundle.ts";

/** onnxruntime-web's own files. */
const engineFolder = dirname(createRequire(import.meta.url).resolve("onnxruntime-web/wasm"));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/** A running server. */
export interface WebServer {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  close(): void;
}

/**
 * Serves the bundle at `/` and onnxruntime-web's files at `/engine/`, on a free port of this machine.
 *
 * @param isolated whether the page is cross-origin isolated, as more than one thread needs it.
 */
export async function serve(isolated: boolean): Promise<WebServer> {
  const headers = isolated
    ? {
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
      }
    : {};
  const server: Server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    const [, name] = /^\/engine\/([^/]+)$/.exec(path) ?? [];
    const file = name
      ? join(engineFolder, name)
      : join(bundleFolder, path === "/" ? "index.html" : path);
    try {
      const content = await readFile(file);
      const type = types[extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { ...headers, "content-type": type }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
