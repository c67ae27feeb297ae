/** Whether the letters of `part` stand in a symbol as {@link Kallsyms.each} gives it, behind its type. */
export function nameIncludes(symbol: Uint8Array, length: number, part: Uint8Array): boolean {
  const last = length - part.length;
  for (let start = 1; start <= last; start += 1) {
    let i = 0;
    while (i < part.length && symbol[start + i] === part[i]) i += 1;
    if (i === part.length) return true;
  }
  return false;
}
