import { type Language, type Link, spell, visibleJson } from "@kofit/core";
import { type Answer, isExplained, type KernelAnswer } from "./answer.ts";
import type { Explained, Seen } from "./explained.ts";
import { probeWords } from "./probe-words.ts";
import { linkWords, placeText } from "./reason-words.ts";
import { remedyOf, toolOf } from "./tools.ts";

/** The contract that others read. It only grows; a change of meaning is a new number. */
const SCHEMA = "kofit-why/1";

/** The answer for a program; `text` in it is for a person. */
export function whyJson(answer: Answer, language: Language): string {
  const { symbol, headers, configuration, contradictions, rules, version, here, kernel } = answer;
  const document = {
    schema: SCHEMA,
    symbol,
    headers: {
      directory: headers,
      file: configuration.path,
      version,
      ...seenJson(here, language),
      contradictions,
    },
    source: rules && { directory: rules.directory, version: rules.version, problems: rules.rules.problems },
    kernel: kernel && kernelJson(kernel, here, language),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function seenJson(seen: Seen | Explained, language: Language): object {
  // What was looked for and is not there is null.
  if (!isExplained(seen)) return { value: seen.value ?? null };
  const chain = seen.chain.map((link) => linkJson(link, seen, language));
  return { value: seen.value ?? null, computed: seen.computed ?? null, chain };
}

function linkJson(link: Link, { world }: Explained, language: Language): object {
  if (link.kind === "symbol") {
    const { name, value, reason, cause } = link;
    const where = cause?.where ?? ("where" in reason ? reason.where : undefined);
    return {
      symbol: `CONFIG_${name}`,
      value: value ?? null,
      reason: reason.kind,
      by: "by" in reason ? `CONFIG_${reason.by}` : undefined,
      needs: cause && spell(cause.expression, world.rules),
      where: where && placeText(where),
      text: linkWords(link, world)[language],
    };
  }
  const probe = world.rules.probes[link.probe];
  if (!probe) return {};
  const tool = toolOf(probe.text);
  return {
    probe: probe.kind,
    command: probe.text,
    answer: link.answer ?? null,
    where: placeText(probe.where),
    text: probeWords(probe, link.answer)[language],
    tool: tool && {
      id: tool.id,
      debian: tool.debian,
      elsewhere: tool.elsewhere,
      remedy: remedyOf(tool)?.[language],
    },
  };
}

function kernelJson(
  { name, there, unknown, parting }: KernelAnswer,
  here: Seen | Explained,
  language: Language,
): object {
  const probe =
    parting?.link.kind === "probe" && isExplained(here)
      ? here.world.rules.probes[parting.link.probe]
      : undefined;
  return {
    name,
    ...(there && seenJson(there, language)),
    unknown: unknown && { why: unknown.why[language], remedy: unknown.remedy[language] },
    firstDifference: parting && {
      symbol: parting.link.kind === "symbol" ? `CONFIG_${parting.link.name}` : undefined,
      command: probe?.text,
      headers: parting.here,
      kernel: parting.there,
    },
  };
}
