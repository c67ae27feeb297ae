import { defineCheck } from "../analyse/define-check.ts";
import { damaged } from "./shared/damaged.ts";
import { SHT_NULL } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-section-zero",
  title: { en: "Section 0 is not empty", zh: "第 0 节不为空" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const first = elf.sections[0];
    const empty = first?.sh_type === SHT_NULL && first.sh_size === 0 && first.sh_addr === 0n;
    return first && !empty ? [{ type: first.sh_type, size: first.sh_size }] : [];
  },
  kernelSays: ({ type }, context) =>
    elfSays(context, `ELF Spec violation: section 0 type(${type})!=SH_NULL or non-zero len or addr`),

  example: { type: 0, size: 8 },
  explain: {
    en: ({ type, size }) => ({
      what: `Section 0 has type ${type} and ${size} bytes; the ELF specification wants type 0, no bytes and no address.`,
      ...damaged.en,
    }),
    zh: ({ type, size }) => ({
      what: `第 0 节类型为 ${type}、大小为 ${size} 字节；ELF 规范要求其类型为 0，且没有内容和地址。`,
      ...damaged.zh,
    }),
  },
});
