import { type LogicalLine, logicalLines } from "./logical-lines.ts";

/** A condition around a statement. */
export interface Condition {
  /** The directive: `"ifneq ($(KERNELRELEASE),)"`. */
  readonly text: string;
  readonly line: number;
  /** Whether the statement is there when it holds; `false` behind `else`. */
  readonly holds: boolean;
}

interface Common {
  /** 1-based. */
  readonly line: number;
  /** As it stands there, without what it begins and ends with. */
  readonly text: string;
  /** All of them are to be met. */
  readonly when: readonly Condition[];
}

export interface Assignment extends Common {
  readonly kind: "assignment";
  readonly name: string;
  /** `"="`, `":="`, `"?="`, `"+="`, `"!="`; `"define"` for one of several lines. */
  readonly operator: string;
  readonly value: string;
  /** make's command line does not change it. */
  readonly override: boolean;
}

export interface Include extends Common {
  readonly kind: "include";
  readonly paths: string;
}

export interface Rule extends Common {
  readonly kind: "rule";
  readonly targets: string;
}

export interface Recipe extends Common {
  readonly kind: "recipe";
  /** Of the rule that it belongs to. */
  readonly targets: string;
}

export interface Other extends Common {
  readonly kind: "other";
}

/** One statement of a Makefile; conditions are told with what they guard. */
export type Statement = Assignment | Include | Rule | Recipe | Other;

/** What make reads in a Makefile. Nothing is expanded or run; what is no statement of make's is {@link Other}. */
export function makefileStatements(text: string): readonly Statement[] {
  const reader = new Reader();
  for (const line of logicalLines(text)) reader.read(line);
  return reader.statements;
}

const ASSIGNMENT = /^(?<name>[^\s:#=?+!]+)\s*(?<operator>:{0,3}=|\?=|\+=|!=)\s*(?<value>.*)$/s;
const MODIFIERS = /^(?:(?:override|export|private|unexport)\s+)+/;

class Reader {
  readonly statements: Statement[] = [];
  readonly #conditions: Condition[][] = [];
  /** Targets of the rule whose recipe may follow: eval() in GNU make's src/read.c. */
  #targets: string | undefined;
  #define: { readonly name: string; readonly line: number; readonly lines: string[] } | undefined;

  read({ line, text }: LogicalLine): void {
    if (this.#define) return this.#inDefine(text);
    if (text.startsWith("\t") && this.#targets !== undefined) {
      this.statements.push({ kind: "recipe", targets: this.#targets, ...this.#common(line, text) });
      return undefined;
    }
    const statement = text.trim();
    if (!this.#conditional(statement, line)) this.#other(statement, line);
    return undefined;
  }

  #conditional(text: string, line: number): boolean {
    if (/^if(?:eq|neq|def|ndef)\b/.test(text)) {
      this.#conditions.push([{ text, line, holds: true }]);
      return true;
    }
    if (/^endif\b/.test(text)) {
      this.#conditions.pop();
      return true;
    }
    const [, next] = /^else\b\s*(.*)$/s.exec(text) ?? [];
    const top = this.#conditions.at(-1);
    if (next === undefined || !top) return next !== undefined;
    const before = top.map((one) => ({ ...one, holds: false }));
    const more = /^if(?:eq|neq|def|ndef)\b/.test(next) ? [{ text: next, line, holds: true }] : [];
    this.#conditions[this.#conditions.length - 1] = [...before, ...more];
    return true;
  }

  #other(text: string, line: number): void {
    const common = this.#common(line, text);
    const [, defined] = /^(?:override\s+|export\s+)*define\s+([^\s:?+=]+)/.exec(text) ?? [];
    const [, paths] = /^(?:-include|sinclude|include)\s+(.*)$/s.exec(text) ?? [];
    if (defined !== undefined) this.#define = { name: defined, line, lines: [] };
    else if (paths !== undefined) this.#endRule({ kind: "include", paths, ...common });
    else this.#assignmentOrRule(common);
  }

  #assignmentOrRule(common: Common): void {
    const { text } = common;
    const modifiers = MODIFIERS.exec(text)?.[0] ?? "";
    const assigned = ASSIGNMENT.exec(text.slice(modifiers.length))?.groups;
    const bare = withoutReferences(text);
    if (assigned) {
      const { name = "", operator = "=", value = "" } = assigned;
      const override = /\boverride\b/.test(modifiers);
      this.#endRule({ kind: "assignment", name, operator, value: value.trim(), override, ...common });
    } else if (/^[^=]*:/.test(bare) && !/^(?:export|unexport|vpath)\b/.test(text)) {
      const targets = (bare.split(":")[0] ?? "").trim();
      this.statements.push({ kind: "rule", targets, ...common });
      this.#targets = targets;
    } else this.statements.push({ kind: "other", ...common });
  }

  #endRule(statement: Statement): void {
    this.statements.push(statement);
    this.#targets = undefined;
  }

  #inDefine(text: string): void {
    const open = this.#define;
    if (!open) return;
    if (!/^\s*endef\b/.test(text)) {
      open.lines.push(text);
      return;
    }
    this.#define = undefined;
    this.statements.push({
      kind: "assignment",
      name: open.name,
      operator: "define",
      value: open.lines.join("\n"),
      override: false,
      ...this.#common(open.line, `define ${open.name}`),
    });
  }

  #common(line: number, text: string): Common {
    return { line, text: text.trim(), when: this.#conditions.flat() };
  }
}

/** A colon inside `$(…)` ends no target. */
const withoutReferences = (text: string): string => text.replaceAll(/\$\([^()]*\)|\$\{[^{}]*\}/g, "$$");
