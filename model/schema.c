/* schema.c - see schema.h. Migrations are append-only: a new one never edits an old one.
 *
 * Dates are days since 1970-01-01; decimals are millionths; moments are UTC milliseconds.
 * A column comment starts with "fact:", "outcome:" or "derived:" (ENGINE 32); tests/model
 * /test_schema.c holds the comments against schema_is_derived(). */
#include "model/schema.h"

#include <stdio.h>
#include <string.h>

#include "model/i18n.h"

static const char schema_1[] =
"CREATE TABLE meta (             -- this file itself: outside the record\n"
"  key    TEXT PRIMARY KEY,      -- practice, generation, config_hash, caller ...\n"
"  value  TEXT NOT NULL          -- as text\n"
") STRICT;\n"

"CREATE TABLE event (            -- append-only, chained (invariant 3)\n"
"  id     INTEGER PRIMARY KEY,   -- number in the chain, from 1 without a gap\n"
"  action TEXT NOT NULL UNIQUE,  -- random id of the action, made before the transaction\n"
"  verb   TEXT NOT NULL,         -- id of the verb (verb.h)\n"
"  actor  INTEGER,               -- person who typed\n"
"  behalf INTEGER,               -- person whose work it is; NULL: the actor's own\n"
"  decided INTEGER,              -- person who decided, on paper; NULL: the actor\n"
"  day    INTEGER NOT NULL,      -- the township's day it counts for\n"
"  at     INTEGER NOT NULL,      -- real moment\n"
"  config TEXT NOT NULL,         -- hash of the configuration in force\n"
"  format INTEGER NOT NULL,      -- of the body\n"
"  body   BLOB NOT NULL,         -- canonical list of changes (event.h)\n"
"  hash   BLOB NOT NULL          -- SHA-256(tag, previous hash, all of the above)\n"
") STRICT;\n"
"CREATE INDEX event_day ON event (day);\n"

"CREATE TABLE event_item (       -- which events touched an item; derived from the bodies\n"
"  item   INTEGER NOT NULL,      -- item\n"
"  event  INTEGER NOT NULL,      -- event\n"
"  PRIMARY KEY (item, event)\n"
") STRICT, WITHOUT ROWID;\n"

"CREATE TABLE private (          -- private values; the event holds only their hash (ENGINE 35)\n"
"  event  INTEGER NOT NULL,      -- the event that set it\n"
"  item   INTEGER NOT NULL,      -- whose it is\n"
"  tbl    TEXT NOT NULL,         -- table\n"
"  col    TEXT NOT NULL,         -- column\n"
"  value  ANY,                   -- the value; the row is deleted by `erase`\n"
"  salt   BLOB NOT NULL,         -- 128 bits of its own\n"
"  PRIMARY KEY (event, item, tbl, col)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE INDEX private_item ON private (item, tbl, col, event);\n"

"CREATE TABLE config (           -- the configuration's whole text, every version\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  hash   TEXT NOT NULL,         -- fact: of the whole configuration it belongs to\n"
"  name   TEXT NOT NULL,         -- fact: document: township, lists/tasks ...\n"
"  text   TEXT NOT NULL          -- fact: as written, UTF-8\n"
") STRICT;\n"
"CREATE INDEX config_hash ON config (hash);\n"

"CREATE TABLE def_row (          -- checked definitions in force (ENGINE 33); from config.text\n"
"  doc    TEXT NOT NULL,         -- document name\n"
"  n      INTEGER NOT NULL,      -- document order\n"
"  path   TEXT NOT NULL,         -- where in the tree (tree.h)\n"
"  kind   TEXT NOT NULL,         -- s q l m (tree.h)\n"
"  text   TEXT,                  -- scalar\n"
"  PRIMARY KEY (doc, n)\n"
") STRICT, WITHOUT ROWID;\n"

