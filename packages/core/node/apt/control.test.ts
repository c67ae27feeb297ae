import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseStanza, parseStanzas, words } from "./control.ts";

describe("parseStanza", () => {
  it("joins continuation lines and passes over comments", () => {
    const stanza = parseStanza("Suites: a\n# between\n b\n\tc\nURIs:x:y\nnonsense\nsuites: twice\n");
    expect([...stanza]).toEqual([
      ["suites", "a\nb\nc"],
      ["uris", "x:y"],
    ]);
    expect(words(stanza.get("suites"))).toEqual(["a", "b", "c"]);
    expect(words(stanza.get("none"))).toEqual([]);
  });

  it("separates paragraphs at empty lines, also those with blanks and CRLF", () => {
    expect(parseStanzas("A: 1\n\n\nA: 2\n \t\nA: 3\r\n\r\nA: 4").map((s) => s.get("a"))).toEqual([
      "1",
      "2",
      "3",
      "4",
    ]);
  });

  it("reads any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => parseStanzas(text).every((s) => s.size > 0)),
    );
  });
});
