import { type ModuleFacts, nameOf, sameInAll, type Text, type ValueOf } from "@kofit/core";
import { counted, layoutText, line, type Line } from "./describe.ts";

const titles = {
  elf: { en: "ELF file", zh: "ELF 文件" },
  name: { en: "name", zh: "名称" },
  vermagic: sameInAll("vermagic"),
  license: { en: "licence", zh: "许可证" },
  importedNamespaces: { en: "namespaces", zh: "导入的命名空间" },
  modinfo: sameInAll(".modinfo"),
  modinfoElsewhere: { en: ".modinfo elsewhere", zh: "其他 .modinfo" },
  thisModule: sameInAll("struct module"),
  modversions: sameInAll("CRC"),
  basicVersions: sameInAll("CRC (__versions)"),
  imports: { en: "imports", zh: "导入的符号" },
  relocations: { en: "relocations", zh: "重定位" },
  patchSites: { en: "patch sites", zh: "补丁点" },
  code: { en: "instructions", zh: "指令" },
  btf: sameInAll(".BTF"),
  exports: { en: "exports", zh: "导出的符号" },
  signature: { en: "signature", zh: "签名" },
} as const satisfies Record<keyof ModuleFacts, Text>;

const none: Text = { en: "none", zh: "无" };
const orNone = (text: string | undefined): Text => (text === undefined ? none : sameInAll(text));

/** What is known of a module, one line for each fact; `signer` is in words who signed it. */
export function moduleLines(facts: ModuleFacts, signer: Text | undefined): readonly Line[] {
  const lines = {
    elf: line(titles.elf, facts.elf, elfText),
    name: line(titles.name, facts.name, orNone),
    vermagic: line(titles.vermagic, facts.vermagic, (text) => orNone(text?.trim())),
    license: line(titles.license, facts.license, orNone),
    importedNamespaces: line(titles.importedNamespaces, facts.importedNamespaces, (names) =>
      listText([...names]),
    ),
    modinfo: line(titles.modinfo, facts.modinfo, modinfoText),
    ...(facts.modinfoElsewhere && {
      modinfoElsewhere: line(titles.modinfoElsewhere, facts.modinfoElsewhere, elsewhereText),
    }),
    thisModule: line(titles.thisModule, facts.thisModule, (layout) => (layout ? layoutText(layout) : none)),
    modversions: line(titles.modversions, facts.modversions, versionsText),
    ...(facts.basicVersions && {
      basicVersions: line(titles.basicVersions, facts.basicVersions, versionsText),
    }),
    imports: line(titles.imports, facts.imports, ({ names }) =>
      listText(Array.from({ length: names.count }, (_, row) => nameOf(names, row))),
    ),
    relocations: line(titles.relocations, facts.relocations, relocationsText),
    patchSites: line(titles.patchSites, facts.patchSites, patchSitesText),
    code: line(titles.code, facts.code, codeText),
    btf: line(titles.btf, facts.btf, btfText),
    exports: line(titles.exports, facts.exports, (exports) => listText(exports.map(({ symbol }) => symbol))),
    signature: line(titles.signature, facts.signature, (signature) => signatureText(signature, signer)),
  } satisfies { [K in keyof ModuleFacts]: Line };
  return Object.values(lines);
}

function elfText({
  hasHeader,
  bits,
  littleEndian,
  e_machine,
  sections,
  size,
}: ValueOf<ModuleFacts["elf"]>): Text {
  if (!hasHeader) return { en: "this is not an ELF file", zh: "这不是 ELF 文件" };
  return {
    en: `${bits} bits, ${littleEndian ? "little" : "big"}-endian, machine ${e_machine}; ${counted(sections.length, "section")}; ${counted(size, "byte")} without the signature`,
    zh: `${bits} 位，${littleEndian ? "小端" : "大端"}，机器类型 ${e_machine}；${sections.length} 个节；不含签名 ${size} 字节`,
  };
}

/** The longest list that is shown in full. */
const FEW = 8;

function listText(names: readonly string[]): Text {
  if (names.length === 0) return none;
  const rest = names.length > FEW + 1 ? names.length - FEW : 0;
  const shown = names.slice(0, names.length - rest).join(", ");
  return {
    en: `${names.length}: ${shown}${rest > 0 ? ` and ${rest} more` : ""}`,
    zh: `${names.length} 个：${shown}${rest > 0 ? ` 等` : ""}`,
  };
}

/** What has no line of its own. */
function modinfoText(entries: ValueOf<ModuleFacts["modinfo"]>): Text {
  const shown = new Set(["name", "vermagic", "license", "import_ns"]);
  return listText(entries.filter(([tag]) => !shown.has(tag)).map(([tag, value]) => `${tag}=${value}`));
}

