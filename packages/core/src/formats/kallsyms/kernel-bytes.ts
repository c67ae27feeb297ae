/** An unpacked kernel, as the reader of kernel images gives it. */
export interface KernelBytes {
  /** A vmlinux ELF file, or the raw binary that runs, from its first byte in memory. */
  readonly kernel: Uint8Array;
  /** For messages: `"vmlinuz-6.12!kernel"`. */
  readonly name: string;
  readonly littleEndian: boolean;
  readonly wordSize: 4 | 8;
}
