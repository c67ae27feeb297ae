import type { Language } from "../model/fact.ts";
import { hex32 } from "../model/hex.ts";
import type { SymversDifference } from "../model/symvers-differences.ts";
import type { Defect } from "../analyse/verdict.ts";
import { defineCause } from "./define-cause.ts";

export interface Evidence {
  readonly symbol: string;
  /** Name of the `Module.symvers`. */
  readonly symvers: string;
  /** Name of the image. */
  readonly image: string;
  /** CRC that `Module.symvers` has, and so the module; 0 when built without CONFIG_MODVERSIONS. */
  readonly listed: number;
  /** The image's; absent when it does not export the symbol. */
  readonly exported?: number;
}

/** The `Module.symvers` of the headers is that of another build than the image, and the module was built with it. */
export default defineCause<Evidence>({
  id: "symvers-of-another-build",
  explains: ["module-layout-crc-mismatch", "symbol-crc-mismatch", "unknown-symbol"],
  find({ kernel: { symversDifferences: differences }, defect }) {
    if (!differences.known || !differences.value) return [];
    const { symvers, image, lines } = differences.value;
    const [symbol, moduleCrc] = symbolOf(defect);
    const line = lines.find((one) => one.symbol === symbol);
    if (symbol === undefined || !line?.symvers || !explains(line, moduleCrc)) return [];
    const exported = line.image && { exported: line.image.crc };
    const evidence = { symbol, symvers, image, listed: line.symvers.crc, ...exported };
    return [{ certainty: "certain", evidence }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

/** The symbol that a finding is about, and the module's CRC of it, if the finding is about CRCs. */
function symbolOf(defect: Defect): readonly [symbol?: string, crc?: number] {
  if (defect.check === "module-layout-crc-mismatch") return ["module_layout", defect.evidence.moduleCrc];
  if (defect.check === "symbol-crc-mismatch") return [defect.evidence.symbol, defect.evidence.moduleCrc];
  return defect.check === "unknown-symbol" ? [defect.evidence.symbol] : [];
}

/** The module has the file's CRC, not the image's; or the file alone lists the symbol. */
const explains = ({ symvers, image }: SymversDifference, moduleCrc: number | undefined): boolean =>
  moduleCrc === undefined ? image === undefined : symvers?.crc === moduleCrc && image?.crc !== moduleCrc;

type LinksOf = (evidence: Evidence) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ symbol, symvers, image, listed, exported }) => [
    exported === undefined
      ? `${symvers} lists \`${symbol}\`, and ${image} does not export it.`
      : `${symvers} says ${hex32(listed)} for \`${symbol}\`, as the module does; ${image} says ${hex32(exported)}.`,
    "So the headers are of another build than the image, and modules that are built with them take their symbols from that one.",
  ],
  zh: ({ symbol, symvers, image, listed, exported }) => [
    exported === undefined
      ? `${symvers} 中列有 \`${symbol}\`，而 ${image} 没有导出它。`
      : `${symvers} 中 \`${symbol}\` 为 ${hex32(listed)}，与模块相同；${image} 中为 ${hex32(exported)}。`,
    "因此头文件与内核映像来自不同的编译，用这些头文件编译的模块采用的是前者的符号。",
  ],
};
