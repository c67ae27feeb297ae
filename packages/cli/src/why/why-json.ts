import { type Language, type Link, spell, visibleJson } from "@kofit/core";
import { type Answer, type InKernel, isExplained } from "./answer.ts";
import type { Explained, Seen } from "./explained.ts";
import { probeWords } from "./probe-words.ts";
import { linkWords, placeText } from "./reason-words.ts";
import { remedyFor } from "./remedy.ts";

/** The contract that others read. It only grows; a change of meaning is a new number. */
const SCHEMA = "kofit-why/1";

/** The answer for a program; `text` in it is for a person. What was looked for and is not there is null. */
export function whyJson(answer: Answer, language: Language): string {
  const { symbol, headers, kernel, rules, looked, version, near } = answer;
  const document = {
    schema: SCHEMA,
    symbol,
    version: version ?? null,
    headers: headers && {
      directory: headers.directory,
      file: headers.file,
      ...seenJson(headers.seen, language),
      contradictions: headers.contradictions,
      unread: headers.damaged.map(({ message }) => message),
    },
    kernel: kernel && kernelJson(kernel, headers?.seen, language),
    source: rules
      ? { directory: rules.directory, version: rules.version ?? null, problems: rules.rules.problems }
      : null,
    lookedIn: looked,
    near,
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function seenJson(seen: Seen | Explained, language: Language): object {
  if (!isExplained(seen)) return { value: seen.value ?? null };
  const chain = seen.chain.map((link) => linkJson(link, seen, language));
  const { tool, why, what } = remedyFor(seen.chain, seen.world);
  return {
    value: seen.value ?? null,
    computed: seen.computed ?? null,
    chain,
    tool: tool && {
      id: tool.id,
      name: tool.name[language],
      ...("debian" in tool.remedy && tool.remedy),
    },
    because: why?.[language],
    remedy: what?.[language],
  };
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
  return {
    probe: probe.kind,
    command: probe.text,
    answer: link.answer ?? null,
    where: placeText(probe.where),
    text: probeWords(probe, link.answer)[language],
  };
}

function kernelJson(
  { name, seen, unknown, parting, other }: InKernel,
  here: Seen | Explained | undefined,
  language: Language,
): object {
  const probe =
    parting?.link.kind === "probe" && isExplained(here)
      ? here.world.rules.probes[parting.link.probe]
      : undefined;
  return {
    name,
    ...(seen && seenJson(seen, language)),
    otherKernel: other,
    unknown: unknown && { why: unknown.why[language], remedy: unknown.remedy[language] },
    firstDifference: parting && {
      symbol: parting.link.kind === "symbol" ? `CONFIG_${parting.link.name}` : undefined,
      command: probe?.text,
      headers: parting.here,
      kernel: parting.there,
    },
  };
}
