import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parseDeb822, parseOneLine, readAptSources } from "./sources-list.ts";

const line = (suite: string): string => `deb http://mirror.example.org/debian ${suite} main\n`;

it("reads the one-line format", () => {
  const text = [
    "# deb http://mirror.example.org/debian sid main",
    "deb http://mirror.example.org/debian/ bookworm main contrib # the usual",
    "deb-src http://mirror.example.org/debian bookworm main",
    "  deb [arch=amd64,arm64 signed-by=/usr/share/keyrings/x.gpg] https://mirror.example.org/debian-security bookworm-security main",
    "deb [ arch=amd64 ] https://other.example.org/flat ./",
    "deb broken",
    "",
  ].join("\n");
  expect(parseOneLine(text)).toEqual([
    { uri: "http://mirror.example.org/debian", suite: "bookworm", components: ["main", "contrib"] },
    { uri: "https://mirror.example.org/debian-security", suite: "bookworm-security", components: ["main"] },
  ]);
});

it("reads deb822: several values, continuation lines, comments, disabled and source entries", () => {
  const text = `Types: deb deb-src
# a comment inside
URIs: http://mirror.example.org/debian
Suites: bookworm
 bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example.org/debian
Suites: sid
Components: main
Enabled: no

Types: deb-src
URIs: http://mirror.example.org/debian
Suites: trixie
Components: main
`;
  expect(parseDeb822(text).map((r) => [r.uri, r.suite])).toEqual([
    ["http://mirror.example.org/debian", "bookworm"],
    ["http://mirror.example.org/debian", "bookworm-updates"],
  ]);
});

it("reads a configuration directory, and passes over what apt passes over", async () => {
  const directory = await mkdtemp(join(tmpdir(), "kofit-apt-"));
  try {
    await mkdir(join(directory, "sources.list.d"));
    await writeFile(join(directory, "sources.list"), line("a"));
    await writeFile(join(directory, "sources.list.d", "b.list"), line("b"));
    await writeFile(join(directory, "sources.list.d", "c.list.save"), line("c"));
    expect((await readAptSources(directory)).map((r) => r.suite)).toEqual(["a", "b"]);
    expect(await readAptSources(join(directory, "none"))).toEqual([]);
  } finally {
    await rm(directory, { recursive: true });
  }
});