"CREATE TABLE field_def (        -- every field there ever was: outlives the YAML (ENGINE 34)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  list   TEXT NOT NULL,         -- fact: list id\n"
"  field  TEXT NOT NULL,         -- fact: field id; its column is v_<field> of f_<list>\n"
"  type   TEXT NOT NULL,         -- fact: text decimal integer date choice bool\n"
"  unit   TEXT NOT NULL,         -- fact: 亩, 万元, or empty\n"
"  first_seq INTEGER NOT NULL,   -- fact: event that brought it in\n"
"  last_seq  INTEGER,            -- fact: event that left it out; NULL while in use\n"
"  UNIQUE (list, field)\n"
") STRICT;\n"

"CREATE TABLE unit (             -- who works (ENGINE 38)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  name   TEXT NOT NULL UNIQUE,  -- fact: 镇财政所\n"
"  parent INTEGER REFERENCES unit(id), -- fact: the unit above\n"
"  level  TEXT NOT NULL CHECK (level IN ('town','village','superior','outside')), -- "
  "fact: 镇内 村 上级 外单位\n"
"  rank   INTEGER NOT NULL DEFAULT 1000, -- fact: leaders' order\n"
"  contact INTEGER,              -- fact: 联络员, a person\n"
"  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0,1)) -- fact: may be given work\n"
") STRICT;\n"

"CREATE TABLE place (            -- where: village > group\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  name   TEXT NOT NULL,         -- fact: 林家村\n"
"  parent INTEGER REFERENCES place(id), -- fact: the place it lies in\n"
"  rank   INTEGER NOT NULL DEFAULT 1000, -- fact: order\n"
"  UNIQUE (parent, name)\n"
") STRICT;\n"

"CREATE TABLE person (           -- people need no login (OFFICE 21)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  name   TEXT NOT NULL,         -- fact: as printed\n"
"  login  TEXT UNIQUE,           -- fact: account name, or NULL\n"
"  uid    INTEGER UNIQUE,        -- fact: the kernel's number, or NULL\n"
"  unit   INTEGER REFERENCES unit(id),   -- fact: works in\n"
"  place  INTEGER REFERENCES place(id),  -- fact: village in charge of\n"
"  title  TEXT NOT NULL DEFAULT '',      -- fact: 职务\n"
"  phone  TEXT NOT NULL DEFAULT '',      -- fact: 手机\n"
"  rank   INTEGER NOT NULL DEFAULT 1000, -- fact: leaders' order\n"
"  from_day INTEGER,             -- fact: first day here\n"
"  to_day INTEGER                -- fact: last day here; NULL: still here\n"
") STRICT;\n"

"CREATE TABLE person_role (\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  person INTEGER NOT NULL REFERENCES person(id), -- fact: who\n"
"  role   TEXT NOT NULL,         -- fact: role id of township.yaml\n"
"  UNIQUE (person, role)\n"
") STRICT;\n"

"CREATE TABLE item (             -- 事项: one row of a list\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  code   TEXT NOT NULL UNIQUE,  -- outcome: 督26-112; never reused\n"
"  sort_code TEXT NOT NULL DEFAULT '',   -- outcome: code as it sorts: 督26-2 before 督26-10\n"
"  list   TEXT NOT NULL,         -- fact: list id\n"
"  parent INTEGER REFERENCES item(id), -- fact: the item it belongs to\n"
"  split_of INTEGER REFERENCES item(id), -- fact: the item it was split from (ENGINE 24)\n"
"  series INTEGER REFERENCES item(id), -- fact: first of the occurrences it belongs "
  "to (ENGINE 25)\n"
