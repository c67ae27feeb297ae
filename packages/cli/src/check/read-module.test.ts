import { bytesSource, targetOf } from "@kofit/core";
import { expect, test } from "vitest";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { moduleFile } from "../../../core/test/build/module-writer.ts";
import { readModule } from "./read-module.ts";

const GCC = "GCC: (Debian 12.2.0-14) 12.2.0";

async function compilersOf(...modinfo: string[]): Promise<unknown> {
  const sections = [{ name: ".comment", bytes: `\0${GCC}\0` }];
  const source = bytesSource("x.ko", moduleFile({ type: 1, modinfo, sections }));
  const { facts } = await readModule(source, targetOf(kernelFacts({}), {}), false);
  return facts.compilers?.known && facts.compilers.value;
}

test("a module that was built out of tree is asked for its compiler, the kernel's own are not", async () => {
  expect(await compilersOf("name=x", "license=GPL")).toEqual([GCC]);
  expect(await compilersOf("name=x", "intree=Y")).toBeUndefined();
  expect(await compilersOf()).toBeUndefined();
});
