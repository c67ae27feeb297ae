import { expect, test } from "vitest";
import type { System } from "../../model/system.ts";
import { isRelease, type Need } from "../define-distribution.ts";
import { distributions } from "../index.ts";
import { distributionOf, installCommand, recipesFor } from "./recipes-for.ts";

const bare: System = { distribution: "linux", like: [], raspberryPi: false, kernelPackages: new Map() };

const systems = {
  bullseye: { ...bare, distribution: "debian", version: "11", codename: "bullseye" },
  bookworm: { ...bare, distribution: "debian", version: "12", codename: "bookworm" },
  trixie: { ...bare, distribution: "debian", version: "13", codename: "trixie" },
  focal: { ...bare, distribution: "ubuntu", like: ["debian"], version: "20.04", codename: "focal" },
  noble: { ...bare, distribution: "ubuntu", like: ["debian"], version: "24.04", codename: "noble" },
  mint: { ...bare, distribution: "linuxmint", like: ["ubuntu", "debian"], version: "22" },
  kali: { ...bare, distribution: "kali", like: ["debian"] },
  armbian: {
    ...bare,
    distribution: "debian",
    version: "12",
    armbian: { board: "nanopineocore2", branch: "current", family: "sunxi64" },
    kernelPackages: new Map([["linux-image-current-sunxi64", "24.8.1"]]),
  },
  pi: { ...bare, distribution: "debian", version: "12", raspberryPi: true },
  raspbian: { ...bare, distribution: "raspbian", like: ["debian"], version: "11", raspberryPi: true },
  fedora: { ...bare, distribution: "fedora", version: "41" },
  alma: { ...bare, distribution: "almalinux", like: ["rhel", "centos", "fedora"], version: "9.4" },
  arch: { ...bare, distribution: "arch" },
  endeavour: { ...bare, distribution: "endeavouros", like: ["arch"] },
} satisfies Record<string, System>;

test.each([
  ["bookworm", "debian"],
  ["kali", "debian"],
  ["noble", "ubuntu"],
  ["mint", "ubuntu"],
  ["armbian", "armbian"],
  ["pi", "raspberry-pi-os"],
  ["raspbian", "raspberry-pi-os"],
  ["fedora", "fedora"],
  ["alma", "fedora"],
  ["arch", "arch"],
  ["endeavour", "arch"],
] as const)("%s is %s, and no other one", (name, id) => {
  const system = systems[name];
  expect(
    Object.values(distributions)
      .filter((one) => one.is(system))
      .map((one) => one.id),
  ).toEqual([id]);
});

test("an unknown system is none", () => {
  expect(distributionOf(bare)).toBeUndefined();
});

function typed(
  name: keyof typeof systems,
  release: string,
  need: Need,
  offered?: boolean,
): readonly string[] {
  const system = systems[name];
  const distribution = distributionOf(system);
  if (!distribution) throw new Error(`${name} is none`);
  const given = { system, release, ...(offered !== undefined && { offered }) };
  return recipesFor(distribution, need, given).flatMap(({ commands }) => commands);
}

test.each([
  ["bookworm", "6.1.0-28-amd64", "linux-headers-6.1.0-28-amd64"],
  ["noble", "6.8.0-45-generic", "linux-headers-6.8.0-45-generic"],
  ["armbian", "6.6.44-current-sunxi64", "linux-headers-current-sunxi64=24.8.1"],
  ["pi", "6.6.51+rpt-rpi-v8", "linux-headers-6.6.51+rpt-rpi-v8"],
  ["raspbian", "6.1.21-v7l+", "raspberrypi-kernel-headers"],
  ["fedora", "6.11.5-300.fc41.x86_64", '"kernel-devel-uname-r == 6.11.5-300.fc41.x86_64"'],
] as const)("on %s the headers of %s, while they are offered", (name, release, wanted) => {
  const commands = typed(name, release, "headers", true);
  expect(commands.at(-1)).toMatch(new RegExp(` install ${wanted.replaceAll(/[.+=]/g, String.raw`\$&`)}$`));
});

test.each([
  ["bookworm", "6.1.0-28-amd64", "sudo apt install linux-headers-amd64"],
  ["bookworm", "6.1.0-28-cloud-amd64", "sudo apt install linux-headers-cloud-amd64"],
  ["bookworm", "6.1.0-28-armmp-lpae", "sudo apt install linux-headers-armmp-lpae"],
  ["bookworm", "6.12.57+deb12-arm64", "sudo apt install -t bookworm-backports linux-headers-arm64"],
  ["bullseye", "6.1.0-0.deb11.7-amd64", "sudo apt install -t bullseye-backports linux-headers-amd64"],
  ["trixie", "6.12.57+deb13-amd64", "sudo apt install linux-headers-amd64"],
  ["trixie", "6.16.3+bpo-amd64", "sudo apt install -t trixie-backports linux-headers-amd64"],
  ["noble", "6.8.0-45-generic", "sudo apt install linux-headers-generic"],
  ["noble", "6.8.0-1012-raspi", "sudo apt install linux-headers-raspi"],
  [
    "armbian",
    "6.6.44-current-sunxi64",
    "sudo apt install linux-image-current-sunxi64 linux-headers-current-sunxi64",
  ],
  ["pi", "6.6.51+rpt-rpi-2712", "sudo apt install linux-headers-rpi-2712"],
] as const)("on %s a newer kernel where those of %s are gone", (name, release, wanted) => {
  const commands = typed(name, release, "headers", false);
  expect(commands).toContain(wanted);
  expect(commands.at(-1)).toBe("sudo reboot");
});

