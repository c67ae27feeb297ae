/** ECMA-48 "select graphic rendition" codes: on and off. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const;

export type Colour = keyof typeof codes;
/** Colours a text, or leaves it as it is. */
export type Paint = (colour: Colour, text: string) => string;

/** Writes colours, or nothing at all where they are not wanted. */
export function painter(colour: boolean): Paint {
  return colour
    ? (name, text) => `\u001b[${codes[name][0]}m${text}\u001b[${codes[name][1]}m`
    : (_, text) => text;
}
