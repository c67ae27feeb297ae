import { Cursor, type Encoding } from "../../io/cursor.ts";
import type { SectionBytes } from "../elf/section-bytes.ts";
import { DW_FORM_implicit_const } from "./constants.ts";
import { fixedSize, type FormSizes, isKnownForm } from "./forms.ts";
import { sleb64, uleb } from "./leb128.ts";

/** What entries of one shape have. DWARF 5, section 7.5.3. */
export interface Abbreviation {
  readonly code: number;
  /** `DW_TAG_*` */
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly Attribute[];
  /** How to pass over the values: sizes in bytes, and forms (negated) whose size stands at the value. */
  readonly steps: readonly number[];
}

export interface Attribute {
  /** `DW_AT_*` */
  readonly name: number;
  /** `DW_FORM_*` */
  readonly form: number;
  /** The value itself, of DW_FORM_implicit_const. */
  readonly constant?: bigint;
}

/** The abbreviations of a unit by their code. */
export type Abbreviations = ReadonlyMap<number, Abbreviation>;

/** The longest that compilers write are some twenty. Each is looked through for each entry. */
const MAX_ATTRIBUTES = 256;

/**
 * The abbreviations that start at `offset` of `.debug_abbrev`, and the bytes that they take there.
 *
 * @throws {FormatError} if they do not end in it, or have a form that nobody knows: what follows could not be found.
 */
export function parseAbbreviations(
  section: SectionBytes,
  offset: number,
  sizes: FormSizes,
): { readonly table: Abbreviations; readonly size: number } {
  const c = cursorAt(section, offset);
  const table = new Map<number, Abbreviation>();
  for (let code = uleb(c); code !== 0; code = uleb(c)) {
    const tag = uleb(c);
    const hasChildren = c.u8() !== 0;
    const attributes = parseAttributes(c);
    const steps = stepsOver(attributes, sizes);
    if (!table.has(code)) table.set(code, { code, tag, hasChildren, attributes, steps });
  }
  return { table, size: c.offset - offset };
}

function cursorAt({ bytes, source, offset: base, encoding }: SectionBytes, offset: number): Cursor {
  const c = new Cursor(bytes, source, encoding satisfies Encoding, base);
  if (!(offset < bytes.length))
    c.fail(`abbreviations at ${offset} wanted, there are ${bytes.length} bytes`, 0);
  c.offset = offset;
  return c;
}

function parseAttributes(c: Cursor): Attribute[] {
  const attributes: Attribute[] = [];
  for (;;) {
    const name = uleb(c);
    const form = uleb(c);
    if (name === 0 && form === 0) return attributes;
    if (!isKnownForm(form)) c.fail(`form 0x${form.toString(16)} is not known`);
    if (attributes.length === MAX_ATTRIBUTES) c.fail(`more than ${MAX_ATTRIBUTES} attributes`);
    attributes.push(form === DW_FORM_implicit_const ? { name, form, constant: sleb64(c) } : { name, form });
  }
}

function stepsOver(attributes: readonly Attribute[], sizes: FormSizes): number[] {
  const steps: number[] = [];
  let run = 0;
  for (const { form } of attributes) {
    const size = fixedSize(form, sizes);
    if (size !== undefined) run += size;
    else {
      if (run > 0) steps.push(run);
      steps.push(-form);
      run = 0;
    }
  }
  if (run > 0) steps.push(run);
  return steps;
}
