import {
  type Checked,
  type KernelFacts,
  type ModuleFacts,
  page,
  type Page,
  reports,
  type Style,
  type Verdict,
} from "@kofit/core";
import { words } from "./story-words.ts";
import { whatHappened, type WhatHappened } from "./what-happened.ts";

/** A module of the story, and what kofit says of it. */
export interface Told {
  /** As the command names it. */
  readonly file: string;
  readonly facts: ModuleFacts;
  readonly verdict: Verdict;
}

/** What the story is told from. Nothing in it is known beforehand. */
export interface Plot {
  readonly kernel: KernelFacts;
  /** The kernel as the command names it: `"demo/kernel.facts.json.gz"`. */
  readonly target: string;
  /** For the report: what the kernel's facts were read from. */
  readonly inputs: readonly string[];
  readonly asShipped: Told;
  readonly withoutPahole: Told;
  /** Text of the `.config` of the headers that the second module was built against. */
  readonly headersConfig: string;
  /** What was fetched and built with just now; absent when kernel and modules are the recorded ones. */
  readonly fresh?: { readonly packages: readonly string[]; readonly compiler: string };
}

/** The whole story for a terminal: two checks as `kofit check` prints them, and what is between them. */
export function tellStory(plot: Plot, style: Style): string {
  const { asShipped, withoutPahole } = plot;
  const say = words[style.language];
  const release = plot.kernel.release.known ? plot.kernel.release.value : say.thisKernel;
  return [
    section(style, (out) => {
      out.paragraph(say.title, { colour: "bold" });
      out.gap();
      out.paragraph(say.introduction(release));
      if (!plot.fresh) return;
      out.gap();
      out.paragraph(say.made(plot.fresh.packages, plot.fresh.compiler));
    }),
    check(say.firstHeading, asShipped, plot, style),
    check(say.secondHeading, withoutPahole, plot, style),
    explanation(plot, style),
    repair(plot, style),
  ].join("\n");
}

function section(style: Style, write: (out: Page) => void): string {
  const out = page(style);
  write(out);
  return out.print();
}

function check(heading: string, told: Told, plot: Plot, style: Style): string {
  const { release, architecture } = plot.kernel;
  const checked: Checked = {
    kernel: {
      release: release.known ? release.value : null,
      architecture: architecture.known ? architecture.value.name : null,
      inputs: plot.inputs,
    },
    modules: [
      {
        file: told.file,
        name: told.facts.name.known ? (told.facts.name.value ?? null) : null,
        verdict: told.verdict,
      },
    ],
  };
  const start = section(style, (out) => {
    out.paragraph(heading, { colour: "bold" });
    out.paragraph(`kofit check ${told.file} --kernel ${plot.target}`, { label: "$ " });
  });
  return `${start}\n${reports.text.print(checked, style)}`;
}

function explanation(plot: Plot, style: Style): string {
  const { kernel, asShipped, withoutPahole, headersConfig } = plot;
  const happened = whatHappened(kernel, asShipped.facts, withoutPahole.facts, headersConfig);
  return section(style, (out) => {
    out.paragraph(words[style.language].explanationHeading, { colour: "bold" });
    out.gap();
    for (const [label, text] of comparison(happened, style)) {
      out.paragraph(text, { indent: 2, label, labelWidth: 16 });
    }
    out.gap();
    for (const [index, link] of chain(happened, withoutPahole.verdict, style).entries()) {
      out.paragraph(link, { indent: 2, label: index === 0 ? "" : "→ ", labelWidth: 2 });
    }
  });
}

const hex = (value: number): string => `0x${value.toString(16)}`;

/** What is the same on both sides, and what is not. */
function comparison({ size, exit, sameVersions }: WhatHappened, { language }: Style): [string, string][] {
  const say = words[language];
  const rows: [string, string][] = [];
  if (sameVersions) rows.push([say.versions, say.same]);
  if (size) rows.push([say.size, say.sides(size, size.kernel - size.module)]);
  if (exit) rows.push([say.exit, say.sides(exit, exit.kernel - exit.module)]);
  return rows;
}

/** From the missing program to the kernel's answer: each link follows from the one before, and from a file. */
function chain(happened: WhatHappened, verdict: Verdict, { language }: Style): string[] {
  const { size, exit, cause, lostOptions, paholeVersion } = happened;
  const say = words[language];
  const links = [say.reconfigured];
  if (paholeVersion) links.push(say.paholeVersion(paholeVersion));
  if (cause) {
    links.push(say.lostOption(cause.option, lostOptions.length - 1));
    links.push(say.lostMembers(cause.members.map(({ name }) => name)));
  } else links.push(say.lostOptions(lostOptions.map(({ symbol }) => symbol)));
  const moved = exit !== undefined && exit.kernel !== exit.module;
  if (moved) links.push(say.moved(exit.kernel - exit.module));
  if (size && size.kernel !== size.module) links.push(say.otherSize(size.kernel - size.module));
  else if (size && moved) links.push(say.sameSize(hex(size.kernel)));
  links.push(say.outcome[verdict.outcome]);
  return links;
}

function repair({ fresh }: Plot, style: Style): string {
  const say = words[style.language];
  return section(style, (out) => {
    out.paragraph(say.repairHeading, { colour: "bold" });
    out.gap();
    for (const { text, command } of say.repairs) {
      out.paragraph(text, { indent: 2 });
      out.paragraph(command, { indent: 4 });
    }
    out.gap();
    out.paragraph(fresh ? say.afterFresh : say.afterwards);
  });
}
