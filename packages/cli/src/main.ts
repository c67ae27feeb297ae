import { processTerminal } from "./frame/terminal.ts";
import { run } from "./frame/run.ts";

process.exitCode = await run({
  args: process.argv.slice(2),
  environment: process.env,
  terminal: processTerminal(process),
});
