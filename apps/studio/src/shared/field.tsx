/** One setting of a form. */
import type { FormField } from "../../../../src/studio/api.ts";
import { useDraft } from "./draft.ts";

/** A row: the key, its value, what it means and what may stand there. */
export function Field({ field, onChange }: { field: FormField; onChange(value: string): void }) {
  const { key, value, about, allowed, options } = field;
  const text = value === null ? "" : `${value}`;
  const draft = useDraft(text, onChange);
  return (
    <tr>
      <th scope="row">
        <label for={key}>{key}</label>
      </th>
      <td>
        {options.length > 0 ? (
          <select
            id={key}
            value={text}
            onChange={({ currentTarget }) => onChange(currentTarget.value)}
          >
            {options.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
        ) : (
          <input id={key} title={allowed} {...draft} />
        )}
      </td>
      <td class="about">
        {about} {options.length === 0 && <span class="quiet">{allowed}</span>}
      </td>
    </tr>
  );
}
