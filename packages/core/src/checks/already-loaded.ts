import { defineCheck } from "../analyse/define-check.ts";
import { loadedName } from "./shared/loaded-name.ts";

export default defineCheck({
  id: "already-loaded",
  title: { en: "The module is loaded already", zh: "该模块已经加载" },
  effect: "note",
  needs: { module: ["name", "thisModule"], state: ["loaded", "loading", "running"] },
  run: ({ module, state }) => {
    const { loaded, running } = state;
    const strict = loaded !== undefined && state.loading.via !== "modprobe";
    if (strict || (running.size === 0 && (loaded ?? []).length === 0)) return [];
    const name = loadedName(module);
    if (name === undefined) return [];
    return loaded?.some((one) => one.name === name) || running.has(name) ? [{ name }] : [];
  },

  example: { name: "v4l2loopback" },
  explain: {
    en: ({ name }) => ({
      what: `A module named \`${name}\` is loaded.`,
      why: "As long as it is, `modprobe` does nothing and `insmod` answers `File exists`.",
      fix: `To load this file instead, remove that one first: \`rmmod ${name}\`.`,
    }),
    zh: ({ name }) => ({
      what: `名为 \`${name}\` 的模块已经加载。`,
      why: "在它被卸载之前，`modprobe` 不做任何事，`insmod` 会报告 `File exists`。",
      fix: `如需改为加载该文件，请先卸载现有的模块：\`rmmod ${name}\`。`,
    }),
  },
});
