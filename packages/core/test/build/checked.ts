import { analyse } from "../../src/analyse/analyse.ts";
import type { KernelFacts } from "../../src/model/kernel.ts";
import type { ModuleFacts } from "../../src/model/module.ts";
import type { Checked, Style } from "../../src/report/define-report.ts";

/** What `check` finds for modules against one kernel, by file name. */
export function checkedModules(kernel: KernelFacts, modules: Readonly<Record<string, ModuleFacts>>): Checked {
  return {
    kernel: {
      release: kernel.release.known ? kernel.release.value : null,
      architecture: kernel.architecture.known ? kernel.architecture.value.name : null,
      inputs: ["linux-image.deb"],
    },
    modules: Object.entries(modules).map(([file, facts]) => ({
      file,
      name: (facts.name.known && facts.name.value) || null,
      verdict: analyse(kernel, facts),
    })),
  };
}

/** A pipe: 80 columns, no colour. */
export const pipe = (language: Style["language"]): Style => ({
  language,
  width: 80,
  colour: false,
  verbose: false,
});
