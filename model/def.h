/* def.h - what a township has configured, checked and ready to use: plain data.
 *
 * Filled by def_bind.h from a tree, from YAML (config/) or from the rows stored in the
 * database. Everything in a `struct defs` lives in its arena and goes with defs_free().
 * Arrays are (pointer, count); texts are UTF-8 and never NULL once bound ("" when not
 * given) unless said otherwise. */
#ifndef MODEL_DEF_H
#define MODEL_DEF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/calendar.h"
#include "model/day.h"
#include "model/hash.h"
#include "model/verb.h"

#define DEF_ID_MAX 40               /* [a-z][a-z0-9_]{0,39} */

/* Phases are fixed; states name one (ENGINE 20). SQL and indices use the number. */
enum phase { PHASE_OPEN, PHASE_REVIEW, PHASE_HELD, PHASE_CLOSED, PHASE_CANCELLED };

enum colour { COLOUR_NONE, COLOUR_GREEN, COLOUR_YELLOW, COLOUR_RED, COLOUR_GREY };
const char *colour_id(enum colour c);       /* "green" ... "" for none: stable, for CSV */
enum colour colour_find(const char *id);    /* also 红 黄 绿 灰; COLOUR_NONE when unknown */

/* How the row's person stands to an item; a set of bits (ENGINE 28). */
enum relation {
    REL_OWN = 1,        /* owner or handler */
    REL_CO = 2,         /* co-owner, or of a co-operating unit */
    REL_LEADS = 4,      /* leader or lead */
    REL_UNIT = 8,       /* of the responsible unit or one above it */
    REL_PLACE = 16,     /* in charge of the place or one above it */
    REL_ALL = 32,       /* any item */
};

/* ---- deadlines (ENGINE 15) ---- */

enum anchor {
    ANCHOR_NONE,
    ANCHOR_START, ANCHOR_DUE,       /* the item's */
    ANCHOR_STEP, ANCHOR_STEP_BEGIN, /* done_on, begun_on of step `id` */
    ANCHOR_FIELD,                   /* the date field `id` */
    ANCHOR_GIVEN,                   /* list.due only: typed with the item */
};

/* "sign + 30 days", "parent.handover", "start + 5 workdays", "pay.begin". */
struct deadline {
    enum anchor anchor;             /* ANCHOR_NONE: none */
    bool of_parent;
    bool or_given;                  /* list.due only, "given or RULE": a date typed with the item
                                     * stands instead of the rule */
    const char *id;                 /* step or field; "" otherwise */
    struct duration offset;         /* unit UNIT_NONE: exactly the anchor */
    const char *text;               /* as written */
};

/* ---- colour rules (ENGINE 7) ---- */

enum rule_kind {
    RULE_DUE_IN, RULE_OVERDUE, RULE_BEHIND, RULE_BEHIND_RATIO, RULE_MISSED_REPORTS,
    RULE_NO_UPDATE, RULE_RETURNED, RULE_STEP_OVERDUE, RULE_LIMIT_MISSED, RULE_WAITING,
    RULE_YELLOW_FOR, RULE_YELLOW_WEEKS, RULE_PROMISE_MISSED,
};
struct colour_rule {
    enum rule_kind kind;
    bool over;                      /* "over 30 points": > instead of >= */
    int64_t amount;                 /* count; millionths of a point or percent for BEHIND* */
    enum day_unit unit;             /* of rules that count days; else UNIT_NONE */
    const char *text;               /* canonical: "due_in: 3 workdays"; stored with the colour */
};

enum status { STATUS_PRACTICE, STATUS_STATUTE, STATUS_EXAMPLE };    /* status: */

/* ---- a list ---- */

enum field_type { FIELD_TEXT, FIELD_DECIMAL, FIELD_INTEGER, FIELD_DATE, FIELD_CHOICE, FIELD_BOOL };

/* SHOW_PRINT alone shows it to nobody: what those see whom the others name may leave. */
enum show { SHOW_SELF = 1, SHOW_HANDLER = 2, SHOW_VILLAGE = 4, SHOW_TOWNSHIP = 8, SHOW_PRINT = 16 };

