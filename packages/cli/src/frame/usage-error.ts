import type { Text } from "@kofit/core";

/** The command cannot run as it was given: one line for the user, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
