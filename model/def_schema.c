/* def_schema.c - every key of the configuration: where it goes, what it means, how it
 * looks.
 *
 * `config reference` and config/README.md are printed from these rows, so a row's text is
 * written for the office's IT person. Examples are YAML as it stands behind the key. */
#include "model/def_schema.h"

#include "model/def_read.h"
#include "model/i18n.h"

/* ---- words ---- */

static const struct schema_word word_relation[] = {
    { "own", REL_OWN }, { "co", REL_CO }, { "leads", REL_LEADS }, { "unit", REL_UNIT },
    { "place", REL_PLACE }, { "all", REL_ALL }, { NULL, 0 },
};
const struct schema_word word_status[] = {
    { "practice", STATUS_PRACTICE }, { "statute", STATUS_STATUTE }, { "example", STATUS_EXAMPLE },
    { NULL, 0 },
};
static const struct schema_word word_type[] = {
    { "text", FIELD_TEXT }, { "decimal", FIELD_DECIMAL }, { "integer", FIELD_INTEGER },
    { "date", FIELD_DATE }, { "choice", FIELD_CHOICE }, { "bool", FIELD_BOOL }, { NULL, 0 },
};
static const struct schema_word word_show[] = {
    { "self", SHOW_SELF }, { "handler", SHOW_HANDLER }, { "village", SHOW_VILLAGE },
    { "township", SHOW_TOWNSHIP }, { "print", SHOW_PRINT }, { NULL, 0 },
};
static const struct schema_word word_close[] = {
    { "by_row", CLOSE_BY_ROW }, { "by_place", CLOSE_BY_PLACE }, { NULL, 0 },
};
static const struct schema_word word_cadence[] = {
    { "none", CADENCE_NONE }, { "week", CADENCE_WEEK }, { "half-month", CADENCE_HALF_MONTH },
    { "month", CADENCE_MONTH }, { "once", CADENCE_ONCE }, { NULL, 0 },
};
static const struct schema_word word_every[] = {
    { "none", CADENCE_NONE }, { "week", CADENCE_WEEK }, { "month", CADENCE_MONTH }, { NULL, 0 },
};
static const struct schema_word word_sheet[] = { { "rows", 0 }, { "grouped", 1 }, { NULL, 0 } };
static const struct schema_word word_group[] = {
    { "place", 0 }, { "step", 1 }, { "owner", 2 }, { "handler", 3 }, { "unit", 4 },
    { "lead", 5 }, { "leader", 6 }, { "parent", 7 }, { NULL, 0 },
};

/* ---- lists ---- */

static const struct schema_row field_rows[] = {
    { "id", SCHEMA_ID, AT(field_def, id), .required = true, .example = "area",
      .doc = N_("The field's id: small letters, digits and _. It never changes again.") },
    { "name", SCHEMA_TEXT, AT(field_def, name), .required = true, .max = 40, .example = "面积",
      .doc = N_("What people see.") },
    { "type", SCHEMA_ENUM, AT(field_def, type), .words = word_type, .preset = "text",
      .example = "decimal",
      .doc = N_("What may be entered. A decimal is exact to six places; a type never changes, "
                "see `was`.") },
    { "unit", SCHEMA_TEXT, AT(field_def, unit), .max = 20, .example = "亩",
      .doc = N_("Unit of a number.") },
    { "required", SCHEMA_BOOL, AT(field_def, required), .example = "true",
      .doc = N_("Must be filled in before applying for cross-off (never when adding).") },
    { "by", SCHEMA_TEXT, AT(field_def, by), .max = 40, .example = "sign",
      .doc = N_("With `required`: the step that needs it instead of the application.") },
    { "sum", SCHEMA_BOOL, AT(field_def, sum), .example = "true",
      .doc = N_("Totals are shown. Not for private fields.") },
    { "private", SCHEMA_BOOL, AT(field_def, is_private), .example = "true",
      .doc = N_("Personal data: stored apart, masked, can be erased.") },
    { "show", SCHEMA_FLAGS, AT(field_def, show), .words = word_show,
      .example = "[handler, village]",
      .doc = N_("Of a private field: who sees the value. self: the person it is about, who has no "
                "screen; handler: whoever is responsible for the item or handles it; village: its "
                "village and unit; township: everyone who may read the item. With print it stands "
                "on paper and in files, too, for those who see it; without it what leaves is "
                "masked. Not given: nobody, but for one value at a time with a reason (unmask).") },
    { "choices", SCHEMA_TEXTS, AT(field_def, choices), N(field_def, n_choices), .max = 100,
      .example = "[新建, 续建]", .doc = N_("With type choice: the words to choose from.") },
    { "also", SCHEMA_TEXTS, AT(field_def, also), N(field_def, n_also), .max = 20,
      .example = "[土地面积, 征收面积]",
      .doc = N_("Other headings under which old ledgers hold this column; used by import.") },
    { "group", SCHEMA_TEXT, AT(field_def, group), .max = 40, .example = "面积明细",
      .doc = N_("A heading on the item's page under which fields with the same one stand "
                "together, behind those without; left out when none of them is filled in. A "
                "progress report does not ask for them.") },
    { "was", SCHEMA_TEXT, AT(field_def, was), .max = 40, .example = "area_old",
      .doc = N_("The former id whose stored values this field carries on.") },
    { "convert", SCHEMA_TEXT, AT(field_def, convert), .max = 40, .example = "x 15",
      .doc = N_("With `was`, after a change of unit: multiply (x 15) or divide (/ 15).") },
    { "min", SCHEMA_DECIMAL, AT(field_def, min), N(field_def, has_min), .example = "0",
      .doc = N_("Smallest number accepted.") },
    { "max", SCHEMA_DECIMAL, AT(field_def, max), N(field_def, has_max), .example = "1000",
      .doc = N_("Largest number accepted.") },
    ORIGIN(field_def),
    END,
};
static const struct schema schema_field = {
    "field", sizeof(struct field_def), field_rows,
    N_("A column of the list's own, beside the ones every list has.") };

