import { processTerminal } from "./frame/terminal.ts";
import { run } from "./frame/run.ts";

const terminal = processTerminal(process);
void run({ args: process.argv.slice(2), environment: process.env, terminal }).then((code) => {
  process.exitCode = code;
});
