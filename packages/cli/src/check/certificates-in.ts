import { FormatError, InputError, readAll, readCertificateFile, sameInAll, type Told } from "@kofit/core";
import { fileSource } from "@kofit/core/node";

/** A thousand certificates; a file that is larger holds something else. */
const MAX_FILE = 4 << 20;

/**
 * The certificates in these files.
 *
 * @throws {InputError} if a file cannot be read, or has none.
 */
export async function certificatesIn(files: readonly string[]): Promise<NonNullable<Told["enrolled"]>> {
  return (await Promise.all(files.map(certificatesInOne))).flat();
}

async function certificatesInOne(file: string): Promise<NonNullable<Told["enrolled"]>> {
  const source = fileSource(file);
  try {
    return await readCertificateFile(await readAll(source, MAX_FILE), file);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw new InputError(sameInAll(error.message));
  } finally {
    source.close();
  }
}
