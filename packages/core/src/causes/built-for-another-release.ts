import type { Language } from "../model/fact.ts";
import type { KernelFacts } from "../model/kernel.ts";
import { vermagicOf } from "../model/vermagic.ts";
import { defineCause } from "./define-cause.ts";
import { releaseParts } from "./shared/release-parts.ts";

/** In which part two releases differ first. */
type Part = "version" | "local" | "scm";

export interface Evidence {
  /** The release in the module's vermagic. */
  readonly module: string;
  /** The kernel's. */
  readonly kernel: string;
  /** Absent where one of the two has no form that is known. */
  readonly part?: Part;
}

/** The module's vermagic names another release than the kernel's. */
export default defineCause<Evidence>({
  id: "built-for-another-release",
  explains: [
    "vermagic-mismatch",
    "module-layout-crc-mismatch",
    "symbol-crc-mismatch",
    "symbol-without-crc",
    "unknown-symbol",
    "this-module-size",
    "this-module-size-unchecked",
    "struct-module-layout",
    "relocation-target-in-use",
  ],
  find({ kernel, module, defect }) {
    if (!module.vermagic.known || module.vermagic.value === undefined) return [];
    const [ours, theirs] = [vermagicOf(module.vermagic.value).release, releaseOf(kernel)];
    if (theirs === undefined || ours === theirs || ours === "") return [];
    const part = differingPart(ours, theirs);
    // What differs there is the release itself; elsewhere it is the best explanation, and no proof.
    const certainty = defect.check === "vermagic-mismatch" ? "certain" : "likely";
    return [{ certainty, evidence: { module: ours, kernel: theirs, ...(part && { part }) } }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

/** The vermagic tells what a module must say; elsewhere what `uname -r` says. */
function releaseOf({ vermagic, release }: KernelFacts): string | undefined {
  if (vermagic.known) return vermagicOf(vermagic.value).release;
  return release.known ? release.value : undefined;
}

function differingPart(module: string, kernel: string): Part | undefined {
  const [ours, theirs] = [releaseParts(module), releaseParts(kernel)];
  if (!ours || !theirs) return undefined;
  return (["version", "local", "scm"] as const).find((part) => ours[part] !== theirs[part]);
}

type LinksOf = (evidence: Evidence) => readonly string[];

const whyIn = {
  en: {
    version: "These are two versions of Linux.",
    local:
      "Both begin with the same number; what follows it tells the build: `CONFIG_LOCALVERSION`, a `localversion` file, or the number and flavour that a distribution gives, behind which the version of Linux may differ, too.",
    scm: "They differ in what `scripts/setlocalversion` adds: `+`, or `-g…` with `CONFIG_LOCALVERSION_AUTO`, stands for a source tree in git that is not at the tag of its version; `make LOCALVERSION=` leaves the `+` out.",
  },
  zh: {
    version: "这是两个不同版本的 Linux。",
    local:
      "两者开头的数字相同，其后的部分说明是哪一次编译：来自 `CONFIG_LOCALVERSION`、`localversion` 文件，或发行版给出的编号和类型（后者不同时，Linux 版本也可能不同）。",
    scm: "两者的差别在于 `scripts/setlocalversion` 附加的部分：`+`（启用 `CONFIG_LOCALVERSION_AUTO` 时为 `-g…`）表示源代码是 git 仓库，但不在该版本的标签处；用 `make LOCALVERSION=` 可以不加 `+`。",
  },
} as const satisfies Record<Language, Record<Part, string>>;

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ module, kernel, part }) => [
    `The module says that it was built for \`${module}\`; this kernel is \`${kernel}\`.`,
    ...(part ? [whyIn.en[part]] : []),
  ],
  zh: ({ module, kernel, part }) => [
    `模块自称是为 \`${module}\` 编译的，而该内核是 \`${kernel}\`。`,
    ...(part ? [whyIn.zh[part]] : []),
  ],
};
