import { isBuildDirectory } from "./common/headers.ts";
import { openReleaseDirectory } from "./common/release-directory.ts";
import { below, hasAny } from "./common/subtree.ts";
import type { Source } from "./define-source.ts";

/** What depmod and `modules_install` leave in `lib/modules/<release>`. */
const marks = ["modules.dep", "modules.order", "modules.builtin"];

/** `/lib/modules/<release>`, with the neighbours that belong to it: `/boot/config-<release>` and the headers. */
export default {
  id: "modules-directory",
  async openDirectory({ tree, directory }) {
    const marked = await hasAny(
      tree,
      marks.map((name) => below(directory, name)),
    );
    // A kernel's own build tree has these files too.
    if (!marked || (await isBuildDirectory(tree, directory))) return undefined;
    const place = /^(?<root>|.+?\/)(?:usr\/)?lib\/modules\/(?<release>[^/]+)$/.exec(directory)?.groups;
    const root = place?.["root"]?.replace(/\/$/, "");
    const release = place?.["release"];
    return {
      inputs: [below(tree.name, directory)],
      ...(await openReleaseDirectory({
        tree,
        directory,
        ...(root !== undefined && { root }),
        ...(release !== undefined && { release }),
      })),
    };
  },
} satisfies Source;
