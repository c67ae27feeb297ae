import { expect, test } from "vitest";
import { kernelFacts, moduleFacts } from "../../test/build/facts.ts";
import { configOf } from "../model/config.ts";
import { member } from "../../test/build/struct-member.ts";
import type { ConfigDifference } from "../model/config-difference.ts";
import { known } from "../model/fact.ts";
import type { StructModule } from "../model/kernel.ts";
import type { OptionChain } from "../model/option-chain.ts";
import cause, { lostInHeaders } from "./option-guards-members.ts";

/** A small `struct module`: 16 bytes of BTF, 16 of jump labels, and exit behind them. */
const structModule: StructModule = {
  size: 128,
  init: 16,
  exit: 64,
  members: [
    member("before", 0, 16),
    member("init", 16, 8),
    member("btf_data_size", 24, 8),
    member("btf_data", 32, 8),
    member("jump_entries", 40, 8),
    member("num_jump_entries", 48, 8),
    member("klp", 56, 8),
    member("exit", 64, 8),
  ],
};
const config = configOf("CONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_JUMP_LABEL=y\nCONFIG_LIVEPATCH=y\n");
const built = { size: 64, init: 16, exit: 48 };

const defect = {
  check: "this-module-size",
  evidence: { moduleSize: 64, kernelSize: 128, difference: -64, cacheLine: 64 },
} as const;

const found = (
  headers?: readonly ConfigDifference[],
  chains?: readonly OptionChain[],
): ReturnType<typeof cause.find> =>
  cause.find({
    kernel: {
      ...kernelFacts({ structModule, config }),
      ...(headers && { headersDifferences: known(headers, { input: "headers/.config" }) }),
    },
    module: {
      ...moduleFacts({ thisModule: built }),
      ...(chains && { optionChains: known(chains, { input: "Kconfig" }) }),
    },
    defect,
  });

const lost: readonly ConfigDifference[] = [
  { symbol: "CONFIG_PAHOLE_VERSION", kernel: "124", headers: "0" },
  { symbol: "CONFIG_DEBUG_INFO_BTF", kernel: "y" },
  { symbol: "CONFIG_DEBUG_INFO_BTF_MODULES", kernel: "y" },
];

test("what the headers lost, and explains the layout, is certain", () => {
  const all = found(lost);
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    certainty: "certain",
    evidence: {
      options: [{ option: "CONFIG_DEBUG_INFO_BTF_MODULES", members: ["btf_data_size", "btf_data"] }],
      moved: { member: "exit", module: 48, kernel: 64 },
      probes: [{ symbol: "CONFIG_PAHOLE_VERSION" }],
      lost: 2,
    },
  });
});

test.each(["en", "zh"] as const)("the chain, %s", (language) => {
  const [one] = found(lost);
  expect(one && cause.links[language](one)).toMatchSnapshot();
});

test("a tool with another answer that the option does not go with is not blamed", () => {
  const rust = { symbol: "CONFIG_RUSTC_VERSION", kernel: "0", headers: "109500" };
  const [one] = found([...lost, rust]);
  expect(one?.evidence.probes.map(({ symbol }) => symbol)).toEqual(["CONFIG_PAHOLE_VERSION"]);
});

const chain: OptionChain = {
  option: "CONFIG_DEBUG_INFO_BTF_MODULES",
  links: [
    { en: "The script printed 0.", zh: "脚本输出 0。" },
    { en: "PAHOLE_VERSION is 0.", zh: "PAHOLE_VERSION 的值为 0。" },
  ],
  remedy: { en: "`apt install pahole`.", zh: "运行 `apt install pahole`。" },
  source: "linux-6.12",
};

test.each(["en", "zh"] as const)("what Kconfig's rules tell, instead of a table, %s", (language) => {
  const other = { ...chain, option: "CONFIG_JUMP_LABEL", source: "elsewhere" };
  const [one] = found(lost, [chain, other]);
  expect(one?.evidence.chains).toEqual([chain]);
  const links = one ? cause.links[language](one) : [];
  expect(links.slice(1, 3)).toEqual(chain.links.map((link) => link[language]));
  expect(links.at(-1)).toBe(chain.remedy?.[language]);
  expect(links.join()).toContain("`linux-6.12`");
  expect(links.join()).not.toContain("--source");
});

const asked = (headers?: readonly ConfigDifference[]): readonly string[] =>
  found(headers).flatMap(({ certainty, evidence }) =>
    lostInHeaders({ id: "option-guards-members", certainty, evidence }),
  );

test("which options a chain is wanted of", () => {
  expect(asked(lost)).toEqual(["CONFIG_DEBUG_INFO_BTF_MODULES"]);
  // Nobody knows the headers.
  expect(asked()).toEqual([]);
  const certainty = "certain";
  expect(lostInHeaders({ id: "symbol-trimmed", certainty, evidence: { lost: 1, options: [] } })).toEqual([]);
  expect(lostInHeaders({ id: "option-guards-members", certainty, evidence: {} })).toEqual([]);
});

