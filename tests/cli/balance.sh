#!/bin/bash
# Books that must balance: units that convert exactly, sums of one list against those of another.
# shellcheck disable=SC2016,SC2034,SC2154  # sourced words; scripts in single quotes
# shellcheck source=tests/cli/lib.bash
. "$(dirname "$0")/lib.bash"

section 'units'
lang=zh
x convert 11.8078 公顷 亩
x convert １１．８０７８公顷 亩
x convert 11.8078 公顷
x convert 1 亩
x convert 1234.56万元
x convert 107000.53 元 万元
bad convert 3亩2分
bad convert 5 户
bad convert 1 亩 元
bad convert 100
bad convert 约3 亩
bad convert
compare
