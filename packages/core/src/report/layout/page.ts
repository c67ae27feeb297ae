import { type Colour, type Paint, painter } from "./paint.ts";
import { visible } from "./visible.ts";
import { pad, widthOf, wrap } from "./wrap.ts";

/** How a page looks. */
export interface PageStyle {
  /** Columns to fill. */
  readonly width: number;
  readonly colour: boolean;
}

/** Where a paragraph stands and what it starts with. */
export interface Paragraph {
  /** Columns before everything. 0 when absent. */
  readonly indent?: number;
  /** Stands before the first line; the others are indented by as much. */
  readonly label?: string;
  /** The label's width in columns, where several stand below each other. */
  readonly labelWidth?: number;
  readonly colour?: Colour;
  /** Stays one line however long it is: a command, to be copied. */
  readonly whole?: boolean;
}

/** Lines of text for a terminal: wrapped, coloured, and free of what a terminal would act on. */
export interface Page {
  paragraph(text: string, how?: Paragraph): void;
  /** An empty line, unless there is one or the page is empty. */
  gap(): void;
  print(): string;
}

export function page({ width, colour }: PageStyle): Page {
  const lines: string[] = [];
  const paint: Paint = painter(colour);
  return {
    paragraph(text, { indent = 0, label = "", labelWidth = widthOf(label), colour: name, whole } = {}) {
      const first = " ".repeat(indent) + pad(label, labelWidth);
      const left = widthOf(first);
      const room = Math.max(20, width - left);
      const shown = visible(text);
      for (const [index, line] of (whole ? [shown] : wrap(shown, room)).entries()) {
        const start = index === 0 ? paint("dim", first) : " ".repeat(left);
        lines.push(
          (left > 0 ? (label === "" ? " ".repeat(left) : start) : "") + (name ? paint(name, line) : line),
        );
      }
    },
    gap() {
      if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
    },
    print: () => (lines.length === 0 ? "" : `${lines.join("\n").trimEnd()}\n`),
  };
}
