// Written by `npm run registries` from the files of this folder. Do not edit.
import optionGuardsMembers from "./option-guards-members.ts";

export const causes = {
  "option-guards-members": optionGuardsMembers,
} as const;
