import { processTerminal } from "./frame/terminal.ts";
import { run } from "./frame/run.ts";

async function main(): Promise<void> {
  const terminal = processTerminal(process);
  process.exitCode = await run({ args: process.argv.slice(2), environment: process.env, terminal });
}

void main();
