#!/usr/bin/env python3
"""Write the public holidays and make-up workdays (调休) wherever the project keeps them.

    python3 tools/gen_calendar.py DAYS.tsv

DAYS.tsv has the header `date is_off_day name`, tab-separated, and one row per day that differs
from an ordinary week. Written are config/township/calendar/YEAR.yaml, one per year, and
tests/model/calendar_fixture.h, the same days as C. When the notice for a new year is out, add
its rows and run this again.
"""
import datetime
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ("State Council notices as collected by NateScarlet/holiday-cn "
          "(MIT, © 2019 NateScarlet)")
HEADER = ["date", "is_off_day", "name"]


def read_days(path):
    """[(date, off, name)] ascending; stops at the first line that is not what it should be."""
    days = []
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        cells = line.split("\t")
        if number == 1 and cells == HEADER:
            continue
        # The name goes unquoted into a YAML flow mapping and quoted into C: Hanzi only.
        if (len(cells) != 3 or cells[1] not in ("0", "1")
                or not re.fullmatch(r"[\u4e00-\u9fff、]+", cells[2])):
            sys.exit(f"{path}:{number}: not a date, 0 or 1, and a name in Hanzi: {line!r}")
        try:
            date = datetime.date.fromisoformat(cells[0])
        except ValueError as error:
            sys.exit(f"{path}:{number}: {error}")
        if days and date <= days[-1][0]:
            sys.exit(f"{path}:{number}: {date} is not after {days[-1][0]}")
        days.append((date, cells[1] == "1", cells[2]))
    return days


def year_of_notice(date, name):
    """A New Year holiday that begins in December is in the notice for the year it belongs to."""
    return date.year + 1 if date.month == 12 and name == "元旦" else date.year


def yaml_text(year, days):
    lines = [f"# {year} 年节假日和调休 - written by tools/gen_calendar.py; source: {SOURCE}",
             f"year: {year}",
             "days:"]
    lines += [f"  - {{day: {date}, off: {'true' if off else 'false'}, name: {name}}}"
              for date, off, name in days]
    return "\n".join(lines) + "\n"


def fixture_text(years):
    text = f"""\
/* calendar_fixture.h - the holidays and make-up workdays of {min(years)}-{max(years)}, for tests.
 *
 * Written by tools/gen_calendar.py; do not edit. Source:
 * {SOURCE}. */
#ifndef TESTS_CALENDAR_FIXTURE_H
#define TESTS_CALENDAR_FIXTURE_H

#include "model/calendar.h"

static const int fixture_years[] = {{ {', '.join(str(year) for year in sorted(years))} }};

static const struct calendar_day fixture_days[] = {{
"""
    epoch = datetime.date(1970, 1, 1)
    for year in sorted(years):
        for date, off, name in years[year]:
            flag = "true," if off else "false,"
            text += f'    {{ {(date - epoch).days}, {flag:<6} "{name}" }},   /* {date} */\n'
    text += """\
};

/* Owner frees with calendar_free(). */
static inline struct calendar *fixture_calendar(void)
{
    return calendar_new(fixture_days, sizeof fixture_days / sizeof *fixture_days,
                        fixture_years, sizeof fixture_years / sizeof *fixture_years);
}

#endif
"""
    return text


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: gen_calendar.py DAYS.tsv")
    years = {}
    for date, off, name in read_days(sys.argv[1]):
        years.setdefault(year_of_notice(date, name), []).append((date, off, name))
    folder = ROOT / "config/township/calendar"
    folder.mkdir(parents=True, exist_ok=True)
    for year, days in years.items():
        (folder / f"{year}.yaml").write_text(yaml_text(year, days), encoding="utf-8")
        print(f"{year}: {sum(off for _, off, _ in days)} off, "
              f"{sum(not off for _, off, _ in days)} make-up workdays")
    fixture = ROOT / "tests/model/calendar_fixture.h"
    fixture.write_text(fixture_text(years), encoding="utf-8")


if __name__ == "__main__":
    main()
