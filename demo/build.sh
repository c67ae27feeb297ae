#!/bin/sh
# Builds the demo's two modules and its recorded kernel again, from the Debian mirror that this system's apt uses:
#
#   demo/build.sh [--kconfig] [DIRECTORY]
#
# DIRECTORY holds everything that is fetched and unpacked (about 350 MB; with --kconfig 2 GB); without it a temporary
# one is used and removed. SUITE and FLAVOUR of the environment choose another kernel (bookworm-backports,
# cloud-arm64).
#
# --kconfig reconfigures the kernel's full source on a PATH without pahole, as it happened on the board, builds the
# second module with that, and fails when it is not byte for byte the one that the edited headers give.
#
# Debian packages: make gcc gcc-aarch64-linux-gnu, and for --kconfig flex bison bc libssl-dev libelf-dev.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
suite=${SUITE:-bookworm-backports}
flavour=${FLAVOUR:-cloud-arm64}
kconfig=
[ "${1:-}" != --kconfig ] || { kconfig=yes; shift; }
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM
fi

say() { printf '%s\n' "$*" >&2; }

# apt of another suite and architecture, with a state of its own: the system's sources and lists stay as they are.
apt_of() {
  architecture=$1; shift
  state=$work/apt/$architecture
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/parts"
  : >"$state/status"
  mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
    grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' \
    "$mirror" "$suite" >"$state/sources.list"
  cat >"$state/apt.conf" <<CONF
Dir::Etc::SourceList "$state/sources.list";
Dir::Etc::SourceParts "$state/parts";
Dir::State "$state";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
  APT_CONFIG=$state/apt.conf "$@" >&2
}

fetch() {
  architecture=$1; shift
  apt_of "$architecture" apt-get -qq update
  (cd "$work/debs" && apt_of "$architecture" apt-get -qq download "$@")
}

# The newest release of the flavour, by the meta package of its headers.
newest_release() {
  apt_of arm64 apt-get -qq update
  APT_CONFIG=$work/apt/arm64/apt.conf apt-cache show "linux-headers-$flavour" |
    grep -oE 'linux-headers-[0-9][^ ,]*' | head -n 1 | sed 's/^linux-headers-//'
}

# A headers tree of Debian names itself and its common part by absolute paths; here they lie below $root.
settle() {
  sed -i -e "s|^KBUILD_OUTPUT=/usr/src/.*|KBUILD_OUTPUT=$1|" -e "s|^include /usr/src/|include $root/usr/src/|" "$1/Makefile"
}

# Does to a headers tree what Kconfig does to it where pahole is missing.
lose_pahole() {
  grep -o '^CONFIG_[A-Z0-9_]*' "$here/lost-without-pahole.txt" | while read -r symbol; do
    sed -i "/^$symbol=/d" "$1/.config" "$1/include/config/auto.conf"
    sed -i "/^#define $symbol /d" "$1/include/generated/autoconf.h"
  done
  sed -i 's/^\(CONFIG_PAHOLE_VERSION\)=.*/\1=0/' "$1/.config" "$1/include/config/auto.conf"
  sed -i 's/^\(#define CONFIG_PAHOLE_VERSION\) .*/\1 0/' "$1/include/generated/autoconf.h"
}

# build HEADERS OUTPUT [make arguments]. Without debug information (-g0); without BTF of the module itself, which
# the kernel does not need and which takes pahole (an empty CONFIG_DEBUG_INFO_BTF_MODULES on make's command line
# changes what make does, not autoconf.h and so not struct module).
build() {
  headers=$1 output=$2; shift 2
  rm -rf "$work/module"
  mkdir -p "$work/module" "$(dirname "$output")"
  cp "$here/src/loopline.c" "$here/src/Makefile" "$work/module"
  make -s -C "$headers" M="$work/module" KCFLAGS=-g0 CONFIG_DEBUG_INFO_BTF_MODULES= "$@" modules >&2
  cp "$work/module/loopline.ko" "$output"
}

reconfigure() {
  series=$(printf '%s' "$release" | grep -oE '^[0-9]+\.[0-9]+')
  fetch amd64 "linux-source-$series"
  dpkg-deb -x "$work"/debs/linux-source-*.deb "$work/source"
  tar -C "$work/source" -xf "$work/source/usr/src/linux-source-$series.tar.xz"
  mkdir -p "$work/path" "$work/reconfigured"
  for program in /usr/bin/* /usr/sbin/*; do
    [ "${program##*/}" = pahole ] || ln -sfn "$program" "$work/path/${program##*/}"
  done
  cp "$shipped/.config" "$shipped/Module.symvers" "$work/reconfigured"
  for target in olddefconfig modules_prepare; do
    PATH=$work/path make -s -C "$work/source/linux-source-$series" O="$work/reconfigured" ARCH=arm64 \
      CROSS_COMPILE=aarch64-linux-gnu- CC="$compiler" HOSTCC=gcc KERNELRELEASE="$release" "$target" >&2
  done
  build "$work/reconfigured" "$work/kconfig.ko" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
    CC="$compiler" KERNELRELEASE="$release"
  cmp "$work/kconfig.ko" "$here/without-pahole/loopline.ko"
  say "the configuration without pahole gives the same module, byte for byte"
}

mkdir -p "$work/debs"
rm -f "$work"/debs/*.deb
release=$(newest_release)
version=${release%-"$flavour"}
say "building for $release ($suite)"
fetch arm64 "linux-image-$release" "linux-headers-$release"
fetch amd64 "linux-headers-$version-common" "linux-kbuild-$version"

root=$work/root
rm -rf "$root" "$work/without-pahole"
for package in "$work"/debs/linux-headers-*.deb "$work"/debs/linux-kbuild-*.deb; do
  dpkg-deb -x "$package" "$root"
done
shipped=$root/usr/src/linux-headers-$release
# the copy stands beside the original, since its links to scripts and tools are relative
lost=$root/usr/src/without-pahole
cp -a "$shipped" "$lost"
settle "$shipped"
settle "$lost"
lose_pahole "$lost"
# the headers name the compiler of their kernel (gcc-12); where that is not installed, the default one will do
compiler=aarch64-linux-gnu-$(grep -oE 'gcc-[0-9]+' "$shipped/.kernelvariables")
command -v "$compiler" >/dev/null || compiler=aarch64-linux-gnu-gcc

build "$shipped" "$here/as-shipped/loopline.ko" CC="$compiler"
build "$lost" "$here/without-pahole/loopline.ko" CC="$compiler"
gzip -9nc "$lost/.config" >"$here/without-pahole/config.gz"
[ -z "$kconfig" ] || reconfigure
# from inside, so that the facts' origins are the packages' names
(cd "$work/debs" && "$here/../kofit" facts linux-image-*.deb linux-headers-*-"$flavour"_*.deb \
  --save "$here/kernel.facts.json.gz")
