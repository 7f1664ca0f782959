#!/usr/bin/env python3
"""Write model/pinyin_table.h: the initials a Hanzi may be read with, every reading counted.

    python3 tools/gen_pinyin.py Unihan_Readings.txt[.bz2] > model/pinyin_table.h

The file is in Debian's package unicode-data. Readings are those of kMandarin, kHanyuPinlu,
kXHC1983 and kTGHZ2013; kHanyuPinyin only where a character has none of these (rare ones), because
it lists readings nobody has used for centuries.
"""
import bz2
import re
import sys
import unicodedata

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from gen_width import NOTICE, NOTICE_YEAR

COMMON = ("kMandarin", "kHanyuPinlu", "kXHC1983", "kTGHZ2013")
BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF)]     # further planes by ranges of their own


def initial(syllable):
    """The letter it is typed with: the first of the syllable, without its tone."""
    plain = unicodedata.normalize("NFD", syllable)
    plain = "".join(c for c in plain if c.isascii() and c.isalpha())
    return plain[0].lower() if plain else None


def read(path):
    """{code point: set of initials}, and the version of the data."""
    common, rare, version = {}, {}, "15.0.0"
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if found := re.match(r"# Unicode version: (\S+)", line):
                version = found[1]
            if not line.startswith("U+"):
                continue
            cp, field, value = line.rstrip("\n").split("\t", 2)
            if field not in COMMON and field != "kHanyuPinyin":
                continue
            value = re.sub(r"[0-9.*]+:", " ", re.sub(r"\([0-9]+\)", " ", value))
            letters = {initial(s) for s in re.split(r"[ ,]+", value) if s} - {None}
            table = common if field in COMMON else rare
            table.setdefault(int(cp[2:], 16), set()).update(letters)
    for cp, letters in rare.items():
        common.setdefault(cp, letters)
    return common, version


def rows(values, width=24):
    for i in range(0, len(values), width):
        yield "    " + ", ".join(str(v) for v in values[i:i + width]) + ","


def main():
    readings, version = read(sys.argv[1])
    several = sorted({"".join(sorted(s)) for s in readings.values() if len(s) > 1})
    code = {s: 27 + i for i, s in enumerate(several)}
    assert 27 + len(several) <= 256

    def value(cp):
        s = "".join(sorted(readings.get(cp, ())))
        return 0 if not s else ord(s) - 96 if len(s) == 1 else code[s]

    print("/* pinyin_table.h - written by tools/gen_pinyin.py; do not edit.")
    print(" *")
    print(NOTICE.format(version=version, year=NOTICE_YEAR[version]), end=" */\n")
    print("#ifndef MODEL_PINYIN_TABLE_H\n#define MODEL_PINYIN_TABLE_H\n")
    print("/* 0: no reading known; 1 to 26: a to z; from 27: several, a row of the next table. */")
    print("static const char *const pinyin_several[] = {")
    for i in range(0, len(several), 8):
        print("    " + ", ".join(f'"{s}"' for s in several[i:i + 8]) + ",")
    print("};\n")
    for n, (first, last) in enumerate(BLOCKS):
        print(f"static const unsigned char pinyin_block_{n}[] = {{    /* U+{first:04X} ... */")
        for line in rows([value(cp) for cp in range(first, last + 1)]):
            print(line)
        print("};\n")
    others = sorted(cp for cp in readings if not any(a <= cp <= b for a, b in BLOCKS))
    print("static const struct { unsigned cp; unsigned char value; } pinyin_others[] = {")
    for i in range(0, len(others), 5):
        print("    " + " ".join(f"{{ 0x{cp:X}, {value(cp)} }}," for cp in others[i:i + 5]))
    print("};\n\n#endif")


if __name__ == "__main__":
    main()
