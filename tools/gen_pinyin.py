#!/usr/bin/env python3
"""Write model/pinyin_table.h: the syllables a Hanzi may be read with, every reading counted.

    python3 tools/gen_pinyin.py Unihan_Readings.txt[.bz2] > model/pinyin_table.h

The file is in Debian's package unicode-data. Readings are those of kMandarin, kHanyuPinlu,
kXHC1983 and kTGHZ2013; kHanyuPinyin only where a character has none of these (rare ones), because
it lists readings nobody has used for centuries. The first reading of a character is its most
customary one (kMandarin, else the first there is) and keeps its tone: names are sorted by it.
"""
import bz2
import re
import sys
import unicodedata

sys.path.insert(0, __file__.rsplit("/", 1)[0])
from gen_width import NOTICE, NOTICE_YEAR

COMMON = ("kMandarin", "kHanyuPinlu", "kXHC1983", "kTGHZ2013")
BLOCKS = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF)]     # further planes by ranges of their own
TONES = {"\u0304": 1, "\u0301": 2, "\u030C": 3, "\u0300": 4}
LAST = 0x8000


def spelled(reading):
    """("nv", 3) for nǚ: as it is typed, ü being v, and its tone; None for what is no syllable."""
    letters, tone = [], 0
    for c in unicodedata.normalize("NFD", reading):
        if c in TONES:
            tone = TONES[c]
        elif c == "\u0308" and letters and letters[-1] == "u":
            letters[-1] = "v"
        elif c.isascii() and c.isalpha():
            letters.append(c.lower())
    return ("".join(letters), tone) if letters else None


def read(path):
    """{code point: [(syllable, tone)...]}, the customary one first, and the version of the data."""
    found, version = {}, "15.0.0"
    opener = bz2.open if path.endswith(".bz2") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if number := re.match(r"# Unicode version: (\S+)", line):
                version = number[1]
            if not line.startswith("U+"):
                continue
            cp, field, value = line.rstrip("\n").split("\t", 2)
            if field not in COMMON and field != "kHanyuPinyin":
                continue
            value = re.sub(r"[0-9.*]+:", " ", re.sub(r"\([0-9]+\)", " ", value))
            said = [s for r in re.split(r"[ ,]+", value) if r and (s := spelled(r))]
            found.setdefault(int(cp[2:], 16), {})[field] = said
    readings = {}
    for cp, fields in found.items():
        rare = not any(f in fields for f in COMMON)
        first = [s for f in (*COMMON, "kHanyuPinyin") for s in fields.get(f, [])]
        rest = sorted({s for f in fields for s, _ in fields[f] if rare or f in COMMON})
        if first:
            readings[cp] = (first[0], *((s, 0) for s in rest if s != first[0][0]))
    return readings, version


def rows(values, width=16):
    for i in range(0, len(values), width):
        yield "    " + ", ".join(str(v) for v in values[i:i + width]) + ","


def main():
    readings, version = read(sys.argv[1])
    syllables = sorted({s for said in readings.values() for s, _ in said})
    number = {s: i for i, s in enumerate(syllables)}
    sets, flat = {}, [0]
    for said in sorted(set(readings.values())):
        sets[said] = len(flat)
        flat += [number[s] * 8 + tone for s, tone in said]
        flat[-1] |= LAST
    assert len(flat) < 0x10000 and len(syllables) * 8 < LAST

    def value(cp):
        return sets.get(readings.get(cp), 0)

    print("/* pinyin_table.h - written by tools/gen_pinyin.py; do not edit.")
    print(" *")
    print(NOTICE.format(version=version, year=NOTICE_YEAR[version]), end=" */\n")
    print("#ifndef MODEL_PINYIN_TABLE_H\n#define MODEL_PINYIN_TABLE_H\n")
    print("#include <stdint.h>\n")
    print("/* Every syllable, in the order of the alphabet; v for ü. */")
    print(f"static const char pinyin_syllables[][{max(map(len, syllables)) + 1}] = {{")
    for i in range(0, len(syllables), 10):
        print("    " + ", ".join(f'"{s}"' for s in syllables[i:i + 10]) + ",")
    print("};\n")
    print("/* What a character may be read as, the customary reading first: 8 * syllable + tone (0: not")
    print(f" * kept), the last of it with 0x{LAST:X}. A character's value is where its readings begin here. */")
    print("static const uint16_t pinyin_readings[] = {")
    for line in rows(flat):
        print(line)
    print("};\n")
    for n, (first, last) in enumerate(BLOCKS):
        print(f"static const uint16_t pinyin_block_{n}[] = {{    /* U+{first:04X} ... */")
        for line in rows([value(cp) for cp in range(first, last + 1)]):
            print(line)
        print("};\n")
    others = sorted(cp for cp in readings if not any(a <= cp <= b for a, b in BLOCKS))
    print("/* The rest, in the order of their code points; two arrays, so that none of it is padding. */")
    print("static const uint32_t pinyin_others[] = {")
    for line in rows([f"0x{cp:X}" for cp in others], 10):
        print(line)
    print("};\n")
    print("static const uint16_t pinyin_other_values[] = {")
    for line in rows([value(cp) for cp in others]):
        print(line)
    print("};\n\n#endif")


if __name__ == "__main__":
    main()