"  title  TEXT NOT NULL,         -- fact: what is to be done; private in `person` lists\n"
"  unit   INTEGER REFERENCES unit(id),   -- fact: 牵头单位\n"
"  place  INTEGER REFERENCES place(id),  -- fact: where\n"
"  owner  INTEGER REFERENCES person(id), -- fact: 责任人\n"
"  owner_since INTEGER,          -- fact: day the owner took over, when handed on\n"
"  handler INTEGER REFERENCES person(id), -- fact: 经办人\n"
"  leader INTEGER REFERENCES person(id), -- fact: 领衔领导\n"
"  lead   INTEGER REFERENCES person(id), -- fact: 责任领导\n"
"  source TEXT NOT NULL DEFAULT '',      -- fact: 来源\n"
"  source_ref TEXT NOT NULL DEFAULT '',  -- fact: its number or meeting\n"
"  assigned_by INTEGER,          -- fact: person who assigned it last\n"
"  assigned_on INTEGER NOT NULL, -- fact: 交办日期\n"
"  opened_on INTEGER NOT NULL,   -- outcome: last (re)opening\n"
"  opened_seq INTEGER NOT NULL,  -- outcome: event of the last (re)opening; doers count from it\n"
"  start  INTEGER NOT NULL,      -- fact: work starts\n"
"  due_given INTEGER,            -- fact: given or rebased deadline\n"
"  due_given_on INTEGER,         -- outcome: the day it was given\n"
"  extended_to INTEGER,          -- fact: last granted extension\n"
"  extended_on INTEGER,          -- outcome: the day it counts from\n"
"  extensions INTEGER NOT NULL DEFAULT 0, -- outcome: how many were granted\n"
"  first_due INTEGER,            -- outcome: 原定时限, set once (invariant 5)\n"
"  upper_due INTEGER,            -- fact: 上级时限\n"
"  upper_doc TEXT NOT NULL DEFAULT '',   -- fact: the superior's document for going past it\n"
"  limit_on INTEGER,             -- fact: 限期 ordered\n"
"  limit_set_on INTEGER,         -- outcome: the day it was ordered\n"
"  limits_missed INTEGER NOT NULL DEFAULT 0, -- outcome: earlier limits missed\n"
"  report_every TEXT NOT NULL DEFAULT 'none', -- fact: week half-month month once none\n"
"  last_report_on INTEGER,       -- outcome: latest progress report\n"
"  percent INTEGER NOT NULL DEFAULT 0,   -- fact: progress typed in, millionths of a percent\n"
"  state  TEXT NOT NULL,         -- fact: state id\n"
"  state_before TEXT NOT NULL DEFAULT '', -- outcome: what a hold or application left\n"
"  phase  INTEGER NOT NULL CHECK (phase BETWEEN 0 AND 4), -- outcome: of the state\n"
"  voided INTEGER NOT NULL DEFAULT 0 CHECK (voided IN (0,1)), -- fact: entered by mistake\n"
"  hold_office TEXT NOT NULL DEFAULT '', -- fact: who we wait for while on hold\n"
"  acted_on INTEGER,             -- outcome: last act of the responsible side, or "
  "assignment to it\n"
"  resumed_on INTEGER,           -- outcome: last resume\n"
"  returns INTEGER NOT NULL DEFAULT 0,   -- outcome: since (re)opening, undone ones not counted\n"
"  returned_on INTEGER,          -- outcome: the last of them\n"
"  applied_again INTEGER NOT NULL DEFAULT 0 CHECK (applied_again IN (0,1)), -- "
  "outcome: since that return\n"