struct field_def {
    const char *id, *name;
    enum field_type type;
    const char *unit;               /* 亩, 万元 */
    bool required;                  /* a gate at apply, or at the step `by` (ENGINE 34) */
    const char *by;                 /* step id or "" */
    bool sum;                       /* totals are shown */
    bool is_private;
    unsigned show;                  /* enum show bits, of a private one; 0 = nobody, unasked */
    const char **choices; size_t n_choices;
    const char **also; size_t n_also;       /* header synonyms for imports */
    const char *group;              /* heading over the details it is one of, or "" */
    const char *was;                /* old id whose data it carries on, or "" */
    const char *convert;            /* with `was` after a change of unit: "x 15" ... or "" */
    int64_t min, max; bool has_min, has_max;/* millionths */
    const char *doc, *law, *source; enum status status;
};

enum evidence_share { SHARE_NONE, SHARE_VILLAGE, SHARE_PROJECT };
struct evidence_def { bool required; enum evidence_share share; int32_t min; };

/* A quantity computed from another list (ENGINE 22): how many of its rows have done
 * `step`. */
struct step_from { const char *list, *step; bool given; };

/* Which rows of the other list a step looks at: bits. */
enum {
    SAME_PARENT = 1,                /* that hang under the same item */
    SAME_PLACE = 2,                 /* one's place is the other's or lies in it; no place: all */
    SAME_ITEM = 4,                  /* that hang under this item itself */
};
/* Rows that must have come so far before the step may begin or be done (row_gate.h). */
struct rows_need {
    const char *list;
    unsigned same;                  /* SAME_ bits */
    const char *step;               /* theirs; "" = they must be closed */
    bool begun;                     /* of `step`: begun is enough */
    int64_t share;                  /* so much of them, millionths of a percent, at most 100 % */
    bool unless_reason;             /* may be gone past with a written reason */
    const char **where; size_t n_where;     /* only of these rows, as in views */
    const char *doc, *law, *source; enum status status;
};
struct step_needs { struct rows_need *rows; size_t n_rows; };

struct step_def {
    const char *id, *name;
    struct deadline due;            /* ANCHOR_NONE: no deadline of its own */
    const char **after; size_t n_after;     /* step ids that must be done before */
    struct duration lasts;          /* a minimum: done on day N at the earliest */
    struct evidence_def evidence;
    int32_t weight;                 /* 1 unless given */
    int64_t target;                 /* quantity in millionths; 0 = tick only */
    const char *unit;               /* of the target */
    struct step_from from;
    struct step_needs needs;
    bool roll;                      /* calendar-day limits roll over off days (default true) */
    bool optional;                  /* may be left open at apply */
    const char *was;
    const char *law, *source; enum status status;
    const char *doc;
};

enum progress_kind { PROGRESS_NONE, PROGRESS_STEPS, PROGRESS_MANUAL, PROGRESS_FIELDS };
enum plan_kind { PLAN_NONE, PLAN_LINEAR, PLAN_MONTH, PLAN_QUARTER };
enum cadence { CADENCE_NONE, CADENCE_WEEK, CADENCE_HALF_MONTH, CADENCE_MONTH, CADENCE_ONCE };
enum close_kind { CLOSE_BY_ROW, CLOSE_BY_PLACE };

struct progress_def { enum progress_kind kind; const char *done, *of; };  /* field ids */
struct plan_def { enum plan_kind kind; int32_t quarter[4]; };             /* percent */

struct colours_def {
    struct colour_rule *yellow; size_t n_yellow;
    struct colour_rule *red; size_t n_red;
    const char *set;                /* the set of colours.yaml they are taken from; "" = its own */
};
/* A named set of rules, for any list: colours.yaml (may be absent). */
struct colour_set_def {
    const char *id, *name;
    struct colours_def colours;
    const char *doc, *law, *source; enum status status;
};
struct colour_sets_def { struct colour_set_def *sets; size_t n_sets; };

struct sheet_def {
    bool grouped; const char **group; size_t n_group;
    const char *count;              /* step whose rows are counted village by village, or "" */
};
/* How far the rows have come, summed up level by level (rollup.h). Ids of steps and fields,
 * "" when not given; `start` and `due` are date fields of the parent's list. */
struct rollup_def {
    bool given;
    const char *signed_step, *paid_step;
    const char *area, *money, *section;
    const char *start, *due;
};
/* Rows drawn by lot when a place is applied for as a whole, to be inspected on site (sample.h):
 * so much of them, and no fewer than `least`. Lists crossed off by place have 10 % and 3 unless
 * they say otherwise. */
