/** YAML as Evenkeel writes it: readers of YAML 1.1, such as PyYAML, find the same values as those of 1.2. */
import { Document, isScalar, type Scalar, type ScalarTag, visit } from "yaml";
import { escapeControls, escapeQuoted } from "../text.ts";

/** Texts that PyYAML refuses without quotes, or takes for something else, beyond what the schema of 1.1 says. */
const OTHERS = /^=$|^\ufeff/;

/** A number as its shortest text; YAML 1.1 takes one with an exponent for a text unless it has a point. */
const numberTag: ScalarTag = {
  identify: (value) => typeof value === "number" && String(value).includes("e"),
  default: true,
  tag: "tag:yaml.org,2002:float",
  test: /^[-+]?\d+\.\d*e[-+]\d+$/,
  resolve: Number,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, "$1.0e"),
};

/** A value as the text of a YAML document; control characters are written as escapes. */
export function stringifyYaml(value: unknown): string {
  const document = new Document(value, {
    compat: "yaml-1.1",
    customTags: (tags) => [numberTag, ...tags],
  });
  visit(document, {
    Scalar: (_, scalar) => {
      if (isText(scalar) && (OTHERS.test(scalar.value) || hasControls(scalar.value))) {
        scalar.type = "QUOTE_DOUBLE";
      }
    },
  });
  return escapeQuoted(String(document));
}

const isText = (scalar: Scalar): scalar is Scalar<string> =>
  isScalar(scalar) && typeof scalar.value === "string";
const hasControls = (text: string) => escapeControls(text) !== text;