"  applied_on INTEGER,           -- outcome: last application\n"
"  applied_by INTEGER,           -- outcome: whose application\n"
"  closed_on INTEGER,            -- outcome: crossed off or cancelled\n"
"  closed_by INTEGER,            -- outcome: who decided it\n"
"  on_paper INTEGER NOT NULL DEFAULT 0 CHECK (on_paper IN (0,1)), -- outcome: decided on paper\n"
"  reopened INTEGER NOT NULL DEFAULT 0,  -- outcome: times reopened (反弹)\n"
"  pin_colour TEXT CHECK (pin_colour IN ('green','yellow','red')), -- fact: 人工定灯\n"
"  pin_from INTEGER,             -- fact: first day\n"
"  pin_until INTEGER,            -- fact: last day\n"
"  pin_reason TEXT NOT NULL DEFAULT '',  -- fact: 经研究...\n"
"  checklist TEXT,               -- outcome: steps as frozen at apply (ENGINE 23)\n"
"  streak_since INTEGER NOT NULL DEFAULT 1000000, -- outcome: not green since (ENGINE 9)\n"
"  created_by INTEGER,           -- outcome: who entered it\n"
"  version INTEGER NOT NULL,     -- outcome: one more with every event that touches it\n"
"  due    INTEGER NOT NULL DEFAULT 1000000,    -- derived: 完成时限; 1000000 = none, sorts last\n"
"  due_waits TEXT NOT NULL DEFAULT '',         -- derived: step the deadline waits for\n"
"  limit_due INTEGER,            -- derived: 限期 as moved\n"
"  review_due INTEGER,           -- derived: the reviewer's\n"
"  yellow_on INTEGER NOT NULL DEFAULT 1000000, -- derived: first yellow day\n"
"  red_on INTEGER NOT NULL DEFAULT 1000000,    -- derived: first red day\n"
"  yellow_rule TEXT NOT NULL DEFAULT '',       -- derived: rule that set it\n"
"  red_rule TEXT NOT NULL DEFAULT '',          -- derived: rule that set it\n"
"  progress INTEGER NOT NULL DEFAULT 0,        -- derived: actual, millionths of a percent\n"
"  steps_done INTEGER NOT NULL DEFAULT 0,      -- derived: done\n"
"  steps_total INTEGER NOT NULL DEFAULT 0,     -- derived: applicable\n"
"  next_step TEXT NOT NULL DEFAULT '',         -- derived: first step to work on\n"
"  unit_rank INTEGER NOT NULL DEFAULT 1000,    -- derived: unit.rank, for the order by unit\n"
"  owner_rank INTEGER NOT NULL DEFAULT 1000,   -- derived: person.rank, for the order by owner\n"
"  stale INTEGER NOT NULL DEFAULT 0 CHECK (stale IN (0,1)), -- derived: a cascade "
  "has yet to reach it\n"
"  CHECK (yellow_on <= red_on),\n"
"  CHECK ((pin_colour IS NULL) = (pin_until IS NULL)),\n"
"  CHECK (version >= 1)\n"
") STRICT;\n"
/* Rows with a colour and rows without one: every order has an index over either, in everything, in
 * a list, in a unit; an answer over all phases merges the two. No row is in both, so that a row
 * costs no more. The dates and `phase` (ENGINE 12) come last: colours are decided in the index;
 * not by code, which then need not be written when a date moves. */
