import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { linksOf } from "../analyse/causes-of.ts";
import type { Cause } from "../analyse/verdict.ts";
import { configOf } from "../model/config.ts";
import { known } from "../model/fact.ts";
import type { ReachedType } from "../model/reached-type.ts";
import type { TypeDifference } from "../model/type-difference.ts";
import type { ConfigDifference } from "../model/config-difference.ts";
import { member } from "../../test/build/struct-member.ts";
import { kernelFacts, moduleFacts } from "../../test/build/facts.ts";
import cause from "./other-types-differ.ts";

const small = { size: 0x4c0, init: 0x138, exit: 0x490 };
const task: TypeDifference = {
  kind: "struct",
  name: "task_struct",
  sizes: [4736, 4928],
  onlyInModule: [],
  onlyInKernel: ["scx"],
  moved: 220,
  isOwn: true,
};
const scx: ConfigDifference = { symbol: "CONFIG_SCHED_CLASS_EXT", kernel: "y" };
const way: ReachedType = { type: "task_struct", by: "kthread_stop", path: ["k"] };
const text = (found: readonly Cause[]): string => found.flatMap((one) => linksOf(one, "en")).join("\n");

const others = (
  ...given: Parameters<typeof causesOf> extends [unknown, ...infer Rest] ? Rest : never
): readonly Cause[] => only("other-types-differ", causesOf("this-module-size", ...given));

test("the module's own types show it, and what its code works on comes first", () => {
  const found = others(
    {},
    {
      thisModule: small,
      typeDifferences: { from: "debug information", handled: [task], others: [{ ...task, name: "rq" }] },
    },
  );
  expect(found).toMatchObject([{ certainty: "certain", evidence: { shownBy: "types" } }]);
  expect(text(found)).toContain("`struct task_struct`");
  expect(text(found)).toContain("`scx`");
  expect(text(found)).toContain("(and 1 more)");
});

test("types that are alike are alike, whatever the headers say", () => {
  const typeDifferences = { from: "debug information", handled: [], others: [] } as const;
  expect(others({}, { thisModule: small, typeDifferences }, [scx])).toEqual([]);
});

test("what the headers set otherwise, where nobody knows the module's types", () => {
  const found = others({}, { thisModule: small }, [
    scx,
    { symbol: "CONFIG_HZ", kernel: "250", headers: "1000" },
  ]);
  expect(found).toMatchObject([
    {
      certainty: "possible",
      evidence: { shownBy: "headers", options: [{ option: "CONFIG_SCHED_CLASS_EXT", change: "lost" }] },
    },
  ]);
  expect(text(found)).toContain("is not known");
});

const found = (
  reached: readonly ReachedType[],
  differences: readonly ConfigDifference[] | undefined,
  config = "",
): ReturnType<typeof cause.find> =>
  cause.find({
    kernel: {
      ...kernelFacts({
        config: configOf(config),
        structModule: {
          size: 128,
          init: 16,
          exit: 64,
          members: [
            member("before", 0, 16),
            member("init", 16, 8),
            member("btf_data_size", 24, 8),
            member("btf_data", 32, 8),
            member("after", 40, 24),
            member("exit", 64, 8),
          ],
        },
      }),
      ...(differences && { headersDifferences: known(differences, { input: "headers/.config" }) }),
    },
    module: {
      ...moduleFacts({ thisModule: { size: 64, init: 16, exit: 48 } }),
      reachedTypes: known(reached, { input: "vmlinux" }),
    },
    defect: {
      check: "this-module-size",
      evidence: { moduleSize: 64, kernelSize: 128, difference: -64, cacheLine: 64 },
    },
  });

test("where the kernel's types are known, only what the module gets at counts", () => {
  const [one] = found([way], [scx]);
  expect(one).toMatchObject({ certainty: "likely", evidence: { reached: [way] } });
  for (const language of ["en", "zh"] as const) {
    expect(one && cause.links[language](one).join("\n")).toContain("`kthread_stop`");
  }
  expect(found([], [scx])).toEqual([]);
});

test("an option that goes with the one that explains the finding, where there are no headers", () => {
  const [one] = found([way], undefined, "CONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_SCHED_CLASS_EXT=y\n");
  expect(one).toMatchObject({ certainty: "possible", evidence: { shownBy: "option" } });
  expect(one && cause.links.en(one)[0]).toContain("may not be all");
  expect(found([way], undefined, "CONFIG_DEBUG_INFO_BTF_MODULES=y\n")).toEqual([]);
  expect(found([way], undefined, "CONFIG_SCHED_CLASS_EXT=y\nCONFIG_JUMP_LABEL=y\n")).toEqual([]);
});

test("headers that set nothing otherwise that guards a type have no such cause", () => {
  expect(
    others({}, { thisModule: small }, [{ symbol: "CONFIG_PAHOLE_VERSION", kernel: "124", headers: "0" }]),
  ).toEqual([]);
});