struct sample_def { int64_t share; int32_t least; };      /* millionths of a percent; 0: none */
/* The other side of a check: fields of a list, added, in its rows that have done `step`. */
struct balance_side {
    const char *list;               /* "": the same row */
    const char **sum; size_t n_sum; /* none: its rows are counted */
    const char *step;               /* "": all rows */
    bool given;
};
/* Books that must balance (balance.h). */
struct balance_def {
    const char *id, *name;
    const char **sum; size_t n_sum; /* as above, of this list */
    const char *step;
    unsigned same;                  /* SAME_ bits: sums are compared by it */
    struct balance_side equals;
    bool evidence;                  /* instead: rows that have done `step` have evidence of it,
                                     * no others have, and no file is used twice */
    int64_t tolerance;              /* millionths of the unit of `sum` */
    const char *doc, *law, *source; enum status status;
};
struct view_def { const char *id, *name; const char **where; size_t n_where; };
struct map_mark { const char *step, *mark; };
/* Headers of the office's own ledgers that mean a column of every list, or a step. */
struct header_def { const char *column; const char **words; size_t n_words; };

/* What a verb is called, where it may start, where it leads and what it needs. */
struct action_def {
    const char *id;                 /* a verb's id: apply */
    const char *name;               /* the office's word: 申请销号 */
    const char **from; size_t n_from;       /* states it may start in; none named = any */
    const char *to;                 /* a state, "before" (what it was before), "" stays */
    const char **needs; size_t n_needs;     /* reason, steps, fields, evidence, children, paper */
};

struct list_def {
    const char *id, *name, *row;    /* households, 征地户签, 户 */
    int32_t order;                  /* place among the lists; `lists` is sorted by it, then by id */
    const char *parent;             /* list id or "" */
    const char *code;               /* "征{yy}-{seq:3}" */
    const char *alias;              /* typed without an input method: "z" */
    bool person;                    /* titles are personal data */
    enum close_kind close;
    struct sample_def sample;
    struct deadline due;            /* ANCHOR_GIVEN (default), NONE, STEP, or a rule */
    enum cadence report_every;      /* default of new items */
    enum cadence every;             /* recurring items (ENGINE 25): week or month, else NONE */
    struct duration review;         /* review_due = application + this */
    struct progress_def progress;
    struct plan_def plan;
    struct field_def *fields; size_t n_fields;
    struct step_def *steps; size_t n_steps;
    struct colours_def colours;
    struct map_mark *map; size_t n_map;
    struct header_def *headers; size_t n_headers;
    struct sheet_def sheet;
    struct rollup_def rollup;
    struct balance_def *balance; size_t n_balance;
    const char **columns; size_t n_columns;
    struct view_def *views; size_t n_views;
    struct action_def *actions; size_t n_actions;   /* instead of the workflow's, see list_action */
    const char *doc, *law, *source; enum status status;
};

/* ---- workflow ---- */

struct state_def { const char *id, *name; enum phase phase; };
struct workflow_def {
    struct state_def *states; size_t n_states;
    struct action_def *actions; size_t n_actions;
};

/* ---- township ---- */

struct grant_def {
    const char **verbs; size_t n_verbs;     /* verb ids, or "*" */
    unsigned on;                    /* enum relation bits */
    const char **lists; size_t n_lists;     /* empty = all lists */
};
struct role_def { const char *id, *name; struct grant_def *may; size_t n_may; };

/* "周一 08:30"; `sheet` and `fill_by` are workdays before the one they name (OFFICE
 * 18). */
struct weekly_def {
    int32_t meeting_weekday;        /* 1 Monday ... 7 */
    int32_t sheet_before;           /* workdays before the meeting, > 0 */
    int32_t fill_before;            /* workdays before the sheet, >= 0 */
    const char *meeting_time, *sheet_time, *fill_time;      /* shown; the sheet's and the
                                     * meeting's: report/scheduled.h */
};

/* 督办单 and 协调函: how they are numbered, how long a reply may take (OFFICE 13). */
struct orders_def {
    const char *number, *letter;    /* "沿督〔{year}〕{seq}号" */
    struct duration reply;
    const char *contact;            /* the office's: name and telephone */
};

struct words_def { const char *green, *yellow, *red, *grey; };

