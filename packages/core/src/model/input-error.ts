import type { Text } from "./fact.ts";

/**
 * What was given cannot be used as it was meant: it is not there, it may not be read, it is no kernel, or two inputs
 * contradict each other. Never a bug of kofit; the command ends with one line and exit code 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
  /** One line for a person: the input's name, what is wrong with it, and what to give instead where that is known. */
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
