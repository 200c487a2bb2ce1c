/** The studio's server, from its start to its end. */
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { refusal } from "../../errors.ts";
import { isCode, isFile } from "../../files/index.ts";
import { openLibrary } from "../library/index.ts";
import { createApp } from "./app.ts";
import { createToken } from "./guard.ts";
import { readPages } from "./pages.ts";
import { createParts } from "./parts.ts";

/** The port that is tried first, and ports after it that are tried where it is taken. */
export const PORT = 4270;
const MORE_PORTS = 20;
const LOOPBACK = "127.0.0.1";

/** What {@link startStudio} is told. */
export interface StudioOptions {
  /** Folders below which runs are looked for. */
  readonly runs: readonly string[];
  /** Default: {@link PORT}, or the next that is free. 0: any that is free. */
  readonly port?: number | undefined;
  /** The folder of the built pages; default: that of the package. */
  readonly pages?: string | undefined;
}

/** A studio that is open. */
export interface Studio {
  /** `http://127.0.0.1:4270/` */
  readonly address: string;
  /** What a write needs in its header, for tests and programs. */
  readonly token: string;
  /** Ends it. Runs that it started go on. */
  close(): Promise<void>;
}

/**
 * Opens the studio: a server on this machine's loopback address that shows the runs below folders, live.
 *
 * @throws EvenkeelError `USAGE` if the port is taken, if the pages were not built, or for a file in place of a folder.
 */
export async function startStudio({ runs, port, pages }: StudioOptions): Promise<Studio> {
  for (const folder of runs) {
    if (!(await isFile(folder))) continue;
    throw refusal("USAGE", {
      where: "--runs",
      rule: "must be a folder, not a file",
      got: folder,
      advice: "Name the folder that the runs are in.",
    });
  }
  const token = createToken();
  const document = await readPages(token, pages);
  const library = await openLibrary(runs);
  const parts = createParts(library, document, token);
  const { fetch } = createApp(parts);
  try {
    const server = await listen(fetch, port);
    const address = server.address();
    const used = typeof address === "object" && address !== null ? address.port : port;
    return {
      address: `http://${LOOPBACK}:${used}/`,
      token,
      async close() {
        parts.checks.close();
        const closed = new Promise((resolve) => server.close(resolve));
        server.closeAllConnections();
        await closed;
        await library.close();
      },
    };
  } catch (error) {
    await library.close();
    throw error;
  }
}

type Fetch = ReturnType<typeof createApp>["fetch"];

async function listen(fetch: Fetch, port: number | undefined): Promise<Server> {
  const ports =
    port === undefined ? Array.from({ length: MORE_PORTS }, (_, i) => PORT + i) : [port];
  for (const one of ports) {
    try {
      return await listenOn(fetch, one);
    } catch (error) {
      if (!isCode(error, "EADDRINUSE") && !isCode(error, "EACCES")) throw error;
    }
  }
  throw refusal("USAGE", {
    where: "--port",
    rule: "the port must be free",
    got: port ?? `${PORT} to ${PORT + MORE_PORTS - 1}, all taken`,
    advice: "Give another port, or 0 for any that is free.",
  });
}

function listenOn(fetch: Fetch, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: LOOPBACK, port }, () => {
      server.off("error", reject);
      resolve(server as Server);
    });
    server.once("error", reject);
  });
}
