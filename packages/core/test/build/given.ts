/** `value`, which the test has put there. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError("the test expects a value here, there is none");
  return value;
}
