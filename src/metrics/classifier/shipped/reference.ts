/** The classifiers that the package carries as a table for people. */
import { imageContents } from "../../../images/index.ts";
import { shippedClassifiers, shippedNames } from "./registry.ts";

/** The Markdown of a table: what each was trained on, what for, how good it is, its file. */
export function classifiersTable(): string {
  const rows = shippedNames.map((name) => {
    const { images, trainedOn, accuracy, bytes, sha256, command, fitFor } =
      shippedClassifiers[name];
    return [
      `\`${name}\``,
      imageContents[images].text,
      fitFor,
      trainedOn,
      `${(100 * accuracy.share).toFixed(2)} % of ${accuracy.of}`,
      `${Math.round(bytes / 1000)} kB, \`${sha256.slice(0, 16)}…\``,
      `\`${command}\``,
    ];
  });
  const head = ["name", "made for", "fit for", "trained on", "correct", "file, SHA-256", "command"];
  return [head, head.map(() => "---"), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}
