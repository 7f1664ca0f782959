#!/usr/bin/env python3
"""Write model/width_table.h from Python's unicodedata: every character not one column wide, and
those that terminals do not agree on.

    python3 tools/gen_width.py > model/width_table.h

Two columns: East Asian Wide and Fullwidth, and all of planes 2 and 3, where new Hanzi appear.
None: combining marks (Mn, Me), invisible formatting (Cf), medial and final Hangul Jamo.
One: everything else, ambiguous characters too - those (East Asian Ambiguous) in a list of their
own, for some terminals draw them two columns wide.
"""
import sys
import unicodedata

# Formatting characters by category, yet printed by every terminal: the soft hyphen, and the signs
# written around the digits that follow them (Prepended_Concatenation_Mark).
PRINTED_CF = {0x00AD, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2,
              0x110BD, 0x110CD}

# unicodedata calls every unassigned character full-width; Unicode (EastAsianWidth.txt) says
# which blocks are reserved for wide ones.
RESERVED_WIDE = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)]

NOTICE = """\
 * Made from data files of the Unicode Character Database, version {version}:
 *
 * COPYRIGHT AND PERMISSION NOTICE
 *
 * Copyright © 1991-{year} Unicode, Inc. All rights reserved.
 * Distributed under the Terms of Use in https://www.unicode.org/copyright.html.
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of the Unicode
 * data files and any associated documentation (the "Data Files") or Unicode software and any
 * associated documentation (the "Software") to deal in the Data Files or Software without
 * restriction, including without limitation the rights to use, copy, modify, merge, publish,
 * distribute, and/or sell copies of the Data Files or Software, and to permit persons to whom the
 * Data Files or Software are furnished to do so, provided that either (a) this copyright and
 * permission notice appear with all copies of the Data Files or Software, or (b) this copyright
 * and permission notice appear in associated Documentation.
 *
 * THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
 * PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT
 * HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR
 * CONSEQUENTIAL DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS,
 * WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN
 * CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE.
 *
 * Except as contained in this notice, the name of a copyright holder shall not be used in
 * advertising or otherwise to promote the sale, use or other dealings in these Data Files or
 * Software without prior written authorization of the copyright holder.
"""

# The year in the notice of a version's files.
NOTICE_YEAR = {"13.0.0": 2020, "14.0.0": 2021, "15.0.0": 2022, "15.1.0": 2023}


def width(cp):
    """Columns of the character `cp`."""
    category = unicodedata.category(chr(cp))
    if 0x20000 <= cp <= 0x3FFFF:
        return 2
    if 0x1160 <= cp <= 0x11FF or 0xD7B0 <= cp <= 0xD7FF:
        return 0
    if category == "Cn":
        return 2 if any(a <= cp <= b for a, b in RESERVED_WIDE) else 1
    if category in ("Mn", "Me") or (category == "Cf" and cp not in PRINTED_CF):
        return 0
    return 2 if unicodedata.east_asian_width(chr(cp)) in "WF" else 1


def ranges():
    """(first, last, width) of every run that is not one column wide, ascending."""
    runs = []
    for cp in range(0x110000):
        columns = width(cp)
        if columns == 1:
            continue
        if runs and runs[-1][1] == cp - 1 and runs[-1][2] == columns:
            runs[-1][1] = cp
        else:
            runs.append([cp, cp, columns])
    return runs


def ambiguous():
    """(first, last) of every run of ambiguous characters one column wide here, ascending."""
    runs = []
    for cp in range(0x80, 0x110000):
        if (0xE000 <= cp <= 0xF8FF or 0xF0000 <= cp or width(cp) != 1
                or unicodedata.east_asian_width(chr(cp)) != "A"):
            continue                # private use: nobody knows what it is
        if runs and runs[-1][1] == cp - 1:
            runs[-1][1] = cp
        else:
            runs.append([cp, cp])
    return runs


def main():
    version = unicodedata.unidata_version
    if version not in NOTICE_YEAR:
        sys.exit(f"gen_width.py: read the licence of Unicode {version} and add its year")
    runs = ranges()
    print(f"/* width_table.h - how wide characters are, where it is not one column, Unicode {version}.")
    print(" *")
    print(" * Written by tools/gen_width.py; do not edit.")
    print(" *")
    print(NOTICE.format(version=version, year=NOTICE_YEAR[version]), end=" */\n")
    print("#ifndef MODEL_WIDTH_TABLE_H")
    print("#define MODEL_WIDTH_TABLE_H\n")
    print("#include <stdint.h>\n")
    print("static const struct width_range {")
    print("    uint32_t first, last;")
    print("    uint8_t columns;            /* 0 or 2 */")
    print("} width_ranges[] = {")
    for first, last, columns in runs:
        print(f"    {{ 0x{first:04X}, 0x{last:04X}, {columns} }},")
    print("};\n")
    print("static const struct { uint32_t first, last; } ambiguous_ranges[] = {")
    for first, last in ambiguous():
        print(f"    {{ 0x{first:04X}, 0x{last:04X} }},")
    print("};\n")
    print("#endif")


if __name__ == "__main__":
    main()
