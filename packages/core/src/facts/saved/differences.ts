import type { Contradiction, HeadersContradictions } from "../../model/headers-contradictions.ts";
import type { ExportClaim, SymversDifference, SymversDifferences } from "../../model/symvers-differences.ts";
import {
  type Consequence,
  consequences,
  differingTools,
  type ToolDifference,
} from "../../model/tool-difference.ts";
import { boolean, listOf, natural, object, oneOf, type Shape, string } from "./shape.ts";

const claim: Shape<ExportClaim> = (value, place) => {
  const members = object(value, place);
  return {
    crc: members.required("crc", natural),
    gplOnly: members.required("gplOnly", boolean),
    ...members.optional("namespace", string),
  };
};

const difference: Shape<SymversDifference> = (value, place) => {
  const members = object(value, place);
  return {
    symbol: members.required("symbol", string),
    ...members.optional("symvers", claim),
    ...members.optional("image", claim),
  };
};

/** `null`: there are none. */
export const optionalDifferences: Shape<SymversDifferences | undefined> = (value, place) => {
  if (value === null) return undefined;
  const members = object(value, place);
  return {
    symvers: members.required("symvers", string),
    image: members.required("image", string),
    count: members.required("count", natural),
    lines: members.required("lines", listOf(difference)),
  };
};

const contradiction: Shape<Contradiction> = (value, place) => {
  const members = object(value, place);
  return {
    symbol: members.required("symbol", string),
    ...members.optional("config", string),
    ...members.optional("forMake", string),
    ...members.optional("forCompiler", string),
  };
};

const files: Shape<HeadersContradictions["files"]> = (value, place) => {
  const members = object(value, place);
  return {
    ...members.optional("config", string),
    ...members.optional("forMake", string),
    ...members.optional("forCompiler", string),
  };
};

/** `null`: there are none. */
export const optionalContradictions: Shape<HeadersContradictions | undefined> = (value, place) => {
  if (value === null) return undefined;
  const members = object(value, place);
  return {
    files: members.required("files", files),
    contradictions: members.required("contradictions", listOf(contradiction)),
  };
};

const consequence: Shape<Consequence> = (value, place) => {
  const members = object(value, place);
  const why = members.required("why", oneOf(consequences));
  return why === "plugins" ? { why } : { why, options: members.required("options", listOf(string)) };
};

export const toolDifference: Shape<ToolDifference> = (value, place) => {
  const members = object(value, place);
  return {
    tool: members.required("tool", oneOf(differingTools)),
    kernel: members.required("kernel", string),
    other: members.required("other", string),
    ...members.optional("matters", consequence),
  };
};
