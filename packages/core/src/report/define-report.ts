import type { Verdict } from "../analyse/verdict.ts";
import type { Language } from "../model/fact.ts";

/** What `check` found: a kernel, and a verdict for each module. */
export interface Checked {
  readonly kernel: {
    /** `null` when unknown. */
    readonly release: string | null;
    readonly architecture: string | null;
    readonly inputs: readonly string[];
  };
  readonly modules: readonly CheckedModule[];
  /** Only the release told which checks this kernel makes: distributions backport, and its image would tell for sure. */
  readonly loaderByRelease?: true;
}

export interface CheckedModule {
  readonly file: string;
  /** `null` when the module does not tell. */
  readonly name: string | null;
  readonly verdict: Verdict;
  /** The file is not a whole module, so it says nothing about the kernel. The CLI says what is wrong with it. */
  readonly damaged?: true;
}

export interface Style {
  readonly language: Language;
  /** Columns to fill; 80 when the output is no terminal. */
  readonly width: number;
  readonly colour: boolean;
  /** Whether to list what is fine, and all of what is many. */
  readonly verbose: boolean;
}

/** How one output format prints. Pure: the CLI writes the text, a web page offers it as a download. */
export interface Report {
  /** Equal to the file's name; the value of `--format`. */
  readonly id: string;
  readonly mediaType: string;
  print(checked: Checked, style: Style): string;
}