static const struct schema_row colours_rows[] = {
    { "yellow", SCHEMA_CUSTOM, .custom = read_yellow,
      .example = "[{due_in: 3 workdays}, {missed_reports: 1}]", .is = N_("list of rules"),
      .doc = N_("Yellow as soon as one of these is true; the due day is always yellow. Not "
                "given: due in 3 workdays, one missed report, returned twice.") },
    { "red", SCHEMA_CUSTOM, .custom = read_red,
      .example = "[{overdue: 1 workday}, {limit_missed: true}]", .is = N_("list of rules"),
      .doc = N_("Red as soon as one of these is true. Not given: overdue 1 workday, an ordered "
                "limit missed.") },
    END,
};
const struct schema schema_colours = {
    "colours", sizeof(struct colours_def), colours_rows,
    N_("When an item turns yellow and red; see the chapter on rules.") };

static const struct schema_row sheet_rows[] = {
    { "as", SCHEMA_BOOL, AT(sheet_def, grouped), .words = word_sheet, .preset = "rows",
      .example = "grouped",
      .doc = N_("rows = one line per item; grouped = one line per group.") },
    { "group", SCHEMA_TEXTS, AT(sheet_def, group), N(sheet_def, n_group), .words = word_group,
      .max = 4, .example = "[place, step, owner]", .doc = N_("With grouped: what makes a group.") },
    { "count", SCHEMA_TEXT, AT(sheet_def, count), .max = 40, .example = "sign",
      .doc = N_("The step counted village by village in the sheet's last section, with the "
                "first field that is summed up.") },
    END,
};
static const struct schema schema_sheet = {
    "sheet", sizeof(struct sheet_def), sheet_rows, N_("How the list stands on the weekly sheet.") };

static const struct schema_row rollup_rows[] = {
    { "signed", SCHEMA_TEXT, AT(rollup_def, signed_step), .required = true, .max = 40,
      .example = "sign", .doc = N_("The step that counts as signed.") },
    { "paid", SCHEMA_TEXT, AT(rollup_def, paid_step), .max = 40, .example = "pay",
      .doc = N_("The step that counts as paid.") },
    { "area", SCHEMA_TEXT, AT(rollup_def, area), .max = 40, .example = "area",
      .doc = N_("The field with the area.") },
    { "money", SCHEMA_TEXT, AT(rollup_def, money), .max = 40, .example = "amount",
      .doc = N_("The field with the sum agreed.") },
    { "section", SCHEMA_TEXT, AT(rollup_def, section), .max = 40, .example = "section",
      .doc = N_("The field that says which section of the works a row belongs to.") },
    { "start", SCHEMA_TEXT, AT(rollup_def, start), .max = 40, .example = "sign_start",
      .doc = N_("A date of the parent: the first day of signing. Not given, or empty: the "
                "first day work on a row began.") },
    { "due", SCHEMA_TEXT, AT(rollup_def, due), .max = 40, .example = "sign_due",
      .doc = N_("A date of the parent: until when all are to be signed. Not given, or empty: "
                "the parent's own deadline.") },
    END,
};
static const struct schema schema_rollup = {
    "rollup", sizeof(struct rollup_def), rollup_rows,
    N_("Rows, area and money summed up by project, section, village and group.") };

