// Real kernels judge kofit's verdicts: a part of the mutants, on two kernels. `npm run oracle` asks all about all.
import { availableParallelism } from "node:os";
import { describe, expect, test } from "vitest";
import { type KernelAgreement, type Row } from "../../src/agreement.ts";
import { slots } from "../../src/slots.ts";
import { mutants } from "../build/mutants/index.ts";
import { askKernel } from "../run/ask-kernel.ts";
import { slice } from "../run/kernels.ts";

/** Every third of each family: the order of the mutants is that of their families. */
const some = new Set(mutants.filter((_, index) => index % 3 === 0).map(({ id }) => id));
const wanted = (id: string): boolean => some.has(id) || id.startsWith("seed-");

const open = ({ differences }: KernelAgreement): readonly Row[] =>
  differences.filter(({ explained }) => explained === undefined);

describe.each(slice)("%s", (spec) => {
  test("agrees with kofit, but for what is explained", async () => {
    const agreement = await askKernel(spec, { wanted, slots: slots(availableParallelism()) });
    const { modules, loads, refused, unsafe } = agreement.figures;
    expect(
      open(agreement).map(({ file, outcome, errno, lines, symptom }) => ({
        file,
        outcome,
        errno,
        lines,
        symptom,
      })),
    ).toEqual([]);
    expect(modules).toBeGreaterThan(200);
    expect(loads).toBeGreaterThan(modules / 3);
    expect(refused).toBeGreaterThan(modules / 5);
    expect(unsafe).toBeGreaterThan(5);
  });
});
