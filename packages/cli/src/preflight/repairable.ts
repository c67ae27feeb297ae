import type { Text } from "@kofit/core";
import type { Headers } from "@kofit/build";

/** A remedy that kofit can apply itself, and what else there is; headers that were unpacked from packages are gone afterwards. */
export function repairable({ directory, unpacked }: Headers, otherwise: Text): Text {
  if (unpacked) return otherwise;
  return {
    en: `kofit repair --headers ${directory} brings them in step; or: ${otherwise.en}`,
    zh: `kofit repair --headers ${directory} 可使其一致；或者：${otherwise.zh}`,
  };
}
