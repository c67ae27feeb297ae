// A thread that helps to judge: it is given the queue at its start, and what to judge by in its first message.
import { parentPort, workerData } from "node:worker_threads";
import { type Bench } from "./judge-file.ts";
import { workOff } from "./queue.ts";

async function work(bench: Bench): Promise<void> {
  parentPort?.postMessage(await workOff(workerData, bench, () => {}));
}

parentPort?.once("message", (bench) => void work(bench));
