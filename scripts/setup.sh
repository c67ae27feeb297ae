# shellcheck shell=sh disable=SC2154
# What ./kofit and ./test need on a machine before they can do their work. To be sourced, with $root set to the
# repository, and for set_up_to_run $dist and is_current of ./kofit. Messages go to stderr: stdout belongs to the answer.

# say ENGLISH CHINESE
say() {
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
    zh | zh[_.@-]*) printf 'kofit: %s\n' "$2" >&2 ;;
    *) printf 'kofit: %s\n' "$1" >&2 ;;
  esac
}

# Node 20.19 is the first that has what kofit uses; npm is a package of its own on Debian.
require_node() {
  if ! command -v node >/dev/null; then
    say "Node.js 20.19 or later is needed, and there is none. Debian 13: apt install nodejs npm; elsewhere: https://nodejs.org" \
      "需要 Node.js 20.19 或更高版本，但系统中没有。Debian 13 请运行：apt install nodejs npm；其他系统请见 https://nodejs.org"
    return 1
  fi
  # shellcheck disable=SC2016
  if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
    say "Node.js 20.19 or later is needed; this is $(node --version). Newer ones: https://nodejs.org" \
      "需要 Node.js 20.19 或更高版本；当前为 $(node --version)。新版本请见 https://nodejs.org"
    return 1
  fi
  if ! command -v npm >/dev/null; then
    require_debian_packages npm
  fi
}

# require_debian_packages NAME...: as root installs those that are missing, otherwise names the command that does.
require_debian_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is not Debian, so nothing was installed; needed are: $*" "当前系统不是 Debian，未安装任何软件包；需要：$*"
    return 1
  fi
  missing=
  for package in "$@"; do
    # shellcheck disable=SC2016
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    say "Debian packages are missing. Install them, then start again: sudo apt install$missing" \
      "缺少 Debian 软件包。请安装后重新运行：sudo apt install$missing"
    return 1
  fi
  say "installing Debian packages:$missing" "正在安装 Debian 软件包：$missing"
  # The names are split on purpose.
  # shellcheck disable=SC2086
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } >&2
}

# npm writes this file when everything is in place, and removes it first of all.
# shellcheck disable=SC3013
has_packages() {
  [ -e "$root/node_modules/.package-lock.json" ] &&
    ! [ "$root/package-lock.json" -nt "$root/node_modules/.package-lock.json" ]
}

# install_packages run|all. What runs kofit is what packages/cli needs, bundler and Node included. Where the tools of
# development were installed before, they stay.
install_packages() {
  if [ "$1" = run ] && ! [ -e "$root/node_modules/.bin/vitest" ]; then
    has_packages && return
    say "fetching the npm packages that kofit runs with" "正在获取 kofit 运行所需的 npm 软件包"
    kinds=--workspace=packages/cli
  else
    has_packages && [ -e "$root/node_modules/.bin/vitest" ] && return
    say "fetching the npm packages that kofit is developed with" "正在获取开发 kofit 所需的 npm 软件包"
    kinds=--include=dev
  fi
  if ! (cd "$root" && npm ci "$kinds" --no-audit --no-fund --loglevel=error) >&2; then
    say "npm could not fetch the packages; is there a network? Start again when there is: nothing is left half done." \
      "npm 无法获取软件包；网络是否可用？请在网络可用后重新运行：不会留下未完成的状态。"
    return 1
  fi
}

# $dist/node: the Node that kofit runs on. npm brings one for the common machines, which starts in half the time of
# Debian's; where it does not run (another architecture, another libc) it is the system's.
choose_node() {
  if "$root/node_modules/.bin/node" -e 0 2>/dev/null; then
    ln -sfn ../../../node_modules/.bin/node "$dist/node"
  else
    ln -sfn "$(command -v node)" "$dist/node"
  fi
}

# The stamps carry the times from before the build: what changes meanwhile is seen by the next start.
build_kofit() {
  say "building kofit" "正在构建 kofit"
  mkdir -p "$dist" && rm -f "$dist/of-lock" "$dist/of-commit" && choose_node || return
  touch -r "$root/package-lock.json" "$dist/of-lock.new" || return
  if [ -e "$root/.git/logs/HEAD" ]; then
    touch -r "$root/.git/logs/HEAD" "$dist/of-commit.new" || return
  fi
  if ! node "$root/scripts/build.mjs" >&2; then
    say "kofit could not be built; the lines above say why" "kofit 构建失败；原因见上文"
    return 1
  fi
  if [ -e "$dist/of-commit.new" ]; then
    mv "$dist/of-commit.new" "$dist/of-commit" || return
  fi
  mv "$dist/of-lock.new" "$dist/of-lock"
}

# One set-up at a time: the lock is the system's, so that it is free again however its holder ended. Without flock
# (util-linux) two first starts at once may disturb each other; the next one repairs that.
lock_set_up() {
  mkdir -p "$root/.cache" && exec 9>"$root/.cache/set-up.lock" || return
  if command -v flock >/dev/null && ! flock -n 9; then
    say "another kofit is being set up here; waiting for it" "另一个 kofit 正在此处进行安装；等待其完成"
    flock 9
  fi
}

# In a subshell: the lock ends with it.
set_up_to_run() {
  if [ ! -w "$root" ]; then
    if [ -e "$dist/kofit.cjs" ]; then
      say "$root cannot be written to, so kofit runs as it was built before" "$root 不可写，因此 kofit 以之前构建的版本运行"
      return 0
    fi
    say "$root cannot be written to: run kofit once as its owner, or clone it to a place of your own" \
      "$root 不可写：请以其所有者身份运行一次 kofit，或将其克隆到您自己的目录"
    return 1
  fi
  if (lock_set_up && { is_current || { require_node && install_packages run && build_kofit; }; }); then
    return 0
  fi
  [ -e "$dist/kofit.cjs" ] || return 1
  say "the set-up did not succeed; kofit runs as it was built before" "安装未成功；kofit 以之前构建的版本运行"
}
