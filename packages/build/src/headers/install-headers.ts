import type { Text } from "@kofit/core";

/** What to do where the headers of a kernel are not there. */
export const installHeaders = (release: string): Text => ({
  en: `install the headers of ${release}; on Debian and Ubuntu: apt install linux-headers-${release}`,
  zh: `请安装 ${release} 的头文件；在 Debian 和 Ubuntu 上：apt install linux-headers-${release}`,
});

/** What to do where files of them are lost. */
export const reinstallHeaders = (release: string): Text => ({
  en: `install the headers again, with all that they depend on; on Debian and Ubuntu: apt install --reinstall linux-headers-${release}`,
  zh: `请重新安装头文件及其依赖；在 Debian 和 Ubuntu 上：apt install --reinstall linux-headers-${release}`,
});
