import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Generation } from "../../model/generation.ts";
import { configVersion } from "../../sources/common/config-version.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { once } from "./once.ts";
import { release } from "./release.ts";

/**
 * By the release, for want of the image: its strings would tell which checks it makes.
 *
 * Debian's releases do not always say which stable version they are (`6.1.0-56-amd64` is 6.1.192); the comment on top
 * of the configuration does.
 */
export const generation: (artifacts: Artifacts) => Promise<Fact<Generation>> = once(async (artifacts) => {
  const named = await release(artifacts);
  if (!named.known) return named;
  const built = artifacts.config && (await configVersion(artifacts.config));
  const version = built !== undefined && series(built) === series(named.value) ? built : named.value;
  const [, major, minor, patch] = (/^(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? []).map(Number);
  if (major === undefined || minor === undefined) return noVersion(named.value);
  return known(generationOf(major, minor, patch || 0), { ...named.origin, part: `by release, ${version}` });
});

const series = (text: string): string | undefined => /^\d+\.\d+/.exec(text)?.[0];

/** See {@link Generation}; the number of 6.12.y from which on it has what came with 6.13: absent in 6.12.107, present in 6.12.117. */
const BACKPORTED_TO_6_12 = 117;

/** The generation of a mainline or stable version. */
export function generationOf(major: number, minor: number, patch: number): Generation {
  const reached = (a: number, b: number): boolean => major > a || (major === a && minor >= b);
  if (reached(7, 1)) return "7.1";
  if (reached(6, 13) || (major === 6 && minor === 12 && patch >= BACKPORTED_TO_6_12)) return "6.13";
  if (reached(6, 4)) return "6.4";
  return reached(5, 13) ? "5.13" : "5.10";
}

const noVersion = (release: string): Fact<Generation> =>
  unknown(
    {
      en: `the release ${release} does not start with a kernel version`,
      zh: `版本号 ${release} 不以内核版本开头`,
    },
    {
      en: "give the configuration of this kernel: the comment on its top names the version",
      zh: "请给出该内核的配置文件：文件开头的注释写有内核版本",
    },
  );
