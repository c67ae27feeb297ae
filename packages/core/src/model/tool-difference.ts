/** A tool whose version a configuration knows. */
export const tools = ["assembler", "linker", "pahole", "rustc", "bindgen"] as const;
export type Tool = (typeof tools)[number];

/** What may differ. */
export const differingTools = ["compiler", ...tools] as const;
export type DifferingTool = (typeof differingTools)[number];

export const consequences = ["incompatible code", "plugins", "options lost"] as const;

/** Why a difference of tools matters. */
export type Consequence =
  /** What one compiler builds, code of the other cannot call or be called by: options of the kernel. */
  | { readonly why: "incompatible code"; readonly options: readonly string[] }
  /** Plugins load into the compiler that they were built for, and into no other. */
  | { readonly why: "plugins" }
  /** Options that the kernel has and that went where the tool is another one, or none. */
  | { readonly why: "options lost"; readonly options: readonly string[] };

/** A tool of which the headers, or a module, tell another than the kernel. */
export interface ToolDifference {
  readonly tool: DifferingTool;
  /** `"gcc 12.2.0"`, `"124"`, `"none"`. */
  readonly kernel: string;
  readonly other: string;
  /** Absent where it is noise: modules that are built with the other load and work as well. */
  readonly matters?: Consequence;
}
