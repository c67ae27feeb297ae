import { EM_AARCH64, EM_RISCV, EM_X86_64 } from "../../formats/elf/constants.ts";
import { arm64Marks, followArm64 } from "./per-cpu/arm64.ts";
import { near } from "./per-cpu/find-near.ts";
import { firstMisplacedX86, gsFields } from "./per-cpu/find-x86.ts";
import type { CodeMachine } from "./per-cpu/machine.ts";
import { followRiscv, riscvLength } from "./per-cpu/riscv.ts";
import { openedIn } from "./user-access.ts";

// this_cpu_*() and per_cpu_ptr() add the offset of a processor to the address of a variable (include/linux/percpu-defs.h).
// That is right for what the kernel has copied for each processor, and nothing else.

const machines: ReadonlyMap<number, CodeMachine> = new Map<number, CodeMachine>([
  [
    EM_AARCH64,
    {
      tellsAccesses: true,
      marksIn: arm64Marks,
      firstMisplaced: near({
        // R_AARCH64_ADR_PREL_LO21, ADR_PREL_PG_HI21, ADR_PREL_PG_HI21_NC
        addresses: [274, 275, 276],
        registers: [32, 31],
        aligned: true,
        lengthOf: () => 4,
        follow: followArm64,
      }),
    },
  ],
  [
    EM_RISCV,
    {
      tellsAccesses: true,
      // The processor's own offset is in the table, too.
      marksIn: (piece) => ({ accesses: openedIn(piece), reads: [] }),
      firstMisplaced: near({
        // R_RISCV_PCREL_HI20
        addresses: [23],
        registers: [32, 0],
        aligned: false,
        lengthOf: riscvLength,
        follow: followRiscv,
      }),
    },
  ],
  [
    EM_X86_64,
    {
      tellsAccesses: false,
      marksIn: (piece) => ({ accesses: [], reads: gsFields(piece) }),
      firstMisplaced: firstMisplacedX86,
    },
  ],
]);

/** How code of `EM_*` is looked at; `undefined` where it is not. */
export const codeMachine = (machine: number): CodeMachine | undefined => machines.get(machine);
