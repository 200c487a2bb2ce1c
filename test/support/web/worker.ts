/** Performs tasks in a worker: one message in, one message out. */
import { perform } from "./perform.ts";

/** The part of a worker's globals that matters here; its type library is not loaded. */
const worker = globalThis as unknown as {
  onmessage: (message: { readonly data: Parameters<typeof perform> }) => void;
  postMessage(answer: { readonly result: unknown } | { readonly error: string }): void;
};

worker.onmessage = ({ data }) => {
  perform(...data).then(
    (result) => worker.postMessage({ result }),
    (error: unknown) => worker.postMessage({ error: String(error) }),
  );
};