"CREATE INDEX item_urgent ON item (red_on, id, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_urgent_rest ON item (red_on, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_list_urgent ON item (list, red_on, id, yellow_on, unit, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_list_urgent_rest ON item (list, red_on, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_unit_urgent ON item (unit, red_on, id, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_unit_urgent_rest ON item (unit, red_on, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_due ON item (due, id, red_on, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_due_rest ON item (due, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_list_due ON item (list, due, id, red_on, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_list_due_rest ON item (list, due, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_unit_due ON item (unit, due, id, red_on, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_unit_due_rest ON item (unit, due, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_code ON item (sort_code);\n"
"CREATE INDEX item_list_code ON item (list, sort_code) WHERE phase <= 1;\n"
"CREATE INDEX item_list_code_rest ON item (list, sort_code) WHERE phase >= 2;\n"
"CREATE INDEX item_unit_code ON item (unit, sort_code) WHERE phase <= 1;\n"
"CREATE INDEX item_unit_code_rest ON item (unit, sort_code) WHERE phase >= 2;\n"
"CREATE INDEX item_by_unit ON item (unit_rank, unit, red_on, id, yellow_on, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_by_unit_rest ON item (unit_rank, unit, red_on, id, phase) WHERE phase >= 2;\n"
"CREATE INDEX item_list_by_unit ON item (list, unit_rank, unit, red_on, id, yellow_on, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_list_by_unit_rest ON item (list, unit_rank, unit, red_on, id, phase) "
"  WHERE phase >= 2;\n"
"CREATE INDEX item_by_owner ON item (owner_rank, owner, red_on, id, yellow_on, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_by_owner_rest ON item (owner_rank, owner, red_on, id, phase) "
"  WHERE phase >= 2;\n"
"CREATE INDEX item_list_by_owner ON item (list, owner_rank, owner, red_on, id, yellow_on, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_list_by_owner_rest ON item (list, owner_rank, owner, red_on, id, phase) "
"  WHERE phase >= 2;\n"
"CREATE INDEX item_unit_by_owner ON item (unit, owner_rank, owner, red_on, id, yellow_on, phase) "
"  WHERE phase <= 1;\n"
"CREATE INDEX item_unit_by_owner_rest ON item (unit, owner_rank, owner, red_on, id, phase) "
"  WHERE phase >= 2;\n"
/* Counts. */
"CREATE INDEX item_yellow ON item (yellow_on, red_on, id, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_list_unit_red ON item (list, unit, red_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_list_unit_yellow ON item (list, unit, yellow_on, phase) WHERE phase <= 1;\n"
"CREATE INDEX item_list_unit_rest ON item (list, unit, phase) WHERE phase >= 2;\n"
/* Few among many: on hold, pinned, somebody's, under one parent, in one place. */
"CREATE INDEX item_held ON item (red_on, id, list, unit, phase) WHERE phase = 2;\n"
"CREATE INDEX item_held_due ON item (due, id, list, unit, phase) WHERE phase = 2;\n"
"CREATE INDEX item_held_code ON item (sort_code, list, unit, phase) WHERE phase = 2;\n"
"CREATE INDEX item_held_by_unit ON item (unit_rank, unit, red_on, id, list, phase) "
"  WHERE phase = 2;\n"
"CREATE INDEX item_held_by_owner ON item (owner_rank, owner, red_on, id, list, unit, phase) "
"  WHERE phase = 2;\n"
"CREATE INDEX item_pinned ON item (pin_until, pin_from, phase) WHERE pin_until IS NOT NULL;\n"
"CREATE INDEX item_parent ON item (parent, phase) WHERE parent IS NOT NULL;\n"
"CREATE INDEX item_stale ON item (id) WHERE stale = 1;\n"      /* asked after every act */
"CREATE INDEX item_split ON item (split_of, phase) WHERE split_of IS NOT NULL;\n"
"CREATE INDEX item_place ON item (place, phase) WHERE place IS NOT NULL;\n"
"CREATE INDEX item_owner ON item (owner, phase) WHERE owner IS NOT NULL;\n"
"CREATE INDEX item_handler ON item (handler, phase) WHERE handler IS NOT NULL;\n"

"CREATE TABLE counter (          -- last number per list and year (ENGINE 38)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  scope  TEXT NOT NULL UNIQUE,  -- fact: tasks/2026\n"
"  last   INTEGER NOT NULL       -- outcome: last number given out\n"
") STRICT;\n"

"CREATE TABLE item_co (          -- co-operating units and co-owners\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  unit   INTEGER REFERENCES unit(id),   -- fact: 配合单位\n"
"  person INTEGER REFERENCES person(id)  -- fact: co-owner\n"
") STRICT;\n"
"CREATE INDEX item_co_item ON item_co (item);\n"
"CREATE INDEX item_co_unit ON item_co (unit, item);\n"
"CREATE INDEX item_co_person ON item_co (person, item);\n"

