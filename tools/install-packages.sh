#!/bin/bash
# install-packages.sh GROUP... - install what packaging/packages.txt lists for these groups.
#
# Silent and quick when nothing is missing: a stamp in build/ remembers the list last found whole.
# XH_PACKAGES=no skips the check, for systems where the libraries came some other way.
set -eu
cd "$(dirname "$0")/.."

list=packaging/packages.txt
[ "${XH_PACKAGES:-}" = no ] && exit 0
[ $# -gt 0 ] || { echo "usage: $0 GROUP..." >&2; exit 2; }

wanted=()
for group; do
    line=$(sed -n "s/^$group: *//p" "$list")
    [ -n "$line" ] || { echo "$0: $list has no group '$group'" >&2; exit 2; }
    read -ra names <<<"$line"
    wanted+=("${names[@]}")
done

stamp="build/.packages-${*// /-}"
stamp=${stamp// /-}
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "${wanted[*]}" ]; then
    exit 0
fi

remember() {
    mkdir -p build
    echo "${wanted[*]}" >"$stamp"
}

# One message for every way this can fail: what is missing, and what a person can do about it.
give_up() {
    cat >&2 <<MSG

$1
缺少的软件包：${missing[*]}
请联网后重试，或请管理员安装：
    apt-get install --no-install-recommends ${missing[*]}
已用别的办法装好的，加上 XH_PACKAGES=no 再运行。

$2
Missing packages: ${missing[*]}
Connect to the network and try again, or ask the administrator to install them (command above).
If they came some other way, run again with XH_PACKAGES=no.
MSG
    exit 1
}

missing=()
if command -v dpkg-query >/dev/null; then
    for name in "${wanted[@]}"; do
        # "install ok installed"; hold counts too, a removed package with left-over files does not
        case $(dpkg-query -W -f '${Status}\n' "$name" 2>/dev/null || true) in
        *" ok installed"*) ;;
        *) missing+=("$name") ;;
        esac
    done
else
    missing=("${wanted[@]}")
fi
if [ ${#missing[@]} -eq 0 ]; then
    remember
    exit 0
fi

command -v apt-get >/dev/null ||
    give_up "本机没有 apt-get，无法自动安装。" "There is no apt-get here, so nothing can be installed."

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
        give_up "安装软件包需要管理员权限，本机没有 sudo。" \
            "Installing packages needs root, and there is no sudo here."
    root=(sudo)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt() {
    # the lock may be held by an automatic update just after start-up: wait for it
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" </dev/null >>"$log" 2>&1
}

echo "正在安装 / installing: ${missing[*]}"
# A fresh machine knows no packages yet; an old list may name versions that are gone.
if ! apt install --no-install-recommends "${missing[@]}"; then
    if ! apt update || ! apt install --no-install-recommends "${missing[@]}"; then
        grep -E '^(E|Err|W):|^Err' "$log" | tail -n 5 >&2 || true
        give_up "软件包没有装上（多半是没有联网）。" "The packages could not be installed (offline?)."
    fi
fi
remember
