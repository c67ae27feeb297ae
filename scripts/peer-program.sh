#!/bin/sh
# peer-program.sh DIR NAME FILE PACKAGE...: packages of Debian 13, unpacked into DIR, and DIR/NAME to run usr/FILE of them.
# What libraries it needs are packages, too: that of libc6 at least.
# The system's own packages, sources and lists are neither used nor changed, but for the mirror that they name.
set -eu
mkdir -p "$1"
cd "$1"
name=$2 file=$3
shift 3
[ ! -x "$name" ] || exit 0

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
Acquire::Languages "none";
EOF
export APT_CONFIG="$PWD/apt.conf"
apt-get -qq update
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
