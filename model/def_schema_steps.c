/* def_schema_steps.c - the keys of a step: its evidence, its quantity, what it waits for. */
#include "model/def_read.h"
#include "model/def_schema.h"
#include "model/i18n.h"

static const struct schema_word word_share[] = {
    { "none", SHARE_NONE }, { "village", SHARE_VILLAGE }, { "project", SHARE_PROJECT },
    { NULL, 0 },
};
static const struct schema_word word_same[] = {
    { "parent", SAME_PARENT }, { "place", SAME_PLACE }, { "item", SAME_ITEM }, { NULL, 0 },
};
static const struct schema_word word_unless[] = { { "never", 0 }, { "reason", 1 }, { NULL, 0 } };

static const struct schema_row evidence_rows[] = {
    { "required", SCHEMA_BOOL, AT(evidence_def, required), .example = "true",
      .doc = N_("The step cannot be completed without evidence.") },
    { "min", SCHEMA_INT, AT(evidence_def, min), .min = 0, .max = 50, .preset = "0", .example = "1",
      .doc = N_("At least so many files; 1 when required and not given.") },
    { "share", SCHEMA_ENUM, AT(evidence_def, share), .words = word_share, .preset = "none",
      .example = "village",
      .doc = N_("May one file serve several items: within the same village, or the same "
                "project? Elsewhere the same file is reported.") },
    END,
};
static const struct schema schema_evidence = {
    "evidence", sizeof(struct evidence_def), evidence_rows, N_("Evidence of a step.") };

static const struct schema_row from_rows[] = {
    { "list", SCHEMA_TEXT, AT(step_from, list), .required = true, .max = 40,
      .example = "households",
      .doc = N_("The list whose rows are counted; its parent is this one.") },
    { "step", SCHEMA_TEXT, AT(step_from, step), .required = true, .max = 40, .example = "sign",
      .doc = N_("The step of that list that must be done.") },
    { "count", SCHEMA_CUSTOM, .custom = read_count, .preset = "rows",
      .example = "rows", .is = N_("rows"), .doc = N_("What is counted: rows.") },
    END,
};
static const struct schema schema_from = {
    "from", sizeof(struct step_from), from_rows,
    N_("A quantity that is not reported but counted in another list.") };

static const struct schema_row rows_rows[] = {
    { "list", SCHEMA_TEXT, AT(rows_need, list), .required = true, .max = 40,
      .example = "households", .doc = N_("The list whose rows are looked at.") },
    { "same", SCHEMA_FLAGS, AT(rows_need, same), .words = word_same, .required = true,
      .example = "[parent, place]",
      .doc = N_("Which of its rows: parent = under the same item; place = in the same place "
                "(one lies in the other; a row without a place lies everywhere); item = under "
                "this item itself. Cancelled and void rows are never looked at; when there is "
                "none, nothing is in the way.") },
    { "step", SCHEMA_TEXT, AT(rows_need, step), .max = 40, .example = "sign",
      .doc = N_("The step they must have completed; rows for which it does not apply are left "
                "out. Not given: they must be crossed off.") },
    { "begun", SCHEMA_BOOL, AT(rows_need, begun), .example = "true",
      .doc = N_("With `step`: it is enough that the step has begun.") },
    { "share", SCHEMA_CUSTOM, AT(rows_need, share), .custom = read_share, .preset = "100%",
      .example = "95%", .is = N_("a percentage"),
      .doc = N_("How much of them, counted exactly: of 93 rows, 95 percent are 89.") },
    { "where", SCHEMA_TEXTS, AT(rows_need, where), N(rows_need, n_where), .max = 5,
      .example = "[\"kind=前期问题\"]",
      .doc = N_("Only rows for which all of these hold, as in `views`.") },
    { "unless", SCHEMA_BOOL, AT(rows_need, unless_reason), .words = word_unless,
      .preset = "never", .example = "reason",
      .doc = N_("reason = the step may be begun or completed all the same with a written "
                "reason, which is recorded with how many were missing; never = it may not.") },
    ORIGIN(rows_need),
    END,
};
const struct schema schema_rows = {
    "rows", sizeof(struct rows_need), rows_rows,
    N_("Rows of another list a step waits for. Asked when it is begun and when it is completed; "
       "not asked again when a reason was given at its beginning, nor before the township's "
       "start_day.") };

