import { describe, expect, test } from "vitest";
import { kernelFacts, unknownFact } from "../../../test/build/facts.ts";
import { configOf } from "../../model/config.ts";
import { targetOf } from "./index.ts";

const policy = (config: string, commandLine?: string) => {
  const kernel = kernelFacts({ config: configOf(config) });
  return targetOf(kernel, commandLine === undefined ? {} : { commandLine }).kernel.signaturePolicy;
};

/** The policy of a kernel of which only the image is known. */
const ofImage = (commandLine: string, securityModules?: readonly string[]) => {
  const signing = { verifies: true, enforces: false, lockdown: "possible" as const };
  const kernel = kernelFacts({
    config: unknownFact,
    moduleSigning: { ...signing, ...(securityModules && { securityModules }) },
  });
  const { signaturePolicy } = targetOf(kernel, { commandLine }).kernel;
  return signaturePolicy.known ? signaturePolicy.value : signaturePolicy.why.en;
};

const SIG = "CONFIG_MODULE_SIG=y\n";
const LOCKDOWN = `${SIG}CONFIG_SECURITY_LOCKDOWN_LSM=y\n`;

describe("signaturePolicy", () => {
  test("without a command line the kernel's own fact stays", () => {
    const kernel = kernelFacts({ signaturePolicy: "enforced" });
    expect(targetOf(kernel).kernel).toEqual(kernel);
  });
  test("module.sig_enforce enforces, with CONFIG_MODULE_SIG only", () => {
    expect(policy(SIG, "module.sig_enforce=1")).toMatchObject({
      value: "enforced",
      origin: { input: "--cmdline", part: "module.sig_enforce" },
    });
    expect(policy("", "module.sig_enforce=1")).toMatchObject({ value: "permissive" });
  });
  test("enforcement comes before lockdown", () => {
    const early = `${LOCKDOWN}CONFIG_SECURITY_LOCKDOWN_LSM_EARLY=y\n`;
    expect(policy(early, "lockdown=integrity")).toMatchObject({ value: "lockdown" });
    expect(policy(early, "lockdown=integrity module.sig_enforce")).toMatchObject({ value: "enforced" });
    expect(policy(`${early}CONFIG_MODULE_SIG_FORCE=y`, "lockdown=integrity")).toMatchObject({
      value: "enforced",
    });
    expect(policy("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY=y", "lockdown=integrity")).toMatchObject({
      value: "permissive",
    });
  });
  test("lockdown has to be started", () => {
    expect(policy(`${LOCKDOWN}CONFIG_LSM="yama,lockdown"`, "lockdown=integrity")).toMatchObject({
      value: "lockdown",
    });
    expect(policy(`${LOCKDOWN}CONFIG_LSM="yama"`, "lockdown=integrity")).toMatchObject({
      value: "permissive",
    });
    expect(policy(`${LOCKDOWN}CONFIG_LSM="yama"`, "lockdown=integrity lsm=lockdown")).toMatchObject({
      value: "lockdown",
    });
    expect(policy(`${LOCKDOWN}CONFIG_LSM="lockdown"`, "lockdown=integrity lsm=yama")).toMatchObject({
      value: "permissive",
    });
    expect(policy(SIG, "lockdown=integrity")).toMatchObject({ value: "permissive" });
  });
  test("without image and configuration it is not known", () => {
    const kernel = kernelFacts({ moduleSigning: unknownFact });
    expect(targetOf(kernel, { commandLine: "" }).kernel.signaturePolicy.known).toBe(false);
  });
  test("an image that does not tell whether lockdown is started leaves it open only where that matters", () => {
    expect(ofImage("quiet")).toBe("permissive");
    expect(ofImage("lockdown=integrity", ["yama", "lockdown"])).toBe("lockdown");
    expect(ofImage("lockdown=integrity lsm=lockdown")).toBe("lockdown");
    expect(ofImage("lockdown=integrity")).toContain("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY");
    expect(ofImage("lockdown=integrity", ["yama"])).toContain("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY");
    expect(ofImage("lockdown=integrity module.sig_enforce")).toBe("enforced");
  });
});

describe("loaded modules", () => {
  const loaded = [{ name: "usbcore" }];
  test("those of the running system count only where the call is named", () => {
    expect(targetOf(kernelFacts(), {}, { loaded }).state.loaded).toMatchObject({ value: undefined });
    expect(targetOf(kernelFacts(), { via: "finit" }, { loaded }).state.loaded).toMatchObject({
      value: loaded,
    });
    expect(targetOf(kernelFacts(), {}, { loaded }).state.running).toMatchObject({
      value: new Set(["usbcore"]),
    });
  });
  test("what is told comes first", () => {
    const told = targetOf(kernelFacts(), { via: "finit", loaded: [] }, { loaded });
    expect(told.state.loaded).toMatchObject({ value: [] });
  });
});

describe("modulesDisabled", () => {
  test.each([
    ["nomodule", "nomodule"],
    ["sysctl.kernel.modules_disabled=1", "modules_disabled"],
    ["quiet", undefined],
  ])("%s", (commandLine, value) => {
    // What the running system has does not hold for another boot.
    const { state } = targetOf(kernelFacts(), { commandLine }, { modulesDisabled: true });
    expect(state.modulesDisabled).toMatchObject({ value });
  });
  test("of the running system", () => {
    expect(targetOf(kernelFacts(), {}, { modulesDisabled: true }).state.modulesDisabled).toMatchObject({
      value: "modules_disabled",
    });
  });
});

const of = (config: string, release = "6.12.1") =>
  targetOf(kernelFacts({ config: configOf(config), release })).state.decompression;

const has = (config: string, running = {}) =>
  targetOf(kernelFacts({ config: configOf(config) }), {}, running).state.hasModules;

test("modules are there unless the configuration or the running system says otherwise", () => {
  expect(has("CONFIG_MODULES=y")).toMatchObject({ value: true });
  expect(has("# CONFIG_MODULES is not set")).toMatchObject({ value: false });
  expect(has("", { commandLine: "quiet" })).toMatchObject({ value: false });
  // Not even /proc is there: nothing follows.
  expect(has("", {})).toMatchObject({ value: true });
});

describe("decompression", () => {
  test("by the configuration", () => {
    expect(of("CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_XZ=y")).toMatchObject({ value: "xz" });
    expect(of("CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_GZIP=y")).toMatchObject({ value: "gzip" });
    expect(of("CONFIG_MODULE_COMPRESS_XZ=y")).toMatchObject({ value: undefined });
    const zstd = "CONFIG_MODULE_DECOMPRESS=y\nCONFIG_MODULE_COMPRESS_ZSTD=y";
    expect(of(zstd)).toMatchObject({ value: "zstd" });
    expect(of(zstd, "6.1.9")).toMatchObject({ value: undefined });
  });
  test("the running system knows better", () => {
    const kernel = kernelFacts({ config: unknownFact });
    expect(targetOf(kernel, {}, { compression: "zstd" }).state.decompression).toMatchObject({
      value: "zstd",
    });
    expect(targetOf(kernel, {}, {}).state.decompression).toMatchObject({ value: undefined });
  });
});