static const struct schema_word word_same[] = {
    { "parent", SAME_PARENT }, { "place", SAME_PLACE }, { NULL, 0 },
};

static const struct schema_row balance_side_rows[] = {
    { "list", SCHEMA_TEXT, AT(balance_side, list), .max = 40, .example = "parcels",
      .doc = N_("The other list. Not given: other fields of the same row.") },
    { "sum", SCHEMA_TEXTS, AT(balance_side, sum), N(balance_side, n_sum), .max = 20,
      .example = "[farm, house]",
      .doc = N_("Its fields, added up. Not given, with `list`: its rows are counted.") },
    { "step", SCHEMA_TEXT, AT(balance_side, step), .max = 40, .example = "pay",
      .doc = N_("Only rows of the other list that have done this step.") },
    END,
};
static const struct schema schema_balance_side = {
    "other side", sizeof(struct balance_side), balance_side_rows,
    N_("What the sum of a check must equal.") };

static const struct schema_row balance_rows[] = {
    { "id", SCHEMA_ID, AT(balance_def, id), .required = true, .example = "red_line",
      .doc = N_("The check's id, for --check and for conditions (balance=red_line).") },
    { "name", SCHEMA_TEXT, AT(balance_def, name), .required = true, .max = 40,
      .example = "户面积与红线", .doc = N_("What people see.") },
    { "sum", SCHEMA_TEXTS, AT(balance_def, sum), N(balance_def, n_sum), .max = 20,
      .example = "area",
      .doc = N_("A number field, or several that are added up. Not given: rows are counted.") },
    { "step", SCHEMA_TEXT, AT(balance_def, step), .max = 40, .example = "pay",
      .doc = N_("Only rows that have done this step.") },
    { "same", SCHEMA_FLAGS, AT(balance_def, same), .words = word_same,
      .example = "[parent, place]",
      .doc = N_("Sums of rows are compared under each parent, in each village (groups belong to "
                "their village). Under a parent some of whose rows lie nowhere, all places "
                "together. Not given: one sum of everything.") },
    { "equals", SCHEMA_OBJECT, AT(balance_def, equals), N(balance_def, equals.given),
      .sub = &schema_balance_side, .example = "{list: parcels, sum: area}",
      .doc = N_("What it must equal. Units that measure the same are converted exactly.") },
    { "evidence", SCHEMA_BOOL, AT(balance_def, evidence), .example = "true",
      .doc = N_("Instead of sums: every row that has done `step` has evidence of it, no other "
                "row has, and no file is evidence outside the scope the step shares it in.") },
    { "tolerance", SCHEMA_DECIMAL, AT(balance_def, tolerance), .min = 0,
      .max = 1000000000000000, .example = "0.01",
      .doc = N_("A difference so large is let pass, in the unit of `sum`. Not given: none.") },
    ORIGIN(balance_def),
    END,
};
static const struct schema schema_balance = {
    "balance", sizeof(struct balance_def), balance_rows,
    N_("A check of the books: what `balance` reports, and the condition balance=off finds. Sums "
       "are compared where both lists have rows; a row where both sides are filled in.") };

static const struct schema_row view_rows[] = {
    { "id", SCHEMA_ID, AT(view_def, id), .required = true, .example = "unsigned",
      .doc = N_("The filter's id.") },
    { "name", SCHEMA_TEXT, AT(view_def, name), .required = true, .max = 40, .example = "未签约",
      .doc = N_("What people see.") },
    { "where", SCHEMA_TEXTS, AT(view_def, where), N(view_def, n_where), .required = true,
      .max = 20, .example = "[\"colour=red,yellow\", \"area>=3\"]",
      .doc = N_("Conditions, all of which must hold: a column or field, one of = != < <= > >=, "
                "a value. In quotes.") },
    END,
};
static const struct schema schema_view = {
    "view", sizeof(struct view_def), view_rows, N_("A saved filter.") };

static const struct schema_row sample_rows[] = {
    { "share", SCHEMA_CUSTOM, AT(sample_def, share), .custom = read_share, .preset = "10%",
      .example = "10%", .is = N_("a percentage"), .doc = N_("So much of the rows, rounded up.") },
    { "min", SCHEMA_INT, AT(sample_def, least), .min = 0, .max = 1000, .preset = "3",
      .example = "3", .doc = N_("But no fewer than these, as far as there are as many.") },
    END,
};
const struct schema schema_sample = {
    "sample", sizeof(struct sample_def), sample_rows,
    N_("Rows drawn by lot for inspection on site. Nobody chooses them: the draw follows from a "
       "number that is printed with it.") };

