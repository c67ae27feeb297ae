/** Files that one tree may source: the kernel has 1,800. */
export const MAX_FILES = 20_000;
/** Bytes of one file: the kernel's largest has 110 KiB. */
export const MAX_FILE = 4 << 20;
/** Bytes of all files together: the kernel's are 8 MiB. */
export const MAX_TOTAL = 128 << 20;
/** Files that source each other, and blocks inside each other: the kernel needs 8 of either. */
export const MAX_NESTING = 64;
/** Parentheses and `!` inside each other in an expression: the kernel needs 4. */
export const MAX_PARENTHESES = 64;
/** Problems that are kept: whoever has more gave something else than Kconfig. */
export const MAX_PROBLEMS = 200;
/** Macros inside each other: the kernel's own limit is 1,000 for one, its files need 8. */
export const MAX_MACRO_DEPTH = 64;
/** Macros expanded for one word: `a = $(b)$(b)`, `b = $(c)$(c)` … doubles with every line. */
export const MAX_MACRO_CALLS = 10_000;
/** Characters that a word may expand to: a shell takes 128 KiB as one argument. */
export const MAX_EXPANSION = 128 << 10;
/** Arguments of a function: FUNCTION_MAX_ARGS in scripts/kconfig/preprocess.c. */
export const MAX_ARGUMENTS = 16;
