// A thread that helps to judge: it is given the queue at its start, and what to judge by in its first message.
import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { workOff } from "./queue.ts";

if (parentPort) {
  const [bench] = await once(parentPort, "message");
  parentPort.postMessage(await workOff(workerData, bench, () => {}));
}