static const struct schema_row list_rows[] = {
    { "list", SCHEMA_ID, AT(list_def, id), .required = true, .example = "households",
      .doc = N_("The list's id, the same as the file's name without .yaml.") },
    { "name", SCHEMA_TEXT, AT(list_def, name), .required = true, .max = 40,
      .example = "征地户签", .doc = N_("What people see.") },
    { "row", SCHEMA_TEXT, AT(list_def, row), .preset = "项", .max = 10, .example = "户",
      .doc = N_("What one row is called in counts.") },
    { "order", SCHEMA_INT, AT(list_def, order), .min = 0, .max = 1000, .preset = "100",
      .example = "1", .doc = N_("Place among the lists, smallest first.") },
    { "parent", SCHEMA_TEXT, AT(list_def, parent), .max = 40, .example = "projects",
      .doc = N_("The list its rows hang under.") },
    { "code", SCHEMA_TEXT, AT(list_def, code), .required = true, .max = 40,
      .example = "\"征{yy}-{seq:3}\"",
      .doc = N_("How numbers look: text, {yy} or {yyyy}, and {seq}, {seq:3} with leading "
                "zeros. In quotes. Counted per list and year, never used twice.") },
    { "alias", SCHEMA_TEXT, AT(list_def, alias), .required = true, .max = 3, .example = "z",
      .doc = N_("One to three small letters that stand for the code's beginning, to type it "
                "without an input method: z26-031.") },
    { "person", SCHEMA_BOOL, AT(list_def, person), .example = "true",
      .doc = N_("Titles are names of people: personal data.") },
    { "close", SCHEMA_ENUM, AT(list_def, close), .words = word_close, .preset = "by_row",
      .example = "by_place", .doc = N_("Crossed off one by one, or village by village.") },
    { "sample", SCHEMA_CUSTOM, AT(list_def, sample), .custom = read_sample,
      .sub = &schema_sample, .preset = "10%", .example = "{share: 10%, min: 3}",
      .is = N_("a percentage, none, or keys of \"sample\" below"),
      .doc = N_("With close by_place: how many rows of the village are drawn by lot for "
                "inspection on site when it is applied for.") },
    { "due", SCHEMA_DEADLINE, AT(list_def, due), .preset = "given", .example = "hand",
      .doc = N_("given = entered with the item; none = no deadline (then report_every is "
                "needed); a step's id = that step's deadline; or a deadline.") },
    { "report_every", SCHEMA_ENUM, AT(list_def, report_every), .words = word_cadence,
      .preset = "none", .example = "week",
      .doc = N_("How often progress must be reported, unless the item says otherwise.") },
    { "every", SCHEMA_ENUM, AT(list_def, every), .words = word_every, .preset = "none",
      .example = "month", .doc = N_("Recurring items: the next one is made when its time comes.") },
    { "review", SCHEMA_DURATION, AT(list_def, review), .preset = "3 workdays", .min = 1,
      .max = 100, .example = "3 workdays",
      .doc = N_("Time the reviewer has after an application.") },
    { "progress", SCHEMA_CUSTOM, AT(list_def, progress), .custom = read_progress,
      .example = "steps", .is = N_("none, steps, manual or {done: FIELD, of: FIELD}"),
      .doc = N_("Where the percentage comes from: nowhere, the steps and their weights, typed "
                "in with the report, or one field divided by another. Not given: none.") },
    { "plan", SCHEMA_CUSTOM, AT(list_def, plan), .custom = read_plan,
      .example = "{quarter: [20, 50, 75, 100]}",
      .is = N_("none, linear, month or {quarter: [four percentages]}"),
      .doc = N_("What should be done by when: evenly from start to due (linear), a twelfth "
                "with each month of the year (month), or by the end of each quarter. Not "
                "given: none.") },
    { "fields", SCHEMA_MAP, AT(list_def, fields), N(list_def, n_fields), .sub = &schema_field,
      .max = 100, .example = "{area: {name: 面积, type: decimal, unit: 亩}}",
      .doc = N_("The list's own columns.") },
    { "steps", SCHEMA_LIST, AT(list_def, steps), N(list_def, n_steps), .sub = &schema_step,
      .max = 100, .example = "[{id: sign, name: 签约}]", .doc = N_("The checklist of each row.") },
    { "colours", SCHEMA_CUSTOM, AT(list_def, colours), .custom = read_colours,
      .sub = &schema_colours, .example = "township",
      .is = N_("the name of a set in colours.yaml, or keys of \"colours\" below"),
      .doc = N_("When a row turns yellow and red. Not given: the rules \"colours\" has when "
                "nothing is given.") },
    { "map", SCHEMA_CUSTOM, .custom = read_map, .example = "{visit: 访, sign: 签}",
      .is = N_("step: one character"),
      .doc = N_("The character that stands for each step on the wall map.") },
    { "headers", SCHEMA_CUSTOM, .custom = read_headers,
      .example = "{unit: [责任部门, 主责单位], sign: [签协议]}",
      .is = N_("column or step: headers"),
      .doc = N_("What the headers of your own ledgers mean, for import: columns of every list "
                "(title, unit, owner, due ...) and steps. Fields have `also` for it.") },
    { "sheet", SCHEMA_OBJECT, AT(list_def, sheet), .sub = &schema_sheet,
      .example = "{as: grouped, group: [place, step, owner]}",
      .doc = N_("How the list stands on the weekly sheet.") },
    { "rollup", SCHEMA_OBJECT, AT(list_def, rollup), N(list_def, rollup.given),
      .sub = &schema_rollup,
      .example = "{signed: sign, paid: pay, area: area, money: amount}",
      .doc = N_("How far the rows have come, summed up by project, section, village and "
                "group: `land`, and the land screens.") },
    { "balance", SCHEMA_MAP, AT(list_def, balance), N(list_def, n_balance),
      .sub = &schema_balance, .max = 50,
      .example = "{red_line: {name: 户面积与红线, sum: area, same: [parent, place], "
                 "equals: {list: parcels, sum: area}}}",
      .doc = N_("Figures that must equal others: areas, money, evidence.") },
    { "columns", SCHEMA_TEXTS, AT(list_def, columns), N(list_def, n_columns), .max = 30,
      .example = "[colour, code, title, owner, due, left]",
      .doc = N_("What the table shows: columns of every list, and fields of this one.") },
    { "views", SCHEMA_MAP, AT(list_def, views), N(list_def, n_views), .sub = &schema_view,
      .max = 50, .example = "{late: {name: 逾期, where: [\"colour=red\"]}}",
      .doc = N_("Saved filters.") },
    { "actions", SCHEMA_MAP, AT(list_def, actions), N(list_def, n_actions), .sub = &schema_action,
      .max = 40, .example = "{approve: {name: 同意销号, from: review, to: closed, needs: paper}}",
      .doc = N_("Actions that differ from workflow.yaml for this list; each is given whole.") },
    ORIGIN(list_def),
    END,
};
const struct schema schema_list = {
    "list", sizeof(struct list_def), list_rows, N_("lists/ID.yaml: one ledger each.") };

