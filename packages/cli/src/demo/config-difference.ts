/** A symbol that two configurations set differently; `undefined` is "not set". */
export interface Difference {
  readonly symbol: string;
  readonly kernel: string | undefined;
  readonly headers: string | undefined;
}

/**
 * What the headers' configuration says otherwise than the kernel's, in the kernel's order. Values are as they stand in
 * the file: `"y"`, `"124"`, with quotes for a string.
 */
export function configDifference(kernel: string, headers: string): readonly Difference[] {
  const ofKernel = settings(kernel);
  const ofHeaders = settings(headers);
  return [...new Set([...ofKernel.keys(), ...ofHeaders.keys()])]
    .map((symbol) => ({ symbol, kernel: ofKernel.get(symbol), headers: ofHeaders.get(symbol) }))
    .filter((difference) => difference.kernel !== difference.headers);
}

function settings(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)].map(([, symbol = "", value = ""]) => [symbol, value]),
  );
}
