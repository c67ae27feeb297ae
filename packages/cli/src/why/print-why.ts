import { type Language, type Page, page, type SymbolLink, type Text } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { type Answer, type InHeaders, type InKernel, isExplained, mainOf } from "./answer.ts";
import type { Explained, Seen } from "./explained.ts";
import { probeWords } from "./probe-words.ts";
import { causeWords, linkWords, placeText, valueText } from "./reason-words.ts";
import { remedyFor } from "./remedy.ts";
import { words } from "./words.ts";

/** Problems of Kconfig files that are named. */
const NAMED = 3;

type Say = (text: Text, how?: Parameters<Page["paragraph"]>[1]) => void;

/** The answer for a person. */
export function printWhy(answer: Answer, language: Language, terminal: Terminal): string {
  const out = page(terminal);
  const say: Say = (text, how = {}) => out.paragraph(text[language], how);
  const { symbol, headers, kernel } = answer;
  const main = mainOf(answer);
  if (main) {
    say(words.value(symbol, main.value), { colour: "bold" });
    if (headers) say(words.where(headers.directory, headers.file), { indent: 2, colour: "dim" });
    else if (kernel) say(words.ofKernel(kernel.name), { indent: 2, colour: "dim" });
    out.gap();
    explanation(answer, main, say);
    if (headers) out.gap();
  }
  if (headers && kernel) beside(symbol, headers, kernel, say);
  if (kernel?.unknown) {
    say(words.kernelUnknown(kernel.name, kernel.unknown.why), { label: "? ", colour: "yellow" });
    say(kernel.unknown.remedy, { label: "→ " });
  }
  return out.print();
}

function explanation(answer: Answer, main: Seen | Explained, say: Say): void {
  const { symbol, headers, looked, version, near } = answer;
  if (isExplained(main)) chain(main, say);
  if (near !== undefined) say(words.near(near), { label: "? ", colour: "yellow" });
  for (const { message } of headers?.damaged ?? []) {
    say(words.damaged(message), { label: "! ", colour: "yellow" });
  }
  for (const each of headers?.contradictions ?? []) {
    say(words.contradiction(each, symbol, headers?.file ?? ""), { label: "! ", colour: "yellow" });
  }
  if (isExplained(main)) doubts(answer, main, say);
  else say(words.noRules(looked, version), { label: "? ", colour: "yellow" });
}

function chain({ chain: links, world }: Explained, say: Say): void {
  for (const link of links) {
    if (link.kind === "symbol") {
      say(linkWords(link, world), { label: "← " });
      others(link, world, say);
      continue;
    }
    const probe = world.rules.probes[link.probe];
    if (probe) say(probeWords(probe, link.answer), { label: "← " });
  }
  const { why, what } = remedyFor(links, world);
  if (why) say(why, { label: "← " });
  if (what) say(what, { label: "→ ", colour: "green" });
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
function doubts({ rules, version, headers, kernel, symbol }: Answer, main: Explained, say: Say): void {
  if (!rules) return;
  if (version !== undefined && rules.version !== undefined && version !== rules.version) {
    say(words.otherVersion(rules.directory, rules.version, version), { label: "! ", colour: "yellow" });
  }
  if (main.computed !== undefined && main.value !== undefined && main.computed !== main.value) {
    const file = headers?.file ?? kernel?.name ?? "";
    say(words.disagrees(symbol, main.computed, file), { label: "! ", colour: "yellow" });
  }
  const { problems } = rules.rules;
  if (problems.length === 0) return;
  say(words.problems(problems.length), { label: "! ", colour: "yellow" });
  for (const problem of problems.slice(0, NAMED)) {
    say(words.problem(problem), { indent: 2, colour: "dim" });
  }
}

/** The symbol in the kernel's configuration, and where the headers' parts from it. */
function beside(
  symbol: string,
  { seen: here }: InHeaders,
  { name, seen: there, parting, other }: InKernel,
  say: Say,
): void {
  if (!there) return;
  say(words.inKernel(symbol, there.value, name, there.value === here.value), { colour: "bold" });
  if (other !== undefined) say(words.otherKernel(other), { label: "! ", colour: "yellow" });
  if (!parting || !isExplained(here) || there.value === here.value) return;
  const { link } = parting;
  const probe = link.kind === "probe" ? here.world.rules.probes[link.probe] : undefined;
  const what = probe ? probeWords(probe, parting.here) : undefined;
  const values = { here: valueText(parting.here), there: valueText(parting.there) };
  say(link.kind === "symbol" ? words.parting(link.name, values) : words.partingProbe(what, values), {
    label: "≠ ",
  });
}
