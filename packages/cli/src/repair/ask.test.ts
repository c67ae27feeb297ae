import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askYesNo, canAsk } from "./ask.ts";

async function answered(text: string | undefined): Promise<boolean> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  if (text === undefined) input.end();
  else input.write(text);
  return askYesNo("Do it? [y/N]", new AbortController().signal, { input, output });
}

test("a yes is a yes, everything else is a no", async () => {
  for (const yes of ["y\n", "Y\n", " yes \n", "是\n"])
    expect([yes, await answered(yes)]).toEqual([yes, true]);
  for (const no of ["\n", "n\n", "yellow\n", "q\n", undefined])
    expect([no, await answered(no)]).toEqual([no, false]);
});

test("an interruption ends the question", async () => {
  const controller = new AbortController();
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked = askYesNo("Do it? [y/N]", controller.signal, { input, output });
  controller.abort();
  await expect(asked).rejects.toThrow(/abort/i);
});

test("nobody is asked in a pipe", () => {
  expect(canAsk({ stdin: { isTTY: true }, stderr: { isTTY: true } })).toBe(true);
  expect(canAsk({ stdin: {}, stderr: { isTTY: true } })).toBe(false);
  expect(canAsk({ stdin: { isTTY: true }, stderr: {} })).toBe(false);
});
