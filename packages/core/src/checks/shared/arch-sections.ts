// The sections that an architecture's loader gives another shape before it looks at the others.
import type { ArchitectureName } from "../../model/architecture.ts";
import type { LoaderFeature } from "../../model/loader-feature.ts";
import type { LoaderOption } from "../../model/loader-option.ts";
import type { SectionName } from "./sections.ts";

/** What module_frob_arch_sections() of an architecture looks for. */
export interface ArchSections {
  /** It refuses a module that lacks one. */
  readonly wanted: readonly SectionName[];
  /** It gives these flags of its own, whatever the file says. */
  readonly rewritten: readonly SectionName[];
  readonly line: (module: string, section: string) => string;
}

/** Whether an option makes it look (`"call-tables"`), or it always does. */
type Rule = ArchSections & { readonly optional?: true };

const plt = (module: string): string => `${module}: module PLT section(s) missing`;
const missing = (module: string, section: string): string =>
  `${module}: module ${section.slice(1).toUpperCase()} section(s) missing`;

const plts: readonly SectionName[] = [".plt", ".init.plt"];
const trampolines: readonly SectionName[] = [".text.ftrace_trampoline", ".init.text.ftrace_trampoline"];
const got: readonly SectionName[] = [".plt", ".got", ".got.plt"];
const gotIdx: readonly SectionName[] = [".got", ".plt", ".plt.idx"];
const stubs: readonly SectionName[] = [".stubs"];

const riscv: Rule = { wanted: got, rewritten: got, optional: true, line: missing };
const powerpc: Rule = {
  wanted: stubs,
  rewritten: [],
  line: (module) => `module_64: ${module}: doesn't contain .stubs.`,
};

// arch/{arm,arm64}/kernel/module-plts.c, arch/riscv/kernel/module-sections.c, arch/loongarch/kernel/module-sections.c,
// arch/powerpc/kernel/module_64.c
const rules: Partial<Readonly<Record<ArchitectureName, Rule>>> = {
  arm: { wanted: plts, rewritten: plts, optional: true, line: plt },
  arm64: {
    wanted: plts,
    rewritten: [...plts, ...trampolines],
    optional: true,
    line: plt,
  },
  riscv64: riscv,
  riscv32: riscv,
  loongarch64: {
    wanted: gotIdx,
    rewritten: gotIdx,
    line: (module, section) => `kmod: ${missing(module, section)}`,
  },
  ppc64le: powerpc,
  ppc64: powerpc,
};

/** What this architecture's loader looks for; `undefined` when it looks for nothing, or may do so under another configuration. */
export function archSections(
  name: ArchitectureName,
  kernel: {
    readonly features: ReadonlySet<LoaderFeature>;
    readonly loaderOptions: ReadonlySet<LoaderOption>;
  },
): ArchSections | undefined {
  const rule = rules[name];
  if (!rule?.optional) return rule;
  if (name === "arm64" && kernel.features.has("arm64-plts-always")) return rule;
  return kernel.loaderOptions.has("call-tables") ? rule : undefined;
}

/** The line that it prints for a section that is missing. */
export const missingLine = (name: ArchitectureName, module: string, section: string): string =>
  rules[name]?.line(module, section) ?? "";

/** What it wants of a module, whatever the configuration. */
export const mayWant = (name: ArchitectureName): readonly SectionName[] => rules[name]?.wanted ?? [];