test("the HWE kernel of Ubuntu is followed by its own package", () => {
  const system = { ...systems.noble, kernelPackages: new Map([["linux-image-generic-hwe-24.04", "6.11"]]) };
  const [advice] = recipesFor(distributions.ubuntu, "headers", {
    system,
    release: "6.11.0-9-generic",
    offered: false,
  });
  expect(advice?.commands).toContain("sudo apt install linux-headers-generic-hwe-24.04");
});

test("a kernel of the firmware's updater has no headers: back to the packaged one", () => {
  const commands = typed("pi", "6.6.60-v8+", "headers", true);
  expect(commands.join("\n")).toContain("linux-image-rpi-v8 linux-headers-rpi-v8");
});

test.each([
  ["6.12.1-arch1-1", "linux"],
  ["6.6.63-1-lts", "linux-lts"],
  ["6.12.1-zen1-1-zen", "linux-zen"],
  ["6.11.9-hardened1-1-hardened", "linux-hardened"],
] as const)("on Arch Linux %s is the package %s", (release, name) => {
  expect(typed("arch", release, "headers")[0]).toBe(`sudo pacman -S ${name}-headers`);
});

test.each([
  ["bookworm", "6.18.44-fc-v657"],
  ["noble", "5.15.153.1-microsoft-standard-WSL2"],
  ["fedora", "6.11.0-my-own"],
] as const)("of a kernel that %s did not make, %s, there is nothing to install", (name, release) => {
  expect(typed(name, release, "headers", false)).toEqual([]);
  const distribution = distributionOf(systems[name]);
  const advice =
    distribution && recipesFor(distribution, "headers", { system: systems[name], release, offered: false });
  expect(advice?.[0]?.note?.en).toMatch(/where the kernel came from/);
});

test("when nobody asked the repository, both ways are there, with their conditions", () => {
  const advice = recipesFor(distributions.debian, "headers", {
    system: systems.bookworm,
    release: "6.1.0-28-amd64",
  });
  expect(advice.map(({ certain }) => certain)).toEqual([false, false]);
});

test("Armbian's build names board and branch; the branch of the running kernel leads", () => {
  expect(typed("armbian", "6.6.44-current-sunxi64", "kernel-from-source")).toContain(
    "./compile.sh kernel BOARD=nanopineocore2 BRANCH=current KERNEL_CONFIGURE=no",
  );
  expect(typed("armbian", "6.11.2-edge-sunxi64", "kernel-from-source")[1]).toContain("BRANCH=edge");
});

test.each([
  ["bookworm", ["gcc-12", "pahole"], "sudo apt install gcc-12 pahole"],
  ["bullseye", ["pahole"], "sudo apt install dwarves"],
  ["focal", ["pahole"], "sudo apt install dwarves"],
  ["noble", ["pahole"], "sudo apt install pahole"],
  [
    "fedora",
    ["gcc-12", "pahole", "gcc-aarch64-linux-gnu"],
    "sudo dnf install gcc dwarves gcc-aarch64-linux-gnu",
  ],
  ["arch", ["gcc-12", "gcc", "gcc-aarch64-linux-gnu"], "sudo pacman -S --needed gcc aarch64-linux-gnu-gcc"],
] as const)("programs on %s: %j", (name, packages, command) => {
  const distribution = distributionOf(systems[name]);
  expect(distribution && installCommand(distribution, systems[name], packages)).toBe(command);
});

test("what is typed names the kernel that was given, for every distribution and need", () => {
  for (const distribution of Object.values(distributions)) {
    for (const need of ["headers", "headers-again", "kernel-from-source"] as const) {
      for (const { commands, condition, note } of recipesFor(distribution, need, {
        system: systems.armbian,
        release: "6.6.44-current-sunxi64",
      })) {
        expect(commands.length + (note ? 1 : 0)).toBeGreaterThan(0);
        expect(commands.join("")).not.toMatch(/undefined|\[object/);
        expect(condition.en).toMatch(/^[a-z]/);
        expect(condition.zh).toMatch(/\p{Script=Han}/u);
      }
    }
  }
});

test.each(["6.6.44-current-sunxi64", "6.12.57+deb13-amd64"])("%s may be a release", (text) => {
  expect(isRelease(text)).toBe(true);
});
test.each(["", "6.1; reboot", "$(id)", "6.1 6.2", "amd64", "6.1\n"])("%j is none", (text) => {
  expect(isRelease(text)).toBe(false);
});
