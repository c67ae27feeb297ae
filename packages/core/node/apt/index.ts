export { AptError, type AptErrorKind } from "./apt-error.ts";
export type { Progress } from "./context.ts";
export { type AptOptions, type FetchedKernel, type FetchedPackage, fetchApt } from "./fetch-apt.ts";
export { debianArchitecture } from "./host-architecture.ts";
export { type Purpose, purposes } from "./kernel-packages.ts";
export type { Missing } from "./select.ts";
export { type AptSpec, parseAptSpec } from "./spec.ts";
