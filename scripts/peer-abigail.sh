#!/bin/sh
# peer-abigail.sh DIR: libabigail 2.6 of Debian 13 with the libraries that it needs, unpacked into DIR, and DIR/kmidiff to
# run it. The system's own packages, sources and lists are neither used nor changed, but for the mirror that they name.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cd "$1"
[ ! -x kmidiff ] || exit 0

# shellcheck source=scripts/peer-apt.sh
. "$here/peer-apt.sh"
# Nothing counts as installed, so what is fetched is everything that kmidiff needs, the C library included.
apt-get -qq -y --download-only install abigail-tools
for package in cache/archives/*.deb; do dpkg-deb -x "$package" root; done
lib=$PWD/root/usr/lib/x86_64-linux-gnu
cat >kmidiff.new <<EOF
#!/bin/sh
exec "$PWD/root/usr/lib64/ld-linux-x86-64.so.2" --library-path "$lib" "$PWD/root/usr/bin/kmidiff" "\$@"
EOF
chmod +x kmidiff.new
mv kmidiff.new kmidiff
