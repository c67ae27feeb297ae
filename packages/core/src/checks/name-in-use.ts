import { defineCheck } from "../analyse/define-check.ts";
import { loadedName } from "./shared/loaded-name.ts";

export default defineCheck({
  id: "name-in-use",
  title: { en: "A module of this name is loaded", zh: "已加载同名模块" },
  effect: "refused",
  needs: { module: ["name", "thisModule"], state: ["loaded", "loading"] },
  run: ({ module, state }) => {
    // modprobe looks first, and is content.
    if (state.loaded === undefined || state.loaded.length === 0 || state.loading.via === "modprobe")
      return [];
    const name = loadedName(module);
    const found = state.loaded.find((one) => one.name === name);
    return found ? [{ name: found.name, leaving: found.leaving === true }] : [];
  },
  // module_patient_check_exists() in kernel/module/main.c, before that add_unformed_module()
  kernelSays: ({ leaving }) => ({ errno: leaving ? "EBUSY" : "EEXIST", log: [] }),

  example: { name: "v4l2loopback", leaving: false },
  explain: {
    en: ({ name, leaving }) => ({
      what: leaving ? `\`${name}\` is just being removed.` : `\`${name}\` is loaded already.`,
      why: "Two modules cannot have one name; the kernel refuses the second without a word in its log.",
      fix: `Remove the one that is there first: \`rmmod ${name}\` (or use \`modprobe\`, which is content with it).`,
    }),
    zh: ({ name, leaving }) => ({
      what: leaving ? `\`${name}\` 正在被卸载。` : `\`${name}\` 已经加载。`,
      why: "两个模块不能同名；内核会拒绝后一个，并且不在日志中留下任何信息。",
      fix: `请先卸载现有的模块：\`rmmod ${name}\`（或使用 \`modprobe\`，它会视为成功）。`,
    }),
  },
});