/* ---- colour sets ---- */

static const struct schema_row colour_set_rows[] = {
    { "id", SCHEMA_ID, AT(colour_set_def, id), .required = true, .example = "township",
      .doc = N_("What lists call it: `colours: township`.") },
    { "name", SCHEMA_TEXT, AT(colour_set_def, name), .required = true, .max = 40,
      .example = "镇级默认", .doc = N_("What people see.") },
    { "yellow", SCHEMA_CUSTOM, AT(colour_set_def, colours), .custom = read_yellow,
      .example = "[{behind: 10 points}]", .is = N_("list of rules"),
      .doc = N_("As in the \"colours\" of a list.") },
    { "red", SCHEMA_CUSTOM, AT(colour_set_def, colours), .custom = read_red,
      .example = "[{behind: over 30 points}]", .is = N_("list of rules"),
      .doc = N_("As in the \"colours\" of a list.") },
    ORIGIN(colour_set_def),
    END,
};
static const struct schema schema_colour_set = {
    "colour set", sizeof(struct colour_set_def), colour_set_rows,
    N_("Rules under a name. A list that names a set must have what its rules need: plan and "
       "progress for `behind`, steps with deadlines for `step_overdue`.") };

static const struct schema_row colour_sets_rows[] = {
    { "sets", SCHEMA_MAP, AT(colour_sets_def, sets), N(colour_sets_def, n_sets),
      .sub = &schema_colour_set, .required = true, .max = 50,
      .example = "{township: {name: 镇级默认, red: [{overdue: 1 workday}]}}",
      .doc = N_("The sets.") },
    END,
};
const struct schema schema_colour_sets = {
    "colour sets", sizeof(struct colour_sets_def), colour_sets_rows,
    N_("colours.yaml: rule sets a list takes by name, so that changing to another is one line. "
       "The file may be absent.") };

/* ---- township ---- */

