import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    projects: [
      { extends: true, test: {
          name: "unit",
          include: ["packages/*/{src,node,test/build}/**/*.test.ts", "scripts/**/*.test.ts"],
          // Hundreds of damaged inputs take seconds where other work keeps the machine busy.
          testTimeout: 30_000,
        } },
      {
        extends: true,
        test: {
          name: "oracle",
          include: ["packages/*/test/oracle/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
