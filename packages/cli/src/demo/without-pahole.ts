/** The symbols that a list names, one in a line; other lines are comments. */
export function symbolsIn(list: string): readonly string[] {
  return [...list.matchAll(/^CONFIG_\w+/gm)].map(([symbol]) => symbol);
}

/**
 * One of the files of a configuration as Kconfig writes it where no `pahole` is found: without the `lost` symbols,
 * and with CONFIG_PAHOLE_VERSION=0, which scripts/pahole-version.sh prints then.
 */
export function withoutPahole(text: string, lost: readonly string[]): string {
  return text
    .split("\n")
    .filter((line) => {
      const symbol = /^(?:#define )?(CONFIG_\w+)[ =]/.exec(line)?.[1];
      return symbol === undefined || !lost.includes(symbol);
    })
    .map((line) => line.replace(/^((?:#define )?CONFIG_PAHOLE_VERSION[ =]).*/, "$10"))
    .join("\n");
}