static const struct schema_row needs_rows[] = {
    { "rows", SCHEMA_CUSTOM, .custom = read_rows_needs, .sub = &schema_rows, .required = true,
      .example = "{list: households, same: [parent, place], step: sign, share: 100%}",
      .is = N_("keys of \"rows\" below, or several of them in a list"),
      .doc = N_("Rows that must have come so far.") },
    END,
};
static const struct schema schema_needs = {
    "needs", sizeof(struct step_needs), needs_rows, N_("What a step waits for elsewhere.") };

static const struct schema_row step_rows[] = {
    { "id", SCHEMA_ID, AT(step_def, id), .required = true, .example = "sign",
      .doc = N_("Small letters, digits and _. It never changes again, see `was`.") },
    { "name", SCHEMA_TEXT, AT(step_def, name), .required = true, .max = 40, .example = "签约",
      .doc = N_("What people see.") },
    { "due", SCHEMA_DEADLINE, AT(step_def, due), .example = "notice + 15 workdays",
      .doc = N_("The step's own deadline; see the chapter on deadlines.") },
    { "after", SCHEMA_TEXTS, AT(step_def, after), N(step_def, n_after), .max = 20,
      .example = "[visit, notice]", .doc = N_("Steps that must be completed before this one.") },
    { "lasts", SCHEMA_DURATION, AT(step_def, lasts), .min = 1, .max = 3650,
      .example = "10 workdays",
      .doc = N_("A minimum, such as the time a notice must hang: the step can be completed on "
                "that day at the earliest.") },
    { "evidence", SCHEMA_OBJECT, AT(step_def, evidence), .sub = &schema_evidence,
      .example = "{required: true, min: 1}", .doc = N_("Evidence the step needs.") },
    { "weight", SCHEMA_INT, AT(step_def, weight), .min = 0, .max = 1000, .preset = "1",
      .example = "3", .doc = N_("Share in the progress, compared with the other steps.") },
    { "target", SCHEMA_DECIMAL, AT(step_def, target), .min = 0, .max = INT64_MAX / 2,
      .example = "112", .doc = N_("A quantity to reach; progress is then reported by amount.") },
    { "unit", SCHEMA_TEXT, AT(step_def, unit), .max = 20, .example = "户",
      .doc = N_("Unit of the quantity.") },
    { "from", SCHEMA_OBJECT, AT(step_def, from), N(step_def, from.given), .sub = &schema_from,
      .example = "{list: households, step: sign, count: rows}",
      .doc = N_("The quantity is counted in another list.") },
    { "needs", SCHEMA_OBJECT, AT(step_def, needs), .sub = &schema_needs,
      .example = "{rows: {list: households, same: [parent, place], step: sign}}",
      .doc = N_("What must be done in another list before this step.") },
    { "roll", SCHEMA_BOOL, AT(step_def, roll), .preset = "true", .example = "false",
      .doc = N_("Does a limit in calendar days that ends on a day off move to the next workday?") },
    { "optional", SCHEMA_BOOL, AT(step_def, optional), .example = "true",
      .doc = N_("May be left open when applying for cross-off.") },
    { "was", SCHEMA_TEXT, AT(step_def, was), .max = 40, .example = "sign_old",
      .doc = N_("The former id whose record this step carries on.") },
    ORIGIN(step_def),
    END,
};
const struct schema schema_step = {
    "step", sizeof(struct step_def), step_rows,
    N_("One line of the checklist, in the order in which it is shown.") };
