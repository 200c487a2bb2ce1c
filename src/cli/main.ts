#!/usr/bin/env node
/** The command line, as a process. What tells failures is loaded first: later files may not open. */
const { fail } = await import("./shared/fail.ts").catch((error: Error) => {
  process.stderr.write(`error: ${error.message}\n`);
  process.exit(2);
});
try {
  const { outliveStreams } = await import("../terminal/terminal.ts");
  outliveStreams();
  const { createProgram } = await import("./program.ts");
  await createProgram().parseAsync();
} catch (error) {
  await fail(error);
}

export {};