test("what the headers lost, and does not explain the layout, is not blamed", () => {
  const all = found([{ symbol: "CONFIG_LIVEPATCH", kernel: "y" }]);
  expect(all.map(({ certainty }) => certainty)).toEqual(["possible", "possible"]);
});

test("without the headers, two options of the same size are both possible", () => {
  const all = found().map(({ certainty, evidence }) => [certainty, evidence.options[0]?.option]);
  expect(all).toEqual([
    ["possible", "CONFIG_DEBUG_INFO_BTF_MODULES"],
    ["possible", "CONFIG_JUMP_LABEL"],
  ]);
});

test("what is not certain has no certain consequence", () => {
  const text = (all: ReturnType<typeof found>, language: "en" | "zh"): string =>
    all.flatMap((one) => cause.links[language](one)).join("\n");
  expect(text(found(lost), "en")).toContain("So `struct module` has no");
  expect(text(found(lost), "zh")).toContain("因此其 `struct module`");
  expect(text(found(), "en")).toContain("Then `struct module` has no");
  expect(text(found(), "en")).not.toContain("So `struct module`");
  expect(text(found(), "zh")).toContain("这样一来，其 `struct module`");
});

test("a module that is laid out as the kernel has no such cause", () => {
  const module = moduleFacts({ thisModule: { size: 128, init: 16, exit: 64 } });
  expect(cause.find({ kernel: kernelFacts({ structModule, config }), module, defect })).toEqual([]);
});

test.each(["en", "zh"] as const)(
  "what the module has and the kernel lacks, by the module's own types, %s",
  (language) => {
    const klp = ["klp", "klp_alive", "klp_info"].map((name, i) => member(name, 56 + 8 * i, i < 2 ? 1 : 8));
    const members = (structModule.members ?? []).filter(({ name }) => name !== "klp");
    const all = cause.find({
      kernel: kernelFacts({
        structModule: { ...structModule, members },
        config: configOf("CONFIG_JUMP_LABEL=y\nCONFIG_DEBUG_INFO_BTF_MODULES=y\n"),
      }),
      module: {
        ...moduleFacts({ thisModule: { size: 192, init: 16, exit: 80 } }),
        structModule: known(
          { ...structModule, members: [...members, ...klp] },
          { input: "x.ko", part: ".debug_info" },
        ),
      },
      defect,
    });
    expect(all.map(({ certainty }) => certainty)).toEqual(["certain"]);
    expect(all[0] && cause.links[language](all[0])).toMatchSnapshot();
  },
);

test("debug information that is not known leaves what the layout tells", () => {
  const all = cause.find({
    kernel: kernelFacts({ structModule, config }),
    module: { ...moduleFacts({ thisModule: built }), structModule: known(undefined, { input: "x.ko" }) },
    defect,
  });
  expect(all.map(({ evidence }) => evidence.shownBy)).toEqual(["layout", "layout"]);
});

test("which option guards a member is read from the headers where they are given", () => {
  const structModuleOptions = known([{ option: "CONFIG_VENDOR", members: ["btf_data_size", "btf_data"] }], {
    input: "h",
  });
  const all = cause.find({
    kernel: { ...kernelFacts({ structModule, config: configOf("CONFIG_VENDOR=y") }), structModuleOptions },
    module: moduleFacts({ thisModule: built }),
    defect,
  });
  expect(all).toMatchObject([
    {
      certainty: "likely",
      evidence: { options: [{ option: "CONFIG_VENDOR", change: "lost" }], guardsFrom: "headers" },
    },
  ]);
});

/** As a kernel without BTF is known by its modules. */
const bare: StructModule = { size: 128, init: 16, exit: 64 };
const withoutJumps = (structModule.members ?? [])
  .filter(({ name }) => !name.includes("jump"))
  .map((one) => (one.offset > 40 ? { ...one, offset: one.offset - 16 } : one));

const withoutTypes = (text: string): ReturnType<typeof cause.find> =>
  cause.find({
    kernel: kernelFacts({ structModule: bare, config: configOf(text) }),
    module: {
      ...moduleFacts({ thisModule: built }),
      structModule: known({ ...built, members: withoutJumps }, { input: "x.ko" }),
    },
    defect,
  });

test("of a kernel without types, the option is told by the module's own members", () => {
  expect(withoutTypes(config.text)).toMatchObject([
    {
      certainty: "likely",
      evidence: {
        options: [{ option: "CONFIG_JUMP_LABEL", change: "lost" }],
        shownBy: "types",
      },
    },
  ]);
  // What the kernel does not set it has not got more of.
  expect(withoutTypes("CONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_LIVEPATCH=y\n")).toEqual([]);
});

test("members that no option accounts for keep the layout from being blamed on one", () => {
  const all = cause.find({
    kernel: kernelFacts({ structModule, config }),
    module: {
      ...moduleFacts({ thisModule: built }),
      structModule: known(
        { ...built, members: [...(structModule.members ?? []), member("vendor", 72, 8)] },
        { input: "x.ko" },
      ),
    },
    defect,
  });
  expect(all).toEqual([]);
});
