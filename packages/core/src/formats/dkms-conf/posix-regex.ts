/** Longest pattern that is tried. Those of Debian's packages have 50 characters. */
const MAX_PATTERN = 512;

/** Longest text that is matched: a release has at most 64 characters, __NEW_UTS_LEN in include/uapi/linux/utsname.h. */
const MAX_TEXT = 256;

/** Repetitions in a pattern. Each may multiply the time by the length of the text. */
const MAX_REPETITIONS = 6;

/**
 * Whether `text` matches a POSIX extended regular expression, as `[[ text =~ pattern ]]` of bash has it; `undefined` for one that is
 * not sure to mean the same here or to end soon: a repeated group, back references, classes of a locale.
 */
export function matchesPosix(pattern: string, text: string): boolean | undefined {
  if (pattern.length > MAX_PATTERN || text.length > MAX_TEXT) return undefined;
  const repetitions = pattern.replace(/\\[^]|\[\]?[^\]]*\]/g, "x").match(/[*+?{]/g)?.length ?? 0;
  if (repetitions > MAX_REPETITIONS || /\)[*+{]|\[[=.]|\(\?|\\[A-Za-z0-9<>]|[*+?}][*+?{]/.test(pattern))
    return undefined;
  const translated = pattern
    .replaceAll("[:digit:]", "0-9")
    .replaceAll("[:alpha:]", "A-Za-z")
    .replaceAll("[:alnum:]", "A-Za-z0-9")
    .replaceAll("[:space:]", "\\s");
  // In a bracket, POSIX takes a backslash and a first `]` as they are, JavaScript does not.
  if (translated.includes("[:") || /\[[^\]]*\\(?!s)|\[\^?\]/.test(translated)) return undefined;
  try {
    return new RegExp(translated).test(text);
  } catch {
    return undefined;
  }
}
