import { describe, expect, it } from "vitest";
import { chooseArchives } from "./archives.ts";
import type { Repository } from "./sources-list.ts";

const main = "http://mirror.example.org/debian";
const security = "http://mirror.example.org/debian-security";
const repository = (uri: string, suite: string, ...components: string[]): Repository => ({
  uri,
  suite,
  components,
});

const system = [
  repository(main, "bookworm", "main"),
  repository(main, "bookworm-updates", "main"),
  repository(main, "bookworm", "main"),
  repository(security, "bookworm-security", "main"),
  repository("https://runtime.example.org/node_20.x", "nodistro", "main"),
  repository("https://containers.example.org/linux/debian", "bookworm", "stable"),
  repository("cdrom:[Debian]/debian", "bookworm", "main"),
];
const shown = (...given: Parameters<typeof chooseArchives>): string[] =>
  chooseArchives(...given).map((places) => places.map(({ uri, suite }) => `${uri} ${suite}`).join(" or "));

describe("chooseArchives", () => {
  it("takes every Debian suite of the system once, and nobody else's", () => {
    expect(shown(system, undefined, undefined)).toEqual([
      `${main} bookworm`,
      `${main} bookworm-updates`,
      `${security} bookworm-security`,
    ]);
  });

  it("finds a suite where the sources list it, or on the mirror that they name", () => {
    expect(shown(system, "bookworm-security", undefined)).toEqual([`${security} bookworm-security`]);
    expect(shown(system, "sid", undefined)).toEqual([`${main} sid`]);
    expect(shown(system, "trixie-security", undefined)).toEqual([
      `${security} trixie-security or ${main} trixie-security`,
    ]);
  });

  it("prefers the mirror given, and looks beside it for security suites", () => {
    const other = "https://other.example.org/debian";
    expect(shown(system, undefined, `${other}/`)).toEqual([
      `${other} bookworm`,
      `${other} bookworm-updates`,
      `${other}-security bookworm-security or ${other} bookworm-security`,
    ]);
    expect(shown([], "sid", other)).toEqual([`${other} sid`]);
    expect(shown([], "sid-security", "file:///srv/all")).toEqual(["file:///srv/all sid-security"]);
  });

  it("asks the Release files where no path says Debian", () => {
    const places = chooseArchives(
      [repository("http://mirror.example.org/pub", "bookworm", "main")],
      undefined,
      undefined,
    );
    expect(places).toEqual([[{ uri: "http://mirror.example.org/pub", suite: "bookworm", unproven: true }]]);
  });

  it("says what to give where there is too little", () => {
    expect(() => chooseArchives([], "sid", undefined)).toThrow("--mirror");
    expect(() => chooseArchives([], undefined, main)).toThrow("name no Debian suite");
    expect(() => chooseArchives([], "sid", "mirror.example.org")).toThrow("not an http");
  });
});