"CREATE TABLE step (             -- steps somebody has touched; untouched ones have no row\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  step   TEXT NOT NULL,         -- fact: step id of the list; stays when YAML drops it\n"
"  begun_on INTEGER,             -- fact: begun\n"
"  done_on INTEGER,              -- fact: 完成\n"
"  skipped_on INTEGER,           -- fact: not applicable since\n"
"  skip_reason TEXT NOT NULL DEFAULT '', -- fact: why\n"
"  before_start INTEGER NOT NULL DEFAULT 0 CHECK (before_start IN (0,1)), -- fact: 启用前已完成\n"
"  UNIQUE (item, step)\n"
") STRICT;\n"

"CREATE TABLE step_due (         -- derived: deadlines of open steps; 节点滞后 is a range\n"
"  item   INTEGER NOT NULL,      -- derived: item\n"
"  step   TEXT NOT NULL,         -- derived: step id\n"
"  due    INTEGER NOT NULL,      -- derived: deadline\n"
"  PRIMARY KEY (item, step)\n"
") STRICT, WITHOUT ROWID;\n"
"CREATE INDEX step_due_due ON step_due (due, item);\n"

"CREATE TABLE step_amount (      -- dated amounts of steps with a quantity (ENGINE 22)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  step   TEXT NOT NULL,         -- fact: step id\n"
"  day    INTEGER NOT NULL,      -- fact: on\n"
"  amount INTEGER NOT NULL       -- fact: added, millionths\n"
") STRICT;\n"
"CREATE INDEX step_amount_item ON step_amount (item, step);\n"

"CREATE TABLE progress (         -- 进展填报\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  day    INTEGER NOT NULL,      -- fact: reported on\n"
"  period INTEGER,               -- outcome: fill day of the period it counts for\n"
"  text   TEXT NOT NULL,         -- fact: 进展情况\n"
"  problem TEXT NOT NULL DEFAULT '',     -- fact: 存在问题\n"
"  next   TEXT NOT NULL DEFAULT '',      -- fact: 下步措施\n"
"  next_due INTEGER,             -- fact: its limit\n"
"  coord  TEXT NOT NULL DEFAULT '',      -- fact: 需协调事项\n"
"  coord_level TEXT NOT NULL DEFAULT '' CHECK (coord_level IN "
  "('','town','superior')), -- fact: 镇内, 上级\n"
"  percent INTEGER,              -- fact: percent, millionths\n"
"  same   INTEGER NOT NULL DEFAULT 0,    -- outcome: running reports with this very "
  "text before it\n"
"  person INTEGER                -- outcome: whose report\n"
") STRICT;\n"
"CREATE INDEX progress_item ON progress (item, day, id);\n"

"CREATE TABLE instruction (      -- 批示 and remarks\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  kind   TEXT NOT NULL CHECK (kind IN ('instruction','note')), -- fact: 批示 or remark\n"
"  day    INTEGER NOT NULL,      -- fact: dated\n"
"  person INTEGER,               -- fact: the leader, or who remarks\n"
"  text   TEXT NOT NULL          -- fact: words\n"
") STRICT;\n"
"CREATE INDEX instruction_item ON instruction (item, day, id);\n"

"CREATE TABLE clock (            -- when our clock stood still (ENGINE 13, 14)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  kind   TEXT NOT NULL CHECK (kind IN ('hold','review')), -- fact: 暂停 or 待审核\n"
"  from_day INTEGER NOT NULL,    -- fact: stopped\n"
"  to_day INTEGER,               -- fact: ran again; NULL while it stands\n"
"  moves  INTEGER NOT NULL DEFAULT 0 CHECK (moves IN (0,1)), -- outcome: deadlines move by it\n"
"  office TEXT NOT NULL DEFAULT '',      -- fact: waiting for\n"
"  expect INTEGER,               -- fact: expected reply\n"
"  reason TEXT NOT NULL DEFAULT ''       -- fact: why\n"
") STRICT;\n"
"CREATE INDEX clock_item ON clock (item, id);\n"

