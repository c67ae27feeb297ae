import { AptError } from "./apt-error.ts";

/** `apt:PACKAGE[:ARCH][=VERSION][/SUITE]`, taken apart. What was left out is absent. */
export interface AptSpec {
  readonly name: string;
  /** Debian's name of the architecture: `amd64`, `armhf`. */
  readonly architecture?: string;
  /** The exact version, epoch included. */
  readonly version?: string;
  /** Directory below `dists/`: `bookworm-backports`, `sid`. */
  readonly suite?: string;
}

const SPEC = new RegExp(
  "^apt:" +
    // Debian Policy 5.6.1 (names), 5.6.8 (architectures), 5.6.12 (versions)
    "(?<name>[a-z0-9][a-z0-9+.-]+)" +
    "(?::(?<architecture>[a-z0-9][a-z0-9-]*))?" +
    "(?:=(?<version>[A-Za-z0-9][A-Za-z0-9.+~:-]*))?" +
    // one or two path segments, none of them `..`: it becomes part of a URL
    "(?:/(?<suite>[a-z0-9][A-Za-z0-9._-]*(?:/[a-z]+)?))?$",
);

/** @throws {AptError} if `text` is not of this form. */
export function parseAptSpec(text: string): AptSpec {
  const found = SPEC.exec(text)?.groups;
  const name = found?.["name"];
  if (found === undefined || name === undefined) {
    throw new AptError("spec", {
      en: `\`${text}\` is not an apt target. Write apt:PACKAGE[:ARCH][=VERSION][/SUITE], for example apt:linux-image-arm64:arm64/bookworm.`,
      zh: `\`${text}\` 不是有效的 apt 目标。请写成 apt:软件包[:架构][=版本][/发行版代号]，例如 apt:linux-image-arm64:arm64/bookworm。`,
    });
  }
  const { architecture, version, suite } = found;
  return {
    name,
    ...(architecture === undefined ? {} : { architecture }),
    ...(version === undefined ? {} : { version }),
    ...(suite === undefined ? {} : { suite }),
  };
}
