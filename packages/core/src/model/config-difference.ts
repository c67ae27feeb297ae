import { bareValue } from "./config.ts";

/** A symbol that two configurations set differently. Values are as they stand in the file; absent is "not set". */
export interface ConfigDifference {
  readonly symbol: string;
  readonly kernel?: string;
  readonly headers?: string;
}

/**
 * What the headers' configuration says otherwise than the kernel's, in the kernel's order. Values are as they stand in
 * the file: `"y"`, `"124"`, with quotes for a string. A string with quotes and without them is the same.
 */
export function configDifference(kernel: string, headers: string): readonly ConfigDifference[] {
  const ofKernel = settings(kernel);
  const ofHeaders = settings(headers);
  return [...new Set([...ofKernel.keys(), ...ofHeaders.keys()])].flatMap((symbol) => {
    const [mine, theirs] = [ofKernel.get(symbol), ofHeaders.get(symbol)];
    if (mine === theirs) return [];
    if (mine !== undefined && theirs !== undefined && bareValue(mine) === bareValue(theirs)) return [];
    return [
      {
        symbol,
        ...(mine !== undefined && { kernel: mine }),
        ...(theirs !== undefined && { headers: theirs }),
      },
    ];
  });
}

function settings(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/^(CONFIG_\w+)=(.*)$/gm)].map(([, symbol = "", value = ""]) => [symbol, value]),
  );
}
