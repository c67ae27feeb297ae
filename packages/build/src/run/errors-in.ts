/** Lines that are shown: the error is among the first that have the word, else at the end. */
const SHOWN = 2;

/** What a build's output says of why it failed, on one line; `""` where it says nothing. */
export function errorsIn(output: string): string {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const errors = lines.filter((line) => /\berror\b|not found|No such file|No rule to make/i.test(line));
  return (errors.length > 0 ? errors.slice(0, SHOWN) : lines.slice(-SHOWN)).join(" | ");
}
