/** The samples of a run by steps, with one slider. */
import { useEffect, useState } from "preact/hooks";
import { setQuery } from "../shared/address.ts";
import { formatNumber } from "../shared/format.ts";
import { fileAddress } from "../shared/server.ts";
import { useKeys } from "../shared/window-events.ts";

/** Milliseconds of a picture while they are played. */
const PLAY_EVERY = 250;

/** The step whose samples are shown for a wanted step: the last at or before it, or else the first. */
export function sampleAt(samples: readonly number[], wanted: number | null): number | undefined {
  if (wanted === null) return samples.at(-1);
  return samples.findLast((step) => step <= wanted) ?? samples[0];
}

/** A slider over the steps that there are samples of. Arrow keys move it; it plays. */
export function StepSlider({ samples, step }: { samples: readonly number[]; step: number | null }) {
  const shown = sampleAt(samples, step);
  const place = shown === undefined ? 0 : samples.indexOf(shown);
  const [playing, setPlaying] = useState(false);
  const moveTo = (next: number) => {
    const last = samples.length - 1;
    const at = Math.min(Math.max(next, 0), last);
    // at the end the newest is followed while the run goes on
    setQuery({ step: at === last ? null : `${samples[at]}` });
  };
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      if (place >= samples.length - 1) setPlaying(false);
      else moveTo(place + 1);
    }, PLAY_EVERY);
    return () => clearTimeout(timer);
  });
  useKeys(({ key }) => {
    if (key === "ArrowLeft") moveTo(place - 1);
    if (key === "ArrowRight") moveTo(place + 1);
  });
  if (shown === undefined) return <p class="quiet">No samples yet.</p>;
  return (
    <div class="tools">
      <button
        type="button"
        onClick={() => {
          if (!playing && place === samples.length - 1) moveTo(0);
          setPlaying(!playing);
        }}
      >
        {playing ? "Pause" : "Play"}
      </button>
      <input
        type="range"
        class="steps"
        min="0"
        max={samples.length - 1}
        value={place}
        aria-label="Step of the samples"
        aria-valuetext={`step ${shown}`}
        onInput={({ currentTarget: { value } }) => moveTo(Number(value))}
      />
      <output>step {formatNumber(shown)}</output>
    </div>
  );
}

/** A picture that is enlarged by whole pixels on a click. */
export function Picture({ source, caption }: { source: string; caption: string }) {
  const [large, setLarge] = useState(false);
  return (
    <figure class={large ? "picture large" : "picture"}>
      <button type="button" title={large ? "Smaller" : "Larger"} onClick={() => setLarge(!large)}>
        <img src={source} alt={caption} />
      </button>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** The samples of one run, beside real images. */
export function Samples(props: {
  id: string;
  samples: readonly number[];
  reals: boolean;
  step: number | null;
}) {
  const { id, samples, reals, step } = props;
  const shown = sampleAt(samples, step);
  return (
    <section>
      <h2>Samples</h2>
      <StepSlider samples={samples} step={step} />
      <div class="pictures">
        {shown !== undefined && (
          <Picture
            source={fileAddress(id, "sample", { step: `${shown}` })}
            caption={`generated, step ${formatNumber(shown)}`}
          />
        )}
        {reals && <Picture source={fileAddress(id, "reals")} caption="real" />}
      </div>
    </section>
  );
}