static const struct schema_row grant_rows[] = {
    { "do", SCHEMA_CUSTOM, .custom = read_verbs, .required = true, .example = "[read, progress]",
      .is = N_("acts, or all"),
      .doc = N_("Acts as on the command line, and read, export, unmask, reschedule, act_for, "
                "paper, people, config.") },
    { "on", SCHEMA_FLAGS, AT(grant_def, on), .words = word_relation, .required = true,
      .example = "[own, co]",
      .doc = N_("To which items: own (owner or handler), co (co-operating), leads (leading "
                "them), unit (of the own unit and below), place (of the own village), all.") },
    { "lists", SCHEMA_TEXTS, AT(grant_def, lists), N(grant_def, n_lists), .max = 100,
      .example = "[tasks]", .doc = N_("Only in these lists. Not given: in all.") },
    END,
};
static const struct schema schema_grant = {
    "grant", sizeof(struct grant_def), grant_rows, N_("One line of what a role may do.") };

static const struct schema_row role_rows[] = {
    { "id", SCHEMA_ID, AT(role_def, id), .required = true, .example = "supervisor",
      .doc = N_("The role's id.") },
    { "name", SCHEMA_TEXT, AT(role_def, name), .required = true, .max = 20, .example = "督办员",
      .doc = N_("What people see.") },
    { "may", SCHEMA_LIST, AT(role_def, may), N(role_def, n_may), .sub = &schema_grant, .max = 50,
      .example = "[{do: [read, add], on: all}]", .doc = N_("What it may do; all lines count.") },
    END,
};
static const struct schema schema_role = {
    "role", sizeof(struct role_def), role_rows,
    N_("A person may have several roles. Nobody ever decides about own work, whatever is "
       "granted here.") };

static const struct schema_row words_rows[] = {
    { "green", SCHEMA_TEXT, AT(words_def, green), .preset = "绿", .max = 4, .example = "绿",
      .doc = N_("The word shown for green.") },
    { "yellow", SCHEMA_TEXT, AT(words_def, yellow), .preset = "黄", .max = 4, .example = "黄",
      .doc = N_("The word shown for yellow.") },
    { "red", SCHEMA_TEXT, AT(words_def, red), .preset = "红", .max = 4, .example = "红",
      .doc = N_("The word shown for red.") },
    { "grey", SCHEMA_TEXT, AT(words_def, grey), .preset = "灰", .max = 4, .example = "灰",
      .doc = N_("The word shown for items on hold.") },
    END,
};
static const struct schema schema_words = {
    "words", sizeof(struct words_def), words_rows, N_("What the colours are called.") };

static const struct schema_row weekly_rows[] = {
    { "meeting", SCHEMA_CUSTOM, .custom = read_meeting, .preset = "周一 08:30",
      .example = "周一 08:30", .is = N_("weekday and time"), .doc = N_("The weekly meeting.") },
    { "sheet", SCHEMA_CUSTOM, .custom = read_sheet_day, .preset = "meeting - 1 workday 16:00",
      .example = "meeting - 1 workday 16:00", .is = N_("meeting - N workdays TIME"),
      .doc = N_("When the sheet is made final; before a holiday it moves back.") },
    { "fill_by", SCHEMA_CUSTOM, .custom = read_fill_day, .preset = "sheet - 1 workday 17:00",
      .example = "sheet - 1 workday 17:00", .is = N_("sheet - N workdays TIME"),
      .doc = N_("Until when progress must be reported. It counts back from the meeting's own "
                "weekday: when a meeting on a holiday is held before it, the sheet moves along "
                "and this day does not, so that the sheet may be made before it.") },
    END,
};
static const struct schema schema_weekly = {
    "weekly", sizeof(struct weekly_def), weekly_rows, N_("The rhythm of the week.") };

static const struct schema_row issue_rows[] = {
    { "no", SCHEMA_INT, AT(issue_def, no), .min = 1, .max = 400, .preset = "1", .example = "46",
      .doc = N_("Number of the first final sheet made here, within its year; for an office "
                "that numbered its sheets on paper before.") },
    { "total", SCHEMA_INT, AT(issue_def, total), .min = 1, .max = 100000, .preset = "1",
      .example = "198", .doc = N_("Running number of that sheet since the very first one.") },
    { "feedback", SCHEMA_TEXT, AT(issue_def, feedback), .max = 5, .preset = "17:30",
      .example = "\"17:30\"",
      .doc = N_("Until when, on its day, a draft may be objected to. An example.") },
    { "checked_by", SCHEMA_TEXT, AT(issue_def, checked_by), .max = 40, .preset = "党政办主任",
      .example = "党政办主任", .doc = N_("Who checks the sheet. An example.") },
    { "approved_by", SCHEMA_TEXT, AT(issue_def, approved_by), .max = 40, .preset = "分管领导",
      .example = "分管领导", .doc = N_("Who approves the sheet. An example.") },
    { "read_by", SCHEMA_TEXT, AT(issue_def, read_by), .max = 40, .preset = "主要领导",
      .example = "主要领导", .doc = N_("Who reads it and writes on it. An example.") },
    { "copies", SCHEMA_TEXT, AT(issue_def, copies), .max = 200,
      .preset = "党政班子成员,各办(线),各村(居)", .example = "党政班子成员,各办(线),各村(居)",
      .doc = N_("Whom it goes to. An example.") },
    END,
};
static const struct schema schema_issue = {
    "issue", sizeof(struct issue_def), issue_rows,
    N_("Numbers of the final weekly sheets, and the words of the last page.") };

