/** The config, the environment and commands of a run. */
import type { RunDetails } from "../../../../src/studio/api.ts";

/** What it ran on, with what, and what to type for it. */
export function Facts({
  details: { folder, environment, commands, configText },
}: {
  details: RunDetails;
}) {
  return (
    <section>
      <h2>Config and environment</h2>
      <dl>
        <dt>folder</dt>
        <dd>{folder}</dd>
        {Object.entries(environment).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h3>Commands</h3>
      <pre>{Object.values(commands).join("\n")}</pre>
      <details>
        <summary>config.yaml</summary>
        <pre>{configText}</pre>
      </details>
    </section>
  );
}
