import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Bench, Judged } from "./judge-file.ts";
import type { Queue } from "./queue.ts";

/** Below this many files one thread is done before another has started, which takes 40 ms. */
const WORTH_A_THREAD = 500;
/** More threads than this wait for the disk and for memory, not for a core. */
const MAX_THREADS = 8;

/** Of a module nearly nothing outlives its verdict, so little room for young objects is enough: 3 MB less for each thread, and no slower. */
const resourceLimits = { maxYoungGenerationSizeMb: 3 };

/** What a thread has done of the queue. */
export type Share = readonly (readonly [index: number, judged: Judged])[];

/** Threads beside this one. */
export interface Threads {
  /** Sets all of them to work; settles when the queue is empty. */
  work(bench: Bench): Promise<Share[]>;
  /** Ends them, whatever they do. */
  end(): void;
}

/** Threads for the queue: as many as there are cores and work. They start at once and wait for {@link Threads.work}. */
export function startThreads(queue: Queue): Threads {
  const wanted = Math.min(MAX_THREADS - 1, Math.floor(queue.files.length / WORTH_A_THREAD));
  // Asked only then: the system is asked for the cores, which takes longer than some verdicts.
  const count = wanted === 0 ? 0 : Math.min(wanted, availableParallelism() - 1);
  const workers = Array.from(
    { length: count },
    () => new Worker(workerFile(), { workerData: queue, resourceLimits }),
  );
  return {
    work: (bench) => Promise.all(workers.map((worker) => share(worker, bench))),
    end: () => workers.forEach((worker) => void worker.terminate()),
  };
}

/** The bundle has it beside the program, the sources beside this file. */
function workerFile(): URL {
  const bundled = import.meta.url.endsWith(".cjs");
  return new URL(bundled ? "./check-worker.cjs" : "./worker.ts", import.meta.url);
}

function share(worker: Worker, bench: Bench): Promise<Share> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("a thread ended before its work was done")));
    worker.postMessage(bench);
  });
}
