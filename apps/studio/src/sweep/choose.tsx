/** A choice that is kept in the address. */
import { setQuery } from "../shared/address.ts";

/** A labelled list; the first option is what holds without a choice, and is not in the address. */
export function Choose(props: {
  label: string;
  /** The key of the address. */
  name: string;
  value: string;
  /** What is chosen without a choice; default: the first option. */
  usual?: string;
  options: readonly (readonly [value: string, text: string])[];
}) {
  const { label, name, value, options } = props;
  const usual = props.usual ?? options[0]?.[0];
  return (
    <label>
      {label}{" "}
      <select
        value={value}
        onChange={({ currentTarget }) =>
          setQuery({ [name]: currentTarget.value === usual ? null : currentTarget.value })
        }
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
