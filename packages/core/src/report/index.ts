// Written by `npm run registries` from the files of this folder. Do not edit.
import json from "./json.ts";
import text from "./text.ts";

export const reports = {
  json,
  text,
} as const;
