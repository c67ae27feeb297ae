export { builtModules, isWritable, type Placed, placeModules } from "./kbuild/built-modules.ts";
export type { BuildProgress } from "./kbuild/progress.ts";
export { commandsOf, type PlanEnded, type PlanFailed, type PlanRequest, runPlan } from "./kbuild/run-plan.ts";
export { stripModules } from "./kbuild/strip-modules.ts";
export type { BuildPlan, BuildStep, WantedModule } from "./module-source/build-step.ts";
export { copySource } from "./module-source/copy-source.ts";
export { type DkmsPackage, dkmsPackage, dkmsPlan, hasDkmsConf } from "./module-source/dkms-plan.ts";
export { type FoundSource, findSource } from "./module-source/find-source.ts";
export { kbuildPlan, type PlanFor } from "./module-source/kbuild-plan.ts";
export { sourceRoot } from "./module-source/source-root.ts";
export { type NotSigned, signFileOf, type Signing, signModules } from "./sign/sign-module.ts";
export { certificateBeside, machineOwnerKeys, type SigningKey } from "./sign/signing-keys.ts";
export { installHeaders, reinstallHeaders } from "./headers/install-headers.ts";
export { configuredHeaders, settle } from "./headers/configured-headers.ts";
export { type Headers, openHeaders } from "./headers/open-headers.ts";
export { matters, type Weighed, weighedDrift } from "./headers/weighed-drift.ts";
export { sourceTreeOf } from "./headers/source-tree.ts";
export { unpack } from "./headers/unpack.ts";
export { type Built, type NotBuilt, type ProbeRequest, withProbeModule } from "./probe/probe-module.ts";
export type { Obstacle, PlannedFile, RepairPlan, RepairStep } from "./repair/plan.ts";
export { canBeUndone, finishRepair, repairInPlace, undoRepair } from "./repair/in-place.ts";
export { planRepair } from "./repair/plan.ts";
export { overlayOf } from "./repair/overlay.ts";
export { repairedHeaders, type RepairedHeaders, type RepairRequest } from "./repair/repaired-headers.ts";
export { errorsIn } from "./run/errors-in.ts";
export { type Made, runMake } from "./run/run-make.ts";
export { type Ended, type RunOptions, runProgram } from "./run/run-program.ts";
export { type Machine, machineOf, machineOfDebian, machineOfNode } from "./tools/machines.ts";
export { type BuildMachine, cannotRun, thisMachine } from "./tools/this-machine.ts";
export { probeTool, type Tool } from "./tools/probe-tool.ts";
export {
  askedByConfig,
  askedByVariables,
  findToolchain,
  type Host,
  type MissingPackages,
  type Toolchain,
  toolVariables,
} from "./tools/toolchain.ts";
export { isOffered } from "./tools/is-offered.ts";
export { isPathForMake, withWorkspace } from "./workspace.ts";
