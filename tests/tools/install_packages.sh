#!/bin/bash
# tools/install-packages.sh: silent when nothing is missing, installs what is, and says what to do
# when it cannot. dpkg, apt-get, sudo and id are played by small scripts.
# shellcheck disable=SC2016  # the scripts played are in single quotes on purpose
set -u
cd "$XH_TMP" || exit 1
mkdir -p tools packaging bin
cp "$XH_ROOT/tools/install-packages.sh" tools/
printf '# groups\nbuild:    gcc make\ntest:     libcmocka-dev\n' >packaging/packages.txt
for tool in bash env sed cat dirname mkdir mktemp rm grep tail; do
    ln -s "$(command -v $tool)" bin/
done
failed=0

play() {
    { echo '#!/bin/bash'; cat; } >"bin/$1"
    chmod +x "bin/$1"
}
# installed NAME...: what dpkg-query knows, and apt-get adds to
installed() { printf '%s\n' "$@" >installed; }
play dpkg-query <<<"grep -qx \"\${*: -1}\" '$XH_TMP/installed' && echo 'install ok installed'"
root() { play id <<<'echo 0'; }
nobody() { play id <<<'echo 1000'; }
online() {
    play apt-get <<END
echo "\$*" >>'$XH_TMP/apt'
case " \$* " in *" install "*) printf '%s\n' gcc make libcmocka-dev >>'$XH_TMP/installed' ;; esac
END
}
offline() { play apt-get <<<'echo "E: Failed to fetch" ; exit 100'; }
packages() {
    rm -f apt
    env -i PATH="$XH_TMP/bin" tools/install-packages.sh "$@" >out 2>&1
}
check() {
    if eval "$2"; then
        echo "ok $1"
    else
        echo "not ok $1"
        cat out
        failed=1
    fi
}

root; online
installed gcc make
packages build
check 'nothing missing: silent, no apt' '[ $? -eq 0 ] && [ ! -s out ] && [ ! -e apt ]'
installed
packages build
check 'found whole once: not asked again' '[ $? -eq 0 ] && [ ! -s out ] && [ ! -e apt ]'
packages build test
check 'missing: installed without recommends' \
    '[ $? -eq 0 ] && grep -q -- "install --no-install-recommends gcc make libcmocka-dev" apt'
rm -rf build
installed make
packages build
check 'only what is missing is asked for' 'grep -q -- "--no-install-recommends gcc$" apt'
rm -rf build; offline
installed make
packages build
check 'offline: fails, names the packages' \
    '[ $? -eq 1 ] && grep -q "缺少的软件包：gcc$" out && grep -q "Missing packages: gcc$" out'
check 'offline: not remembered as whole' '[ ! -e build ]'
rm bin/apt-get
packages build
check 'no apt-get: fails, names the packages' '[ $? -eq 1 ] && grep -q "Missing packages: gcc$" out'
nobody; online
packages build
check 'no root, no sudo: fails, says so' '[ $? -eq 1 ] && grep -q "no sudo" out && [ ! -e apt ]'
play sudo <<<'echo sudo >>'"'$XH_TMP/apt'"'; exec "$@"'
packages build
check 'no root: through sudo' '[ $? -eq 0 ] && grep -q sudo apt'
env -i PATH="$XH_TMP/bin" XH_PACKAGES=no tools/install-packages.sh nonsense >out 2>&1
check 'XH_PACKAGES=no: no check at all' '[ $? -eq 0 ] && [ ! -s out ]'
packages nonsense
check 'unknown group: usage' '[ $? -eq 2 ]'
exit $failed
