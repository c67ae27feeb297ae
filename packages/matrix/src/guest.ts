import type { Answer } from "./answer.ts";
import type { Heard } from "./serial.ts";

/** What a command to a guest led to. */
export interface Reply {
  /** `"died"`: the guest rebooted, which a panic makes it do. `"silent"`: no answer in time. */
  readonly kind: "answer" | "died" | "silent";
  /** Of the kind `"answer"` only. */
  readonly answer?: Answer;
  /** What the console printed meanwhile, line by line. */
  readonly console: readonly string[];
}

/** As much of a QEMU as talking with a guest takes. */
export interface Line {
  hear(milliseconds: number): Promise<Heard | "silent" | "ended">;
  say(text: string): void;
}

/** The first lines of a console tell what happened; a guest may print without end. */
const MAX_CONSOLE = 2000;
/** Times that a damaged answer is asked for again. */
const MAX_AGAIN = 5;
/** What is left to a kernel that panics, in milliseconds: it reboots at once, or hangs doing so. */
const AFTER_PANIC = 3000;
const PANIC = /---\[ end Kernel panic/;

/**
 * Waits for the answer to `command`; without one for the guest's greeting.
 *
 * @param seconds after which the guest is `"silent"`.
 */
export async function ask(line: Line, command: string | undefined, seconds: number): Promise<Reply> {
  const console: string[] = [];
  let deadline = Date.now() + seconds * 1000;
  let panicked = false;
  let again = 0;
  if (command !== undefined) line.say(`${command}\n`);
  for (;;) {
    const heard = await line.hear(deadline - Date.now());
    if (heard === "ended") return { kind: "died", console };
    if (heard === "silent" || Date.now() > deadline) return { kind: panicked ? "died" : "silent", console };
    if (heard.kind === "answer") return { kind: "answer", answer: heard.answer, console };
    if (heard.kind === "damaged") {
      again += 1;
      if (again > MAX_AGAIN) return { kind: "silent", console };
      line.say("again\n");
    } else {
      if (console.length < MAX_CONSOLE) console.push(heard.text);
      if (!panicked && PANIC.test(heard.text)) {
        panicked = true;
        deadline = Date.now() + AFTER_PANIC;
      }
    }
  }
}
