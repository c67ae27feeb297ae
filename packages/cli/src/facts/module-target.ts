import { decompressed, type ModuleFacts, readModuleFacts, readSigners, type Text } from "@kofit/core";
import { fileSource } from "@kofit/core/node";
import { statSync } from "node:fs";

const MAX_MODULE = 1 << 30;

/** A module, and in words who signed it; `signer` is absent for an unsigned one. */
export interface ModuleTarget {
  readonly facts: ModuleFacts;
  readonly signer?: Text;
}

/**
 * The facts of a module file; `undefined` when `path` is none, so that it may be a kernel.
 *
 * @throws {InputError} if the file cannot be read.
 * @throws {FormatError} if it is compressed and cannot be unpacked.
 */
export async function moduleTarget(path: string): Promise<ModuleTarget | undefined> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const file = fileSource(path);
  try {
    const source = await decompressed(file, MAX_MODULE);
    const facts = await readModuleFacts(source);
    // The section that makes an ELF file a module.
    if (!facts.thisModule.known || !facts.thisModule.value) return undefined;
    const trailer = facts.signature.known ? facts.signature.value : undefined;
    return { facts, ...(trailer && { signer: signerText(await readSigners(source, trailer)) }) };
  } finally {
    file.close();
  }
}

function signerText(fact: Awaited<ReturnType<typeof readSigners>>): Text {
  if (!fact.known) return fact.why;
  const who = fact.value.map(
    ({ issuer, serial, subjectKeyId, digest }) =>
      `${[issuer, serial ?? subjectKeyId].filter(Boolean).join(" ")} (${digest})`,
  );
  return { en: `signed by ${who.join(", ")}`, zh: `签名者 ${who.join("、")}` };
}
