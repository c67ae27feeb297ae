import { expect, test } from "vitest";
import { ask, type Line } from "./guest.ts";
import type { Heard } from "./serial.ts";
import { framed, loaded, ready } from "../test/build/guest-words.ts";
import { serialReader } from "./serial.ts";

/** A guest that has written `heard` and then falls silent, or is gone. */
function line(heard: readonly Heard[], end: "silent" | "ended"): Line & { readonly said: string[] } {
  const rest = [...heard];
  const said: string[] = [];
  return { said, say: (text) => void said.push(text), hear: async () => rest.shift() ?? end };
}

const text = (words: string): Heard => ({ kind: "line", text: words });
const answers = (written: string): Heard[] => serialReader()(Buffer.from(written));

test("an answer, with what the console printed before it", async () => {
  const guest = line([text("a"), text("b"), ...answers(framed(loaded(4)))], "silent");
  expect(await ask(guest, "load 4", 1)).toMatchObject({
    kind: "answer",
    answer: { answer: "loaded", number: 4 },
    console: ["a", "b"],
  });
  expect(guest.said).toEqual(["load 4\n"]);
});

test("a greeting is waited for without a word", async () => {
  const guest = line(answers(framed(ready)), "silent");
  expect((await ask(guest, undefined, 1)).answer).toMatchObject({ answer: "ready" });
  expect(guest.said).toEqual([]);
});

test("a damaged answer is asked for again, but not for ever", async () => {
  const again = line([{ kind: "damaged" }, ...answers(framed(loaded(1)))], "silent");
  expect((await ask(again, "load 1", 1)).kind).toBe("answer");
  expect(again.said).toEqual(["load 1\n", "again\n"]);
  const never = line(
    Array.from({ length: 50 }, (): Heard => ({ kind: "damaged" })),
    "ended",
  );
  expect((await ask(never, "load 1", 1)).kind).toBe("silent");
});

test("a guest that reboots died, one that says nothing is silent", async () => {
  expect(await ask(line([text("Oops")], "ended"), "load 1", 1)).toEqual({ kind: "died", console: ["Oops"] });
  expect((await ask(line([], "silent"), "load 1", 1)).kind).toBe("silent");
});

test("a kernel that panics and hangs then died", async () => {
  const guest = line([text("---[ end Kernel panic - not syncing: x ]---")], "silent");
  expect((await ask(guest, "load 1", 60)).kind).toBe("died");
});

test("a guest that prints without end is not kept, nor waited for", async () => {
  let lines = 0;
  const endless: Line = {
    say: () => {},
    hear: async () => {
      lines += 1;
      if (lines % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      return text("more");
    },
  };
  const reply = await ask(endless, "load 1", 0.1);
  expect(reply.kind).toBe("silent");
  expect(reply.console.length).toBeLessThanOrEqual(2000);
});
