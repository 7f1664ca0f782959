/* What is said about each kind of mistake, and where: a table of texts and complaints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "model/mem.h"

/* Four good lines; what a case adds begins in line 5. */
#define HEAD "list: bad\nname: 坏台账\ncode: \"坏{yy}-{seq}\"\nalias: b\n"

/* `add`: behind HEAD as lists/bad. `doc`, `find`, `put`: a document of tests/config/township with one text
 * replaced, or two. `want`: one line per complaint, "LINE:COL PATH | WHAT | INSTEAD", the last two
 * as parts. */
struct row { const char *add, *doc, *find, *put, *find2, *put2, *want; };

#define HELD_LINE "  held:      {name: 暂停,   phase: held}\n"
#define ASSIGN_LINE "  assign:   {name: 改派,     from: [assigned, active, rework], to: assigned}\n"
#define TRANSFER_LINE \
    "  transfer: {name: 转办,     from: [assigned, active, rework], to: assigned}\n"

static const struct row rows[] = {
    /* keys and shapes */
    { "nmae: x\n",
      .want = "5:1  | \"nmae\" is not a key known here | did you mean \"name:\"?" },
    { "名称: x\n", .want = "5:1  | \"名称\" is not a key | did you mean \"name:\"?" },
    { "zzzzzzzz: x\n",
      .want = "5:1  | not a key known here | the keys known here are: list, name" },
    { "row: 户\nrow: 项\n",
      .want = "6:1  | \"row\" stands here twice, before in line 5 | keep one" },
    { "row: [a, b]\n",
      .want = "5:6 row | one value is needed here, not a list | \"户\"" },
    { "row: {a: b}\n",
      .want = "5:6 row | one value is needed here, not keys and values | \"户\"" },
    { "fields: x\n",
      .want = "5:9 fields | \"x\" is one text, but keys and values | fields: {area" },
    { "fields: [x]\n",
      .want = "5:9 fields | keys and values are needed here, not a list | {area" },
    { "steps: {a: b}\n",
      .want = "5:8 steps | a list is needed here, one entry per line | id: sign" },
    { "steps: x\n",
      .want = "5:8 steps | \"x\" is one text, but a list is needed | id: sign" },
    { "steps: [x]\n",
      .want = "5:9 steps[1] | \"x\" is one text | {id: sign, name: 签约}" },
    { "steps: [{id: a, name: 甲}, ]\nviews: {v: }\n",
      .want = "6:12 views.v | nothing stands here | name: 未签约" },
    { "steps: [{id: a, name: 甲, evidence: true}]\n",
      .want = "5:36 steps.a.evidence | one text, but keys | evidence: {required: true, min: 1}" },
    { "columns: {a: b}\n", .want = "5:10 columns | a list is needed here | columns: [" },
    { "columns: [code, ]\nrow:\n", .want = "" },
    { "columns: [code, \"\", [code]]\n",
      .want = "5:17 columns[2] | \"\" is neither | `config reference`\n"
              "5:21 columns[3] | one value is needed here, not a list |" },
    { "row: null\n",
      .want = "5:6 row | \"null\" would be taken literally | leave the key out" },
    { "row: \"null\"\n", .want = "" },
    { .doc = "lists/tasks", .find = "name: 三色督办事项\n", .put = "",
      .want = "2:1 name | \"name\" is missing | name: 征地户签" },
    { .doc = "township", .find = "name: 沿江镇", .put = "name:",
      .want = "3:6 name | \"name\" is missing | name: 沿江镇" },

    /* the input method */
    { "fields:\n  a: {name：面积, type: decimal}\n",
      .want = "6:7 fields.a | \"name：面积\" is not a key | write \": \" instead of the "
              "full-width" },
    { "row: x\n  due：y\n", .want = "6:6  | this line was taken as more | write \": \"" },
    { "row：户\n", .want = "5:4  | the colon is full-width | write \": \"" },
    { "columns: [code，title]\n",
      .want = "5:11 columns[1] | \"code，title\" is neither | write \", \" instead" },
    { "review: ３ workdays\n",
      .want = "5:9 review | is not a length of time | half-width characters: 3 workdays" },
    { "order: １\n",
      .want = "5:8 order | is not a whole number | half-width characters: 1" },
    { "due: start + ３ days\n",
      .want = "5:6 due | is not a deadline | half-width characters: start + 3 days" },
    { "row: “户”\n",
      .want = "5:6 row | full-width quotes | without quotes, or in half-width" },
    { "row: \"“户”\"\n", .want = "" },
    { "row: “甲”和“乙”台账\n", .want = "" },
    { "\trow: x\n", .want = "5:1  | indented with a tab | indent with blanks" },
    { "steps:\n  - {id: a, name: 甲}\n \t- {id: b, name: 乙}\n",
      .want = "7:2  | indented with a tab | indent with blanks" },

    /* values */
    { "person: yes\n", .want = "5:9 person | not a word known here | write \"true\"" },
    { "person: 否\n", .want = "5:9 person | not a word known here | write \"false\"" },
    { "person: maybe\n",
      .want = "5:9 person | not a word known here | write one of: true, false" },
    { "order: x\n", .want = "5:8 order | \"x\" is not a whole number | order: 1" },
    { "order: 1001\n", .want = "5:8 order | \"1001\" is out of range | from 0 to 1000" },
    { "order: 99999999999\n", .want = "5:8 order | is not a whole number | order: 1" },
    { "order: -1\n", .want = "5:8 order | out of range | from 0" },
    { "row: 一二三四五六七八九十多\n", .want = "5:6 row | is too long: at most 10 |" },
    { "review: 3\n",
      .want = "5:9 review | \"3\" is a number without a unit | \"3 workdays\"" },
    { "review: soon\n",
      .want = "5:9 review | \"soon\" is not a length of time | 5 workdays" },
    { "review: 0 days\n", .want = "5:9 review | out of range | from 1 to 100" },
    { "report_every: weekly\n",
      .want = "5:15 report_every | not a word known here | \"week\"?" },
    { "doc: |\n  two\n  lines\nlaw: |\n  two\n  lines\n",
      .want = "8:6 law | line breaks are not allowed here |" },
    { "fields: {a: {name: 甲, type: decimal, min: many}}\n",
      .want = "5:43 fields.a.min | \"many\" is not a number | a unit goes into \"unit:\"" },
    { "fields: {a: {name: 甲, show: [self, nobody]}}\n",
      .want = "5:36 fields.a.show[2] | not a word known here | self, handler" },
    { .doc = "township", .find = "# start_day: 2026-12-01",
      .put = "start_day: 2026-13-01",
      .want = "6:12 start_day | is not a date | four, two and two digits" },
    { .doc = "township", .find = "\"+08:00\"", .put = "8",
      .want = "5:13 utc_offset | \"8\" is not a distance from UTC | \"+08:00\"" },
    { .doc = "township", .find = "language: zh", .put = "language: cn",
      .want = "4:11 language | \"cn\" is not a word known here | write one of: zh, en" },
    { .doc = "township", .find = "周一 08:30", .put = "周八 08:30",
      .want = "18:12 weekly.meeting | is not a weekday and a time | 周一 08:30" },
    { .doc = "township", .find = "周一 08:30", .put = "周一 25:30",
      .want = "18:12 weekly.meeting | is not a weekday and a time | 周一 08:30" },
    { .doc = "township", .find = "sheet: meeting - 1 workday",
      .put = "sheet: meeting - 1 day",
      .want = "19:10 weekly.sheet | workdays before the meeting | meeting - 1 workday 16:00" },
    { .doc = "township", .find = "sheet: meeting - 1 workday", .put = "sheet: meeting",
      .want = "19:10 weekly.sheet | workdays before the meeting | meeting - 1 workday 16:00" },
    { .doc = "township", .find = "fill_by: sheet - 1 workday", .put = "fill_by: meeting",
      .want = "20:12 weekly.fill_by | workdays before the sheet | sheet - 1 workday 17:00" },
    { .doc = "township", .find = "fill_by: sheet - 1 workday 17:00",
      .put = "fill_by: sheet",
      .want = "" },

    /* ids and references */
    { "fields: {Area: {name: 面积}}\n",
      .want = "5:10 fields.Area | not an id | small letters" },
    { "steps: [{id: 签约, name: 签约}]\n",
      .want = "5:14 steps[1].id | not an id | small letters" },
    { "fields: {due: {name: 时限}}\n",
      .want = "5:15 fields.due | a column every list has | bad_due" },
    { "steps: [{id: start, name: 甲}]\n",
      .want = "5:14 steps.start.id | a word of deadlines |" },
    { "steps: [{id: a, name: 甲}, {id: a, name: 乙}]\n",
      .want = "5:32 steps[2].id | two steps have the id \"a\" |" },
    { "fields: {a: {name: 甲}}\nsteps: [{id: a, name: 甲}]\n",
      .want = "5:13 fields.a | a step is called \"a\" too |" },
    { "parent: project\n",
      .want = "5:9 parent | there is no list \"project\" | \"projects\"?" },
    { "parent: bad\n", .want = "5:9 parent | the list would hang under itself |" },
    { "steps: [{id: a, name: 甲, after: b}]\n",
      .want = "5:33 steps.a.after[1] | the list bad has no step \"b\" | there are: a" },
    { "fields: {a: {name: 甲, required: true, by: sing}}\nsteps: [{id: sign, name: 签}]\n",
      .want = "5:43 fields.a.by | no step \"sing\" | \"sign\"?" },
    { "fields: {a: {name: 甲, by: sign}}\nsteps: [{id: sign, name: 签}]\n",
      .want = "5:27 fields.a.by | it is not required | required: true" },
    { "map: {sgin: 签}\nsteps: [{id: sign, name: 签}]\n",
      .want = "5:13 map.sgin | no step \"sgin\" | \"sign\"?" },
    { "map: {sign: 签约}\nsteps: [{id: sign, name: 签}]\n",
      .want = "5:13 map | the mark of a step is one character |" },
    { "map: {a: 签, b: 签}\nsteps: [{id: a, name: 甲}, {id: b, name: 乙}]\n",
      .want = "5:16 map.b | two steps have the mark 签 | another" },
    { "columns: [code, titel, code]\n",
      .want = "5:17 columns[2] | \"titel\" is neither | \"title\"?\n"
              "5:24 columns[3] | \"code\" stands here twice | take one out" },
    { "views: {v: {name: 看, where: [\"colr=red\", \"x\", \"code\"]}}\n",
      .want = "5:30 views.v.where[1] | \"colr\" is neither | \"colour\"?\n"
              "5:42 views.v.where[2] | \"x\" is not a condition |\n"
              "5:47 views.v.where[3] | \"code\" is not a condition |" },
    { "progress: {done: a, of: b}\nfields: {a: {name: 甲, type: text}}\n",
      .want = "5:18 progress.done | the field a is no number | type: decimal\n"
              "5:25 progress.of | no field \"b\" | there are: a" },
    { "progress: {done: a}\n",
      .want = "5:11 progress | both fields are needed | of: planned" },
    { "progress: {done: a, off: b}\n",
      .want = "5:11 progress | both fields are needed |\n"
              "5:21 progress | \"off\" is not a key | \"of:\"?" },
    { "steps: [{id: a, name: 甲, from: {list: households, step: sign}}]\n",
      .want = "5:39 steps.a.from.list | do not hang under this list | parent: bad" },
    { .doc = "lists/projects", .find = "weight: 3,",
      .put = "from: {list: households, step: sgn},",
      .want = "44:79 steps.construct.from.step | households has no step \"sgn\" | \"sign\"?" },
    { .doc = "township", .find = "{do: [act_for, paper], on: all}",
      .put = "{do: [act_for, pper], on: all, lists: task}",
      .want = "48:24 roles.supervisor.may[5].do | \"pper\" is no act | \"paper\"?\n"
              "48:47 roles.supervisor.may[5].lists[1] | no list \"task\" | \"tasks\"?" },
    { .doc = "township", .find = "on: all", .put = "on: everything",
      .want = "44:83 roles.supervisor.may[1].on | \"everything\" is not a word | own, co" },
    { .doc = "township", .find = "people, config", .put = "people",
      .want = "25:3 roles | no role may \"config\" | {do: config, on: all}" },
    { .doc = "township", .find = "yellow: 黄", .put = "yellow: 红",
      .want = "14:10 colours | two colours are both called \"红\" |" },
    { .doc = "calendar/2026", .find = "year: 2026", .put = "year: 2025",
      .want = "2:7 year | the file is called 2026.yaml, but holds \"2025\" | year: 2026" },
    { .doc = "calendar/2026", .find = "day: 2026-01-02", .put = "day: 2026-01-01",
      .want = "5:11 days[2].day | the date stands here twice | keep one" },
    { .doc = "calendar/2026", .find = "day: 2026-01-02", .put = "day: 2028-01-02",
      .want = "5:11 days[2].day | not in or next to the year 2026 |" },

    /* deadlines */
    { "due: 5 workdays\n", .want = "5:6 due | not a deadline | \"start + 5 workdays\"" },
    { "due: 2026-12-31\n", .want = "5:6 due | not a deadline | due: given" },
    { "due: start + 5\n",
      .want = "5:6 due | not a deadline | \"5 workdays\" or \"5 days\"" },
    { "due: start + soon\n", .want = "5:6 due | not a deadline | \"start + 30 days\"" },
    { "due: start+5 workdays\n", .want = "" },
    { "due: start.begin\n", .want = "5:6 due | not a deadline |" },
    { "due: 交办后五天\n", .want = "5:6 due | not a deadline | start + 5 workdays" },
    { "due: hnad\nsteps: [{id: hand, name: 交}]\n",
      .want = "5:6 due | neither a step nor a date field \"hnad\" | \"hand\"?" },
    { "due: a\nfields: {a: {name: 甲}}\n",
      .want = "5:6 due | the field a is no date | type: date" },
    { "due: parent.handover\n",
      .want = "5:6 due | the list has no parent | \"parent:\"" },
    { "parent: projects\ndue: parent.handovr\n",
      .want = "6:6 due | projects has neither a step nor a date field | \"handover\"?" },
    { "due: none\n",
      .want = "5:6 due | must be reported on regularly | report_every: month" },
    { "due: none\nreport_every: week\nsteps: [{id: a, name: 甲, due: due - 3 days}]\n",
      .want = "7:31 steps.a.due | have no deadline | count from start" },
    { "due: none\nreport_every: week\nplan: linear\n",
      .want = "7:7 plan | an even plan runs from start to deadline | plan: month" },
    { "steps: [{id: a, name: 甲, due: given}]\n",
      .want = "5:31 steps.a.due | only the item's own deadline is given |" },
    { "due: due + 3 days\n", .want = "5:6 due | wait for each other: due -> due |" },
    { "steps:\n  - {id: sign, name: 签, due: pay + 1 day}\n  - {id: pay, name: 款, due: "
    "sign + 1 day}\n",
      .want = "6:30 steps.sign.due | wait for each other: sign -> pay -> sign | start" },
    { "due: hand\nsteps: [{id: hand, name: 交, due: due - 1 day}]\n",
      .want = "6:34 steps.hand.due | wait for each other: hand -> due -> hand |" },
    { "steps:\n  - {id: a, name: 甲, after: b}\n  - {id: b, name: 乙, after: [c]}\n"
      "  - {id: c, name: 丙, after: a}\n",
      .want = "8:29 steps.c.after[1] | \"c\" is after \"a\" | take one" },
    { "steps: [{id: a, name: 甲, after: a}]\n",
      .want = "5:33 steps.a.after[1] | \"a\" is after \"a\" |" },
    { "steps:\n  - {id: a, name: 甲, due: start + 10 workdays}\n"
      "  - {id: b, name: 乙, after: a, lasts: 5 workdays, due: start + 14 workdays}\n",
      .want = "7:56 steps.b.due | \"start + 14 workdays\" cannot be kept: \"a\" | more time" },
    { "steps:\n  - {id: a, name: 甲, due: start + 10 workdays}\n"
      "  - {id: b, name: 乙, after: a, lasts: 5 workdays, due: start + 15 workdays}\n",
      .want = "" },
    { "steps:\n  - {id: a, name: 甲}\n  - {id: b, name: 乙, after: a, lasts: 30 days, "
    "due: a + 2 workdays}\n",
      .want = "7:53 steps.b.due | cannot be kept: \"a\" comes before it | more time" },
    { "steps:\n  - {id: a, name: 甲}\n  - {id: b, name: 乙, after: a, lasts: 30 days, "
    "due: a + 22 workdays}\n",
      .want = "" },
    { "steps: [{id: a, name: 甲, lasts: 10 workdays, due: start + 9 workdays}]\n",
      .want = "5:51 steps.a.due | the steps up to it last longer |" },
    { "due: start + 20 workdays\nsteps: [{id: a, name: 甲, due: start + 21 workdays}]\n",
      .want = "6:31 steps.a.due | after the list's own deadline (start + 20 workdays) |" },
    { "due: start + 2 months\nsteps: [{id: a, name: 甲, due: start + 60 workdays}]\n",
      .want = "6:31 steps.a.due | after the list's own deadline |" },
    { "due: start + 2 months\nsteps: [{id: a, name: 甲, due: start + 40 workdays}]\n",
      .want = "" },
    { "steps: [{id: a, name: 甲, due: due + 1 day}]\n",
      .want = "5:31 steps.a.due | after the list's own deadline (given) |" },

    /* codes and aliases */
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督{yy}",
      .want = "6:7 code | without {seq} | {seq:3}" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督{seq}",
      .want = "6:7 code | without {yy} they would repeat |" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督{yy}-{sq}",
      .want = "6:7 code | only {yy}, {yyyy}, {seq} |" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督{yy}-{seq}号",
      .want = "6:7 code | nothing may stand behind the number |" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督{yy}-{seq:3",
      .want = "6:7 code | a brace is not closed |" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "{yy}-{seq}",
      .want = "6:7 code | begin with a word |" },
    { .doc = "lists/tasks", .find = "督{yy}-{seq}", .put = "督 {yy}.{seq}",
      .want = "6:7 code | no blank, point or slash |" },
    { .doc = "lists/households", .find = "征{yy}-{seq:3}", .put = "督{yyyy}-{seq:4}",
      .want = "7:7 code | the list tasks has the same numbers | another word" },
    { .doc = "lists/households", .find = "alias: z", .put = "alias: d",
      .want = "8:8 alias | the list tasks has the alias \"d\" already |" },
    { .doc = "lists/households", .find = "alias: z", .put = "alias: 征",
      .want = "8:8 alias | typed without an input method | a-z" },

    /* fields */
    { "fields: {a: {name: 甲, type: choice}}\n",
      .want = "5:13 fields.a | nothing to choose from | choices: [" },
    { "fields: {a: {name: 甲, choices: [x, y, x]}}\n",
      .want = "5:32 fields.a.choices | only a field of type choice | type: choice\n"
              "5:39 fields.a.choices[3] | \"x\" stands here twice |" },
    { "fields: {a: {name: 甲, type: decimal, private: true, sum: true}}\n",
      .want = "5:58 fields.a.sum | a private field cannot be added up |" },
    { "fields: {a: {name: 甲, sum: true}}\n",
      .want = "5:28 fields.a.sum | only numbers |" },
    { "fields: {a: {name: 甲, min: 1}}\n", .want = "5:28 fields.a.min | only numbers |" },
    { "fields: {a: {name: 甲, type: decimal, min: 10, max: 3.5}}\n",
      .want = "5:43 fields.a.min | the smallest value 10 is larger than the largest 3.5 |" },
    { "fields: {a: {name: 甲}, b: {name: 乙, was: a}}\n",
      .want = "5:42 fields.b.was | \"a\" is still a field |" },
    { "fields: {a: {name: 甲, was: c}, b: {name: 乙, was: c}}\n",
      .want = "5:50 fields.b.was | the field a carries \"c\" on already |" },
    { "fields: {a: {name: 甲, convert: x 15}}\n",
      .want = "5:32 fields.a.convert | no former field | was: OLD_ID" },
    { "fields: {a: {name: 甲, was: b, convert: 15}}\n",
      .want = "5:40 fields.a.convert | \"15\" is no conversion | x 15" },

    /* steps */
    { "steps: [{id: a, name: 甲, was: b}, {id: b, name: 乙}]\n",
      .want = "5:31 steps.a.was | \"b\" is still a step |" },
    { "steps: [{id: a, name: 甲, evidence: {min: 2}}]\n",
      .want = "5:42 steps.a.evidence.min | counted but not required | required: true" },
    { "steps: [{id: a, name: 甲, unit: 户}]\n",
      .want = "5:32 steps.a.unit | without a quantity | target" },
    { "steps: [{id: a, name: 甲, status: statute}]\n",
      .want = "5:34 steps.a.status | must name its article | law:" },
    { "progress: steps\n", .want = "5:11 progress | the list has none | manual" },
    { "progress: steps\nsteps: [{id: a, name: 甲, weight: 0}]\n",
      .want = "5:11 progress | no step has a weight |" },
    { "plan: {quarter: [20, 50, 75]}\n",
      .want = "5:17 plan | four percentages are needed |" },
    { "plan: {quarter: [20, 50, 40, 100]}\n",
      .want = "5:26 plan | must rise and end with 100 |" },
    { "plan: liner\n", .want = "5:7 plan | not a word known here | \"linear\"?" },

    /* colour rules */
    { "colours: {yellow: [{behind: 10 points}], red: [{overdue: 1 workday}]}\n",
      .want = "5:20 colours.yellow[1] | needs both a plan and progress | plan: linear" },
    { "colours: {yellow: [{due_in: 3}]}\n",
      .want = "5:29 colours.yellow[1].due_in | without a unit | \"due_in: 3 workdays\"" },
    { "colours: {yellow: [{due_in: 3 months}]}\n",
      .want = "5:29 colours.yellow[1].due_in | does not fit | workdays or days" },
    { "colours: {yellow: [{due: 3 days}]}\n",
      .want = "5:21 colours.yellow[1] | \"due\" is not a colour rule | the rules are: due_in" },
    { "colours: {yellow: [{behnd: 10 points}]}\n",
      .want = "5:21 colours.yellow[1] | is not a colour rule | \"behind:\"?" },
    { "colours: {yellow: [{yellow_for: 14 days}]}\n",
      .want = "5:21 colours.yellow[1].yellow_for | says how long an item has been yellow | red" },
    { "colours: {yellow: [{yellow_weeks: 2}]}\n",
      .want = "5:21 colours.yellow[1].yellow_weeks | has been yellow | red" },
    { "colours: {yellow: {due_in: 3 days}}\n",
      .want = "5:19 colours.yellow | a list of rules | - {due_in: 3 workdays}" },
    { "colours: {yellow: [limit_missed]}\n",
      .want = "5:20 colours.yellow[1] | \"limit_missed\" is not a colour rule | line of its own" },
    { "colours: {yellow: [{returned: 2, limit_missed: true}]}\n",
      .want = "5:20 colours.yellow[1] | one line holds one rule |" },
    { "colours: {yellow: [{returned: 2}, {returned: 3}]}\n",
      .want = "5:35 colours.yellow[2] | this rule stands here twice |" },
    { "colours: {yellow: [{returned: twice}]}\n",
      .want = "5:31 colours.yellow[1].returned | not a number of times | returned: 2" },
    { "colours: {yellow: [{limit_missed: false}]}\n",
      .want = "5:35 colours.yellow[1].limit_missed | does not fit | take the line out" },
    { "plan: linear\nprogress: manual\ncolours: {yellow: [{behind: 10}], red: [{behind: 30 %}]}\n",
      .want = "7:29 colours.yellow[1].behind | does not fit | \"behind: 10 points\"\n"
              "7:50 colours.red[1].behind | does not fit | use `behind_ratio`" },
    { "plan: linear\nprogress: manual\ncolours: {yellow: [{behind: 30 points}], "
      "red: [{behind: 20 points}]}\n",
      .want = "7:48 colours.red[1] | as early as yellow \"behind: 30 points\" | stricter" },
    { "colours: {yellow: [{due_in: 3 workdays}], red: [{due_in: 3 workdays}]}\n",
      .want = "5:49 colours.red[1] | as early as yellow |" },
    { "colours: {red: [{step_overdue: 1 workday}]}\n",
      .want = "5:17 colours.red[1] | no step of this list has a deadline |" },

    /* sheet */
    { "sheet: {as: grouped}\n", .want = "5:8 sheet | nothing says which | group:" },
    { "sheet: {group: [owner]}\n",
      .want = "5:16 sheet.group | but the sheet shows rows | as: grouped" },
    { "sheet: {as: grouped, group: [owner, stp]}\n",
      .want = "5:37 sheet.group[2] | \"stp\" is not a word | \"step\"?" },
    { "sheet: {as: grouped, group: [parent, step]}\n",
      .want = "5:29 sheet.group | no parent to group by | take \"parent\" out" },

    /* workflow */
    { .doc = "workflow", .find = "from: [active, rework], to: review",
      .put = "from: [active, rewrk], to: review",
      .want = "34:41 actions.apply.from[2] | there is no state \"rewrk\" | \"rework\"?" },
    { .doc = "workflow", .find = "to: rework, needs: reason",
      .put = "to: rewrk, needs: reason",
      .want = "7:14 states.rework | no action leads to the state \"rework\" | to: rework\n"
              "38:58 actions.return.to | there is no state \"rewrk\" | \"rework\"?" },
    { .doc = "workflow", .find = "  resume:   {name: 恢复,     from: held, to: before}\n",
      .put = "",
      .want = "" },
    { .doc = "workflow", .find = "rework, held], to: cancelled",
      .put = "rework], to: cancelled",
      .want = "" },
    { .doc = "workflow", .find = "  review:    {name: 待审核, phase: review}",
      .put = "  review:    {name: 待审核, phase: review}\n  stopped:   {name: 停工, phase: held}",
      .want = "9:14 states.stopped | no action leads to the state \"stopped\" (停工) | "
              "to: stopped" },
    { .doc = "workflow", .find = "  hold:     {name: 暂停,     from: [assigned, active, "
                                 "rework], to: held",
      .put = "  hold:     {name: 暂停,     from: [assigned, active, rework], to: stopped",
      .want = "9:14 states.held | no action leads to the state \"held\" | to: held\n"
              "45:66 actions.hold.to | there is no state \"stopped\" | there are: assigned" },
    { .doc = "workflow", .find = HELD_LINE,
      .put = HELD_LINE "  stop: {name: 停工, phase: held}\n",
      .find2 = "rework], to: held", .put2 = "rework], to: stop",
      .want = "9:14 states.held | no action leads to the state \"held\" (暂停) | to: held\n"
              "10:9 states.stop | no action leaves the state \"stop\" (停工) | add \"stop\"" },
    { .doc = "workflow",
      .find = HELD_LINE,
      .put = HELD_LINE "  a: {name: 甲, phase: open}\n  b: {name: 乙, phase: open}\n",
      .find2 = ASSIGN_LINE, .put2 = "  assign: {name: 改派, from: [assigned, b], to: a}\n"
                                    "  split: {name: 分解, from: a}\n",
      .want = "10:6 states.a | no action leaves the state \"a\" |\n"
              "11:6 states.b | no action leads to the state \"b\" |\n"
              "25:3  | \"split\" stands here twice, before in line 22 |" },
    { .doc = "workflow",
      .find = HELD_LINE,
      .put = HELD_LINE "  a: {name: 甲, phase: open}\n  b: {name: 乙, phase: open}\n",
      .find2 = ASSIGN_LINE "  accept:   {name: 签收,     from: assigned, to: "
      "active}\n" TRANSFER_LINE,
      .put2 = "  assign: {name: 改派, from: [assigned, b], to: a}\n"
              "  accept: {name: 签收, from: assigned, to: active}\n"
              "  transfer: {name: 转办, from: a, to: b}\n",
      .want = "10:6 states.a | can never be crossed off or cancelled | phase closed\n"
              "11:6 states.b | can never be crossed off or cancelled | phase closed" },
    { .doc = "workflow", .find = "name: 终止,   phase", .put = "name: 暂停,   phase",
      .want = "11:21 states.cancelled.name | two states are called \"暂停\" | another word" },
    { .doc = "workflow", .find = "  note:     {name: 备注}",
      .put = "  read:     {name: 查看}",
      .want = "27:13 actions.read | \"read\" is no action of the program |" },
    { .doc = "workflow", .find = "to: review,\n", .put = "\n",
      .want = "8:14 states.review | no action leads to the state \"review\" |\n"
              "10:14 states.closed | no action leads |\n"
              "34:13 actions.apply | nothing says where \"apply\" leads | of the phase: review" },
    { .doc = "workflow", .find = "from: held, to: before",
      .put = "from: active, to: before",
      .want = "46:34 actions.resume.from[1] | \"resume\" is not possible in the state |" },
    { .doc = "workflow", .find = "to: review,\n", .put = "to: before,\n",
      .want = "8:14 states.review | no action leads |\n10:14 states.closed | no action leads |\n"
              "34:54 actions.apply.to | only withdraw and resume | name a state" },
    { .doc = "workflow", .find = "actions:\n", .put = "actions:\n  Apply: {name: 申请}\n",
      .want = "16:3 actions.Apply | is not an id |" },
    { .doc = "workflow", .find = "from: [assigned, review], to: rework",
      .put = "from: [assigned, review], to: closed",
      .want = "7:14 states.rework | no action leads to the state \"rework\" |\n"
              "38:58 actions.return.to | \"return\" cannot lead to \"closed\" | of the "
              "phase: open" },
    { .doc = "workflow", .find = "  note:     {name: 备注}",
      .put = "  note:     {name: 备注, to: closed}",
      .want = "27:28 actions.note.to | leaves the item in its state | take \"to:\" out" },
    { .doc = "workflow", .find = "  withdraw: {name: 撤回申请, from: review, to: before}",
      .put = "  withdraw: {name: 撤回申请, to: before}",
      .want = "36:13 actions.withdraw | not possible in every state | of the phase: review" },
    { .doc = "workflow", .find = "  approve:  {name: 同意销号, from: review, to: "
                                 "closed, needs: children}\n",
      .put = "",
      .want = "10:14 states.closed | no action leads to the state \"closed\" |\n"
              "17:3 actions | the action \"approve\" is missing | shipped" },
    { .doc = "workflow", .find = "needs: children}", .put = "needs: kids}",
      .want = "37:59 actions.approve.needs | \"kids\" is not a word known here | children" },
    { .doc = "workflow", .find = "  refuse:", .put = "  refus:",
      .want = "43:12 actions.refus | \"refus\" is no action of the program | \"refuse\"?" },
    { .doc = "workflow", .find = "phase: review}", .put = "phase: open}",
      .want = "8:33 states.review.phase | the phase of \"review\" is fixed | phase: review\n"
              "34:54 actions.apply.to | \"apply\" cannot lead to \"review\" | phase: review\n"
              "36:32 actions.withdraw.from[1] | \"withdraw\" is not possible in the "
              "state | review\n"
              "37:32 actions.approve.from[1] | \"approve\" is not possible in the state | review" },
    { .doc = "workflow", .find = "  cancelled: {name: 终止,   phase: cancelled}\n",
      .put = "",
      .want = "5:3 states | \"cancelled\" is missing; it may be renamed | phase: cancelled\n"
              "22:72 actions.cancel.to | there is no state \"cancelled\" |\n"
              "23:56 actions.void.to | there is no state \"cancelled\" |\n"
              "38:41 actions.reopen.from[2] | there is no state \"cancelled\" |" },
    { .doc = "township", .find = "[hold, resume, reopen, pin, rebase, reschedule, undo]",
      .put = "[hold, reopen, pin, rebase, reschedule, undo]", .want = "" },
    { "actions: {approve: {name: 同意, from: review, to: held}}\n",
      .want = "5:10 actions | no action leads to the state \"closed\" |\n"
              "5:49 actions.approve.to | cannot lead to \"held\" |" },

    /* YAML itself */
    { "row: a: b\n", .want = "5:7  | a colon is not possible here | in quotes" },
    { "row\n", .want = "5:1  | this line is not understood | key: value" },
    { "  row: x\n", .want = "5:6  | a colon is not possible here | in quotes" },
    { "steps:\n  - {id: a, name: 甲}\n - {id: b, name: 乙}\n",
      .want = "7:2  | does not begin under the ones above it | as many blanks" },
    { "steps: [{id: a, name: 甲]\n",
      .want = "5:9  | the { that begins here is not closed | \"}\"" },
    { "columns: [code, title\n",
      .want = "5:10  | the [ that begins here is not closed | \"]\"" },
    { "row: \"户\n", .want = "5:6  | the quote that begins here is not closed |" },
    { "row: \"a\\q\"\n", .want = "5:8  | a backslash means something special |" },
    { "row: @x\n", .want = "5:6  | no text can begin with this character | in quotes" },
    { "row: *\n", .want = "5:7  | * is not used here | \"*\"" },
    { "row: *x\n", .want = "5:6  | aliases (*name) are not used here |" },
    { "row: &x 户\n", .want = "5:6  | anchors (&name) are not used here |" },
    { "row: !!str 户\n", .want = "5:6  | tags (!name) are not used here |" },
    { "row: - a\n",
      .want = "5:6  | a list entry (\"- \") is not possible here | next line" },
    { "? [a]\n: b\n", .want = "5:3  | a key must be one word |" },
    { "%YAML 1.1\n", .want = "5:1  | lines beginning with % |" },
    { "---\nrow: x\n", .want = "5:1  | a second document begins here | ---" },
    { "row: \"a\\u202Eb\"\n", .want = "5:6  |  |" },
    { "row: \"a\\0b\"\n", .want = "5:6  | the text holds a zero byte |" },
    { "\"\": x\n",
      .want = "5:1  | the key is empty |\n5:1  | \"\" is not a key known here |" },
};

