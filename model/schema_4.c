/* schema_4.c - land: visits to households, and figures kept per village. Comments and units
 * as in schema_1.c. */
#include "model/schema_sql.h"

/* What one rollup_row, NEW or OLD, is in the figures above it. `sign`: it joins or leaves. */
#define AT(r) r ".list, " r ".parent, " r ".section, " r ".place, "
#define ON_DAY(r, day, n, area, began) \
    "INSERT INTO rollup_day (list, parent, section, place, day, n, area, began) " \
    "SELECT " AT(r) r "." day ", " n ", " area ", " began " WHERE " r "." day " IS NOT NULL " \
    "ON CONFLICT (list, parent, day, section, place) DO UPDATE SET n = n + excluded.n, " \
    "area = area + excluded.area, began = began + excluded.began; "
#define ROLLED(r, sign) \
    "INSERT INTO rollup (list, parent, section, place, n, signed, paid_n, area, area_signed, " \
    "agreed, paid) VALUES (" AT(r) sign "1, " \
    sign "(" r ".signed_on IS NOT NULL), " sign r ".paid, " sign r ".area, " \
    "CASE WHEN " r ".signed_on IS NULL THEN 0 ELSE " sign r ".area END, " \
    "CASE WHEN " r ".signed_on IS NULL THEN 0 ELSE " sign r ".money END, " \
    sign r ".paid * " r ".money) " \
    "ON CONFLICT (list, parent, section, place) DO UPDATE SET n = n + excluded.n, " \
    "signed = signed + excluded.signed, paid_n = paid_n + excluded.paid_n, " \
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

const char schema_4[] =
"CREATE TABLE rows_passed (      -- steps that went on although rows they wait for were missing\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  step   TEXT NOT NULL,         -- fact: its step\n"
"  day    INTEGER NOT NULL,      -- fact: when\n"
"  missing INTEGER NOT NULL CHECK (missing > 0), -- fact: how many were missing\n"
"  said   TEXT NOT NULL,         -- fact: which of how many, in words\n"
"  reason TEXT NOT NULL CHECK (reason <> ''), -- fact: the reason in writing\n"
"  UNIQUE (item, step)\n"
") STRICT;\n"
"CREATE TABLE sample (           -- 抽查: rows drawn by lot when a village was applied for\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: what its rows hang under\n"
"  place  INTEGER NOT NULL REFERENCES place(id), -- fact: the village\n"
"  day    INTEGER NOT NULL,      -- fact: applied for on\n"
"  seed   TEXT NOT NULL,         -- fact: what the draw follows from\n"
"  applied INTEGER NOT NULL      -- fact: so many rows were applied for\n"
") STRICT;\n"
"CREATE INDEX sample_item ON sample (item, place);\n"
"CREATE TABLE sample_row (       -- those drawn\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  sample INTEGER NOT NULL REFERENCES sample(id), -- fact: in which draw\n"
"  item   INTEGER NOT NULL REFERENCES item(id),   -- fact: which row\n"
"  returns INTEGER NOT NULL,     -- outcome: how often it had been returned then\n"
"  reopened INTEGER NOT NULL     -- outcome: how often taken up again\n"
") STRICT;\n"
"CREATE INDEX sample_row_sample ON sample_row (sample, item);\n"
"CREATE INDEX sample_row_item ON sample_row (item);\n"
"CREATE INDEX item_nowhere ON item (list, parent, phase) WHERE place IS NULL;\n"

"CREATE TABLE visit (            -- 走访: who went, what was asked for, what was promised\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: whom\n"
"  day    INTEGER NOT NULL,      -- fact: on\n"
"  person INTEGER,               -- fact: who went\n"
"  others TEXT NOT NULL DEFAULT '',      -- fact: and with whom\n"
"  stance TEXT NOT NULL DEFAULT '' CHECK (stance IN ('','willing','talking','refuses')), -- "
  "fact: 愿签 在谈 不愿\n"
