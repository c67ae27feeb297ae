import { type Language, type Page, page, type SymbolLink, type Text } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { type Answer, isExplained, type KernelAnswer } from "./answer.ts";
import type { Explained } from "./explained.ts";
import { probeWords } from "./probe-words.ts";
import { causeWords, linkWords, placeText, valueText } from "./reason-words.ts";
import { remedyOf, toolOf } from "./tools.ts";
import { words } from "./words.ts";

/** Problems of Kconfig files that are named. */
const NAMED = 3;

/** The answer for a person. */
export function printWhy(answer: Answer, language: Language, terminal: Terminal): string {
  const out = page(terminal);
  const say = (text: Text, how: Parameters<Page["paragraph"]>[1] = {}): void =>
    out.paragraph(text[language], how);
  const { symbol, here } = answer;
  say(words.value(symbol, here.value), { colour: "bold" });
  say(words.where(answer.headers, answer.configuration.path), { indent: 2, colour: "dim" });
  out.gap();
  if (isExplained(here)) chain(here, say);
  for (const each of answer.contradictions) {
    say(words.contradiction(each, symbol, answer.configuration.path), { label: "! ", colour: "yellow" });
  }
  if (isExplained(here)) doubts(answer, here, say);
  else say(words.noRules(answer.headers, answer.version), { label: "? ", colour: "yellow" });
  if (answer.kernel) {
    out.gap();
    kernel(answer, answer.kernel, say);
  }
  return out.print();
}

type Say = (text: Text, how?: Parameters<Page["paragraph"]>[1]) => void;

function chain({ chain: links, world }: Explained, say: Say): void {
  for (const link of links) {
    if (link.kind === "symbol") {
      say(linkWords(link, world), { label: "← " });
      others(link, world, say);
      continue;
    }
    const probe = world.rules.probes[link.probe];
    if (!probe) continue;
    say(probeWords(probe, link.answer), { label: "← " });
    const tool = toolOf(probe.text);
    const absent = link.answer === undefined ? undefined : tool?.absent?.[link.answer];
    if (absent) say(absent, { label: "← " });
    const remedy = tool && (absent || link.answer === "n") ? remedyOf(tool) : undefined;
    if (remedy) say(remedy, { label: "→ ", colour: "green" });
  }
}

/** What else would have to be: a chain follows one of the causes. */
function others({ reason, cause }: SymbolLink, world: Explained["world"], say: Say): void {
  if (reason.kind !== "dependency" && reason.kind !== "unknown") return;
  const told = new Set([cause?.part]);
  for (const other of reason.causes) {
    if (told.has(other.part)) continue;
    told.add(other.part);
    say(words.also(causeWords(other, world), placeText(other.where)), { indent: 2, colour: "dim" });
  }
}

/** What makes the explanation less than sure. */
function doubts({ rules, version, configuration, symbol }: Answer, here: Explained, say: Say): void {
  if (!rules) return;
  if (version !== undefined && rules.version !== undefined && version !== rules.version) {
    say(words.otherVersion(rules.directory, rules.version, version), { label: "! ", colour: "yellow" });
  }
  if (here.computed !== undefined && here.value !== undefined && here.computed !== here.value) {
    say(words.disagrees(symbol, here.computed, configuration.path), { label: "! ", colour: "yellow" });
  }
  const { problems } = rules.rules;
  if (problems.length === 0) return;
  say(words.problems(problems.length), { label: "! ", colour: "yellow" });
  for (const { where, what } of problems.slice(0, NAMED)) {
    say(
      { en: `${placeText(where)}: ${what}`, zh: `${placeText(where)}：${what}` },
      { indent: 2, colour: "dim" },
    );
  }
}

function kernel({ symbol, here }: Answer, { name, there, unknown, parting }: KernelAnswer, say: Say): void {
  if (unknown) {
    say(words.kernelUnknown(name, unknown.why), { colour: "yellow" });
    say(unknown.remedy, { label: "→ " });
  }
  if (!there) return;
  say(words.inKernel(symbol, there.value, name, there.value === here.value), { colour: "bold" });
  if (!parting || !isExplained(here) || there.value === here.value) return;
  const { link } = parting;
  const probe = link.kind === "probe" ? here.world.rules.probes[link.probe] : undefined;
  const what = probe ? probeWords(probe, parting.here) : undefined;
  const values = { here: valueText(parting.here), there: valueText(parting.there) };
  say(link.kind === "symbol" ? words.parting(link.name, values) : words.partingProbe(what, values), {
    label: "≠ ",
  });
}
