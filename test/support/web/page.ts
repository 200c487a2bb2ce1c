/** What the tests call in the page. */
import { perform } from "./perform.ts";

/** The part of a page's globals that matters here; its type library is not loaded. */
declare const Worker: new (
  url: URL,
  options: { readonly type: "module" },
) => {
  onmessage: (message: {
    readonly data: { readonly result?: unknown; readonly error?: string };
  }) => void;
  onerror: (event: { readonly message: string }) => void;
  postMessage(task: Parameters<typeof perform>): void;
};

/** Performs a task here or in a worker. */
export type PerformIn = (
  where: "page" | "worker",
  ...task: Parameters<typeof perform>
) => Promise<unknown>;

const performIn: PerformIn = (where, ...task) => {
  if (where === "page") return perform(...task);
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) =>
      data.error === undefined ? resolve(data.result) : reject(new Error(data.error));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(task);
  });
};

Object.assign(globalThis, { performIn });
