import { visible } from "@kofit/core";

/** Where a command writes. Output goes to stdout, messages and progress to stderr. */
export interface Terminal {
  /** Columns to fill. */
  readonly width: number;
  readonly colour: boolean;
  out(text: string): void;
  message(text: string): void;
  /** One line about something that kept kofit from doing all it was asked to. */
  trouble(line: string): void;
  /** Shows `text` on the status line of an interactive stderr, and nothing elsewhere; `""` removes it. */
  progress(text: string): void;
}

/** Wide enough for any terminal, narrow enough to be read. */
const WIDEST = 120;
const NARROWEST = 40;
/** When the output is no terminal. */
const USUAL = 80;

const clearLine = "\r\u001b[K";

/** The terminal, pipe or file that this process writes to. */
export function processTerminal({ env, stdout, stderr }: NodeJS.Process): Terminal {
  let shown = false;
  const progress = (text: string): void => {
    if (!stderr.isTTY || (text === "" && !shown)) return;
    shown = text !== "";
    // One column stays free: some terminals wrap when the last one is filled.
    stderr.write(clearLine + text.slice(0, (stderr.columns || USUAL) - 1));
  };
  // `kofit … | head`: the reader has enough, and nobody is left to tell.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
  return {
    width: stdout.isTTY ? Math.min(WIDEST, Math.max(NARROWEST, stdout.columns || USUAL)) : USUAL,
    colour: wantsColour(env, stdout.isTTY),
    out(text) {
      progress("");
      stdout.write(text);
    },
    message(text) {
      progress("");
      stderr.write(text);
    },
    trouble(line) {
      this.message(`kofit: ${visible(line)}\n`);
    },
    progress,
  };
}

/** FORCE_COLOR as Node reads it (https://force-color.org), then NO_COLOR (https://no-color.org), then the terminal. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTTY: boolean): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (env["NO_COLOR"]) return false;
  return isTTY && env["TERM"] !== "dumb";
}
