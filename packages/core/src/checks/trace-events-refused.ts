import { defineCheck } from "../analyse/define-check.ts";
import { configured } from "../model/config.ts";
import { isProprietary } from "../model/license.ts";
import { hasReached } from "../model/release.ts";
import { saysInModinfo } from "./shared/modinfo.ts";
import { hasFilled } from "./shared/sections.ts";
import { isForced } from "./shared/taints.ts";

export default defineCheck({
  id: "trace-events-refused",
  title: { en: "The kernel does not make the module's trace events", zh: "内核不为该模块创建跟踪事件" },
  effect: "note",
  needs: {
    kernel: ["config", "release"],
    module: ["elf", "modinfo", "license", "thisModule", "vermagic", "modversions"],
    pair: ["kernelHasModversions"],
    state: ["loading"],
  },
  // trace_module_add_events() in kernel/trace/trace_events.c, trace_module_has_bad_taint() in kernel/tracepoint.c
  run: ({ kernel, module, pair, state }) => {
    if (!hasFilled(module.elf, "_ftrace_events")) return [];
    const taint = badTaint({
      P: () => isProprietary(module.license, module.thisModule?.name),
      F: () => isForced({ module, pair, state }),
      // Allowed since 6.3, which nothing but the release tells.
      K: () => saysInModinfo(module, "livepatch") && !hasReached(kernel.release, 6, 3),
    });
    return taint !== undefined && configured(kernel.config, "CONFIG_EVENT_TRACING") ? [{ taint }] : [];
  },
  kernelSays: (_, { module }) => ({
    errno: null,
    log: [`${module}: module has bad taint, not creating trace events`],
  }),

  example: { taint: "P" },
  explain: {
    en: ({ taint }) => ({
      what: `The module has trace events, and the kernel makes none of them, because the module taints it (${taint}).`,
      why: "Events of a module that is proprietary, loaded by force, or (up to 6.2) a livepatch are not trusted.",
      fix: "Nothing needs to be done, but the events are not in `/sys/kernel/tracing/events`.",
    }),
    zh: ({ taint }) => ({
      what: `模块带有跟踪事件，但由于它会给内核带上污染标记 ${taint}，内核不会创建这些事件。`,
      why: "内核不信任专有模块、强制加载的模块以及（6.2 及更早版本中）热补丁的跟踪事件。",
      fix: "无需处理，但 `/sys/kernel/tracing/events` 中不会有这些事件。",
    }),
  },
});

/** The first of these taints that the module sets. */
const badTaint = (taints: Readonly<Record<string, () => boolean>>): string | undefined =>
  Object.keys(taints).find((letter) => taints[letter]?.());
