#include "model/import_cell.h"

#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/mem.h"
#include "model/people.h"
#include "model/text.h"
#include "model/when.h"

/* The cell being read. */
struct reading {
    const struct import_cells *x;
    const struct import_column *c;
    const struct import_beside *beside;
    const char *typed;
    struct import_cell *v;
    struct xh_err *err;
};

static enum xh_rc take(struct reading *q, char *text)
{
    q->v->text = text;
    q->v->is = CELL_VALUE;
    return XH_OK;
}

/* As names are kept: without the export's guard, half-width, no blanks at the ends. */
static char *plain_name(const char *typed)
{
    char *text = NULL, *half;

    if (cell_text(typed, false, &text, NULL) != XH_OK)
        text = xstrdup(typed);
    half = text_trim(text_halfwidth(text));
    free(text);
    return half;
}

static void tell_stranger(struct reading *q, const char *kind, const char *name)
{
    if (q->x->stranger)
        q->x->stranger(q->x->ctx, kind, name);
}

/* ---- one kind after the other ---- */

static enum xh_rc read_name(struct reading *q)
{
    return take(q, plain_name(q->typed));
}

static enum xh_rc read_text(struct reading *q, bool multiline)
{
    enum xh_rc rc = cell_text(q->typed, multiline, &q->v->text, q->err);

    if (rc == XH_OK)
        q->v->is = *q->v->text ? CELL_VALUE : CELL_EMPTY;
    return rc;
}

/* A day with its year, or, where people type, whatever when.h reads. */
static bool read_when(struct reading *q, int32_t *day)
{
    if (q->x->today == DAY_NONE)
        return false;
    char *plain = plain_name(q->typed);
    *day = when_read(plain, q->x->today, q->x->defs->calendar, false);
    free(plain);
    return *day != DAY_NONE;
}

static enum xh_rc read_day(struct reading *q)
{
    char text[DAY_TEXT];
    enum xh_rc rc = cell_day(q->typed, &q->v->day, q->err);

    if (rc != XH_OK && !read_when(q, &q->v->day))
        return rc;
    return take(q, xstrdup(day_format(q->v->day, text)));
}

static enum xh_rc read_unit(struct reading *q)
{
    take(q, plain_name(q->typed));
    q->v->number = import_unit(q->x->names, q->v->text);
    if (q->v->number)
        return XH_OK;
    tell_stranger(q, "unit", q->v->text);
    return xh_fail(q->err, XH_REFUSED, _("there is no unit %s"), q->v->text);
}

/* 村 and 组 in columns of their own are one place. */
static enum xh_rc read_place(struct reading *q)
{
    char *name = plain_name(q->typed);

    if (q->beside->group && *q->beside->group) {
        char *group = plain_name(q->beside->group);
        take(q, xasprintf("%s/%s", name, group));
        free(group);
        free(name);
    } else {
        take(q, name);
    }
    if (import_place(q->x->names, q->v->text))
        return XH_OK;
    struct buf paths = {0};
    size_t many = import_places_called(q->x->names, q->v->text, &paths);
    if (many > 1) {
        place_refuse_ambiguous(many, q->v->text, buf_str(&paths), q->err);
    } else {
        tell_stranger(q, "place", q->v->text);
        xh_fail(q->err, XH_REFUSED, _("there is no place %s"), q->v->text);
    }
    buf_fini(&paths);
    return XH_REFUSED;
}

static enum xh_rc read_person(struct reading *q)
{
    char *name = plain_name(q->typed);
    int64_t unit = q->beside->unit;
    size_t many;
    enum xh_rc rc = XH_OK;

    q->v->number = import_person(q->x->names, name, unit, &many);
    take(q, xasprintf("#%lld", (long long)q->v->number));
    if (!q->v->number && many && (unit || !q->beside->bad_unit)) {
        rc = xh_fail(q->err, XH_REFUSED,
                     unit ? err_way(_("%zu people are called %s, and the unit does not tell "
                                      "which. Write the number `person` shows: #..."),
                                    _("%zu people are called %s, and the unit does not tell "
                                      "which: press F4 and choose"))
                          : err_way(_("%zu people are called %s, and the row names no unit "
                                      "that would tell which. Write the number `person` "
                                      "shows: #..."),
                                    _("%zu people are called %s, and the row names no unit "
                                      "that would tell which: press F4 and choose")),
                     many, name);
    } else if (!q->v->number && !many) {
        tell_stranger(q, "person", name);
        rc = xh_fail(q->err, XH_REFUSED, _("there is nobody called %s"), name);
    }
    free(name);
    return rc;
}

