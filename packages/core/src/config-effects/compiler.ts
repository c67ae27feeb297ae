/** A compiler as a kernel, a configuration or a module names it. */
export interface Compiler {
  readonly kind: "gcc" | "clang";
  /** As `__GNUC__`, minor and patch level, `[12, 2, 0]`. */
  readonly version: readonly [major: number, minor: number, patch: number];
}

/**
 * The compiler that a text names: the banner (`/proc/version`), CONFIG_CC_VERSION_TEXT, or a string of `.comment`.
 * `"aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14) 12.2.0"`, `"GCC: (Debian 12.2.0-14) 12.2.0"`, `"Debian clang version 17.0.6"`.
 * `undefined` when it names none that is known.
 */
export function compilerIn(text: string): Compiler | undefined {
  const clang = /\bclang version (\d+)\.(\d+)\.(\d+)/.exec(text);
  if (clang) return { kind: "clang", version: numbers(clang) };
  // What stands in brackets is the packager's, and may have a version of its own.
  const gcc = /\bgcc(?:-[\d.]+)?(?:\.exe)?:? \([^()]*(?:\([^()]*\)[^()]*)*\) (\d+)\.(\d+)\.(\d+)/i.exec(text);
  return gcc ? { kind: "gcc", version: numbers(gcc) } : undefined;
}

const numbers = ([, a, b, c]: readonly (string | undefined)[]): Compiler["version"] => [
  Number(a),
  Number(b),
  Number(c),
];

/** `"gcc 12.2.0"` */
export const compilerText = ({ kind, version }: Compiler): string => `${kind} ${version.join(".")}`;

/** Whether two are one compiler in one version. */
export const sameCompiler = (a: Compiler, b: Compiler): boolean => compilerText(a) === compilerText(b);
