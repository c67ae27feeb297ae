import { describe, expect, test } from "vitest";
import { lineText } from "./line-text.ts";

const of = (line: string): ReturnType<typeof lineText> => lineText(new TextEncoder().encode(line));

describe.each([
  ["[   12.345678] vloop: loading", "vloop: loading"],
  ["[   12.345678] [   T412] vloop: loading", "vloop: loading"],
  ["[  +0.000123] vloop: loading", "vloop: loading"],
  ["<4>[   12.345678] vloop: loading", "vloop: loading"],
  ["[Mon Nov 30 11:33:33 2026] vloop: loading", "vloop: loading"],
  ["kern  :err   : [   12.345678] vloop: loading", "vloop: loading"],
  ["Nov 30 11:33:33 box kernel: vloop: loading", "vloop: loading"],
  ["Nov 30 11:33:33 box kernel: [   12.3] vloop: loading", "vloop: loading"],
  ["mars 29 18:37:56 desktop-pc systemd-modules-load[766]: Failed to insert", "Failed to insert"],
  ["2026-11-30T11:33:33.123456+01:00 box kernel: vloop: loading", "vloop: loading"],
  ["2026-11-30T11:33:33.1234567Z ##[error]vloop.c:1: error", "vloop.c:1: error"],
  ["[   12.345678] box kernel: vloop: loading", "vloop: loading"],
  ["4,1234,567890,-;vloop: loading", "vloop: loading"],
  // what only looks like a host and a program
  ["[   12.345678] module vloop: Only one", "module vloop: Only one"],
  ["2026-11-30T11:33:33.1234567Z Version mismatch: module", "Version mismatch: module"],
])("%s", (line, message) => {
  test("is a message behind a prefix", () => {
    expect(of(line)).toEqual({ shown: line, message });
  });
});

describe.each([
  ["> [   12.3] vloop: x", "[   12.3] vloop: x"],
  ["> > vloop: x", "vloop: x"],
  ["`insmod: ERROR`", "insmod: ERROR"],
  ["**Lockdown: insmod**", "Lockdown: insmod"],
  ["<pre>vloop: &lt;x&gt; &amp; &quot;y&quot;</pre>", 'vloop: <x> & "y"'],
  ["<summary>log</summary>", "log"],
  ["`foo' likely", "`foo' likely"],
  ["*** C compiler is too old.", "*** C compiler is too old."],
  ["* Restart config...", "* Restart config..."],
  ["obj=<unknown> pid=1", "obj=<unknown> pid=1"],
])("%s", (line, shown) => {
  test("loses its markup only", () => {
    expect(of(line).shown).toBe(shown);
  });
});

test("a line that is not UTF-8 is Latin-1", () => {
  expect(lineText(Uint8Array.of(0x61, 0xe9, 0x62)).shown).toBe("aéb");
});

test("the journal's JSON", () => {
  expect(of('{"MESSAGE":"a \\"b\\" \\u00e9","SYSLOG_IDENTIFIER":"insmod"}').message).toBe('insmod: a "b" é');
  expect(of('{"MESSAGE":"a","SYSLOG_IDENTIFIER":"kernel"}').message).toBe("a");
  // damaged, cut off, or bytes in place of a text
  for (const line of ['{"MESSAGE":"a', '{"MESSAGE":[1,2]}', '{"MESSAGE":"\\x"}'])
    expect(of(line).shown).toBe(line);
});
