import { type Fact, known } from "../../model/fact.ts";
import type { OptionMembers } from "../../model/member-guard.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { guardedMembers, optionMembers } from "../headers/guarded-members.ts";
import { openTree } from "../headers/headers.ts";
import { attempt } from "../read-fact.ts";

const DECLARED_IN = "linux/module.h";

/**
 * Options that bring members of `struct module`, as the headers declare it; `undefined` where there are no headers, or they
 * are not configured. The text of the headers is the kernel's own, even where their configuration is another.
 */
export async function structModuleOptions({
  headersTree,
}: Artifacts): Promise<Fact<readonly OptionMembers[]> | undefined> {
  if (!headersTree) return undefined;
  const read = async (): Promise<Fact<readonly OptionMembers[]> | undefined> => {
    const headers = await openTree(headersTree);
    const members = headers && (await guardedMembers(headers, "module", DECLARED_IN));
    return (
      members && known(optionMembers(members), { input: headersTree.name, part: `include/${DECLARED_IN}` })
    );
  };
  return attempt(read(), {
    en: "reinstall the headers package of this kernel",
    zh: "请重新安装该内核的头文件软件包",
  });
}