const readers = { upTo63: "≤ 6.3", upTo612: "6.4–6.12", since613: "≥ 6.13" } as const;

/** What kernels find that do not find the section that is shown above. */
function elsewhereText(elsewhere: ValueOf<NonNullable<ModuleFacts["modinfoElsewhere"]>>): Text {
  const found = Object.entries(readers).flatMap(([reader, kernels]) => {
    const facts = Object.entries(elsewhere).find(([name]) => name === reader)?.[1];
    return facts ? [{ kernels, count: facts.modinfo.known ? facts.modinfo.value.length : 0 }] : [];
  });
  return {
    en: found.map(({ kernels, count }) => `kernels ${kernels} find ${counted(count, "tag")}`).join(", "),
    zh: found.map(({ kernels, count }) => `${kernels} 内核读到 ${count} 项`).join("，"),
  };
}

function versionsText(versions: ValueOf<ModuleFacts["modversions"]>): Text {
  if (!versions)
    return { en: "none: built without CONFIG_MODVERSIONS", zh: "没有：编译时未启用 CONFIG_MODVERSIONS" };
  const { count } = versions.names;
  return {
    en: `of ${counted(count, "symbol")}, in the ${versions.layout} layout`,
    zh: `${count} 个符号，${versions.layout === "basic" ? "基本" : "扩展"}格式`,
  };
}

/** What is odd about them; each kernel has its own opinion of that, which `check` tells. */
function relocationsText(odd: ValueOf<ModuleFacts["relocations"]>): Text {
  const { symbolOutside, outside, twice, notZero, weakCalls = [] } = odd;
  const types = [...odd.unusual, ...(odd.againstNothing ?? [])].map(({ type }) => type);
  const parts: Text[] = [];
  if (types.length > 0)
    parts.push({ en: `unusual types ${types.join(", ")}`, zh: `少见的类型 ${types.join("、")}` });
  if (symbolOutside) parts.push({ en: "a symbol that is not there", zh: "引用了不存在的符号" });
  if (outside) parts.push({ en: "one outside of its section", zh: "有一处超出所在的节" });
  if (twice) parts.push({ en: "one place twice", zh: "同一处重定位了两次" });
  if (notZero) parts.push({ en: "a place that is not zero", zh: "有一处原有内容不为零" });
  if (weakCalls.length > 0) parts.push({ en: "weak symbols are called", zh: "调用了弱符号" });
  if (parts.length === 0) return { en: "as they always are", zh: "无异常" };
  return { en: parts.map(({ en }) => en).join("; "), zh: parts.map(({ zh }) => zh).join("；") };
}

function patchSitesText({ misaligned }: ValueOf<ModuleFacts["patchSites"]>): Text {
  if (!misaligned) return { en: "as they always are", zh: "无异常" };
  const { section, offset } = misaligned;
  return {
    en: `not on a multiple of 8 bytes: ${section}+${offset}`,
    zh: `未按 8 字节对齐：${section}+${offset}`,
  };
}

function codeText({ userAccess, perCpu }: ValueOf<ModuleFacts["code"]>): Text {
  const parts: Text[] = [];
  if (userAccess) {
    const place = `${userAccess.section}+${userAccess.offset}`;
    parts.push({
      en: `user memory is accessed without an __ex_table: ${place}`,
      zh: `访问用户内存而没有 __ex_table：${place}`,
    });
  }
  if (perCpu) {
    const place = `${perCpu.section}+${perCpu.offset}`;
    parts.push({
      en: `${perCpu.data} is used as per-CPU data: ${place}`,
      zh: `${perCpu.data} 被当作每 CPU 数据使用：${place}`,
    });
  }
  if (parts.length === 0) return { en: "as they always are", zh: "无异常" };
  return { en: parts.map(({ en }) => en).join("; "), zh: parts.map(({ zh }) => zh).join("；") };
}

function btfText(btf: ValueOf<ModuleFacts["btf"]>): Text {
  if (!btf) return none;
  const { size, base, fault } = btf;
  const own = {
    en: base === undefined ? "" : `, with a base of its own (${counted(base, "byte")})`,
    zh: base === undefined ? "" : `，自带基础类型（${base} 字节）`,
  };
  return {
    en: `${counted(size, "byte")}${own.en}${fault ? ", damaged" : ""}`,
    zh: `${size} 字节${own.zh}${fault ? "，已损坏" : ""}`,
  };
}

function signatureText(signature: ValueOf<ModuleFacts["signature"]>, signer: Text | undefined): Text {
  if (!signature) return none;
  const { signatureLength } = signature;
  return {
    en: `${counted(signatureLength, "byte")}${signer ? `; ${signer.en}` : ""}`,
    zh: `${signatureLength} 字节${signer ? `；${signer.zh}` : ""}`,
  };
}
