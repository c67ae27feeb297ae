import { InputError, type Text } from "@kofit/core";
import { systemSays } from "@kofit/core/node";

/**
 * Writes, and says in one line where the system did not let it.
 *
 * @param place what is written to, for the message
 * @throws {InputError} in the place of an error of the system; any other error as it is.
 */
export async function cannotWrite<T>(place: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && "code" in error)) throw error;
    const said = error.code === "EACCES" || error.code === "EPERM" ? notPermitted : systemSays(error);
    throw new InputError({
      en: `${place} could not be written, and nothing was changed: ${said.en}`,
      zh: `无法写入 ${place}，没有改动任何内容：${said.zh}`,
    });
  }
}

const notPermitted: Text = {
  en: "permission denied (run kofit as a user who may write there)",
  zh: "没有写入权限（请换用有权限的用户运行 kofit）",
};
