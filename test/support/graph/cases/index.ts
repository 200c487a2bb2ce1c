/** Cases of every op; an op without any does not compile. */
import type { OpName } from "../../../../src/graph/index.ts";
import type { CaseTable } from "./case.ts";
import { compareCases } from "./compare.ts";
import { convolutionCases } from "./convolution.ts";
import { elementwiseCases } from "./elementwise.ts";
import { indexingCases } from "./indexing.ts";
import { linalgCases } from "./linalg.ts";
import { movementCases } from "./movement.ts";
import { poolingCases } from "./pooling.ts";
import { reductionCases } from "./reduction.ts";

export const opCases: CaseTable<OpName> = {
  ...elementwiseCases,
  ...compareCases,
  ...reductionCases,
  ...movementCases,
  ...poolingCases,
  ...indexingCases,
  ...linalgCases,
  ...convolutionCases,
};
