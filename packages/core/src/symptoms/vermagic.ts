import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst, rebuild } from "./shared/words.ts";

export default defineSymptom({
  id: "vermagic",
  title: { en: "The vermagic differs from the kernel's", zh: "vermagic 与内核不一致" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "version-magic",
      needle: "version magic '",
      // check_modinfo() in kernel/module/main.c
      pattern:
        /(?:(?<module>[^\s:]{1,64}): )?version magic '(?<found>[^']*)(?:' should be '(?<wanted>[^']*)'|$)/,
      checks: ["vermagic-mismatch"],
      example:
        "8188eu: version magic '5.10.17-v7l+ SMP mod_unload modversions ARMv7 p2v8 ' should be '5.10.63-v7l+ SMP mod_unload modversions ARMv7 p2v8 '",
    },
    {
      id: "forced",
      needle: ": bad vermagic: kernel tainted",
      pattern: /(?<=(?<module>[^\s:]{1,64})): bad vermagic: kernel tainted/,
      strength: "sign",
      checks: ["forced-vermagic", "vermagic-missing-forced"],
      example: "cdc_foo: bad vermagic: kernel tainted.",
    },
  ],
  next: ["check", "preflight"],
  explain: {
    en: (seen) => ({
      what:
        seen.first.found === undefined || seen.first.wanted === undefined
          ? `${moduleFirst(seen, "en")} was loaded by force, in spite of a vermagic that is not the kernel's.`
          : `${moduleFirst(seen, "en")} carries the vermagic \`${seen.first.found.trim()}\`; the kernel has \`${seen.first.wanted.trim()}\`.`,
      why: difference(seen.first.found, seen.first.wanted).en,
      fix: rebuild(seen).en,
    }),
    zh: (seen) => ({
      what:
        seen.first.found === undefined || seen.first.wanted === undefined
          ? `${moduleFirst(seen, "zh")} 的 vermagic 与内核不同，却被强制加载。`
          : `${moduleFirst(seen, "zh")} 的 vermagic 是 \`${seen.first.found.trim()}\`，内核的是 \`${seen.first.wanted.trim()}\`。`,
      why: difference(seen.first.found, seen.first.wanted).zh,
      fix: rebuild(seen).zh,
    }),
  },
});

/** The words that only one side has. */
function difference(found = "", wanted = ""): { en: string; zh: string } {
  const [ours = "", ...flags] = found.trim().split(/\s+/);
  const [theirs = "", ...kernelFlags] = wanted.trim().split(/\s+/);
  if (ours !== theirs) {
    return {
      en: "It was built for another release: with other headers, or before an upgrade, or the file is an old one that `make` did not build again.",
      zh: "它是为另一个内核版本编译的：使用了其他头文件、在升级之前编译，或者 `make` 没有重新编译旧文件。",
    };
  }
  const differing = [
    ...flags.filter((word) => !kernelFlags.includes(word)),
    ...kernelFlags.filter((word) => !flags.includes(word)),
  ].map((word) => `\`${word}\``);
  return differing.length === 0
    ? {
        en: "The structs of the kernel may differ from those that it was built for, and nothing checks them any more.",
        zh: "内核的结构可能与编译时不同，而且不再有任何检查。",
      }
    : {
        en: `The release is the same; the headers have another configuration: ${differing.join(", ")}.`,
        zh: `内核版本相同，但头文件的配置不同：${differing.join("、")}。`,
      };
}
