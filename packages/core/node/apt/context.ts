import { join } from "node:path";

/** How far a download is. */
export interface Progress {
  /** An index of a suite's packages, or a package. */
  readonly kind: "index" | "package";
  /** File name, for the person: `linux-image-….deb`, `bookworm/main/binary-arm64/Packages.xz`. */
  readonly name: string;
  /** Bytes that have arrived. */
  readonly bytes: number;
  /** Bytes in all. */
  readonly total: number;
}

/** What every step of a fetch needs to know. */
export interface Context {
  /** Nothing is asked of the network. */
  readonly offline: boolean;
  /** kofit's cache directory; everything here is below its `apt/` and may be deleted at any time. */
  readonly cacheDirectory: string;
  readonly progress: (progress: Progress) => void;
  readonly signal: AbortSignal | undefined;
  /** A `Release` file fetched less than so many milliseconds ago is taken as it is. */
  readonly freshFor: number;
}

/** A path in the cache. */
export const cached = (context: Context, ...parts: string[]): string =>
  join(context.cacheDirectory, "apt", ...parts);
