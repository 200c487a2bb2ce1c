/** The metrics against NumPy and SciPy, on features in 2048 dimensions, as Inception's are. */
import { describe } from "vitest";
import { testsOfSize } from "../../test/support/golden/metric-sizes.ts";
import { golden } from "../../test/support/golden/metrics.ts";

describe.each(golden.sizes.filter(({ columns }) => columns >= 2048))(
  "$columns dimensions, $real real and $fake fake",
  testsOfSize,
);
