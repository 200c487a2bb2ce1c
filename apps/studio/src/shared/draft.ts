/** Text fields whose text is the user's while they type, however often the page is drawn meanwhile. */
import { useState } from "preact/hooks";

interface Draft {
  readonly text: string;
  /** The value that the field had when the text was handed in; absent before. */
  readonly before?: string;
}

/** What a text field is given. */
interface DraftProps {
  readonly value: string;
  onInput(event: { readonly currentTarget: { readonly value: string } }): void;
  onChange(): void;
}

/**
 * The properties of a text field that shows `value`, or what the user has typed: until it is handed in, when the field
 * is left, and from then on until `value` changes.
 *
 * @param commit called with the text that is handed in, if it is another one.
 */
export function useDraft(value: string, commit: (text: string) => void): DraftProps {
  const [draft, setDraft] = useState<Draft>();
  const isOpen = draft !== undefined && (draft.before === undefined || draft.before === value);
  return {
    value: isOpen ? draft.text : value,
    onInput: ({ currentTarget: { value: text } }) => setDraft({ text }),
    onChange() {
      if (draft === undefined || draft.before !== undefined) return;
      setDraft({ text: draft.text, before: value });
      if (draft.text !== value) commit(draft.text);
    },
  };
}
