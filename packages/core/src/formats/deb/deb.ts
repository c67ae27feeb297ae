import type { ByteSource } from "../../io/byte-source.ts";
import { decompressedChunks } from "../../io/decompress.ts";
import { FormatError } from "../../io/format-error.ts";
import { type ArMember, openAr } from "../ar/ar.ts";
import { eachTarMember, type Visit } from "../tar/tar.ts";
import { parseControl } from "./control.ts";

/** A Debian package. deb(5) */
export interface Deb {
  /** Fields of its `control` file: `"Package"`, `"Version"`, `"Architecture"` …; a folded field keeps its newlines. */
  readonly control: Readonly<Record<string, string>>;
  /**
   * Visits what it would install, once from the front, until all is seen or `visit` answers `"stop"`.
   *
   * @throws {FormatError} if the package is damaged or cut off, or a path leads out of it.
   */
  each(visit: Visit): Promise<void>;
}

/** Many times what real packages have: some kB. */
const MAX_CONTROL = 1 << 20;
/** `Package-Version` in front of the dot: the only format there is, deb(5). */
const FORMAT = /^2\.\d+\n/;

const latin1 = new TextDecoder("latin1");

/**
 * Opens a package: its control file is read, its content is not.
 *
 * @throws {FormatError} if it is no package, or its first members are damaged.
 */
export async function openDeb(source: ByteSource): Promise<Deb> {
  const members = await openAr(source);
  const [first] = members;
  const version =
    first?.name === "debian-binary"
      ? latin1.decode(await first.content.read(0, Math.min(4, first.content.size)))
      : "";
  if (!FORMAT.test(version)) {
    throw new FormatError(
      source.name,
      first?.at ?? 0,
      "no Debian package of format 2: it starts with debian-binary",
    );
  }
  const controlArchive = memberOf(source, members, "control.tar");
  const dataArchive = memberOf(source, members, "data.tar");
  let control: Readonly<Record<string, string>> | undefined;
  await eachTarMember(
    decompressedChunks(controlArchive.content),
    controlArchive.content.name,
    async (member) => {
      if (member.path !== "control" || member.kind !== "file") return undefined;
      control = parseControl(await member.bytes(MAX_CONTROL), `${controlArchive.content.name}!control`);
      return "stop";
    },
  );
  if (!control) throw new FormatError(source.name, controlArchive.at, "control.tar has no file control");
  return {
    control,
    each: async (visit) =>
      eachTarMember(decompressedChunks(dataArchive.content), dataArchive.content.name, visit),
  };
}

/** The member `name`, whatever its compression; that is told by its content. */
function memberOf(source: ByteSource, members: readonly ArMember[], name: string): ArMember {
  const found = members.find((member) => member.name === name || member.name.startsWith(`${name}.`));
  if (!found)
    throw new FormatError(source.name, source.size, `the package has no member ${name}: it is cut off`);
  return found;
}
