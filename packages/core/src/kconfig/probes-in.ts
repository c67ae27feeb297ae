import type {
  Condition,
  Definition,
  Expression,
  KconfigSymbol,
  Operand,
  Scope,
  Template,
} from "../model/kconfig-rules.ts";

/** All operands of `expression`. */
export function* operandsOf(expression: Expression): Generator<Operand> {
  if (expression.op === "value") yield expression.operand;
  else if (expression.op === "not") yield* operandsOf(expression.of);
  else if (expression.op === "compare") yield* [expression.left, expression.right];
  else for (const part of expression.of) yield* operandsOf(part);
}

/** The texts with probes in the entries of `symbol` and in the blocks around them. */
export function* templatesOf({ definitions }: KconfigSymbol): Generator<Template> {
  for (const operand of definitions.flatMap((definition) => [...operandsIn(definition)])) {
    if (operand.kind === "template") yield operand.parts;
  }
}

/** The operands of an entry's conditions, defaults and ranges. */
function* operandsIn(definition: Definition): Generator<Operand> {
  for (const expression of expressionsIn(definition)) yield* operandsOf(expression);
  for (const { value } of definition.ranges) yield* value;
}

/** The comparisons in an entry's conditions and defaults. */
export function* comparisonsIn(definition: Definition): Generator<Comparing> {
  for (const expression of expressionsIn(definition)) yield* comparisonsOf(expression);
}

type Comparing = Extract<Expression, { readonly op: "compare" }>;

function* comparisonsOf(expression: Expression): Generator<Comparing> {
  if (expression.op === "compare") yield expression;
  else if (expression.op === "not") yield* comparisonsOf(expression.of);
  else if (expression.op !== "value") for (const part of expression.of) yield* comparisonsOf(part);
}

function* expressionsIn(definition: Definition): Generator<Expression> {
  for (const { expression } of conditionsAround(definition)) yield expression;
  for (const { value, when } of definition.defaults) {
    yield value;
    if (when) yield when;
  }
  for (const { when } of [...definition.prompts, ...definition.ranges]) if (when) yield when;
}

/** What an entry depends on: its own lines, then those of the blocks around it from the inside. */
export function* conditionsAround({
  depends,
  scope,
}: {
  readonly depends: readonly Condition[];
  readonly scope?: Scope;
}): Generator<Condition> {
  yield* depends;
  for (let at = scope; at; at = at.parent) yield* at.depends;
}
