/* schema_3.c - reminders sent, words to be found, what people like. Comments and
 * units as in schema_1.c. */
#include "model/schema_sql.h"

#define WAITS(item) \
    "INSERT INTO search_wait (item) VALUES (" item ") ON CONFLICT DO NOTHING; "

const char schema_3[] =
"CREATE TABLE reminder (         -- 催办 that was sent: one row an item and sending (OFFICE 15)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: what about\n"
"  kind   TEXT NOT NULL CHECK (kind IN ('report','due','overdue','accept')), -- "
  "fact: 催报进展 明日到期 逾期提醒 签收\n"
"  day    INTEGER NOT NULL,      -- fact: sent on\n"
"  person INTEGER REFERENCES person(id)  -- fact: to whom; NULL: nobody is named on the item\n"
") STRICT;\n"
"CREATE INDEX reminder_item ON reminder (item, day);\n"

/* Who owes a report: walked by rhythm and unit, without the rows themselves; and who stood
 * still on a day (reporting.c). */
"CREATE INDEX item_report ON item (report_every, unit, list, last_report_on, opened_on, "
"  assigned_on, id, phase) WHERE phase = 0;\n"
"CREATE INDEX clock_day ON clock (coalesce(to_day, 1000000), from_day, item);\n"

/* What words are searched in, and what is new since (search.h). */
"CREATE TABLE search_text (      -- of every item that does not wait; none without an index\n"
"  item   INTEGER PRIMARY KEY,   -- derived: item\n"
"  text   TEXT NOT NULL          -- derived: title, code, newest report; small letters\n"
") STRICT;\n"
"CREATE TABLE search_wait (      -- items whose words may be others than the index holds\n"
"  item   INTEGER PRIMARY KEY    -- derived: item\n"
") STRICT;\n"
"INSERT INTO search_wait (item) SELECT id FROM item;\n"
"CREATE TRIGGER search_insert AFTER INSERT ON item BEGIN " WAITS("NEW.id") "END;\n"
"CREATE TRIGGER search_delete AFTER DELETE ON item BEGIN " WAITS("OLD.id") "END;\n"
"CREATE TRIGGER search_update AFTER UPDATE OF title, code ON item "
  "WHEN OLD.title <> NEW.title OR OLD.code <> NEW.code BEGIN " WAITS("NEW.id") "END;\n"
"CREATE TRIGGER search_report AFTER INSERT ON progress BEGIN " WAITS("NEW.item") "END;\n"
"CREATE TRIGGER search_unreport AFTER DELETE ON progress BEGIN " WAITS("OLD.item") "END;\n"
"CREATE TRIGGER search_rereport AFTER UPDATE OF item, day, text ON progress BEGIN "
  WAITS("OLD.item") WAITS("NEW.item") "END;\n"

/* What people like to look at is no part of the record (preference.h). */
"CREATE TABLE preference (       -- settings of one's own: column order, widths ...\n"
"  person INTEGER NOT NULL REFERENCES person(id), -- whose\n"
"  name   TEXT NOT NULL,         -- which: ledger/tasks/columns\n"
"  value  TEXT NOT NULL,         -- as its owner writes it\n"
"  PRIMARY KEY (person, name)\n"
") STRICT, WITHOUT ROWID;\n";
