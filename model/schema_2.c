/* schema_2.c - orders (督办单), weekly sheets, counts kept up to date. Comments and units
 * as in schema_1.c. */
#include "model/schema_sql.h"

/* What one item, NEW or OLD, is in colour_now on day d.day, in the order of its columns.
 * `sign`: it joins or leaves. While colour_day is empty there is no d: nothing is
 * written. Cancelled items, voided ones among them, are in no count. */
#define PINNED(r) r ".pin_until >= d.day AND " r ".pin_from <= d.day"
#define COUNTED(r, sign) \
    "INSERT INTO colour_now (list, unit, lit, red, amber, review, held, closed) SELECT " \
    r ".list, coalesce(" r ".unit, 0), " \
    "CASE WHEN " r ".phase <= 1 THEN " sign "1 ELSE 0 END, " \
    "CASE WHEN " r ".phase > 1 THEN 0 WHEN " PINNED(r) " THEN CASE WHEN " \
    r ".pin_colour = 'red' THEN " sign "1 ELSE 0 END " \
    "WHEN " r ".red_on <= d.day THEN " sign "1 ELSE 0 END, " \
    "CASE WHEN " r ".phase > 1 THEN 0 WHEN " PINNED(r) " THEN CASE WHEN " \
    r ".pin_colour <> 'green' THEN " sign "1 ELSE 0 END " \
    "WHEN " r ".yellow_on <= d.day THEN " sign "1 ELSE 0 END, " \
    "CASE WHEN " r ".phase = 1 THEN " sign "1 ELSE 0 END, " \
    "CASE WHEN " r ".phase = 2 THEN " sign "1 ELSE 0 END, " \
    "CASE WHEN " r ".phase = 3 THEN " sign "1 ELSE 0 END " \
    "FROM colour_day d WHERE " r ".phase <= 3 " \
    "ON CONFLICT (list, unit) DO UPDATE SET lit = lit + excluded.lit, " \
    "red = red + excluded.red, amber = amber + excluded.amber, " \
    "review = review + excluded.review, held = held + excluded.held, " \
    "closed = closed + excluded.closed; "

const char schema_2[] =
"CREATE TABLE duban_order (      -- 督办单 and 协调函 (OFFICE 13)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  kind   TEXT NOT NULL CHECK (kind IN ('order','letter')), -- fact: 督办单; 协调函 to a superior\n"
"  state  TEXT NOT NULL CHECK (state IN ('draft','signed','delivered','received',"
  "'answered','closed','withdrawn')), -- fact: 拟稿 签发 送达 签收 回复 办结 作废\n"
"  number TEXT UNIQUE,           -- outcome: 文号, given when signed; never reused\n"
"  year   INTEGER,               -- outcome: the year it is numbered in\n"
"  seq    INTEGER,               -- outcome: its number in that year\n"
"  title  TEXT NOT NULL,         -- fact: what about\n"
"  basis  TEXT NOT NULL DEFAULT '',      -- fact: 督办依据\n"
"  demand TEXT NOT NULL,         -- fact: 办理要求\n"
"  unit   INTEGER REFERENCES unit(id), -- fact: to whom; NULL: an office that is no unit here\n"
"  office TEXT NOT NULL DEFAULT '',      -- fact: that office's name\n"
"  lead   INTEGER REFERENCES person(id), -- fact: 责任领导\n"
"  feedback TEXT NOT NULL CHECK (feedback IN ('once','week')), -- fact: 反馈: 一次性 每周\n"
"  due    INTEGER,               -- fact: 回复时限\n"
"  drafted_on INTEGER NOT NULL,  -- fact: 拟稿\n"
"  drafted_by INTEGER NOT NULL,  -- fact: whose draft\n"
"  typed_by INTEGER NOT NULL,    -- fact: who typed it\n"
"  signed_on INTEGER,            -- fact: 签发\n"
"  signed_by INTEGER,            -- fact: who decided\n"
"  on_paper INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0,1)), -- fact: signed on paper\n"
"  delivered_on INTEGER,         -- fact: 送达\n"
"  received_on INTEGER,          -- fact: 签收\n"
"  received_by INTEGER,          -- fact: by\n"
"  answered_on INTEGER,          -- fact: 回复, the last one\n"
"  answers INTEGER NOT NULL DEFAULT 0,   -- outcome: how many replies\n"
"  returns INTEGER NOT NULL DEFAULT 0,   -- outcome: how many of them sent back\n"
"  closed_on INTEGER,            -- fact: 办结, or withdrawn\n"
"  closed_by INTEGER,            -- fact: who decided\n"
"  reason TEXT NOT NULL DEFAULT '',      -- fact: why withdrawn, or how it was settled\n"
"  CHECK (unit IS NOT NULL OR office <> ''),\n"
"  CHECK ((number IS NULL) = (signed_on IS NULL)),\n"
"  CHECK (state IN ('draft','withdrawn') OR number IS NOT NULL)\n"
") STRICT;\n"
"CREATE INDEX duban_order_open ON duban_order (state, due);\n"
"CREATE INDEX duban_order_seq ON duban_order (year, seq);\n"

