import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** A package in a repository that a test builds: its `.deb` is these bytes. */
export interface TestPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly depends?: string;
  readonly deb?: string;
}

/** Packages of each suite. A suite whose name ends in `-backports` says that it is not automatic. */
export type TestSuites = Readonly<Record<string, readonly TestPackage[]>>;

const ARCHITECTURES = ["amd64", "arm64"];
const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const debOf = (p: TestPackage): string => p.deb ?? `${p.name} ${p.version}`;

/** The files of an archive in Debian's layout, by path: `InRelease`, `Packages.gz`, the pool. */
export function buildRepository(suites: TestSuites, origin = "Debian"): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [suite, packages] of Object.entries(suites)) {
    const lines = [];
    for (const architecture of ARCHITECTURES) {
      const offered = packages.filter((p) => [architecture, "all"].includes(p.architecture ?? "amd64"));
      const index = gzipSync(offered.map((p) => paragraph(p)).join("\n"));
      const path = `main/binary-${architecture}/Packages.gz`;
      files.set(`dists/${suite}/${path}`, index);
      lines.push(` ${sha256(index)} ${index.length} ${path}`);
    }
    for (const p of packages) files.set(poolPath(p), Buffer.from(debOf(p)));
    const fields = [`Origin: ${origin}`, `Suite: ${suite}`, `Architectures: all ${ARCHITECTURES.join(" ")}`];
    if (suite.endsWith("-backports")) fields.push("NotAutomatic: yes");
    const release = [...fields, "SHA256:", ...lines].join("\n");
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${release}\n-----BEGIN PGP SIGNATURE-----\n`;
    files.set(`dists/${suite}/InRelease`, Buffer.from(signed));
  }
  return files;
}

export const poolPath = (p: TestPackage): string =>
  `pool/main/l/linux/${p.name}_${p.version}_${p.architecture ?? "amd64"}.deb`;

function paragraph(p: TestPackage): string {
  const deb = debOf(p);
  return [
    `Package: ${p.name}`,
    `Version: ${p.version}`,
    `Architecture: ${p.architecture ?? "amd64"}`,
    ...(p.depends === undefined ? [] : [`Depends: ${p.depends}`]),
    `Description: a test\n .\n more`,
    `Filename: ${poolPath(p)}`,
    `Size: ${deb.length}`,
    `SHA256: ${sha256(deb)}\n`,
  ].join("\n");
}

/** A mirror on this machine, an apt configuration that names it, and an empty cache. */
export interface TestMirror {
  /** What the mirror serves; a test may change it. */
  readonly files: Map<string, Buffer>;
  /** Paths asked for since the last look, and what was answered. */
  readonly requests: string[];
  /** Answers a request in place of the mirror, unless it returns false. */
  intercept: (path: string, response: ServerResponse) => boolean;
  readonly uri: string;
  readonly aptDirectory: string;
  readonly cacheDirectory: string;
  close(): Promise<void>;
}

/** Serves `files` below `/debian`; the apt configuration names `suites`, and a repository of somebody else. */
export async function startMirror(
  files: Map<string, Buffer>,
  suites: readonly string[],
): Promise<TestMirror> {
  const directory = await mkdtemp(join(tmpdir(), "kofit-apt-"));
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = decodeURIComponent(request.url ?? "").replace(/^\/debian\//, "");
    if (mirror.intercept(path, response)) return;
    const found = mirror.files.get(path);
    const etag = found === undefined ? "" : `"${sha256(found)}"`;
    const status = found === undefined ? 404 : request.headers["if-none-match"] === etag ? 304 : 200;
    mirror.requests.push(`${status} ${path}`);
    response.writeHead(status, { ETag: etag }).end(status === 200 ? found : undefined);
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const mirror: TestMirror = {
    files,
    requests: [],
    intercept: () => false,
    uri: `http://127.0.0.1:${port}/debian`,
    aptDirectory: join(directory, "etc"),
    cacheDirectory: join(directory, "cache"),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(directory, { recursive: true });
    },
  };
  const sources = join(mirror.aptDirectory, "sources.list.d", "debian.sources");
  await mkdir(dirname(sources), { recursive: true });
  const other = "Types: deb\nURIs: http://127.0.0.1:1/node_20.x\nSuites: nodistro\nComponents: main\n";
  const own = `Types: deb\nURIs: ${mirror.uri}\nSuites: ${suites.join(" ")}\nComponents: main\n`;
  await writeFile(sources, `${other}\n${own}`);
  return mirror;
}
