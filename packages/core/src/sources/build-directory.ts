import type { Source } from "./define-source.ts";
import { isBuildDirectory, openHeaders } from "./common/headers.ts";
import { below } from "./common/subtree.ts";
import { treeModules } from "./common/tree-modules.ts";

/** A directory that modules are built against: a headers package, or a kernel's own build tree. */
export default {
  id: "build-directory",
  async openDirectory({ tree, directory }) {
    if (!(await isBuildDirectory(tree, directory))) return undefined;
    const headers = await openHeaders(tree, directory);
    // Only where the kernel itself was built: headers packages hold no module, and 20,000 other files.
    const built = (await tree.open(below(directory, "modules.order"))) !== undefined;
    const builtins = await tree.open(below(directory, "modules.builtin"));
    const modinfo = await tree.open(below(directory, "modules.builtin.modinfo"));
    return {
      inputs: [below(tree.name, directory)],
      ...headers,
      ...(built && { modules: treeModules(tree, directory) }),
      indexes: {
        ...(builtins && { "modules.builtin": builtins }),
        ...(modinfo && { "modules.builtin.modinfo": modinfo }),
      },
    };
  },
} satisfies Source;
