/** A release as scripts/setlocalversion and the Makefile put it together. */
export interface ReleaseParts {
  /** KERNELVERSION: `"6.12.95"`, `"6.18.0-rc3"`; a distribution may write less of it there, as Debian does in `6.1.0-50-amd64`. */
  readonly version: string;
  /** localversion files and CONFIG_LOCALVERSION, and what a distribution puts there: `"+deb12-cloud-arm64"`; may be empty. */
  readonly local: string;
  /** What git adds: `"+"`, `"-00012-g0123456789ab"`, with `-dirty` for uncommitted changes; may be empty. */
  readonly scm: string;
}

/** The parts of a release; `undefined` for one that does not begin as a release of Linux. */
export function releaseParts(release: string): ReleaseParts | undefined {
  const found =
    /^(?<version>\d+\.\d+(?:\.\d+)?(?:-rc\d+)?)(?<local>.*?)(?<scm>(?:\+|(?:-\d{5,})?-g[0-9a-f]{7,40})?(?:-dirty)?)$/.exec(
      release,
    );
  const { version, local = "", scm = "" } = found?.groups ?? {};
  return version === undefined ? undefined : { version, local, scm };
}
