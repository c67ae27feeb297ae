import { crc32 } from "@kofit/core";

/** An answer as init frames it. */
export function framed(answer: object): string {
  const json = JSON.stringify(answer);
  return `\nkofit:${crc32(Buffer.from(json, "latin1")).toString(16).padStart(8, "0")}:${json}\n`;
}

export const ready = {
  answer: "ready",
  release: "6.12.1-test",
  version: "#1 SMP",
  machine: "aarch64",
  cmdline: "console=ttyAMA0",
  taint: 0,
  modules: true,
} as const;

export const loaded = (number: number, result = 0) =>
  ({
    answer: "loaded",
    number,
    result,
    milliseconds: 4,
    taint: [0, 4096],
    name: result === 0 ? `m${number}` : "",
    initReturned: null,
    log: [[6, `m${number}: hello`]],
    lost: 0,
  }) as const;

export const before = (number: number, results: readonly number[]) =>
  ({ answer: "before", number, results }) as const;

export const removed = (result = 0, taint = 4096) =>
  ({ answer: "removed", results: [result], taint, log: [], lost: 0 }) as const;