"CREATE TABLE duban_item (       -- what an order is about, in the words it was drafted with\n"
"  id     INTEGER PRIMARY KEY,   -- row; order of printing\n"
"  duban_order INTEGER NOT NULL REFERENCES duban_order(id), -- fact: order\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  title  TEXT NOT NULL,         -- fact: as printed; of a person list its code\n"
"  grp    TEXT NOT NULL DEFAULT '',      -- fact: 林家村 签约, of lists printed in groups\n"
"  word   TEXT NOT NULL DEFAULT '',      -- fact: 户: what the list calls a row, of the same\n"
"  owner  TEXT NOT NULL DEFAULT '',      -- fact: 责任人, 包干\n"
"  due    INTEGER,               -- fact: 完成时限 then\n"
"  late   INTEGER NOT NULL DEFAULT 0,    -- fact: calendar days overdue then\n"
"  waited INTEGER,               -- fact: days on hold then, or with the superior\n"
"  steps  TEXT NOT NULL DEFAULT '',      -- fact: open steps then\n"
"  UNIQUE (duban_order, item)\n"
") STRICT;\n"
"CREATE INDEX duban_item_item ON duban_item (item, duban_order);\n"

"CREATE TABLE duban_answer (     -- replies to an order, all kept; the last counts\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  duban_order INTEGER NOT NULL REFERENCES duban_order(id), -- fact: order\n"
"  day    INTEGER NOT NULL,      -- fact: on\n"
"  person INTEGER NOT NULL,      -- fact: whose reply\n"
"  typed_by INTEGER NOT NULL,    -- fact: who typed it\n"
"  text   TEXT NOT NULL,         -- fact: words\n"
"  files  TEXT NOT NULL DEFAULT '',      -- fact: names of the evidence given with it, one a line\n"
"  returned_on INTEGER,          -- fact: 退回重办\n"
"  returned_by INTEGER,          -- fact: who decided\n"
"  reason TEXT NOT NULL DEFAULT ''       -- fact: why it was sent back\n"
") STRICT;\n"
"CREATE INDEX duban_answer_order ON duban_answer (duban_order, id);\n"

"CREATE TABLE sheet (            -- 周报定稿, frozen (OFFICE 17, ENGINE 39)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  year   INTEGER NOT NULL,      -- outcome: numbered within\n"
"  no     INTEGER NOT NULL,      -- outcome: 第46期\n"
"  edition INTEGER NOT NULL,     -- outcome: 1; 更正 2, 3 ...\n"
"  total  INTEGER NOT NULL,      -- outcome: 总第198期\n"
"  corrects INTEGER REFERENCES sheet(id), -- fact: 更正: the edition it stands for\n"
"  reason TEXT NOT NULL DEFAULT '',      -- fact: 更正: why\n"
"  from_day INTEGER NOT NULL,    -- fact: period, first day\n"
"  to_day INTEGER NOT NULL,      -- fact: period, last day\n"
"  cutoff INTEGER NOT NULL,      -- fact: 数据截至, UTC milliseconds\n"
"  since  INTEGER NOT NULL,      -- outcome: last event the sheet before has seen\n"
"  seq    INTEGER NOT NULL,      -- outcome: last event it has seen\n"
"  code   TEXT NOT NULL,         -- outcome: chain code of that event\n"
"  made_on INTEGER NOT NULL,     -- fact: day\n"
"  made_by INTEGER NOT NULL,     -- fact: person\n"
"  head   TEXT NOT NULL,         -- fact: titles, figures and headings as printed\n"
"  UNIQUE (year, no, edition)\n"
") STRICT;\n"

