import { UsageError } from "./usage-error.ts";

/**
 * For a command that takes options only.
 *
 * @param option the one that whoever gave an operand most likely meant.
 * @throws {UsageError} if there are operands.
 */
export function requireNoOperands([first]: readonly string[], command: string, option: string): void {
  if (first === undefined) return;
  throw new UsageError({
    en: `${command} takes no operands: kofit ${command} ${option} ${first}`,
    zh: `${command} 不接受参数：kofit ${command} ${option} ${first}`,
  });
}
