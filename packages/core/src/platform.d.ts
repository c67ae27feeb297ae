// What the core uses of its platform, and all it uses: every browser and every Node (20 and later) has these.
// A declaration file is not emitted, so no consumer of this package sees these names twice.
declare class TextDecoder {
  constructor(label?: "utf-8" | "utf-16le" | "utf-16be" | "latin1", options?: { fatal?: boolean });
  decode(bytes?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
/** Base64 to a string of bytes. @throws {DOMException} if it is none. */
declare function atob(base64: string): string;
interface ReadableStreamReader<T> {
  read(): Promise<{ done: false; value: T } | { done: true; value?: undefined }>;
  cancel(reason?: unknown): Promise<void>;
  releaseLock(): void;
}
declare class ReadableStream<T = Uint8Array> {
  constructor(source?: {
    pull?(controller: {
      enqueue(chunk: T): void;
      close(): void;
      error(reason: unknown): void;
    }): void | Promise<void>;
    cancel?(reason?: unknown): void | Promise<void>;
  });
  getReader(): ReadableStreamReader<T>;
  pipeThrough<R>(transform: { readable: ReadableStream<R>; writable: unknown }): ReadableStream<R>;
}
declare class DecompressionStream {
  constructor(format: "gzip" | "deflate" | "deflate-raw");
  readonly readable: ReadableStream;
  readonly writable: unknown;
}
declare const crypto: {
  readonly subtle: {
    importKey(
      format: "spki",
      key: Uint8Array<ArrayBuffer>,
      algorithm: { readonly name: string; readonly namedCurve?: string; readonly hash?: string },
      extractable: boolean,
      usages: "verify"[],
    ): Promise<{ readonly type: string }>;
    verify(
      algorithm: { readonly name: string; readonly hash?: string },
      key: { readonly type: string },
      signature: Uint8Array<ArrayBuffer>,
      data: Uint8Array<ArrayBuffer>,
    ): Promise<boolean>;
  };
};