"CREATE TABLE sheet_row (        -- its rows as printed\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  sheet  INTEGER NOT NULL REFERENCES sheet(id), -- fact: sheet\n"
"  n      INTEGER NOT NULL,      -- fact: 序号 through all sections; 0: has none\n"
"  section TEXT NOT NULL,        -- fact: overdue, lagging, due ...\n"
"  item   INTEGER REFERENCES item(id), -- fact: item; NULL: a group or a line of figures\n"
"  member INTEGER NOT NULL DEFAULT 0 CHECK (member IN (0,1)), -- fact: 1: one of the group "
  "printed under n, not printed itself\n"
"  colour TEXT NOT NULL,         -- fact: as printed, computed: red yellow green grey\n"
"  due    INTEGER,               -- fact: as printed\n"
"  texts  TEXT NOT NULL          -- fact: the cells as printed\n"
") STRICT;\n"
"CREATE INDEX sheet_row_sheet ON sheet_row (sheet, id);\n"
"CREATE INDEX sheet_row_item ON sheet_row (item, sheet) WHERE item IS NOT NULL;\n"

/* Few among many, for the reader's own desk (query_mine.h): rows that wait for somebody,
 * rows under a leader. */
"CREATE INDEX item_waiting ON item (state, red_on, id, phase) "
"  WHERE phase <= 1 AND state <> 'active';\n"
"CREATE INDEX item_lead ON item (lead, phase) WHERE lead IS NOT NULL;\n"
"CREATE INDEX item_leader ON item (leader, phase) WHERE leader IS NOT NULL;\n"
/* What people like to look at is no part of the record (view.h). */
"CREATE TABLE saved_view (       -- filters kept under a name\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  person INTEGER NOT NULL REFERENCES person(id), -- whose\n"
"  name   TEXT NOT NULL,         -- as chosen from\n"
"  text   TEXT NOT NULL,         -- key=value, one a line\n"
"  shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0,1)) -- everybody has it\n"
") STRICT;\n"
"CREATE INDEX saved_view_person ON saved_view (person);\n"

/* The counts of one day, and the day (colour_now.h). */
"CREATE TABLE colour_day (       -- the one day colour_now is true for; no row: it is not\n"
"  id     INTEGER PRIMARY KEY CHECK (id = 1), -- one row\n"
"  day    INTEGER NOT NULL       -- derived: day of the last act\n"
") STRICT;\n"
"CREATE TABLE colour_now (       -- items by list and unit on colour_day, pins respected\n"
"  list   TEXT NOT NULL,         -- derived: list id\n"
"  unit   INTEGER NOT NULL,      -- derived: unit; 0: none\n"
"  lit    INTEGER NOT NULL,      -- derived: phases 0 and 1\n"
"  red    INTEGER NOT NULL,      -- derived: of them shown red\n"
"  amber  INTEGER NOT NULL,      -- derived: of them shown red or yellow\n"
"  review INTEGER NOT NULL,      -- derived: of them in review\n"
"  held   INTEGER NOT NULL,      -- derived: phase 2\n"
"  closed INTEGER NOT NULL,      -- derived: phase 3\n"
"  PRIMARY KEY (list, unit)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE TRIGGER colour_now_insert AFTER INSERT ON item BEGIN "
  COUNTED("NEW", "") "END;\n"
"CREATE TRIGGER colour_now_delete AFTER DELETE ON item BEGIN "
  COUNTED("OLD", "-") "END;\n"
"CREATE TRIGGER colour_now_update AFTER UPDATE OF list, unit, phase, yellow_on, red_on, "
  "pin_colour, pin_from, pin_until ON item "
  "WHEN OLD.yellow_on <> NEW.yellow_on OR OLD.red_on <> NEW.red_on "
  "OR OLD.phase <> NEW.phase OR OLD.unit IS NOT NEW.unit OR OLD.list <> NEW.list "
  "OR OLD.pin_colour IS NOT NEW.pin_colour OR OLD.pin_from IS NOT NEW.pin_from "
  "OR OLD.pin_until IS NOT NEW.pin_until BEGIN "
  COUNTED("OLD", "-") COUNTED("NEW", "") "END;\n";