/* The weekly sheet: where its numbers go on from, what its last page says (OFFICE). */
struct issue_def {
    int32_t no, total;              /* of the first final sheet made here */
    const char *feedback;           /* "17:30": until when a draft may be objected to */
    const char *checked_by, *approved_by, *read_by;     /* 职务 of those who sign */
    const char *copies;             /* 分送 */
};

/* How papers are printed. */
struct print_def {
    bool qr;                        /* the check code of the last page as a QR code, too */
};

/* 专项行动: so many rows of a list within so many days (第 23/60 天, 100 难已销 41). */
struct campaign_def {
    const char *name;               /* 大干60天攻坚100难 */
    const char *list;
    const char **where; size_t n_where;     /* which rows of it */
    int32_t from, to;               /* first and last day */
    int32_t target;                 /* how many there are to be; 0: as many as there are */
};

struct township_def {
    const char *name, *language;
    int32_t utc_offset;             /* minutes east of UTC */
    int32_t start_day;              /* 启用日期 or DAY_NONE */
    struct duration handover_grace; /* after taking over, before lateness is the owner's */
    const char *header, *supervisor;        /* print header; name of the supervising office */
    bool paper_approval;            /* ENGINE 27 */
    const char **switch_users; size_t n_switch_users;       /* logins that may use --user */
    struct words_def colours;
    struct weekly_def weekly;
    struct issue_def sheet;
    struct print_def print;
    struct orders_def orders;
    struct campaign_def *campaigns; size_t n_campaigns;
    struct role_def *roles; size_t n_roles;
};

struct calendar_file {
    int32_t year;
    const char *source;
    struct calendar_day *days; size_t n_days;
};

struct arena;                       /* opaque: memory that goes all at once (def.c) */

struct defs {
    struct township_def township;
    struct workflow_def workflow;
    struct colour_sets_def colours;
    struct list_def *lists; size_t n_lists;
    struct calendar_file *years; size_t n_years;
    struct calendar *calendar;      /* built from `years` by defs_finish() */
    char hash[HASH_HEX];            /* of the configuration's whole text; "" for a draft */
    struct arena *arena;
};

struct defs *defs_new(void);
void defs_finish(struct defs *d);   /* builds what is derived: calendar, defaults */
void defs_free(struct defs *d);     /* NULL is fine */
void *arena_alloc(struct arena *a, size_t n);               /* zeroed */
char *arena_strdup(struct arena *a, const char *s);

const struct list_def *defs_list(const struct defs *d, const char *id);     /* NULL */
const struct list_def *defs_list_by_alias(const struct defs *d, const char *alias);
/* May a deadline be typed with an item of this list: `due: given`, or "given or RULE"? */
bool list_takes_due(const struct list_def *l);
/* Rows shown in groups are counted apart, never added to items (OFFICE 7): the list's word
 * for them; "" for a list of items, and for NULL. */
const char *list_row_apart(const struct list_def *l);
/* Does any deadline, of this list or one below it, hang on the field (ENGINE 18)? */
bool defs_hangs_on(const struct defs *defs, const struct list_def *l, const char *field);
int list_step(const struct list_def *l, const char *id);    /* index or -1 */
int list_field(const struct list_def *l, const char *id);   /* index or -1 */
/* The fields in the order a page reads in: those without a `group`, then group by group, as
 * the groups and the fields in them come in the list. `order` takes n_fields indices. */
void list_fields_grouped(const struct list_def *l, size_t *order);
const struct colour_set_def *defs_colour_set(const struct defs *d, const char *id); /* NULL */
const struct state_def *defs_state(const struct defs *d, const char *id);   /* NULL */
const struct action_def *defs_action(const struct defs *d, enum verb v);    /* NULL */
/* The list's own version of an action, else the workflow's; `l` may be NULL. NULL:
 * none. */
const struct action_def *list_action(const struct defs *d, const struct list_def *l,
                                     enum verb v);
const struct role_def *defs_role(const struct defs *d, const char *id);     /* NULL */
/* The state an item enters first in a phase: assigned, active ... are fixed ids; added
 * states are only reached by actions. */
const char *colour_word(const struct defs *d, enum colour c);   /* 红; "" for none */

/* The columns every list has (code, title, due ...), ends with NULL. A field may not take
 * their names: `add LIST title=… FIELD=…` and CSV headers would be ambiguous. */
extern const char *const core_columns[];
bool is_core_column(const char *id);

#endif
