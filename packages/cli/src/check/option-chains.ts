import { FormatError, InputError, type Link, type OptionChain, type Text } from "@kofit/core";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../frame/usage-error.ts";
import { type Answer, answer, isExplained } from "../why/answer.ts";
import type { Explained } from "../why/explained.ts";
import { isDirectory } from "../why/kernel-source.ts";
import { probeWords } from "../why/probe-words.ts";
import { linkWords } from "../why/reason-words.ts";
import { remedyFor } from "../why/remedy.ts";

/** Files of a directory that modules are built with. */
const CONFIGURED = [".config", "include/config/auto.conf", "include/generated/autoconf.h"];

/** The build directory among `targets`, or below one of them (`lib/modules/<release>`); `undefined` when there is none. */
export const headersAmong = (targets: readonly string[]): string | undefined =>
  targets
    .filter((target) => isDirectory(target))
    .flatMap((target) => [target, join(target, "build")])
    .find((directory) => CONFIGURED.some((file) => existsSync(join(directory, file))));

/**
 * Why the headers in `headers` lack these options, by the Kconfig files of `source`, or of what the headers say is their source;
 * empty where none are found.
 *
 * @throws {InputError} if `source` is given and has none.
 */
export async function optionChains(
  options: readonly string[],
  headers: string,
  source: string | undefined,
): Promise<readonly OptionChain[]> {
  const chains: OptionChain[] = [];
  for (const option of options) {
    const found = await answerTo({ symbol: option, headers, ...(source !== undefined && { source }) });
    const chain = found && chainOf(option, found);
    if (chain) chains.push(chain);
  }
  return chains;
}

/** A configuration that cannot be read explains nothing, nor do rules without such an option. A source that is none is an error. */
async function answerTo(question: Parameters<typeof answer>[0]): Promise<Answer | undefined> {
  try {
    return await answer(question);
  } catch (error) {
    if (error instanceof FormatError || error instanceof UsageError) return undefined;
    if (error instanceof InputError && question.source === undefined) return undefined;
    throw error;
  }
}

function chainOf(option: string, { headers, rules }: Answer): OptionChain | undefined {
  const seen = headers?.seen;
  if (!rules || !isExplained(seen) || seen.chain.length === 0) return undefined;
  const { why, what } = remedyFor(seen.chain, seen.world);
  const texts = seen.chain.flatMap((link) => wordsOf(link, seen));
  return {
    option,
    links: [...(why ? [why] : []), ...texts.toReversed()].map(asSentence),
    ...(what && { remedy: asSentence(what) }),
    source: rules.directory,
  };
}

function wordsOf(link: Link, { world }: Explained): readonly Text[] {
  if (link.kind === "symbol") return [linkWords(link, world)];
  const probe = world.rules.probes[link.probe];
  return probe ? [probeWords(probe, link.answer)] : [];
}

/** The words of `kofit why` stand behind arrows; here they are links of a chain of sentences. */
const asSentence = ({ en, zh }: Text): Text => ({
  en: `${/^[a-z][a-z ]/.test(en) ? en.charAt(0).toUpperCase() + en.slice(1) : en}.`,
  zh: `${zh}。`,
});
