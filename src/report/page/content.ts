/** What a page consists of. All texts are plain text. */
import type { Drawing } from "../../plots/index.ts";

/** What a page shows. */
export interface Page {
  readonly title: string;
  /** A sentence below the title. */
  readonly about?: string;
  readonly sections: readonly Section[];
}

/** A part of a page with a heading, which its list of contents names. */
export interface Section {
  readonly title: string;
  readonly parts: readonly Part[];
}

/** What stands in a section. */
export type Part = Prose | Facts | Table | Charts | Entries | Image | Frames | Details | Fold;

/** A paragraph; `tone` colors it as good, doubtful or bad news. */
export interface Prose {
  readonly kind: "prose";
  readonly text: string;
  readonly tone?: Tone;
}

/** Names with their texts, one below the other. */
export interface Facts {
  readonly kind: "facts";
  readonly facts: readonly Fact[];
}

/** A name with its text. */
export type Fact = readonly [name: string, text: string];

/** Whether something is good, doubtful or bad news. */
export type Tone = "good" | "doubtful" | "bad";

/** Rows of cells; columns of numbers are aligned to the right. */
export interface Table {
  readonly kind: "table";
  readonly caption?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Charts side by side as far as there is room, and below them those that are words. */
export interface Charts {
  readonly kind: "charts";
  readonly charts: readonly Chart[];
}

/** A drawing with its data, or words where there is too little to draw. */
export interface Chart {
  /** Names its files; letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** What is to be seen, for those who do not see it; it stands in the place of a drawing that is `null`. */
  readonly alt: string;
  readonly caption?: string;
  readonly drawing: Drawing | null;
  /** The numbers that are drawn. */
  readonly csv: string;
}

/** Things of one kind, one below the other, each with a small chart beside its words. */
export interface Entries {
  readonly kind: "entries";
  readonly entries: readonly Entry[];
}

/** One of several things. */
export interface Entry {
  readonly title: string;
  /** The address of its own page, relative to this one. */
  readonly page?: string | undefined;
  /** A word or two on it; without a tone neither good nor bad. */
  readonly badge: { readonly text: string; readonly tone?: Tone };
  readonly chart?: Pick<Chart, "alt" | "drawing"> | undefined;
  readonly about: string;
  readonly facts: readonly Fact[];
}

/** A picture. */
export interface Image {
  readonly kind: "image";
  /** Its address: `data:image/png;base64,…`. */
  readonly source: string;
  readonly alt: string;
  readonly caption?: string;
  /** In its own pixels, so that the page keeps room for it. */
  readonly width: number;
  readonly height: number;
}

/** Pictures over time, one of them shown, with a slider; without scripts the last one. */
export interface Frames {
  readonly kind: "frames";
  readonly title: string;
  readonly frames: readonly (Pick<Image, "source" | "width" | "height"> & {
    /** Such as `step 200`. */
    readonly label: string;
  })[];
  /** A picture that each of them is compared with, beside them or below. */
  readonly beside?: Image | undefined;
}

/** Long text as it is, folded away. */
export interface Details {
  readonly kind: "details";
  readonly summary: string;
  readonly text: string;
}

/** Parts of less weight, folded away; their summary tells what they are. What the reader unfolds is printed. */
export interface Fold {
  readonly kind: "fold";
  readonly summary: string;
  readonly parts: readonly Part[];
}

/** All charts of some parts, folded ones too. */
export function chartsIn(parts: readonly Part[]): readonly Chart[] {
  return parts.flatMap((part) => {
    if (part.kind === "charts") return part.charts;
    return part.kind === "fold" ? chartsIn(part.parts) : [];
  });
}
