interface WithModinfo {
  readonly modinfo: readonly (readonly [tag: string, value: string])[];
}

/** Whether get_modinfo() in kernel/module/main.c finds the tag; its value does not matter then, and may be empty. */
export const saysInModinfo = ({ modinfo }: WithModinfo, tag: string): boolean =>
  modinfo.some(([one]) => one === tag);
