import { readBuiltInCertificates } from "../../formats/certificates/built-in.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { TrustedCertificate } from "../../model/kernel.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { imageSymbols } from "./image-symbols.ts";
import { giveImage } from "./remedies.ts";

/** From the image, where it was given: one that only stands beside what was given is not unpacked for it. */
export async function trustedCertificates(
  artifacts: Artifacts,
): Promise<Fact<readonly TrustedCertificate[]>> {
  return readFact(
    artifacts,
    [fromGivenImage],
    unknown(
      {
        en: "the keys that this kernel trusts are built into its image, which was not given",
        zh: "该内核信任的密钥内置于其映像中，而没有给出映像",
      },
      giveImage,
    ),
  );
}

async function fromGivenImage(
  artifacts: Artifacts,
): Promise<Fact<readonly TrustedCertificate[]> | undefined> {
  const symbols = artifacts.imageIsBeside ? undefined : await imageSymbols(artifacts);
  if (!symbols) return undefined;
  const found = await readBuiltInCertificates(symbols);
  const { name } = symbols.kernel;
  return found
    ? known(found.certificates, { input: name, part: found.part })
    : unknown(
        {
          en: `${name} holds certificates, and without its symbols it cannot be told which of them it trusts`,
          zh: `${name} 中含有证书，但由于缺少符号信息，无法判断它信任其中哪些`,
        },
        giveImage,
      );
}