"CREATE TABLE due_change (       -- every move of a deadline (ENGINE 16)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- outcome: item\n"
"  step   TEXT NOT NULL DEFAULT '',      -- outcome: step id, or empty for the item's\n"
"  day    INTEGER NOT NULL,      -- outcome: on\n"
"  old    INTEGER,               -- outcome: from\n"
"  new    INTEGER,               -- outcome: to\n"
"  why    TEXT NOT NULL          -- outcome: verb, or limit\n"
") STRICT;\n"
"CREATE INDEX due_change_item ON due_change (item, id);\n"

"CREATE TABLE request (          -- asked, not decided (ENGINE 26)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  verb   TEXT NOT NULL CHECK (verb IN ('extend','hold','skip','reopen','rebase')), -- fact: what\n"
"  step   TEXT NOT NULL DEFAULT '',      -- fact: skip: step id\n"
"  day    INTEGER NOT NULL,      -- fact: asked on\n"
"  person INTEGER NOT NULL,      -- fact: whose request\n"
"  actor  INTEGER NOT NULL,      -- fact: who typed it\n"
"  to_day INTEGER,               -- fact: new date, expected reply\n"
"  office TEXT NOT NULL DEFAULT '',      -- fact: hold: waiting for\n"
"  reason TEXT NOT NULL,         -- fact: why\n"
"  doc    TEXT NOT NULL DEFAULT '',      -- fact: number of a superior's document\n"
"  answer TEXT NOT NULL DEFAULT '' CHECK (answer IN "
  "('','granted','refused','dropped')), -- fact: answer\n"
"  answered_on INTEGER,          -- fact: on\n"
"  answered_by INTEGER           -- fact: by\n"
") STRICT;\n"
"CREATE INDEX request_item ON request (item, id);\n"
"CREATE INDEX request_open ON request (verb, day) WHERE answer = '';\n"

"CREATE TABLE evidence (         -- 佐证材料\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  step   TEXT NOT NULL DEFAULT '',      -- fact: step id, or empty\n"
"  kind   TEXT NOT NULL CHECK (kind IN ('file','paper','link')), -- fact: 文件 纸质原件 公开链接\n"
"  hash   TEXT NOT NULL DEFAULT '',      -- fact: SHA-256 of the file\n"
"  size   INTEGER NOT NULL DEFAULT 0,    -- fact: bytes\n"
"  name   TEXT NOT NULL,         -- fact: cleaned file name, or where it is kept\n"
"  caption TEXT NOT NULL DEFAULT '',     -- fact: 前 中 后 现场 材料\n"
"  day    INTEGER NOT NULL,      -- fact: recorded on\n"
"  person INTEGER                -- fact: by\n"
") STRICT;\n"
"CREATE INDEX evidence_item ON evidence (item, step);\n"
"CREATE INDEX evidence_hash ON evidence (hash) WHERE hash <> '';\n"

"CREATE TABLE doer (             -- who worked on it, undone acts included (ENGINE 26)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- fact: item\n"
"  person INTEGER NOT NULL,      -- fact: as actor or on behalf\n"
"  seq    INTEGER NOT NULL       -- fact: event\n"
") STRICT;\n"
"CREATE INDEX doer_item ON doer (item, seq);\n"