static char *replaced(const char *text, const char *find, const char *put)
{
    const char *at = strstr(text, find);

    if (!at)
        fail_msg("not in the frozen file: %s", find);
    return xasprintf("%.*s%s%s", (int)(at - text), text, put, at + strlen(find));
}

/* "5:1 path | what | instead" of one complaint, compared with a wanted line. */
static bool fits(const struct config_complaint *c, const char *want, size_t n)
{
    char *line = xstrndup(want, n), *what, *instead, *head;
    bool good;

    head = xasprintf("%d:%d %s ", c->line, c->col, c->where);
    what = strstr(line, "|");
    instead = what ? strstr(what + 1, "|") : NULL;
    good = what && strncmp(line, head, (size_t)(what - line)) == 0
           && strlen(head) == (size_t)(what - line);
    if (instead)
        *instead++ = '\0';
    if (good) {
        what += 1 + strspn(what + 1, " ");
        while (*what && what[strlen(what) - 1] == ' ')
            what[strlen(what) - 1] = '\0';
        good = strstr(c->what, what) != NULL;
    }
    if (good && instead && *(instead += strspn(instead, " ")))
        good = c->instead && strstr(c->instead, instead);
    free(head);
    free(line);
    return good;
}

static bool check_row(const struct texts *shipped, const struct row *row)
{
    struct texts t = { .n = 0 };
    const char *name = row->doc ? row->doc : "lists/bad", *want = row->want;
    char *text;
    struct buf shown = {0};
    struct config c;
    bool good = true;
    size_t i = 0;

    for (size_t k = 0; k < shipped->n; k++)
        texts_put(&t, shipped->v[k].name, shipped->v[k].text, strlen(shipped->v[k].text));
    text = row->doc ? replaced(texts_get(&t, row->doc)->text, row->find, row->put)
                    : xasprintf(HEAD "%s", row->add);
    if (row->find2) {
        char *once = text;

        text = replaced(once, row->find2, row->put2);
        free(once);
    }
    texts_put(&t, name, text, strlen(text));
    good = config_load_texts(&c, t.v, t.n) == (*want == '\0');
    for (; *want && i < c.n_complaints; i++) {
        size_t n = strcspn(want, "\n");

        good &= fits(&c.complaints[i], want, n);
        want += n + (want[n] == '\n');
    }
    good &= *want == '\0' && i == c.n_complaints;
    if (!good) {
        config_print_complaints(&c, &shown);
        printf("---- %s\nwanted:\n%s\ngot:\n%s\n", row->add ? row->add : row->put, row->want,
               buf_str(&shown));
    }
    buf_fini(&shown);
    config_fini(&c);
    free(text);
    texts_free(&t);
    return good;
}

static void every_mistake_is_named_with_its_place(void **state)
{
    struct texts shipped = frozen_texts();
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        bad += !check_row(&shipped, &rows[i]);
    texts_free(&shipped);
    assert_int_equal(bad, 0);
}

static void a_state_needs_somebody_who_may_leave_it(void **state)
{
    static const char township[] =
        "name: 镇\nroles:\n"
        "  a: {name: 甲, may: [{do: [read, add, people, config, apply, accept, cancel], "
        "on: all}]}\n";
    struct texts t = frozen_texts();
    struct config c;

    (void)state;
    texts_put(&t, "township", township, strlen(township));
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 1);
    assert_string_equal(c.complaints[0].where, "states.review");
    assert_non_null(strstr(c.complaints[0].what, "no role may do anything that leaves"));
    config_fini(&c);
    texts_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mistake_is_named_with_its_place),
        cmocka_unit_test(a_state_needs_somebody_who_may_leave_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