/* One of several names: units by name, people by number. */
static enum xh_rc read_co_name(struct reading *q, const char *name, struct buf *all)
{
    size_t many;
    int64_t id;

    if (import_unit(q->x->names, name)) {
        buf_printf(all, "%s%s", all->len ? "," : "", name);
        return XH_OK;
    }
    id = import_person(q->x->names, name, q->beside->unit, &many);
    if (id) {
        buf_printf(all, "%s#%lld", all->len ? "," : "", (long long)id);
        return XH_OK;
    }
    if (!many)
        tell_stranger(q, "unit", name);
    return xh_fail_more(q->err, XH_REFUSED,
                        many ? _("several people are called %s")
                             : _("%s is neither a unit nor a person"), name);
}

/* Names between commas of whatever kind. */
static enum xh_rc read_co(struct reading *q)
{
    static const char *const marks[] = { "、", ",", ";", "\n" };
    char *typed = plain_name(q->typed);
    struct buf all = {0};
    enum xh_rc rc = XH_OK;

    for (char *p = typed; *p;) {
        size_t n = strlen(p), mark = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            char *hit = strstr(p, marks[i]);
            if (hit && (size_t)(hit - p) < n) {
                n = (size_t)(hit - p);
                mark = strlen(marks[i]);
            }
        }
        char *name = text_trim(xstrndup(p, n));
        if (*name && read_co_name(q, name, &all) != XH_OK)
            rc = XH_REFUSED;
        free(name);
        p += n + mark;
    }
    take(q, xstrdup(buf_str(&all)));
    buf_fini(&all);
    free(typed);
    return rc;
}

/* A state by id or name, or as ledgers say it. number: its phase. */
static enum xh_rc read_state(struct reading *q)
{
    static const struct { const char *words, *state; } said[] = {
        { " 在办 办理中 进行中 推进中 实施中 正在办理 未完成 未办结 未销号 正常 ", "active" },
        { " 未签收 待办 未启动 未开始 ", "assigned" },
        { " 已完成 完成 已办结 办结 销号 已销号 ", "closed" },
        { " 待审核 拟销号 申请销号 ", "review" },
        { " 暂停 暂缓 中止 ", "held" },
        { " 终止 取消 已取消 ", "cancelled" },
    };
    const struct workflow_def *w = &q->x->defs->workflow;
    char *name = plain_name(q->typed);
    char *between = xasprintf(" %s ", name);
    const struct state_def *s = defs_state(q->x->defs, name);
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; !s && i < w->n_states; i++)
        if (strcmp(w->states[i].name, name) == 0)
            s = &w->states[i];
    for (size_t i = 0; !s && i < sizeof said / sizeof *said; i++)
        if (!strchr(name, ' ') && strstr(said[i].words, between)) {
            s = defs_state(q->x->defs, said[i].state);
            q->v->loose = true;
        }
    if (s) {
        take(q, xstrdup(s->id));
        q->v->number = s->phase;
    } else {
        struct buf all = {0};
        for (size_t i = 0; i < w->n_states; i++)
            buf_printf(&all, "%s%s", i ? _(", ") : "", w->states[i].name);
        rc = xh_fail(q->err, XH_REFUSED, _("there is no such state; states are: %s"),
                     buf_str(&all));
        buf_fini(&all);
    }
    free(between);
    free(name);
    return rc;
}

/* A step: a day, or done without one. Not done is an empty cell. */
static enum xh_rc read_step(struct reading *q)
{
    static const char done_words[] = " 已完成 完成 已办 已办结 办结 done ";
    static const char open_words[] = " 未完成 未办 未 未开始 进行中 办理中 open ";
    struct xh_err why;
    bool yes = false;
    enum xh_rc rc = XH_OK;
    char *word = plain_name(q->typed);
    char *between = xasprintf(" %s ", word);

    if (!strchr(word, ' ') && strstr(done_words, between))
        q->v->is = CELL_VALUE;
    else if (!strchr(word, ' ') && strstr(open_words, between))
        q->v->is = CELL_EMPTY;
    else if (cell_bool(q->typed, &yes, NULL) == XH_OK)
        q->v->is = yes ? CELL_VALUE : CELL_EMPTY;
    else if (cell_day(q->typed, &q->v->day, &why) == XH_OK)
        q->v->is = CELL_VALUE;
    else
        rc = xh_fail(q->err, XH_REFUSED,
                     _("%s. A step takes the day it was done, or yes."), why.msg);
    free(between);
    free(word);
    return rc;
}

