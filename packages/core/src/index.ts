export { linksOf } from "./analyse/causes-of.ts";
export { lostInHeaders } from "./causes/option-guards-members.ts";
export type { OptionChain } from "./model/option-chain.ts";
export { analyse, checksOf, explain } from "./analyse/analyse.ts";
export type { Effect, Errno, Explanation } from "./analyse/define-check.ts";
export type { CheckId, Finding, Inconclusive, MissingFact, Verdict } from "./analyse/verdict.ts";
export { checks } from "./checks/index.ts";
export { type ByteSource, bytesSource, checkRange, readAll, slice } from "./io/byte-source.ts";
export { type Entry, type FileTree, MAX_DEPTH } from "./io/file-tree.ts";
export {
  explainLog,
  explainNoise,
  explainSymptom,
  type LogReader,
  logReader,
  symptomTitle,
} from "./explain-log/explain-log.ts";
export type {
  LogCause,
  LogExplanation,
  LogNoise,
  LogSurroundings,
  QuotedLine,
  SymptomId,
} from "./explain-log/log-explanation.ts";
export { nextSteps } from "./explain-log/next-steps.ts";
export { crc32 } from "./io/crc32.ts";
export { FormatError } from "./io/format-error.ts";
export {
  type Fact,
  type Known,
  known,
  type Language,
  type Origin,
  sameInAll,
  type Text,
  type Unknown,
  unknown,
  type ValueOf,
} from "./model/fact.ts";
export {
  type Change,
  type ComparedRow,
  compareLayouts,
  type LayoutComparison,
} from "./c-types/compare-layouts.ts";
export {
  type ChangedPart,
  type ChangedType,
  compareTypes,
  type NamedType,
  type TypesComparison,
} from "./c-types/compare-types.ts";
export { comparisonOf } from "./c-types/comparison-of.ts";
export { distinctLayouts, type NamedLayout } from "./c-types/distinct-layouts.ts";
export { type Layout, type LayoutRow, layoutOf } from "./c-types/layout.ts";
export { recordNamed } from "./c-types/record-named.ts";
export { type ArchitectureName, architectureNamed } from "./model/architecture.ts";
export type { CTypes, NamedKind, RecordType } from "./model/c-type.ts";
export type { OptionMembers } from "./model/member-guard.ts";
export type { Contradiction } from "./model/headers-contradictions.ts";
export { type ConfigDifference, configDifference } from "./model/config-difference.ts";
export type { ArmbianBoard, System } from "./model/system.ts";
export { readSystem } from "./facts/system/read-system.ts";
export { type Distribution, isRelease, type Need, type RecipeGiven } from "./recipes/define-distribution.ts";
export { type Advice, distributionOf, installCommand, recipesFor } from "./recipes/shared/recipes-for.ts";
export { membersGuardedBy } from "./causes/shared/struct-module-groups.ts";
export {
  type ConfigEffect,
  type EffectKind,
  effectHeadings,
  effectKinds,
  effectText,
} from "./config-effects/effect.ts";
export { changesNoModule } from "./config-effects/changes-no-module.ts";
export { isToolVersion } from "./config-effects/toolchain-symbols.ts";
export { effectsOf, type Seen } from "./config-effects/effects-of.ts";
export { type Compiler, compilerIn } from "./config-effects/compiler.ts";
export { type Toolchain, toolchainOf } from "./config-effects/toolchain.ts";
export type { ToolDifference } from "./model/tool-difference.ts";
export { compilerDrift, toolchainDrift, toolDifferenceText } from "./config-effects/toolchain-drift.ts";
export {
  type RankedDifference,
  type RankedDifferences,
  rankDifferences,
} from "./config-effects/rank-differences.ts";
export { type LostMembers, lostMembers } from "./causes/shared/lost-members.ts";
export { type ProbedTool, probedTools } from "./causes/shared/probed-tools.ts";
export { configured, type Config, configOf, configValue } from "./model/config.ts";
export { isProprietary } from "./model/license.ts";
export type { KernelFacts, StructMember, StructModule } from "./model/kernel.ts";
export type { ElfShape, HandedModule, ModuleFacts, ThisModule } from "./model/module.ts";
export type { Checked, CheckedModule, Report, Style } from "./report/define-report.ts";
export { reports } from "./report/index.ts";
export { type Page, page, type Paragraph } from "./report/layout/page.ts";
export { widthOf } from "./report/layout/wrap.ts";
export { visible, visibleJson } from "./report/layout/visible.ts";
export type { Companion } from "./facts/pair/companions.ts";
export { type HeadersConfiguration, readConfigurations } from "./facts/headers/configurations.ts";
export { byVersion, type HostTool, readHostTools } from "./facts/headers/host-tools.ts";
export { type Completeness, readCompleteness } from "./facts/headers/missing-files.ts";
export { type OptionUse, readOptionUses } from "./facts/headers/option-uses.ts";
export type { HeadersTrees } from "./facts/headers/trees.ts";
export type { FileUse, WantedFile } from "./facts/headers/wanted-files.ts";
export { readModuleFacts } from "./facts/module/index.ts";
export { packingOf } from "./facts/module/packing.ts";
export { unpackedByKernel } from "./facts/module/unpacked-by-kernel.ts";
export { readCompilers } from "./facts/module/compilers.ts";
export { readParameters } from "./facts/module/parameters.ts";
export { signatureHandling } from "./facts/state/signature-handling.ts";
export { type Running, type Target, targetOf, type Told } from "./facts/state/index.ts";
export type { LoadedModule, Packing, StateFacts, Via } from "./model/state.ts";
export { decompressed } from "./io/decompress.ts";
export { toldByRelease } from "./model/generation.ts";
export { InputError } from "./model/input-error.ts";
export { type Export, exportAt, type ExportTable } from "./model/exports.ts";
export { type LoaderFeature, featureIds } from "./model/loader-feature.ts";
export { type LoaderOption, loaderOptionIds } from "./model/loader-option.ts";
export { groupBy } from "./model/group-by.ts";
export { findName, nameOf } from "./model/names.ts";
export { vermagicOf } from "./model/vermagic.ts";
export { readModuleStruct } from "./facts/module/types.ts";
export {
  asksForTypes,
  type BuiltTypes,
  ownTypesIn,
  readTypesSeen,
  type TypesSeen,
} from "./facts/module/types-seen.ts";
export { readSigners } from "./facts/module/signer.ts";
export { readSignatureTrust } from "./facts/module/signature-trust.ts";
export {
  type DkmsKernel,
  type Exclusion as DkmsExclusion,
  excludedBy,
  makeCommand,
  patchesFor,
} from "./formats/dkms-conf/dkms-build.ts";
export {
  type Directive as DkmsDirective,
  directives as dkmsDirectives,
} from "./formats/dkms-conf/directives.ts";
export {
  type DkmsConf,
  type DkmsModule,
  type DkmsVariables,
  parseDkmsConf,
} from "./formats/dkms-conf/dkms-conf.ts";
export type { ShellCode } from "./formats/dkms-conf/read-assignments.ts";
export { readCertificateFile } from "./formats/certificates/certificate-file.ts";
export { writeFacts } from "./facts/saved/write.ts";
export { type Deb, openDeb } from "./formats/deb/deb.ts";
export { MAX_KERNEL } from "./formats/kernel-image/container.ts";
export { type KernelImage, openKernelImage } from "./formats/kernel-image/kernel-image.ts";
export type { TypesBesideHeaders } from "./facts/kernel/types.ts";
export { readKernelFacts } from "./facts/kernel/index.ts";
export { readFacts } from "./facts/saved/read.ts";
export { releaseOf } from "./sources/common/headers.ts";
export { mergeArtifacts } from "./sources/common/merge.ts";
export { openInput } from "./sources/common/open-input.ts";
export { MAKEFILE_HEAD, sourceNamedIn } from "./sources/common/source-of-build.ts";
export type { Artifacts, DirectoryInput, Input } from "./sources/define-source.ts";
export { type ConfigHeader, configHeader } from "./formats/kconfig/kconfig.ts";
export {
  type WrittenBefore,
  type WrittenConfiguration,
  writtenFrom,
} from "./formats/kconfig/write-configuration.ts";
export { correctedSymvers } from "./formats/module-symvers/corrected-symvers.ts";
export type { SymversDifference, SymversDifferences } from "./model/symvers-differences.ts";
export { sourceArch } from "./formats/kconfig/source-arch.ts";
export {
  type Configuration,
  configurationFiles,
  type Configurations,
  configurationsOf,
  contradictionsAmong,
} from "./facts/headers/configuration-files.ts";
export { kconfigWorld } from "./facts/kconfig/kconfig-world.ts";
export { type KernelRules, readKernelRules } from "./facts/kconfig/read-rules.ts";
export type { Cause } from "./kconfig/causes-of.ts";
export type { Evaluator } from "./kconfig/evaluator.ts";
export { mayBeElsewhere } from "./kconfig/elsewhere.ts";
export { explain as explainSymbol, type Link, type ProbeLink, type SymbolLink } from "./kconfig/explain.ts";
export type { Reason } from "./kconfig/reasons.ts";
export { spell, spellProbe } from "./kconfig/spelling.ts";
export { textOf as kconfigText } from "./kconfig/value.ts";
export type { KconfigProblem, KconfigRules, Operand, Place, Probe } from "./model/kconfig-rules.ts";