static const struct schema_row print_rows[] = {
    { "qr", SCHEMA_BOOL, AT(print_def, qr), .example = "true",
      .doc = N_("Is the check code of the last page printed as a QR code, too? A telephone "
                "reads it there, and nobody types it.") },
    END,
};
static const struct schema schema_print = {
    "print", sizeof(struct print_def), print_rows, N_("How papers are printed.") };

static const struct schema_row orders_rows[] = {
    { "number", SCHEMA_CUSTOM, AT(orders_def, number), .custom = read_order_number,
      .preset = "督〔{year}〕{seq}号", .example = "\"沿督〔{year}〕{seq}号\"",
      .is = N_("pattern with {year} and {seq}"),
      .doc = N_("Number of an order, given when it is signed; never used twice.") },
    { "letter", SCHEMA_CUSTOM, AT(orders_def, letter), .custom = read_order_number,
      .preset = "函〔{year}〕{seq}号", .example = "\"沿函〔{year}〕{seq}号\"",
      .is = N_("pattern with {year} and {seq}"),
      .doc = N_("Number of a letter to a superior or an outside unit, which never gets an "
                "order.") },
    { "reply", SCHEMA_DURATION, AT(orders_def, reply), .preset = "5 workdays", .min = 1,
      .max = 100, .example = "5 workdays",
      .doc = N_("Time for the written reply, unless the order names a day.") },
    { "contact", SCHEMA_TEXT, AT(orders_def, contact), .max = 60,
      .example = "党政综合办公室(督查室) 0577-00000000",
      .doc = N_("Whom to ask about an order: the office and its telephone.") },
    END,
};
static const struct schema schema_orders = {
    "orders", sizeof(struct orders_def), orders_rows,
    N_("Orders to units and letters to superiors: numbers, reply, contact.") };

static const struct schema_row campaign_rows[] = {
    { "name", SCHEMA_TEXT, AT(campaign_def, name), .required = true, .max = 40,
      .example = "大干60天攻坚100难", .doc = N_("What it is called.") },
    { "list", SCHEMA_ID, AT(campaign_def, list), .required = true, .example = "problems",
      .doc = N_("The list its items are in.") },
    { "where", SCHEMA_TEXTS, AT(campaign_def, where), N(campaign_def, n_where), .max = 5,
      .example = "[\"campaign=大干60天攻坚100难\"]",
      .doc = N_("Which items of the list, as for --where; none: all.") },
    { "from", SCHEMA_DATE, AT(campaign_def, from), .required = true, .example = "2026-10-29",
      .doc = N_("The first day.") },
    { "to", SCHEMA_DATE, AT(campaign_def, to), .required = true, .example = "2026-12-27",
      .doc = N_("The last day.") },
    { "target", SCHEMA_INT, AT(campaign_def, target), .min = 1, .max = 100000, .example = "100",
      .doc = N_("How many are to be crossed off; not given: all there are.") },
    END,
};
static const struct schema schema_campaign = {
    "campaign", sizeof(struct campaign_def), campaign_rows,
    N_("A campaign with a countdown on the first screen of leaders.") };

