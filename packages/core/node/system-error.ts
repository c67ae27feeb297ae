import type { Text } from "../src/model/fact.ts";

/** The name in `errno.h` of an error that the system reported; `undefined` for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && "syscall" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

const words: Readonly<Record<string, Text>> = {
  ENOENT: { en: "no such file or directory", zh: "没有这个文件或目录" },
  ENOTDIR: { en: "a part of the path is not a directory", zh: "路径中有一部分不是目录" },
  EACCES: {
    en: "permission denied (run kofit as a user who may read it)",
    zh: "没有读取权限（请换用有权限的用户运行 kofit）",
  },
  EPERM: { en: "the system does not permit reading it", zh: "系统不允许读取" },
  ELOOP: { en: "its symbolic links lead round in a circle", zh: "符号链接构成了循环" },
  ENAMETOOLONG: { en: "the path is too long", zh: "路径过长" },
  EIO: {
    en: "the system reports an input/output error (EIO): the medium may be damaged",
    zh: "系统报告输入/输出错误（EIO）：存储介质可能已损坏",
  },
  EMFILE: { en: "too many files are open", zh: "打开的文件过多" },
  EROFS: { en: "the file system is read-only", zh: "文件系统是只读的" },
  EDQUOT: { en: "the disk quota is used up", zh: "磁盘配额已用完" },
  ENOSPC: { en: "no space left on the device", zh: "设备上没有剩余空间" },
};

/**
 * What the system said, in words.
 *
 * @throws what it was given, when that did not come from a system call: then it is a bug of kofit.
 */
export function systemSays(error: unknown): Text {
  const code = codeOf(error);
  if (code === undefined) throw error;
  return words[code] ?? { en: `the system reports ${code}`, zh: `系统报告 ${code}` };
}
