/** Starts a run: from a recipe, a config or a folder of images. */
import { useEffect, useState } from "preact/hooks";
import type { FormField, RecipeChoice } from "../../../../src/studio/api.ts";
import { addressOf, goTo, setQuery, useAddress } from "../shared/address.ts";
import { useDraft } from "../shared/draft.ts";
import { Field } from "../shared/field.tsx";
import { Problem } from "../shared/parts.tsx";
import { fetchFields, fetchForecast, fetchRecipes, startRun } from "../shared/server.ts";

/** Milliseconds after the last key before the settings are checked. */
const PAUSE = 400;

/** The page `/new?source=…&set=key=value`. */
export function NewPage() {
  const { query } = useAddress();
  const source = query.get("source") ?? "quickstart";
  const set = query.getAll("set");
  const [recipes, setRecipes] = useState<readonly RecipeChoice[]>([]);
  const [wanted, setWanted] = useState("");
  const [fields, error, checking] = useFields(source, set);
  useEffect(() => {
    fetchRecipes().then(setRecipes, () => undefined);
  }, []);
  const change = (key: string, value: string) => {
    const others = set.filter((one) => !one.startsWith(`${key}=`));
    setQuery({ set: [...others, `${key}=${value}`] });
  };
  const shown = fields.filter(({ key, about }) =>
    `${key} ${about}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <main class="page">
      <h1>New run</h1>
      <div class="notes">
        <label>
          A recipe, the path of a config, or a folder, zip or tar of images
          <input
            list="recipes"
            {...useDraft(source, (text) => setQuery({ source: text.trim(), set: null }))}
          />
        </label>
        <datalist id="recipes">
          {recipes.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </datalist>
      </div>
      {set.length > 0 && (
        <p class="tools">
          {set.map((one) => (
            <button
              key={one}
              type="button"
              title="Take this change back"
              onClick={() => setQuery({ set: set.filter((other) => other !== one) })}
            >
              {one} ×
            </button>
          ))}
        </p>
      )}
      <Problem error={error} />
      <Start source={source} set={set} valid={error === undefined && !checking} />
      <section>
        <h2>Settings</h2>
        <div class="tools">
          <input
            type="search"
            placeholder="Find a setting"
            aria-label="Find a setting"
            value={wanted}
            onInput={({ currentTarget: { value } }) => setWanted(value)}
          />
          <span class="quiet" aria-live="polite">
            {checking ? "Checking …" : `${shown.length} settings`}
          </span>
        </div>
        <div class="wide">
          <table class="fields">
            <tbody>
              {shown.map((field) => (
                <Field
                  key={field.key}
                  field={field}
                  onChange={(value) => change(field.key, value)}
                />
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </main>
  );
}

/** Forecasts and starts. */
function Start(props: { source: string; set: readonly string[]; valid: boolean }) {
  const { source, set, valid } = props;
  const [busy, setBusy] = useState("");
  const [error, setError] = useState<unknown>();
  const [forecast, setForecast] = useState("");
  const act = (what: string, work: () => Promise<void>) => {
    setBusy(what);
    setError(undefined);
    work()
      .catch((reason: unknown) => setError(reason))
      .finally(() => setBusy(""));
  };
  return (
    <>
      <div class="tools">
        <button
          type="button"
          disabled={!valid || busy !== ""}
          onClick={() =>
            act("Starting …", async () => {
              const { id } = await startRun(source, set);
              goTo(addressOf("/run", { id }));
            })
          }
        >
          Start
        </button>
        <button
          type="button"
          disabled={!valid || busy !== ""}
          onClick={() =>
            act("Measuring some iterations …", async () => {
              setForecast((await fetchForecast(source, set)).text);
            })
          }
        >
          How long will it take?
        </button>
        <span class="quiet" aria-live="polite">
          {busy}
        </span>
      </div>
      <Problem error={error} />
      {forecast !== "" && <pre>{forecast}</pre>}
    </>
  );
}

/** The fields of the config that a source and settings lead to, checked while one types. */
function useFields(
  source: string,
  set: readonly string[],
): readonly [fields: readonly FormField[], error: unknown, checking: boolean] {
  const asked = JSON.stringify([source, set]);
  const [state, setState] = useState<{
    readonly fields: readonly FormField[];
    readonly error?: unknown;
    readonly of: string;
  }>({ fields: [], of: "" });
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      const [from, settings] = JSON.parse(asked) as [string, string[]];
      fetchFields(from, settings).then(
        (fields) => current && setState({ fields, of: asked }),
        (error: unknown) =>
          current && setState((before) => ({ fields: before.fields, error, of: asked })),
      );
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return [state.fields, state.error, state.of !== asked];
}
