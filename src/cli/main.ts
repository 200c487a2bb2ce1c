#!/usr/bin/env node
/** The command line, as a process. */
import { createProgram } from "./program.ts";
import { fail } from "./shared/fail.ts";

// A reader that closes the pipe, such as head, ends the output, not the work.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
}

await createProgram().parseAsync().catch(fail);
