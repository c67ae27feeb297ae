export { configuredHeaders, settle } from "./headers/configured-headers.ts";
export { sourceTreeOf } from "./headers/source-tree.ts";
export { unpack } from "./headers/unpack.ts";
export { type Built, type NotBuilt, type ProbeRequest, withProbeModule } from "./probe/probe-module.ts";
export { errorsIn } from "./run/errors-in.ts";
export { type Made, runMake } from "./run/run-make.ts";
export { type Ended, type RunOptions, runProgram } from "./run/run-program.ts";
export { type Machine, machineOf, machineOfDebian, machineOfNode } from "./tools/machines.ts";
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
