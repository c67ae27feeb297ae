import { expect, test } from "vitest";
import { makeSteps } from "./make-command.ts";

const steps = (command: string): string[] | undefined =>
  makeSteps(command, { source: "/w/x/1/build", headers: "/h" })?.map((step) =>
    step.kind === "shell" ? step.command : `${step.kind} ${step.directory}: ${step.arguments.join(" ")}`,
  );

test.each([
  ["make -C /h M=/w/x/1/build", ["kbuild : "]],
  ["make -C /h/ SUBDIRS=/w/x/1/build/src modules CONFIG_X=m V=1", ["kbuild src: modules CONFIG_X=m"]],
  ["'make' -j4 KERNEL_DIR=/h all", ["make : KERNEL_DIR=/h all"]],
  ["make KVER=6.12 -C /w/x/1/build/sub", ["make sub: KVER=6.12"]],
  [
    "(make modules KVERS=6.12 EXTRA='a b'; make KVERS=6.12)",
    ["make : modules KVERS=6.12 EXTRA=a b", "make : KVERS=6.12"],
  ],
  ["cd src && make -C /h M=/w/x/1/build/src \\", undefined],
  ["cd src && make all", ["make src: all"]],
  [
    'make -C /h M=/w/x/1/build/a modules   && make -C /h "M=/w/x/1/build/b"',
    ["kbuild a: modules", "kbuild b: "],
  ],
  ["true", []],
])("%s", (command, wanted) => {
  expect(steps(command)).toEqual(wanted);
});

test.each([
  "make -C /h M=$PWD",
  "make `cat targets`",
  "./configure && make",
  "make | tee log",
  "make > log",
  "CC=gcc make",
  "make -C /elsewhere all",
  "make -C /h modules",
  "(make; (make))",
  "make & make",
  'make "a$b"',
])("only a shell can tell: %s", (command) => {
  expect(steps(command)).toBeUndefined();
});
