export { type ArchitectureId, type Architecture, architectures } from "./architectures.ts";
export type { LogRecord } from "./answer.ts";
export { type BootImage, bootImage } from "./boot-image.ts";
export { bootTarget } from "./boot-target.ts";
export { errnoName } from "./errno.ts";
export { type Observation, type Removal, type Run, wasAsked } from "./observation.ts";
export { observe, type ObserveOptions, type Progress } from "./observe.ts";
export { moduleFlags, type ModuleRequest, type Via } from "./plan.ts";
export type { Accelerator } from "./qemu.ts";
export { type Slots, slots } from "./slots.ts";
export {
  agreementOf,
  type CheckAgreement,
  differs,
  type Figures,
  type KernelAgreement,
  type Reason,
  type Row,
} from "./agreement.ts";
export { agreementPage } from "./agreement-page.ts";
export {
  type Agreement,
  compare,
  type Compared,
  type Expected,
  type Outcome,
  type Symptom,
} from "./compare.ts";
export { type ModuleRecord, recordsOf, requestsOf } from "./records.ts";
