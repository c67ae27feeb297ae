/** What an installed system says of itself: whose it is, and on which board. Plain data. */
export interface System {
  /** `ID` of os-release(5): `"debian"`, `"fedora"`; `"linux"` where it names none, as os-release(5) has it. */
  readonly distribution: string;
  /** `ID_LIKE`: those that it descends from, the nearest first. */
  readonly like: readonly string[];
  /** `VERSION_ID`: `"12"`, `"24.04"`. Absent where releases have no number, as on Arch Linux. */
  readonly version?: string;
  /** `VERSION_CODENAME`: `"bookworm"`. */
  readonly codename?: string;
  /** What `/etc/armbian-release` says; absent on other systems. */
  readonly armbian?: ArmbianBoard;
  /** Whether the system is made by Raspberry Pi: there is `/etc/rpi-issue`. */
  readonly raspberryPi: boolean;
  /** The versions of the installed packages of kernels and headers, by name, as dpkg knows them; empty without dpkg. */
  readonly kernelPackages: ReadonlyMap<string, string>;
}

/** The words by which Armbian's build framework knows the board and its kernel. */
export interface ArmbianBoard {
  /** `BOARD`: `"nanopineocore2"`. */
  readonly board: string;
  /** `BRANCH`: `"current"`; absent in images that do not say it. */
  readonly branch?: string;
  /** `LINUXFAMILY`: `"sunxi64"`. */
  readonly family: string;
}
