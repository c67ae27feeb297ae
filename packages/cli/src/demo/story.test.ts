import { analyse } from "@kofit/core";
import { expect, test } from "vitest";
import { recordedPlot } from "./recorded.ts";
import { type Plot, tellStory } from "./story.ts";
import { whatHappened } from "./what-happened.ts";

const plot = await recordedPlot();
const style = { language: "en", width: 80, colour: false, verbose: false } as const;

const happened = ({
  kernel,
  asShipped,
  withoutPahole,
  headersConfig,
}: Plot): ReturnType<typeof whatHappened> =>
  whatHappened(kernel, asShipped.facts, withoutPahole.facts, headersConfig);

test("the recorded kernel takes the first module and refuses the second, in the words that it printed", () => {
  expect(plot.asShipped.verdict).toMatchObject({
    outcome: "loads",
    predicted: { errno: null },
    inconclusive: [],
  });
  expect(plot.withoutPahole.verdict).toMatchObject({
    outcome: "refused",
    // as in QEMU, see demo/README.md
    predicted: {
      errno: "ENOEXEC",
      log: [
        "module loopline: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time",
      ],
    },
    inconclusive: [],
  });
});

test("why, from the files", () => {
  const { cause, ...rest } = happened(plot);
  expect(cause?.option).toBe("CONFIG_DEBUG_INFO_BTF_MODULES");
  expect(cause?.members.map(({ name, offset }) => [name, offset])).toEqual([
    ["btf_data_size", 1040],
    ["btf_base_data_size", 1044],
    ["btf_data", 1048],
    ["btf_base_data", 1056],
  ]);
  expect(rest).toMatchObject({
    size: { kernel: 0x500, module: 0x4c0 },
    exit: { kernel: 0x4a8, module: 0x490 },
    sameVersions: true,
    paholeVersion: { kernel: "124", module: "0" },
  });
  expect(rest.lostOptions.map(({ symbol }) => symbol).toSorted()).toEqual([
    "CONFIG_DEBUG_INFO_BTF",
    "CONFIG_DEBUG_INFO_BTF_MODULES",
    "CONFIG_MODULE_ALLOW_BTF_MISMATCH",
    "CONFIG_PAHOLE_HAS_LANG_EXCLUDE",
    "CONFIG_PAHOLE_HAS_SPLIT_BTF",
    "CONFIG_PROBE_EVENTS_BTF_ARGS",
  ]);
});

test("nothing is blamed when the second module is the first, built with the kernel's configuration", () => {
  const { config } = plot.kernel;
  const same: Plot = {
    ...plot,
    withoutPahole: plot.asShipped,
    headersConfig: config.known ? config.value.text : "",
  };
  expect(happened(same)).toEqual({
    size: { kernel: 0x500, module: 0x500 },
    exit: { kernel: 0x4a8, module: 0x4a8 },
    sameVersions: true,
    lostOptions: [],
  });
  const story = tellStory(same, style);
  expect(story).toContain("0x500 (1280) on both sides");
  expect(story).toContain("makes no difference");
  expect(story).not.toContain("refused");
  expect(story).not.toContain("BTF_MODULES");
});

test("another option that would explain the offsets is not blamed when the headers have it", () => {
  const { config } = plot.kernel;
  const text = config.known ? config.value.text : "";
  const headersConfig = text.replace("CONFIG_EVENT_TRACING=y\n", "");
  expect(headersConfig).not.toBe(text);
  expect(happened({ ...plot, headersConfig }).cause?.option).toBe("CONFIG_EVENT_TRACING");
});

test("without the kernel's types no member is named, and the rest is told", () => {
  const { structModule } = plot.kernel;
  if (!structModule.known) throw new Error("recorded");
  const { size, init, exit } = structModule.value;
  const value = { size, ...(init !== undefined && { init }), ...(exit !== undefined && { exit }) };
  const kernel = { ...plot.kernel, structModule: { ...structModule, value } };
  const { withoutPahole } = plot;
  const judged = { ...withoutPahole, verdict: analyse(kernel, withoutPahole.facts) };
  const story = tellStory({ ...plot, kernel, withoutPahole: judged }, style);
  expect(story).not.toContain("btf_base_data");
  expect(story).toContain("Kconfig dropped what the kernel has: CONFIG_");
  expect(story).toContain("64 bytes shorter");
});

test("a module of equal size tells another story", () => {
  const { thisModule } = plot.withoutPahole.facts;
  if (!thisModule.known || !thisModule.value) throw new Error("recorded");
  const facts = {
    ...plot.withoutPahole.facts,
    thisModule: { ...thisModule, value: { ...thisModule.value, size: 0x500 } },
  };
  const story = tellStory({ ...plot, withoutPahole: { ...plot.withoutPahole, facts } }, style);
  expect(story).toContain("still has 0x500 bytes");
  expect(story).not.toContain("shorter");
});

test.each(["en", "zh"] as const)("no line is wider than the terminal (%s)", (language) => {
  for (const width of [60, 80, 120]) {
    const widest = Math.max(
      ...tellStory(plot, { ...style, language, width })
        .split("\n")
        .map(columns),
    );
    expect(widest).toBeLessThanOrEqual(width);
  }
});

/** Chinese characters take two columns. */
const columns = (line: string): number =>
  line.length + (line.match(/[\u2e80-\u9fff\uff00-\uff60]/g)?.length ?? 0);
