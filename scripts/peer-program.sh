#!/bin/sh
# peer-program.sh DIR NAME FILE PACKAGE...: packages of Debian 13, unpacked into DIR, and DIR/NAME to run usr/FILE of them.
# What libraries it needs are packages, too: that of libc6 at least.
# The system's own packages, sources and lists are neither used nor changed, but for the mirror that they name.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
name=$2 file=$3
shift 3
[ ! -x "$name" ] || exit 0

# shellcheck source=scripts/peer-apt.sh
. "$here/peer-apt.sh"
apt-get -qq download "$@"
for package in *.deb; do dpkg-deb -x "$package" root; done
lib=$PWD/root/usr/lib/x86_64-linux-gnu
# kmod decides by the name it is called by what it does.
cat >"$name.new" <<EOF
#!/bin/sh
exec "$PWD/root/usr/lib64/ld-linux-x86-64.so.2" --argv0 "$name" --library-path "$lib" "$PWD/root/usr/$file" "\$@"
EOF
chmod +x "$name.new"
mv "$name.new" "$name"
