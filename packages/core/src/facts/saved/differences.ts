import type { ExportClaim, SymversDifference, SymversDifferences } from "../../model/symvers-differences.ts";
import { boolean, listOf, natural, object, type Shape, string } from "./shape.ts";

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
