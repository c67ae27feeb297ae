/** How far a build is. */
export interface BuildProgress {
  /** Files that were compiled, or are being. */
  readonly compiled: number;
  /** The file at hand, without its directory: `"main.o"`; absent before the first. */
  readonly current?: string;
  /** How many makes have called each other. */
  readonly level: number;
}

/** As kbuild prints them: quiet lines (`  CC [M]  a.o`), the same behind `#` since 6.2, or whole commands (V=1). */
const SHORT = /^\s*#?\s*(?:CC|AS|RUSTC|CXX|CPP|LD|MODPOST|BTF)\s+(?:\[M\]\s+)?(\S+)\s*$/;
const WHOLE = /\s-c(?=\s).*?\s-o\s+(\S+\.o)\b/;
const LEVEL = /^make\[(\d+)\]: Entering directory/;
/** Characters of a line that are looked at; commands of kbuild have 5,000. */
const LONGEST = 1 << 16;

/** Makes progress out of what make prints, piece by piece. */
export function progressIn(told: (progress: BuildProgress) => void): (text: string) => void {
  const compiled = new Set<string>();
  let level = 0;
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, LONGEST);
    let current: string | undefined;
    for (const line of lines) {
      const [, entered] = LEVEL.exec(line) ?? [];
      if (entered !== undefined) level = Math.max(level, Number(entered));
      const file = fileIn(line.slice(0, LONGEST));
      if (file === undefined) continue;
      current = file.slice(file.lastIndexOf("/") + 1);
      if (file.endsWith(".o") && compiled.size < MOST) compiled.add(file);
    }
    if (current !== undefined || level > 0) {
      told({ compiled: compiled.size, ...(current !== undefined && { current }), level });
    }
  };
}

/** No source has as many files; a Makefile in a circle may print as many. */
const MOST = 100_000;

const fileIn = (line: string): string | undefined => SHORT.exec(line)?.[1] ?? WHOLE.exec(line)?.[1];
