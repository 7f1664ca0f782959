/* schema_5.c - land: how many rows have money, so that no sum of one or two is told (rollup.h).
 * The sums are derived: their table is made anew and filled from the rows. Comments and units as
 * in schema_1.c. */
#include "model/schema_sql.h"

/* What one rollup_row, NEW or OLD, is in the figures above it. `sign`: it joins or leaves. */
#define AT(r) r ".list, " r ".parent, " r ".section, " r ".place, "
#define ON_DAY(r, day, n, area, began) \
    "INSERT INTO rollup_day (list, parent, section, place, day, n, area, began) " \
    "SELECT " AT(r) r "." day ", " n ", " area ", " began " WHERE " r "." day " IS NOT NULL " \
    "ON CONFLICT (list, parent, day, section, place) DO UPDATE SET n = n + excluded.n, " \
    "area = area + excluded.area, began = began + excluded.began; "
#define COLUMNS \
    "list, parent, section, place, n, signed, paid_n, with_agreed, with_paid, with_apart, " \
    "area, area_signed, agreed, paid"
#define ROLLED(r, sign) \
    "INSERT INTO rollup (" COLUMNS ") VALUES (" AT(r) sign "1, " \
    sign "(" r ".signed_on IS NOT NULL), " sign r ".paid, " \
    sign "(" r ".signed_on IS NOT NULL AND " r ".money <> 0), " \
    sign "(" r ".paid AND " r ".money <> 0), " \
    sign "((" r ".signed_on IS NOT NULL) <> " r ".paid AND " r ".money <> 0), " \
    sign r ".area, " \
    "CASE WHEN " r ".signed_on IS NULL THEN 0 ELSE " sign r ".area END, " \
    "CASE WHEN " r ".signed_on IS NULL THEN 0 ELSE " sign r ".money END, " \
    sign r ".paid * " r ".money) " \
    "ON CONFLICT (list, parent, section, place) DO UPDATE SET n = n + excluded.n, " \
    "signed = signed + excluded.signed, paid_n = paid_n + excluded.paid_n, " \
    "with_agreed = with_agreed + excluded.with_agreed, " \
    "with_paid = with_paid + excluded.with_paid, " \
    "with_apart = with_apart + excluded.with_apart, " \
    "area = area + excluded.area, " \
    "area_signed = area_signed + excluded.area_signed, agreed = agreed + excluded.agreed, " \
    "paid = paid + excluded.paid; " \
    ON_DAY(r, "start", "0", "0", sign "1") ON_DAY(r, "signed_on", sign "1", sign r ".area", "0")

#define IS_EMPTY(r) \
    "list = " r ".list AND parent = " r ".parent AND section = " r ".section AND place = " \
    r ".place AND n = 0"
#define LEFT(r) \
    ROLLED(r, "-") \
    "DELETE FROM rollup WHERE " IS_EMPTY(r) "; " \
    "DELETE FROM rollup_day WHERE day IN (" r ".start, " r ".signed_on) AND began = 0 AND " \
    IS_EMPTY(r) "; "

const char schema_5[] =
"DROP TRIGGER rollup_insert;\n"
"DROP TRIGGER rollup_delete;\n"
"DROP TRIGGER rollup_update;\n"
"DROP TABLE rollup;\n"
"CREATE TABLE rollup (           -- sums of rollup_row\n"
"  list   TEXT NOT NULL,         -- derived: list\n"
"  parent INTEGER NOT NULL,      -- derived: item above; 0\n"
"  section TEXT NOT NULL,        -- derived: 标段\n"
"  place  INTEGER NOT NULL,      -- derived: place of the rows themselves; 0\n"
"  n      INTEGER NOT NULL,      -- derived: rows\n"
"  signed INTEGER NOT NULL,      -- derived: of them signed\n"
"  paid_n INTEGER NOT NULL,      -- derived: of them paid\n"
"  with_agreed INTEGER NOT NULL, -- derived: of those signed: with money\n"
"  with_paid INTEGER NOT NULL,   -- derived: of those paid: with money\n"
"  with_apart INTEGER NOT NULL,  -- derived: signed or paid, not both: with money\n"
"  area   INTEGER NOT NULL,      -- derived: of all\n"
"  area_signed INTEGER NOT NULL, -- derived: of those signed\n"
"  agreed INTEGER NOT NULL,      -- derived: money of those signed\n"
"  paid   INTEGER NOT NULL,      -- derived: money of those paid\n"
"  PRIMARY KEY (list, parent, section, place)\n"
") STRICT, WITHOUT ROWID;\n"
"INSERT INTO rollup (" COLUMNS ") SELECT list, parent, section, place, count(*), "
"  count(signed_on), sum(paid), sum(signed_on IS NOT NULL AND money <> 0), "
"  sum(paid AND money <> 0), sum((signed_on IS NOT NULL) <> paid AND money <> 0), sum(area), "
"  sum(CASE WHEN signed_on IS NULL THEN 0 ELSE area END), "
"  sum(CASE WHEN signed_on IS NULL THEN 0 ELSE money END), sum(paid * money) "
"  FROM rollup_row GROUP BY list, parent, section, place;\n"
"CREATE TRIGGER rollup_insert AFTER INSERT ON rollup_row BEGIN " ROLLED("NEW", "") "END;\n"
"CREATE TRIGGER rollup_delete AFTER DELETE ON rollup_row BEGIN " LEFT("OLD") "END;\n"
"CREATE TRIGGER rollup_update AFTER UPDATE ON rollup_row BEGIN "
  ROLLED("NEW", "") LEFT("OLD") "END;\n";
