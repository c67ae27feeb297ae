// Which option was set otherwise when a module was built, told from the module and the kernel alone: every option that
// changes struct module is flipped in turn, and a real compiler builds the module.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSource, openKernel } from "../../node/index.ts";
import cause from "../../src/causes/option-guards-members.ts";
import { kernels } from "../../../matrix/test/run/kernels.ts";
import { guardedWithin } from "../../src/facts/headers/guarded-members.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import { readModuleStruct } from "../../src/facts/module/types.ts";
import { optionsIn } from "../../src/model/header-condition.ts";
import type { KernelFacts, StructModule } from "../../src/model/kernel.ts";
import type { HandedModule } from "../../src/model/module.ts";
import {
  compiled,
  eachOf,
  elsewhere,
  flipped,
  forget,
  MODULE,
  type Probed,
  probed,
} from "./flipped-probe.ts";

/** A module of headers in which one option was set otherwise. */
interface Flip {
  readonly option: string;
  readonly module: HandedModule;
  /** Its struct module as the compiler made it. */
  readonly struct: StructModule;
}

async function flip(kernel: Probed, option: string): Promise<Flip | undefined> {
  const path = await compiled(
    kernel,
    option,
    MODULE,
    option === "" ? kernel.autoconf : flipped(kernel.autoconf, option),
  );
  if (path === undefined) return undefined;
  const file = fileSource(path);
  try {
    const module = await readModuleFacts(file);
    const struct = await readModuleStruct(file);
    return struct.known && struct.value ? { option, module, struct: struct.value } : undefined;
  } finally {
    file.close();
  }
}

const membersOf = ({ struct }: Flip): string =>
  (struct.members ?? []).map(({ name, size = 0 }) => `${name}:${size}`).join();
/** What a module without types shows: where things stand, and the words of its vermagic. */
const shown = ({ module: { thisModule, vermagic } }: Pick<Flip, "module">): string =>
  JSON.stringify([
    thisModule.known && thisModule.value && offsetsOf(thisModule.value),
    vermagic.known && vermagic.value?.split(" ").slice(1),
  ]);

const offsetsOf = ({ size, init, exit }: Pick<StructModule, "size" | "init" | "exit">): unknown => [
  size,
  init,
  exit,
];

const hasMembers = ({ structModule }: KernelFacts): boolean =>
  structModule.known && structModule.value.members !== undefined;

const typed = ({ module, struct }: Flip): HandedModule => ({
  ...module,
  structModule: { known: true, value: struct, origin: { input: "probe.ko" } },
});

/** This cause does not ask which defect it explains. */
const defect = {
  check: "this-module-size",
  evidence: { moduleSize: 64, kernelSize: 128, difference: -64, cacheLine: 64 },
} as const;

/** Sets of options that are named, and the surest certainty. */
function named(kernel: KernelFacts, module: HandedModule): { sets: string[]; certainty: string | undefined } {
  const found = cause.find({ kernel, module, defect });
  const sets = found.map(({ evidence }) =>
    evidence.options
      .map(({ option }) => option)
      .toSorted()
      .join("+"),
  );
  return { sets: sets.toSorted(), certainty: found[0]?.certainty };
}

/** A kernel with the size check and one without, of each architecture that has a compiler here, and the newest. */
const some = [
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
  "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
  "apt:linux-image-cloud-amd64:amd64/bookworm",
  "apt:linux-image-cloud-arm64:arm64/sid",
];

describe.each(process.env["KOFIT_ORACLE"] === "all" ? [...new Set([...some, ...kernels])] : some)(
  "%s",
  (spec) => {
    let kernel: Probed;
    let facts: KernelFacts;
    let own: Flip;
    let flips: readonly Flip[];

    beforeAll(async () => {
      kernel = await probed(spec);
      // The packages hold no include/linux/module.h: module and kernel alone.
      ({ facts } = await openKernel(kernel.kernel.packages, { cache: false }));
      const plain = await flip(kernel, "");
      if (!plain) throw new Error("the headers do not compile");
      own = plain;
      const members = (await guardedWithin(kernel.headers, "module", "linux/module.h")) ?? [];
      const options = [...new Set(members.flatMap(({ condition }) => optionsIn(condition)))];
      const possible = options.filter((option) => !elsewhere[kernel.kernel.architecture]?.includes(option));
      flips = (await eachOf(possible, async (option) => flip(kernel, option))).filter(
        (one) => one !== undefined,
      );
    }, 1_200_000);
    afterAll(() => forget(kernel));

    test("the headers as they come give the kernel's struct, and no option is named", () => {
      if (!facts.structModule.known || !own.module.thisModule.known || !own.module.thisModule.value)
        throw new Error("both sides have a struct module");
      expect(facts.structModuleOptions).toBeUndefined();
      expect(offsetsOf(own.module.thisModule.value)).toEqual(offsetsOf(facts.structModule.value));
      expect(named(facts, typed(own))).toEqual({ sets: [], certainty: undefined });
      expect(named(facts, own.module)).toEqual({ sets: [], certainty: undefined });
    });

    test("with debug information the option is named exactly", () => {
      // Of a kernel without BTF it is not known which members it has, unless what a module shows is another.
      const differ = hasMembers(facts) ? membersOf : shown;
      const changing = flips.filter((one) => differ(one) !== differ(own));
      const all = changing.map((one) => ({ option: one.option, ...named(facts, typed(one)) }));
      // There, too, what Debian's 5.11 to 6.1 have without the option looks like a change of it, and may fit as well.
      const isNamed = (option: string, sets: readonly string[]): boolean =>
        hasMembers(facts) ? sets.join() === option : sets.includes(option) && sets.length <= 2;
      const wrong = all.filter(({ option, sets }) => !isNamed(option, sets));
      expect(changing.length).toBeGreaterThan(15);
      expect(wrong.filter(({ certainty }) => certainty === "certain")).toEqual([]);
      // Where it fails, this shows what.
      expect(wrong.length / all.length <= 0.05 ? [] : wrong).toEqual([]);
    });

    test("without it, all options that show alike are named, and no other that compiles", () => {
      const changing = flips.filter((one) => shown(one) !== shown(own));
      const compile = new Set(flips.map(({ option }) => option));
      const all = changing.map((one) => {
        const { sets, certainty } = named(facts, one.module);
        const alike = changing.filter((other) => shown(other) === shown(one)).map(({ option }) => option);
        // Two options that together show the same as one are no single flip.
        return {
          option: one.option,
          sets: sets.filter((set) => compile.has(set)),
          alike: alike.toSorted(),
          certainty,
        };
      });
      const wrong = all.filter(({ sets, alike }) => sets.join() !== alike.join());
      expect(changing.length).toBeGreaterThan(15);
      expect(all.filter(({ certainty }) => certainty === "certain")).toEqual([]);
      expect(
        all.filter(({ certainty, sets, option }) => certainty === "likely" && sets.join() !== option),
      ).toEqual([]);
      // Of a kernel without BTF nothing is known of members: nothing is guessed.
      const missed = hasMembers(facts) ? wrong : all.filter(({ sets }) => sets.length > 0);
      expect(missed.length / all.length <= 0.05 ? [] : missed).toEqual([]);
    });
  },
);
