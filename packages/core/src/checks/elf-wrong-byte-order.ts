import { defineCheck } from "../analyse/define-check.ts";
import { elfSays } from "./shared/says.ts";

const swap16 = (value: number): number => ((value & 0xff) << 8) | ((value >> 8) & 0xff);

export default defineCheck({
  id: "elf-wrong-byte-order",
  title: { en: "The module has the other byte order", zh: "模块的字节序与内核相反" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module }) => {
    const { hasHeader, littleEndian, e_type } = module.elf;
    const kernelLittleEndian = kernel.architecture.littleEndian;
    return hasHeader && littleEndian !== kernelLittleEndian
      ? [
          {
            littleEndian,
            kernelLittleEndian,
            architecture: kernel.architecture.name,
            typeRead: swap16(e_type),
          },
        ]
      : [];
  },

  // EI_DATA is never looked at: the kernel reads e_type in its own byte order and finds 256 for ET_REL.
  kernelSays: ({ typeRead }, context) => elfSays(context, `Invalid ELF header type: ${typeRead} != 1`),

  example: { littleEndian: false, kernelLittleEndian: true, architecture: "x86_64", typeRead: 256 },
  explain: {
    en: ({ littleEndian, architecture }) => ({
      what: `The module is ${littleEndian ? "little" : "big"}-endian; the kernel (${architecture}) is ${littleEndian ? "big" : "little"}-endian.`,
      why: "It was built for another machine: every number in it is stored the other way round.",
      fix: "Build it for this kernel, with the cross compiler and the headers of its architecture.",
    }),
    zh: ({ littleEndian, architecture }) => ({
      what: `模块是${littleEndian ? "小" : "大"}端序，而内核（${architecture}）是${littleEndian ? "大" : "小"}端序。`,
      why: "它是为另一种机器编译的，其中所有数值的字节顺序都相反。",
      fix: "请使用该内核所属架构的交叉编译器和头文件重新编译。",
    }),
  },
});
