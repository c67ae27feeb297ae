// A thread that helps to judge: it is given the queue at its start, and what to judge by in its first message.
import { parentPort, workerData } from "node:worker_threads";
import { workOff } from "./queue.ts";

parentPort?.once("message", (bench) => {
  void workOff(workerData, bench, () => {}).then((done) => parentPort?.postMessage(done));
});
