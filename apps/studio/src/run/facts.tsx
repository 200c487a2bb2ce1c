/** The config, the environment and commands of a run. */
import type { RecipeDifferences, RunDetails } from "../../../../src/studio/api.ts";
import { addressOf } from "../shared/address.ts";

/** What it ran on, with what, and what to type for it. */
export function Facts({
  details: { folder, environment, commands, configText, differences },
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
      {differences !== null && <Differences differences={differences} />}
      <p>
        <a href={addressOf("/new", { source: `${folder}/config.yaml` })}>
          Start another run from this config
        </a>
      </p>
      <h3>Commands</h3>
      <pre>{Object.values(commands).join("\n")}</pre>
      <details>
        <summary>config.yaml</summary>
        <pre>{configText}</pre>
      </details>
    </section>
  );
}

/** The keys whose values are not the recipe's. */
function Differences({ differences: { recipe, keys } }: { differences: RecipeDifferences }) {
  if (keys.length === 0) return <p>The config is that of the recipe {recipe}.</p>;
  return (
    <div class="wide">
      <table>
        <caption>Other than in the recipe {recipe}</caption>
        <thead>
          <tr>
            <th>key</th>
            <th>here</th>
            <th>recipe</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(({ key, value, usual }) => (
            <tr key={key}>
              <th scope="row">{key}</th>
              <td>{`${value ?? ""}`}</td>
              <td>{`${usual ?? ""}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
