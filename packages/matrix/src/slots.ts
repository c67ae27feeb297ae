/** Turns at something of which there is a number: whoever comes when all are taken waits. */
export interface Slots {
  readonly count: number;
  /** Runs `work` when there is a free one. */
  use<T>(work: () => Promise<T>): Promise<T>;
}

export function slots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    count,
    async use(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