static const struct schema_row township_rows[] = {
    { "name", SCHEMA_TEXT, AT(township_def, name), .required = true, .max = 40,
      .example = "沿江镇", .doc = N_("The township's name; set by init.") },
    { "language", SCHEMA_CUSTOM, AT(township_def, language), .custom = read_language,
      .preset = "zh", .example = "zh", .is = N_("zh or en"),
      .doc = N_("Language of screen and paper unless asked otherwise.") },
    { "utc_offset", SCHEMA_CUSTOM, AT(township_def, utc_offset), .custom = read_utc_offset,
      .preset = "+08:00", .example = "\"+08:00\"", .is = N_("+HH:MM"),
      .doc = N_("The township's clock; the machine's time zone is ignored.") },
    { "start_day", SCHEMA_DATE, AT(township_def, start_day), .example = "2026-12-01",
      .doc = N_("Day from which the program is used in earnest: steps done before it "
                "need no proof.") },
    { "handover_grace", SCHEMA_DURATION, AT(township_def, handover_grace),
      .preset = "3 workdays", .max = 100, .example = "3 workdays",
      .doc = N_("In figures by owner, lateness of an item handed on counts so long after the "
                "take-over; the unit keeps the whole.") },
    { "header", SCHEMA_TEXT, AT(township_def, header), .max = 60,
      .example = "沿江镇重点工作三色督办周报", .doc = N_("Heading of the weekly sheet.") },
    { "supervisor", SCHEMA_TEXT, AT(township_def, supervisor), .max = 40,
      .example = "党政综合办公室(督查室)",
      .doc = N_("The office that supervises; stands on paper.") },
    { "paper_approval", SCHEMA_BOOL, AT(township_def, paper_approval), .example = "true",
      .doc = N_("May a decision signed on paper be recorded by the clerk?") },
    { "switch_users", SCHEMA_TEXTS, AT(township_def, switch_users),
      N(township_def, n_switch_users), .max = 50, .example = "[office]",
      .doc = N_("Logins of shared office PCs that may say who they are with --user.") },
    { "colours", SCHEMA_OBJECT, AT(township_def, colours), .sub = &schema_words,
      .example = "{red: 红, yellow: 黄, green: 绿, grey: 灰}",
      .doc = N_("Words for the colours.") },
    { "weekly", SCHEMA_OBJECT, AT(township_def, weekly), .sub = &schema_weekly,
      .example = "{meeting: 周一 08:30}", .doc = N_("The rhythm of the week.") },
    { "sheet", SCHEMA_OBJECT, AT(township_def, sheet), .sub = &schema_issue,
      .example = "{no: 46, total: 198}",
      .doc = N_("The weekly sheet: numbers and last page.") },
    { "print", SCHEMA_OBJECT, AT(township_def, print), .sub = &schema_print,
      .example = "{qr: true}", .doc = N_("How papers are printed.") },
    { "orders", SCHEMA_OBJECT, AT(township_def, orders), .sub = &schema_orders,
      .example = "{number: \"沿督〔{year}〕{seq}号\", reply: 5 workdays}",
      .doc = N_("Orders to units, letters to superiors.") },
    { "campaigns", SCHEMA_LIST, AT(township_def, campaigns), N(township_def, n_campaigns),
      .sub = &schema_campaign, .max = 20,
      .example = "[{name: 大干60天攻坚100难, list: problems, from: 2026-10-29, to: 2026-12-27}]",
      .doc = N_("Campaigns, counted down on the first screen of leaders.") },
    { "roles", SCHEMA_MAP, AT(township_def, roles), N(township_def, n_roles), .sub = &schema_role,
      .required = true, .max = 50, .example = "{supervisor: {name: 督办员, may: [...]}}",
      .doc = N_("Who may do what.") },
    END,
};
const struct schema schema_township = {
    "township", sizeof(struct township_def), township_rows,
    N_("township.yaml: the township itself.") };

/* ---- calendar ---- */

static const struct schema_row day_rows[] = {
    { "day", SCHEMA_DATE, AT(calendar_day, day), .required = true, .example = "2026-10-01",
      .doc = N_("The date.") },
    { "off", SCHEMA_BOOL, AT(calendar_day, off), .required = true, .example = "true",
      .doc = N_("true = public holiday; false = a make-up workday.") },
    { "name", SCHEMA_TEXT, AT(calendar_day, name), .max = 20, .example = "国庆节",
      .doc = N_("Which holiday.") },
    END,
};
static const struct schema schema_day = {
    "day", sizeof(struct calendar_day), day_rows, N_("A day that differs from its weekday.") };

static const struct schema_row calendar_rows[] = {
    { "year", SCHEMA_INT, AT(calendar_file, year), .required = true, .min = 1900, .max = 2999,
      .example = "2026", .doc = N_("The year, the same as the file's name.") },
    { "source", SCHEMA_TEXT, AT(calendar_file, source), .max = 400,
      .example = "国务院办公厅关于2026年部分节假日安排的通知",
      .doc = N_("The notice it was taken from.") },
    { "days", SCHEMA_LIST, AT(calendar_file, days), N(calendar_file, n_days), .sub = &schema_day,
      .max = 366, .example = "[{day: 2026-10-01, off: true, name: 国庆节}]",
      .doc = N_("Public holidays and make-up workdays; ordinary weekends are not listed.") },
    END,
};
const struct schema schema_calendar = {
    "calendar", sizeof(struct calendar_file), calendar_rows,
    N_("calendar/YEAR.yaml: holidays and make-up workdays of one year.") };