/* 60%, 60; not 0.6, which may be either. */
static enum xh_rc read_percent(struct reading *q)
{
    const char *typed = q->typed;
    enum xh_rc rc = cell_number(typed, "%", "", &q->v->number, q->err);

    if (rc != XH_OK)
        return rc;
    if (q->v->number > 0 && q->v->number < 1000000 && !strchr(typed, '%')
        && !strstr(typed, "％") && !*q->c->unit)
        return xh_fail(q->err, XH_REFUSED,
                       _("60 or 60%% can be understood; %s may mean either"), typed);
    if (q->v->number < 0 || q->v->number > 1000000000)
        return xh_fail(q->err, XH_REFUSED, _("percent: between 0 and 1000"));
    q->v->is = CELL_VALUE;
    return XH_OK;
}

/* Where people type, days are read as they type them. */
static enum xh_rc read_field(struct reading *q)
{
    const struct field_def *f = &q->x->list->fields[q->c->at];
    char text[DAY_TEXT];
    enum xh_rc rc = cell_for_field(f, q->c->unit, q->typed, &q->v->text, q->err);

    if (rc != XH_OK && f->type == FIELD_DATE && read_when(q, &q->v->day))
        return take(q, xstrdup(day_format(q->v->day, text)));
    if (rc == XH_OK)
        q->v->is = *q->v->text ? CELL_VALUE : CELL_EMPTY;
    return rc;
}

/* ---- public ---- */

/* "***8000": what is shown of a private value to those who may not see it. */
static bool is_masked(const struct reading *q)
{
    const struct list_def *l = q->x->list;
    bool is_private = q->c->what == IMPORT_FIELD
                          ? l->fields[q->c->at].is_private
                          : q->c->what == IMPORT_TEXT && l && l->person &&
                                strcmp(q->c->key, "title") == 0;

    return is_private && strncmp(q->typed, "***", 3) == 0;
}

static bool is_a_dash(const char *typed)
{
    char *half = text_trim(text_halfwidth(typed));
    bool dash = strcmp(half, "-") == 0;

    free(half);
    return dash;
}

void import_column_rule(struct buf *out, const struct list_def *list,
                        const struct import_column *c)
{
    const struct field_def *f =
        list && c->what == IMPORT_FIELD && c->unit ? &list->fields[c->at] : NULL;

    if (f && (f->type == FIELD_DECIMAL || f->type == FIELD_INTEGER))
        measure_rule(out, c->unit, f->unit);
}

enum xh_rc import_cell_read(const struct import_cells *x, const struct import_column *c,
                            const char *typed, const struct import_beside *beside,
                            struct import_cell *out, struct xh_err *err)
{
    struct reading q = { x, c, beside, typed, out, err };

    *out = (struct import_cell){ .day = DAY_NONE };
    if (c->what == IMPORT_IGNORED || c->what == IMPORT_GROUP || cell_is_empty(typed) ||
        is_masked(&q))
        return XH_OK;
    if (is_a_dash(typed)) {
        out->is = CELL_CLEAR;
        return XH_OK;
    }
    switch (c->what) {
    case IMPORT_CODE: case IMPORT_LIST: case IMPORT_PARENT: case IMPORT_CADENCE:
        return read_name(&q);
    case IMPORT_TEXT:    return read_text(&q, false);
    case IMPORT_LATEST:  return read_text(&q, true);
    case IMPORT_DATE: case IMPORT_FIRST_DUE: return read_day(&q);
    case IMPORT_UNIT:    return read_unit(&q);
    case IMPORT_PLACE:   return read_place(&q);
    case IMPORT_PERSON:  return read_person(&q);
    case IMPORT_CO:      return read_co(&q);
    case IMPORT_STATE:   return read_state(&q);
    case IMPORT_PERCENT: return read_percent(&q);
    case IMPORT_FIELD:   return read_field(&q);
    case IMPORT_STEP:    return read_step(&q);
    case IMPORT_UNKNOWN: case IMPORT_IGNORED: case IMPORT_GROUP: break;
    }
    return XH_OK;
}
