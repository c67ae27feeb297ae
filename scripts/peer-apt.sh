# Sourced by peer-*.sh, in the directory that is theirs: lets apt work on Debian 13 there. The system's own packages, sources and
# lists are neither used nor changed, but for the mirror that they name.
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
