import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "dkms-conf",
  title: { en: "`dkms.conf` names a file that the build did not make", zh: "`dkms.conf` 所写的文件没有生成" },
  strength: "result",
  during: "upkeep",
  signatures: [
    {
      id: "not-built",
      needle: ".ko failed for: ",
      pattern: /Build of (?<module>\S+)\.ko failed for: (?<release>\S+)/,
      example: "Error!  Build of p_lkrg.ko failed for: 5.18.12-hardened1-1-hardened (x86_64)",
    },
    {
      id: "directive",
      needle: "directive specified for record",
      pattern: /dkms\.conf: Error! No '?(?<option>\w+)'? directive specified for record/,
      example: "dkms.conf: Error! No 'DEST_MODULE_LOCATION' directive specified for record #0.",
    },
  ],
  next: [],
  explain: {
    en: ({ first: { module } }) => ({
      what: `\`make\` ended without an error, and ${module ? `\`${module}.ko\`` : "the module"} is not where \`dkms.conf\` says.`,
      why: "`BUILT_MODULE_NAME` or `BUILT_MODULE_LOCATION` do not fit the Makefile: another name, another directory, or a target that was not built for this kernel.",
      fix: "Look for the file: `find /var/lib/dkms/NAME/VERSION/build -name '*.ko'`, and correct the two lines in `dkms.conf`; if there is none, `make.log` tells why it was not built.",
    }),
    zh: ({ first: { module } }) => ({
      what: `\`make\` 没有报错，但 ${module ? `\`${module}.ko\`` : "模块"} 不在 \`dkms.conf\` 所写的位置。`,
      why: "`BUILT_MODULE_NAME` 或 `BUILT_MODULE_LOCATION` 与 Makefile 不符：名字不同、目录不同，或该目标没有为此内核编译。",
      fix: "请查找文件：`find /var/lib/dkms/名称/版本/build -name '*.ko'`，并修正 `dkms.conf` 中的这两行；如果没有该文件，`make.log` 会说明为何没有编译。",
    }),
  },
});
