import { type Reader, seenBy } from "./seen-by.ts";
import type { Assignment, Statement } from "./statements.ts";

/** A Makefile that was read. */
export interface MakefileRead {
  /** As messages name it. */
  readonly file: string;
  readonly statements: readonly Statement[];
}

/** A place that asks which kernel runs here. */
export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The statement as it stands there. */
  readonly text: string;
}

/** A variable by which a Makefile can be told of another kernel. */
export interface Offered extends Place {
  readonly variable: string;
  /** What it stands for: `uname -r`, or the headers below `/lib/modules`. */
  readonly role: "release" | "headers";
}

/** Where Makefiles take the kernel that runs here for the one that is built for. */
export interface ReleaseUses {
  /** These can be told on make's command line. */
  readonly offered: readonly Offered[];
  /** These cannot: what is built would be for the running kernel, or for none. */
  readonly fixed: readonly Place[];
}

const RUNNING = /\buname\s+(?:-\w*[ra]|--kernel-release|--all)|\/proc\/(?:version|sys\/kernel\/osrelease)\b/;
const RELEASE = /^(?:\$\(shell\s+uname\s+-r\s*\)|`uname -r`)$/;
const HEADERS = /\blib\/modules\/.*\/(?:build|source)\/?$/s;
const SOURCES = /^\/usr\/src\/[\w.-]*(?:\$\(shell\s+uname\s+-r\s*\)|`uname -r`)\/?$/;
/** What kbuild makes objects and their options of: Documentation/kbuild/makefiles.rst. */
const OF_KBUILD =
  /^(?:(?:obj|lib|subdir|extra|always|hostprogs|targets|ccflags|asflags|ldflags|rustflags)-|[\w-]+-(?:objs|y|m)$|(?:EXTRA_)?[CAR]FLAGS|(?:EXTRA_)?LDFLAGS|CPPFLAGS|KBUILD_|KC?PPFLAGS|KCFLAGS|LINUXINCLUDE$)/;
/** Targets whose recipes run when something is built already. */
const LATER =
  /install|clean|load|insmod|rmmod|modprobe|depmod|remove|help|test|check|sign|dkms|package|dist|archive|deb$|rpm/i;

/** Where the Makefiles ask for the running kernel, as far as it reaches what this reader makes of them. */
export function releaseUses(files: readonly MakefileRead[], reader: Reader): ReleaseUses {
  const seen = files.flatMap(({ file, statements }) =>
    statements.filter((one) => seenBy(one, reader)).map((statement) => ({ file, statement })),
  );
  const roots = rootsOf(seen, reader);
  const reached = new Map<string, Root>();
  for (const { file, statement } of seen) {
    if (!counts(statement, reader)) continue;
    const texts = [statement.text, ...(reader === "kbuild" ? statement.when.map(({ text }) => text) : [])];
    for (const root of texts.flatMap((text) => rootsIn(text, roots))) reached.set(keyOf(root), root);
    // A variable that asks itself is a root already.
    const asks = texts.some((text) => RUNNING.test(text)) && !isOffered(statement, file, roots);
    if (asks) reached.set(`${file}:${statement.line}`, { file, line: statement.line, text: statement.text });
  }
  const all = [...reached.values()];
  const offered = reader === "make" ? [...roots.values()].flat() : all;
  return {
    offered: unique(offered.filter((root): root is Offered => "variable" in root)),
    fixed: all.filter((root) => !("variable" in root)),
  };
}

type Root = Place | Offered;

interface Seen {
  readonly file: string;
  readonly statement: Statement;
}

/** Whether a statement decides what is built. */
function counts(statement: Statement, reader: Reader): boolean {
  if (reader === "make") return statement.kind === "recipe" && !LATER.test(statement.targets);
  if (statement.kind === "assignment") return OF_KBUILD.test(statement.name);
  return statement.kind === "include" || /^\$\(error\b/.test(statement.text);
}

/** For each variable, the places that its value comes from. */
function rootsOf(seen: readonly Seen[], reader: Reader): Map<string, Root[]> {
  const roots = new Map<string, Root[]>();
  // A variable may be used above the line that sets it: again, until nothing is new.
  for (let changed = true, rounds = 0; changed && rounds < MAX_ROUNDS; rounds += 1) {
    changed = false;
    for (const { file, statement } of seen) {
      if (statement.kind !== "assignment" || isVoid(statement, reader)) continue;
      const known = roots.get(statement.name) ?? [];
      const found = rootsOfValue(statement, file, roots);
      const fresh = found.filter((root) => !known.some((one) => keyOf(one) === keyOf(root)));
      if (fresh.length === 0) continue;
      roots.set(statement.name, [...known, ...fresh]);
      changed = true;
    }
  }
  return roots;
}

/** Longer chains of variables has no Makefile. */
const MAX_ROUNDS = 50;

function rootsOfValue(assignment: Assignment, file: string, roots: ReadonlyMap<string, Root[]>): Root[] {
  const { name, line, text, value, override } = assignment;
  const role = override ? undefined : roleOf(assignment, roots);
  const own: Root[] = role ? [{ file, line, text, variable: name, role }] : [];
  const asks = RUNNING.test(value) && !role ? [{ file, line, text }] : [];
  // A variable that is told needs nothing of what its value is made of.
  return [...own, ...asks, ...(role ? [] : rootsIn(value, roots))];
}

function roleOf(
  { operator, value }: Assignment,
  roots: ReadonlyMap<string, Root[]>,
): Offered["role"] | undefined {
  if (operator === "+=" || operator === "define") return undefined;
  if (RELEASE.test(value) || (operator === "!=" && value === "uname -r")) return "release";
  if (HEADERS.test(value) || SOURCES.test(value)) return "headers";
  const [, other = ""] = /^\$[({](\w+)[)}]$/.exec(value) ?? [];
  const [only, ...more] = roots.get(other) ?? [];
  return only && more.length === 0 && "variable" in only ? only.role : undefined;
}

/** kbuild has set it, so that `?=` does nothing. */
const isVoid = ({ name, operator }: Assignment, reader: Reader): boolean =>
  reader === "kbuild" &&
  operator === "?=" &&
  /^(?:KERNELRELEASE|srctree|obj|src|ARCH|CROSS_COMPILE)$/.test(name);

const rootsIn = (text: string, roots: ReadonlyMap<string, Root[]>): Root[] =>
  [...text.matchAll(/\$[({](?:\w+\s+)?([\w.-]+)/g)].flatMap(([, name = ""]) => roots.get(name) ?? []);

const isOffered = (statement: Statement, file: string, roots: ReadonlyMap<string, Root[]>): boolean =>
  statement.kind === "assignment" &&
  (roots.get(statement.name) ?? []).some(
    (root) => "variable" in root && root.file === file && root.line === statement.line,
  );

const keyOf = (root: Root): string =>
  "variable" in root ? `${root.variable} ${root.role}` : `${root.file}:${root.line}`;

const unique = (offered: readonly Offered[]): readonly Offered[] => [
  ...new Map(offered.map((one) => [one.variable, one])).values(),
];