"  demand TEXT NOT NULL DEFAULT '',      -- fact: 诉求; private in `person` lists\n"
"  promise TEXT NOT NULL DEFAULT '',     -- fact: 承诺; private in `person` lists\n"
"  promise_due INTEGER,          -- fact: until when; NULL: none was made\n"
"  kept_on INTEGER,              -- fact: 承诺兑现\n"
"  objection TEXT NOT NULL DEFAULT '',   -- fact: 异议; private in `person` lists\n"
"  next_on INTEGER,              -- fact: next visit\n"
/* An erased promise leaves its days: the words go, that it was kept does not (ENGINE 35). */
"  CHECK (promise = '' OR promise_due IS NOT NULL),\n"
"  CHECK (kept_on IS NULL OR promise_due IS NOT NULL)\n"
") STRICT;\n"
"CREATE INDEX visit_item ON visit (item, day, id);\n"
"CREATE INDEX visit_next ON visit (next_on, item) WHERE next_on IS NOT NULL;\n"
"CREATE INDEX visit_promise ON visit (promise_due, item) "
"  WHERE promise_due IS NOT NULL AND kept_on IS NULL;\n"

/* How far rows of lists with `rollup:` have come, by what they hang under and where they
 * lie (rollup.h). Triggers keep the sums true to the rows, whoever writes. */
"CREATE TABLE rollup_row (       -- what one row adds; cancelled ones add nothing\n"
"  item   INTEGER PRIMARY KEY,   -- derived: item\n"
"  list   TEXT NOT NULL,         -- derived: its list\n"
"  parent INTEGER NOT NULL,      -- derived: what it hangs under; 0: nothing\n"
"  section TEXT NOT NULL,        -- derived: 标段\n"
"  place  INTEGER NOT NULL,      -- derived: where; 0: nowhere\n"
"  start  INTEGER NOT NULL,      -- derived: work on it began\n"
"  signed_on INTEGER,            -- derived: the day of 户签; NULL: not yet\n"
"  paid   INTEGER NOT NULL CHECK (paid IN (0,1)), -- derived: 已兑付\n"
"  area   INTEGER NOT NULL,      -- derived: millionths of the field's unit\n"
"  money  INTEGER NOT NULL       -- derived: likewise\n"
") STRICT;\n"
"CREATE INDEX rollup_row_place ON rollup_row (list, parent, section, place, signed_on, paid, "
"  area, money, start);\n"
"CREATE TABLE rollup (           -- their sums\n"
"  list   TEXT NOT NULL,         -- derived: list\n"
"  parent INTEGER NOT NULL,      -- derived: item above; 0\n"
"  section TEXT NOT NULL,        -- derived: 标段\n"
"  place  INTEGER NOT NULL,      -- derived: place of the rows themselves; 0\n"
"  n      INTEGER NOT NULL,      -- derived: rows\n"
"  signed INTEGER NOT NULL,      -- derived: of them signed\n"
"  paid_n INTEGER NOT NULL,      -- derived: of them paid\n"
"  area   INTEGER NOT NULL,      -- derived: of all\n"
"  area_signed INTEGER NOT NULL, -- derived: of those signed\n"
"  agreed INTEGER NOT NULL,      -- derived: money of those signed\n"
"  paid   INTEGER NOT NULL,      -- derived: money of those paid\n"
"  PRIMARY KEY (list, parent, section, place)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TABLE rollup_day (       -- what came on which day: pace, first and last signature\n"
"  list   TEXT NOT NULL,         -- derived: list\n"
"  parent INTEGER NOT NULL,      -- derived: item above; 0\n"
"  day    INTEGER NOT NULL,      -- derived: the day\n"
"  section TEXT NOT NULL,        -- derived: 标段\n"
"  place  INTEGER NOT NULL,      -- derived: place; 0\n"
"  n      INTEGER NOT NULL,      -- derived: rows signed on it\n"
"  area   INTEGER NOT NULL,      -- derived: of them\n"
"  began  INTEGER NOT NULL,      -- derived: rows on which work began on it\n"
"  PRIMARY KEY (list, parent, day, section, place)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TRIGGER rollup_insert AFTER INSERT ON rollup_row BEGIN " ROLLED("NEW", "") "END;\n"
"CREATE TRIGGER rollup_delete AFTER DELETE ON rollup_row BEGIN " LEFT("OLD") "END;\n"
"CREATE TRIGGER rollup_update AFTER UPDATE ON rollup_row BEGIN "
  ROLLED("NEW", "") LEFT("OLD") "END;\n";
