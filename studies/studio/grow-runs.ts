/** Makes runs and adds a record a second to each, until it is killed: `grow-runs FOLDER COUNT`. */
import { asAttempt } from "evenkeel/runs/folder";
import { addRecords, makeRuns } from "./make-runs.ts";

const [folder = ".", count = "1"] = process.argv.slice(2);
const paths = await makeRuns(folder, { prefix: "active", count: Number(count), records: 1 });
const grow = paths.map((path) =>
  asAttempt(path, false, async () => {
    for (let step = 2; ; step++) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await addRecords(path, step, step);
    }
  }),
);
console.log("made");
await Promise.all(grow);
