// Written by `npm run registries` from the files of this folder. Do not edit.
import alreadyLoaded from "./already-loaded.ts";
import apiChange from "./api-change.ts";
import benign from "./benign.ts";
import blacklist from "./blacklist.ts";
import btf from "./btf.ts";
import buildInvocation from "./build-invocation.ts";
import clangKernel from "./clang-kernel.ts";
import compileError from "./compile-error.ts";
import compilerVersion from "./compiler-version.ts";
import compressedModule from "./compressed-module.ts";
import configAbiOops from "./config-abi-oops.ts";
import conftestMisdiagnosis from "./conftest-misdiagnosis.ts";
import distroBackport from "./distro-backport.ts";
import dkmsBreaksUpgrade from "./dkms-breaks-upgrade.ts";
import dkmsBuildExclusive from "./dkms-build-exclusive.ts";
import dkmsBuildFailed from "./dkms-build-failed.ts";
import dkmsConf from "./dkms-conf.ts";
import dkmsState from "./dkms-state.ts";
import driverInit from "./driver-init.ts";
import duplicateSymbol from "./duplicate-symbol.ts";
import einval from "./einval.ts";
import elfMalformed from "./elf-malformed.ts";
import enoexec from "./enoexec.ts";
import gccPlugin from "./gcc-plugin.ts";
import gplOnly from "./gpl-only.ts";
import hardeningAbi from "./hardening-abi.ts";
import headersConfigDrift from "./headers-config-drift.ts";
import headersIncomplete from "./headers-incomplete.ts";
import headersMissing from "./headers-missing.ts";
import hostDeps from "./host-deps.ts";
import hostToolsArch from "./host-tools-arch.ts";
import kabi from "./kabi.ts";
import kbuildApi from "./kbuild-api.ts";
import kernelConfig from "./kernel-config.ts";
import kernelModulesDirMissing from "./kernel-modules-dir-missing.ts";
import livepatch from "./livepatch.ts";
import lockdown from "./lockdown.ts";
import makeFailed from "./make-failed.ts";
import memory from "./memory.ts";
import modpostUndefined from "./modpost-undefined.ts";
import moduleLayoutCrc from "./module-layout-crc.ts";
import moduleMakefile from "./module-makefile.ts";
import moduleNotFound from "./module-not-found.ts";
import namespace from "./namespace.ts";
import parameters from "./parameters.ts";
import relocation from "./relocation.ts";
import repoKernelHash from "./repo-kernel-hash.ts";
import restrictedExport from "./restricted-export.ts";
import signature from "./signature.ts";
import structModuleLayout from "./struct-module-layout.ts";
import symbolCrc from "./symbol-crc.ts";
import symversMissing from "./symvers-missing.ts";
import unknownSymbol from "./unknown-symbol.ts";
import userspaceKernelSkew from "./userspace-kernel-skew.ts";
import vermagic from "./vermagic.ts";
import werror from "./werror.ts";
import wrongArch from "./wrong-arch.ts";
import wrongTargetKernel from "./wrong-target-kernel.ts";

export const symptoms = {
  "already-loaded": alreadyLoaded,
  "api-change": apiChange,
  benign,
  blacklist,
  btf,
  "build-invocation": buildInvocation,
  "clang-kernel": clangKernel,
  "compile-error": compileError,
  "compiler-version": compilerVersion,
  "compressed-module": compressedModule,
  "config-abi-oops": configAbiOops,
  "conftest-misdiagnosis": conftestMisdiagnosis,
  "distro-backport": distroBackport,
  "dkms-breaks-upgrade": dkmsBreaksUpgrade,
  "dkms-build-exclusive": dkmsBuildExclusive,
  "dkms-build-failed": dkmsBuildFailed,
  "dkms-conf": dkmsConf,
  "dkms-state": dkmsState,
  "driver-init": driverInit,
  "duplicate-symbol": duplicateSymbol,
  einval,
  "elf-malformed": elfMalformed,
  enoexec,
  "gcc-plugin": gccPlugin,
  "gpl-only": gplOnly,
  "hardening-abi": hardeningAbi,
  "headers-config-drift": headersConfigDrift,
  "headers-incomplete": headersIncomplete,
  "headers-missing": headersMissing,
  "host-deps": hostDeps,
  "host-tools-arch": hostToolsArch,
  kabi,
  "kbuild-api": kbuildApi,
  "kernel-config": kernelConfig,
  "kernel-modules-dir-missing": kernelModulesDirMissing,
  livepatch,
  lockdown,
  "make-failed": makeFailed,
  memory,
  "modpost-undefined": modpostUndefined,
  "module-layout-crc": moduleLayoutCrc,
  "module-makefile": moduleMakefile,
  "module-not-found": moduleNotFound,
  namespace,
  parameters,
  relocation,
  "repo-kernel-hash": repoKernelHash,
  "restricted-export": restrictedExport,
  signature,
  "struct-module-layout": structModuleLayout,
  "symbol-crc": symbolCrc,
  "symvers-missing": symversMissing,
  "unknown-symbol": unknownSymbol,
  "userspace-kernel-skew": userspaceKernelSkew,
  vermagic,
  werror,
  "wrong-arch": wrongArch,
  "wrong-target-kernel": wrongTargetKernel,
} as const;
