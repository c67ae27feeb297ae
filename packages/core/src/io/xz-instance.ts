/** What the decoder inside xz-decompress 0.2.3 exports: xz-embedded, compiled to WebAssembly. Addresses are in `memory`. */
export interface XzInstance {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Address of a context: buffers of its own for input and output, and the state of one decompression. */
  create_context(): number;
  destroy_context(context: number): void;
  /** Says that `length` bytes stand in the input buffer; 0 says that there are no more. */
  supply_input(context: number, length: number): void;
  /** Fills the output buffer. `enum xz_ret` in include/linux/xz.h */
  get_next_output(context: number): number;
}

let shared: Promise<XzInstance> | undefined;

/**
 * The one instance that all decompressions share, each in a context of its own.
 *
 * The library's own `XzReadableStream` is not used: it lets one stream run at a time, so that a module inside a package
 * would wait for the package for ever, and it costs a web stream for each module.
 */
export async function xzInstance(): Promise<XzInstance> {
  shared ??= newInstance();
  return shared;
}

/** After a trap nobody knows in what state an instance is: the next decompression gets a new one. */
export function forgetXzInstance(): void {
  shared = undefined;
}

async function newInstance(): Promise<XzInstance> {
  const { default: library } = await import("xz-decompress");
  const holder: unknown = library.XzReadableStream;
  if (typeof holder === "function") {
    const instantiate: unknown = Reflect.get(holder, "_getModuleInstance");
    if (typeof instantiate === "function") await Reflect.apply(instantiate, holder, []);
    const instance: unknown = Reflect.get(holder, "_moduleInstance");
    if (
      typeof instance === "object" &&
      instance !== null &&
      "exports" in instance &&
      isXz(instance.exports)
    ) {
      return instance.exports;
    }
  }
  throw new TypeError("xz-decompress is not the version that this was written for (0.2.3)");
}

function isXz(value: unknown): value is XzInstance {
  return (
    typeof value === "object" &&
    value !== null &&
    "memory" in value &&
    ["create_context", "destroy_context", "supply_input", "get_next_output"].every(
      (name) => typeof Reflect.get(value, name) === "function",
    )
  );
}
