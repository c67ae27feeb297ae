import { createInterface } from "node:readline";
import type { Duplex } from "node:stream";

/** What QEMU answers to a command; `undefined` when it refuses it, or is gone. */
export type Qmp = (command: string, args?: object) => Promise<Readonly<Record<string, unknown>> | undefined>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Talks with QEMU's monitor: one line of JSON each way, and events in between. docs/interop/qmp-spec.rst of QEMU */
export function qmpClient(monitor: Duplex): Qmp {
  const pending: ((answer: Readonly<Record<string, unknown>> | undefined) => void)[] = [];
  const lines = createInterface({ input: monitor });
  let open = true;
  lines.on("line", (line) => {
    const message = parsed(line);
    if ("return" in message) pending.shift()?.(isObject(message["return"]) ? message["return"] : {});
    else if ("error" in message) pending.shift()?.(undefined);
  });
  // A QEMU that is killed resets the connection; what follows is "close".
  lines.on("error", () => {});
  lines.on("close", () => {
    open = false;
    for (const answer of pending.splice(0)) answer(undefined);
  });
  const send: Qmp = (command, args = {}) =>
    new Promise((resolve) => {
      if (!open) {
        resolve(undefined);
        return;
      }
      pending.push(resolve);
      monitor.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    });
  let greeted: Promise<unknown> | undefined;
  return async (command, args) => {
    greeted ??= send("qmp_capabilities");
    await greeted;
    return send(command, args);
  };
}

function parsed(line: string): Readonly<Record<string, unknown>> {
  try {
    const message: unknown = JSON.parse(line);
    return isObject(message) ? message : {};
  } catch {
    return {};
  }
}
