/** Data sets: those that runs are trained on, and a look at any. */
import { useEffect, useState } from "preact/hooks";
import type { DataList } from "../../../../src/studio/api.ts";
import { setQuery, useAddress } from "../shared/address.ts";
import { Field } from "../shared/field.tsx";
import { Problem } from "../shared/parts.tsx";
import { fetchData } from "../shared/server.ts";
import { Check } from "./check.tsx";
import { Used } from "./used.tsx";

/** The start of an option's name in the address. */
const OPTION = "option.";

/** The page `/data?name=mnist&option.root=…&check=1`. */
export function DataPage() {
  const { query } = useAddress();
  const [list, setList] = useState<DataList>();
  const [error, setError] = useState<unknown>();
  useEffect(() => void fetchData().then(setList, setError), []);
  if (list === undefined) {
    return (
      <main class="page">{error === undefined ? <p>Loading …</p> : <Problem error={error} />}</main>
    );
  }
  const name = query.get("name") ?? list.sets[0]?.name ?? "";
  const set = list.sets.find((one) => one.name === name);
  const options = Object.fromEntries(
    [...query]
      .filter(([key]) => key.startsWith(OPTION))
      .map(([key, value]) => [key.slice(OPTION.length), value]),
  );
  const choose = (changes: Readonly<Record<string, string | null>>) =>
    setQuery({ check: null, ...changes });
  return (
    <main class="page">
      <h1>Data sets</h1>
      <Used used={list.used} />
      <section>
        <h2>Look at a data set</h2>
        <div class="tools">
          <label>
            data set{" "}
            <select
              value={name}
              onChange={({ currentTarget: { value } }) =>
                choose({
                  ...Object.fromEntries(Object.keys(options).map((key) => [OPTION + key, null])),
                  name: value,
                })
              }
            >
              {list.sets.map((one) => (
                <option key={one.name} value={one.name}>
                  {one.title}
                </option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => setQuery({ name, check: "1" })}>
            Read all of it
          </button>
        </div>
        {set !== undefined && (
          <>
            <p>
              {set.summary} <span class="quiet">{set.license}</span>
            </p>
            <details open={Object.keys(options).length > 0}>
              <summary>Options</summary>
              <div class="wide">
                <table class="fields">
                  <tbody>
                    {set.fields.map((field) => (
                      <Field
                        key={field.key}
                        field={{ ...field, value: options[field.key] ?? field.value }}
                        onChange={(value) => choose({ [OPTION + field.key]: value || null })}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
            </details>
          </>
        )}
        {query.get("check") !== null && (
          <Check key={JSON.stringify([name, options])} name={name} options={options} />
        )}
      </section>
    </main>
  );
}
