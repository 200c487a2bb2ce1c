import { extname } from "node:path";
import { countOf, quoted } from "../text.ts";
import { type BrokenFile, type FileSource, imageEndings, isHidden } from "./source.ts";

/** Where an archive's members lie; gathered while its index is read. */
export interface Members {
  /** Notes a member with its name as the archive has it; others than images are only counted. */
  add(name: string, place: number): void;
  /** Notes a member that cannot be read. */
  broken(name: string, reason: string): void;
  /** A source of the images, read by their places. */
  source(path: string, notes: readonly string[], read: MemberReader): FileSource;
}

/** The longest name: no system has longer paths. An archive may have names as long as itself. */
export const mostOfAName = 4096;

/** Reads the member that was added with this place. */
export type MemberReader = (place: number) => Promise<Uint8Array>;

/**
 * No member yet.
 *
 * Folders and hidden names ({@link isHidden}) are passed over. Names that
 * lead out of the archive (absolute ones, those with `..`) are left out and counted, names that are too
 * long are broken. Of members of the same name the last one counts, as when the archive is unpacked.
 */
export function noMembers(): Members {
  const names: string[] = [];
  const places: number[] = [];
  const others: Record<string, number> = {};
  const broken: BrokenFile[] = [];
  let outside = 0;
  return {
    add(name, place) {
      if (name.endsWith("/")) return;
      if (name.length > mostOfAName) {
        broken.push({
          file: quoted(name),
          reason: `its name is longer than ${mostOfAName} characters`,
        });
        return;
      }
      const path = relativePath(name);
      if (path === undefined) outside++;
      else if (!path.split("/").some(isHidden)) {
        const ending = extname(path).toLowerCase();
        if (imageEndings.has(ending)) {
          names.push(path);
          places.push(place);
        } else others[ending] = (others[ending] ?? 0) + 1;
      }
    },
    broken: (name, reason) => void broken.push({ file: name.slice(0, mostOfAName), reason }),
    source(path, notes, read) {
      const order = Uint32Array.from(names.keys()).sort((a, b) => {
        const [x, y] = [names[a] as string, names[b] as string];
        return x < y ? -1 : x > y ? 1 : a - b;
      });
      const last = order.filter((at, i) => names[at] !== names[order[i + 1] as number]);
      const doubled = order.length - last.length;
      return {
        path,
        kind: "archive",
        images: Array.from(last, (at) => names[at] as string),
        others,
        broken: broken.map(({ file, reason }) => ({ file: `${path}/${file}`, reason })),
        notes: [
          ...notes,
          ...(doubled === 0
            ? []
            : [`${countOf(doubled, "member")} of a name that comes again: the last one counts.`]),
          ...(outside === 0
            ? []
            : [`${countOf(outside, "member")} left out: the name leads out of the archive.`]),
        ],
        read: (image) => read(places[last[image] as number] as number),
      };
    },
  };
}

/** A member's name without `.` parts; `undefined` where it leads out of the archive. */
function relativePath(name: string): string | undefined {
  const parts = name.split("/").filter((part) => part !== ".");
  const leadsOut = name.startsWith("/") || /^[a-z]:/i.test(name) || parts.includes("..");
  return leadsOut ? undefined : parts.join("/");
}
