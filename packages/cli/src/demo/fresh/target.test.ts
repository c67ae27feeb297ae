import { expect, test } from "vitest";
import { targetsFor } from "./target.ts";

test("a system takes the kernel of its own age first, and has another to fall back to", () => {
  expect(targetsFor("bookworm")[0]).toBe("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  expect(targetsFor("trixie")[0]).toBe("apt:linux-image-cloud-arm64:arm64/trixie");
  expect(targetsFor(undefined)[0]).toBe("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  expect(targetsFor("trixie")).toHaveLength(2);
});
