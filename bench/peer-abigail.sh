#!/bin/sh
# peer-abigail.sh DIR: libabigail 2.6 of Debian 13 with the libraries that it needs, unpacked into DIR, and DIR/kmidiff to
# run it. The system's own packages, sources and lists are neither used nor changed, but for the mirror that they name.
set -eu
mkdir -p "$1"
cd "$1"
[ ! -x kmidiff ] || exit 0

mirror=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null |
  head -n 1 | tr -d ' ')
mkdir -p state/lists/partial cache/archives/partial parts
: >status
printf 'deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$mirror" >sources.list
cat >apt.conf <<EOF
Dir::Etc "$PWD";
Dir::Etc::SourceList "$PWD/sources.list";
Dir::Etc::SourceParts "-";
Dir::Etc::Parts "$PWD/parts";
Dir::Etc::PreferencesParts "$PWD/parts";
Dir::State "$PWD/state";
Dir::State::status "$PWD/status";
Dir::Cache "$PWD/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
EOF
export APT_CONFIG="$PWD/apt.conf"
apt-get -qq update
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