"CREATE TABLE colour_span (      -- what stood from day to day (ENGINE 11)\n"
"  id     INTEGER PRIMARY KEY,   -- row\n"
"  item   INTEGER NOT NULL REFERENCES item(id), -- outcome: item\n"
"  from_day INTEGER NOT NULL,    -- outcome: first day\n"
"  to_day INTEGER NOT NULL,      -- outcome: last day; 1000000 while it stands\n"
"  phase  INTEGER NOT NULL,      -- outcome: phase\n"
"  state  TEXT NOT NULL,         -- outcome: state\n"
"  voided INTEGER NOT NULL,      -- outcome: entered by mistake\n"
"  yellow_on INTEGER NOT NULL,   -- outcome: first yellow day\n"
"  red_on INTEGER NOT NULL,      -- outcome: first red day\n"
"  yellow_rule TEXT NOT NULL,    -- outcome: rule\n"
"  red_rule TEXT NOT NULL,       -- outcome: rule\n"
"  due    INTEGER NOT NULL,      -- outcome: 完成时限\n"
"  pin_colour TEXT,              -- outcome: pin\n"
"  pin_from INTEGER,             -- outcome: pin\n"
"  pin_until INTEGER,            -- outcome: pin\n"
"  cause  TEXT NOT NULL          -- outcome: verb that opened it\n"
") STRICT;\n"
"CREATE INDEX colour_span_item ON colour_span (item, from_day);\n"
"CREATE INDEX colour_span_day ON colour_span (to_day, from_day);\n";

const char *const schema_fact_tables[] = {
    "config", "field_def", "unit", "place", "person", "person_role", "item", "counter",
    "item_co", "step", "step_amount", "progress", "instruction", "clock", "due_change",
    "request", "evidence", "doer", "colour_span", NULL,
};

static const char *const derived_item[] = {
    "due", "due_waits", "limit_due", "review_due", "yellow_on", "red_on", "yellow_rule",
    "red_rule", "progress", "steps_done", "steps_total", "next_step", "unit_rank",
    "owner_rank", "stale", NULL,
};

bool schema_is_derived(const char *table, const char *column)
{
    if (strcmp(table, "step_due") == 0)
        return true;
    if (strcmp(table, "item") != 0)
        return false;
    for (size_t i = 0; derived_item[i]; i++)
        if (strcmp(derived_item[i], column) == 0)
            return true;
    return false;
}

enum xh_rc schema_migrate(struct db *db, int from, struct xh_err *err)
{
    static const char *const steps[SCHEMA_VERSION] = { schema_1 };
    enum xh_rc rc = XH_OK;

    for (int v = from; rc == XH_OK && v < SCHEMA_VERSION; v++)
        rc = db_script(db, steps[v], err);
    if (rc == XH_OK) {
        char sql[128];
        snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;",
                 SCHEMA_APPLICATION_ID, SCHEMA_VERSION);
        rc = db_script(db, sql, err);
    }
    return rc;
}

static bool is_id(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n <= DEF_ID_MAX && s[0] >= 'a' && s[0] <= 'z'
        && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

enum xh_rc schema_field_column(struct db *db, const char *list, const char *field,
                               enum field_type type, struct xh_err *err)
{
    /* Identifiers cannot be bound: they are checked here and nowhere else put into text. */
    if (!is_id(list) || !is_id(field))
        return xh_fail(err, XH_DB, _("'%s.%s' is not a field id"), list, field);

    char sql[256];
    snprintf(sql, sizeof sql, "CREATE TABLE IF NOT EXISTS \"f_%s\" "
             "(id INTEGER PRIMARY KEY REFERENCES item(id)) STRICT;", list);
    enum xh_rc rc = db_script(db, sql, err);
    if (rc != XH_OK)
        return rc;

    int64_t there = 0;
    char table[DEF_ID_MAX + 3], column[DEF_ID_MAX + 3];
    snprintf(table, sizeof table, "f_%s", list);
    snprintf(column, sizeof column, "v_%s", field);
    rc = db_get_int(db, err, &there, "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?",
                    "tt", table, column);
    if (rc != XH_OK || there)
        return rc;
    bool text = type == FIELD_TEXT || type == FIELD_CHOICE;
    snprintf(sql, sizeof sql, "ALTER TABLE \"f_%s\" ADD COLUMN \"v_%s\" %s;", list, field,
             text ? "TEXT" : "INTEGER");
    return db_script(db, sql, err);
}
