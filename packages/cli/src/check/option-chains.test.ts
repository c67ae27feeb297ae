import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeFiles } from "../../test/build/files.ts";
import { kconfigTree, withoutPahole, withPahole } from "../../test/build/kconfig-tree.ts";
import { headersAmong, optionChains } from "./option-chains.ts";

const root = mkdtempSync(join(tmpdir(), "kofit-chains-"));
afterAll(() => rmSync(root, { recursive: true }));
const directory = (name: string, files: Readonly<Record<string, string>>): string =>
  writeFiles(join(root, name), files);

const source = directory("src", kconfigTree);
const lost = directory("lost", { ".config": withoutPahole });
const tree = directory("tree", { ...kconfigTree, ".config": withoutPahole });
const OPTION = "CONFIG_DEBUG_INFO_BTF_MODULES";

describe("why headers lack an option", () => {
  test("from what the script found down to the option, in sentences of both languages", async () => {
    const [chain, ...more] = await optionChains([OPTION], lost, source);
    expect(more).toEqual([]);
    expect(chain).toMatchObject({ option: OPTION, source });
    const links = chain?.links ?? [];
    expect(links[0]?.en).toMatch(/^The script prints 0 .*\.$/);
    expect(links.at(-1)?.en).toMatch(/^DEBUG_INFO_BTF_MODULES .*\.$/);
    expect(links.map(({ zh }) => zh.endsWith("。"))).toEqual(links.map(() => true));
    expect(chain?.remedy?.en).toContain("apt install pahole");
  });

  test("by the rules in the headers themselves, where these have them", async () => {
    const [chain] = await optionChains([OPTION], tree, undefined);
    expect(chain?.source).toBe(tree);
  });

  test("nothing where there are no rules, no configuration, or no such option in them", async () => {
    expect(await optionChains([OPTION], lost, undefined)).toEqual([]);
    expect(await optionChains([OPTION], directory("bare", { "x.h": "" }), undefined)).toEqual([]);
    expect(await optionChains(["CONFIG_OF_A_VENDOR"], lost, source)).toEqual([]);
  });

  test("what is set lacks nothing", async () => {
    const [chain] = await optionChains([OPTION], directory("whole", { ".config": withPahole }), source);
    expect(chain?.remedy).toBeUndefined();
  });

  test("a source that is none is an error", async () => {
    await expect(optionChains([OPTION], lost, directory("none", { "x.h": "" }))).rejects.toThrow("Kconfig");
  });
});

test("the build directory among what was given", () => {
  const modules = directory("modules", { "modules.dep": "", "build/.config": withPahole });
  expect(headersAmong(["x.deb", source, lost])).toBe(lost);
  expect(headersAmong([modules])).toBe(join(modules, "build"));
  expect(headersAmong(["x.deb", source])).toBeUndefined();
});
