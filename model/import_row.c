/* import_row.c - the cells of one row as values: read, looked up, or rejected with the
 * reason. See import_parts.h. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/text.h"

/* ---- saying what is wrong ---- */

/* What stood in a cell, short enough for a line. */
static char *shown_value(const char *typed)
{
    struct buf b = {0};
    int n = 0, len;

    for (const char *p = typed; *p && n < 60; p += len, n++) {
        text_next(p, &len);
        buf_add(&b, p, (size_t)len);
    }
    if (typed[b.len])
        buf_puts(&b, "...");
    return b.s ? text_trim(buf_take(&b)) : xstrdup("");
}

void import_reject(struct import_run *r, size_t column, const char *fmt, ...)
{
    struct import_result *out = r->out;
    struct buf reason = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&reason, fmt, ap);
    va_end(ap);
    bool whole = column >= r->columns.n;
    GROW(out->rejects, out->n_rejects, out->cap_rejects);
    out->rejects[out->n_rejects++] = (struct import_reject){
        .row = r->row, .line = r->cells->line,
        .column = xstrdup(whole ? "" : r->columns.v[column].header),
        .value = whole ? xstrdup("") : shown_value(grid_cell(r->cells, column)),
        .reason = buf_take(&reason),
    };
    r->bad = true;
}

void import_stranger(struct import_run *r, const char *kind, const char *name)
{
    struct import_result *out = r->out;

    for (size_t i = 0; i < out->n_strangers; i++)
        if (strcmp(out->strangers[i].kind, kind) == 0
            && strcmp(out->strangers[i].name, name) == 0) {
            out->strangers[i].times++;
            return;
        }
    GROW(out->strangers, out->n_strangers, out->cap_strangers);
    out->strangers[out->n_strangers++] =
        (struct import_stranger){ kind, xstrdup(name), 1 };
}

void import_take_refusal(struct import_run *r, size_t column)
{
    struct xh_err why = {0};

    act_set_aside(r->a, &why);
    if (why.rc != XH_OK)
        import_reject(r, column, "%s", why.msg);
}

/* ---- one cell ---- */

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

static void read_text(struct import_run *r, size_t at, bool multiline,
                      struct import_cell *v)
{
    struct xh_err err = {0};

    if (cell_text(grid_cell(r->cells, at), multiline, &v->text, &err) == XH_OK)
        v->is = *v->text ? CELL_VALUE : CELL_EMPTY;
    else
        import_reject(r, at, "%s", err.msg);
}

static void read_day(struct import_run *r, size_t at, struct import_cell *v)
{
    struct xh_err err = {0};
    char text[DAY_TEXT];

    if (cell_day(grid_cell(r->cells, at), &v->day, &err) != XH_OK) {
        import_reject(r, at, "%s", err.msg);
        return;
    }
    v->is = CELL_VALUE;
    v->text = xstrdup(day_format(v->day, text));
}

static void read_unit(struct import_run *r, size_t at, struct import_cell *v)
{
    v->text = plain_name(grid_cell(r->cells, at));
    v->number = import_unit(&r->names, v->text);
    v->is = CELL_VALUE;
    if (v->number)
        return;
    import_stranger(r, "unit", v->text);
    import_reject(r, at, _("there is no unit %s"), v->text);
}

/* 村 and 组 in columns of their own are one place. */
static void read_place(struct import_run *r, size_t at, struct import_cell *v)
{
    size_t group_at;
    char *name = plain_name(grid_cell(r->cells, at));
    bool has_group = false;

    for (group_at = 0; group_at < r->columns.n && !has_group; group_at++)
        has_group = r->columns.v[group_at].what == IMPORT_GROUP
                 && !cell_is_empty(grid_cell(r->cells, group_at));
    if (has_group) {
        char *group = plain_name(grid_cell(r->cells, group_at - 1));
        v->text = xasprintf("%s/%s", name, group);
        free(group);
        free(name);
    } else {
        v->text = name;
    }
    v->is = CELL_VALUE;
    if (import_place(&r->names, v->text))
        return;
    import_stranger(r, "place", v->text);
    import_reject(r, at, _("there is no place %s"), v->text);
}

static bool has_bad_unit(const struct import_run *r)
{
    for (size_t i = 0; i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_UNIT && r->v[i].is == CELL_VALUE
            && !r->v[i].number)
            return true;
    return false;
}

static int64_t find_person(struct import_run *r, size_t at, const char *name,
                           int64_t unit)
{
    size_t many;
    int64_t id = import_person(&r->names, name, unit, &many);

    if (id)
        return id;
    if (many && !unit && has_bad_unit(r))
        return 0;               /* the unit would tell, and is rejected already */
    if (many) {
        import_reject(
            r, at,
            unit ? _("%zu people are called %s, and the unit does not tell which. "
                     "Write the number `person` shows: #...")
                 : _("%zu people are called %s, and the row names no unit that "
                     "would tell which. Write the number `person` shows: #..."),
            many, name);
        return 0;
    }
    import_stranger(r, "person", name);
    import_reject(r, at, _("there is nobody called %s"), name);
    return 0;
}

static void read_person(struct import_run *r, size_t at, int64_t unit,
                        struct import_cell *v)
{
    char *name = plain_name(grid_cell(r->cells, at));

    v->number = find_person(r, at, name, unit);
    v->is = CELL_VALUE;
    v->text = xasprintf("#%lld", (long long)v->number);
    free(name);
}

/* Names between commas of whatever kind; units by name, people by number. */
static void read_co(struct import_run *r, size_t at, int64_t unit, struct import_cell *v)
{
    char *typed = plain_name(grid_cell(r->cells, at));
    struct buf all = {0};

    for (char *p = typed; *p;) {
        static const char *const marks[] = { "、", ",", ";", "\n" };
        size_t n = strlen(p), mark = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            char *hit = strstr(p, marks[i]);
            if (hit && (size_t)(hit - p) < n) {
                n = (size_t)(hit - p);
                mark = strlen(marks[i]);
            }
        }
        char *name = text_trim(xstrndup(p, n));
        size_t many;
        int64_t id = 0;
        if (*name && !import_unit(&r->names, name)) {
            id = import_person(&r->names, name, unit, &many);
            if (!id && !many)
                import_stranger(r, "unit", name);
            if (!id)
                import_reject(r, at,
                              many ? _("several people are called %s")
                                   : _("%s is neither a unit nor a person"),
                              name);
        }
        if (*name && id)
            buf_printf(&all, "%s#%lld", all.len ? "," : "", (long long)id);
        else if (*name)
            buf_printf(&all, "%s%s", all.len ? "," : "", name);
        free(name);
        p += n + mark;
    }
    v->is = CELL_VALUE;
    v->text = xstrdup(buf_str(&all));
    buf_fini(&all);
    free(typed);
}

/* A state by id or name, or as ledgers say it. number: its phase. */
static void read_state(struct import_run *r, size_t at, struct import_cell *v)
{
    static const struct { const char *words, *state; } said[] = {
        { " 在办 办理中 进行中 推进中 实施中 正在办理 未完成 未办结 未销号 正常 ", "active" },
        { " 未签收 待办 未启动 未开始 ", "assigned" },
        { " 已完成 完成 已办结 办结 销号 已销号 ", "closed" },
        { " 待审核 拟销号 申请销号 ", "review" },
        { " 暂停 暂缓 中止 ", "held" },
        { " 终止 取消 已取消 ", "cancelled" },
    };
    const struct workflow_def *w = &r->a->defs->workflow;
    char *name = plain_name(grid_cell(r->cells, at));
    char *between = xasprintf(" %s ", name);
    const struct state_def *s = defs_state(r->a->defs, name);

    for (size_t i = 0; !s && i < w->n_states; i++)
        if (strcmp(w->states[i].name, name) == 0)
            s = &w->states[i];
    for (size_t i = 0; !s && i < sizeof said / sizeof *said; i++)
        if (!strchr(name, ' ') && strstr(said[i].words, between)) {
            s = defs_state(r->a->defs, said[i].state);
            v->loose = true;
        }
    if (s) {
        v->is = CELL_VALUE;
        v->text = xstrdup(s->id);
        v->number = s->phase;
    } else {
        struct buf all = {0};
        for (size_t i = 0; i < w->n_states; i++)
            buf_printf(&all, "%s%s", i ? _(", ") : "", w->states[i].name);
        import_reject(r, at, _("there is no such state; states are: %s"), buf_str(&all));
        buf_fini(&all);
    }
    free(between);
    free(name);
}

/* A step: a day, or done without one. Not done is an empty cell. */
static void read_step(struct import_run *r, size_t at, struct import_cell *v)
{
    static const char done_words[] = " 已完成 完成 已办 已办结 办结 done ";
    static const char open_words[] = " 未完成 未办 未 未开始 进行中 办理中 open ";
    struct xh_err err = {0};
    bool yes = false;
    char *word = plain_name(grid_cell(r->cells, at));
    char *between = xasprintf(" %s ", word);

    if (!strchr(word, ' ') && strstr(done_words, between))
        v->is = CELL_VALUE;
    else if (!strchr(word, ' ') && strstr(open_words, between))
        v->is = CELL_EMPTY;
    else if (cell_bool(grid_cell(r->cells, at), &yes, NULL) == XH_OK)
        v->is = yes ? CELL_VALUE : CELL_EMPTY;
    else if (cell_day(grid_cell(r->cells, at), &v->day, &err) == XH_OK)
        v->is = CELL_VALUE;
    else
        import_reject(r, at, _("%s. A step takes the day it was done, or yes."), err.msg);
    free(between);
    free(word);
}

/* 60%, 60; not 0.6, which may be either. */
static void read_percent(struct import_run *r, size_t at, struct import_cell *v)
{
    struct xh_err err = {0};
    const char *typed = grid_cell(r->cells, at);

    if (cell_number(typed, "%", "", &v->number, &err) != XH_OK)
        import_reject(r, at, "%s", err.msg);
    else if (v->number > 0 && v->number < 1000000 && !strchr(typed, '%')
             && !strstr(typed, "％") && !*r->columns.v[at].unit)
        import_reject(r, at, _("60 or 60%% can be understood; %s may mean either"),
                      typed);
    else if (v->number < 0 || v->number > 1000000000)
        import_reject(r, at, _("percent: between 0 and 1000"));
    else
        v->is = CELL_VALUE;
}

static void read_field(struct import_run *r, size_t at, struct import_cell *v)
{
    const struct import_column *c = &r->columns.v[at];
    const struct field_def *f = &r->list->fields[c->at];
    struct xh_err err = {0};

    if (cell_for_field(f, c->unit, grid_cell(r->cells, at), &v->text, &err) == XH_OK)
        v->is = *v->text ? CELL_VALUE : CELL_EMPTY;
    else
        import_reject(r, at, "%s", err.msg);
}

/* "***8000": what an export shows of a private value to those who may not see it. */
static bool is_masked(const struct import_run *r, const struct import_column *c,
                      const char *typed)
{
    bool is_private = c->what == IMPORT_FIELD
                          ? r->list->fields[c->at].is_private
                          : c->what == IMPORT_TEXT && r->list && r->list->person &&
                                strcmp(c->key, "title") == 0;

    return is_private && strncmp(typed, "***", 3) == 0;
}

static bool is_a_dash(const char *typed)
{
    char *half = text_trim(text_halfwidth(typed));
    bool dash = strcmp(half, "-") == 0;

    free(half);
    return dash;
}

static void read_cell(struct import_run *r, size_t at, int64_t unit)
{
    const struct import_column *c = &r->columns.v[at];
    struct import_cell *v = &r->v[at];
    const char *typed = grid_cell(r->cells, at);

    if (c->what == IMPORT_IGNORED || c->what == IMPORT_GROUP || cell_is_empty(typed) ||
        is_masked(r, c, typed) || import_is_as_exported(r, at))
        return;
    if (is_a_dash(typed)) {
        v->is = CELL_CLEAR;
        return;
    }
    switch (c->what) {
    case IMPORT_CODE: case IMPORT_LIST: case IMPORT_PARENT: case IMPORT_CADENCE:
        v->text = plain_name(typed);
        v->is = CELL_VALUE;
        break;
    case IMPORT_TEXT:      read_text(r, at, false, v); break;
    case IMPORT_LATEST:    read_text(r, at, true, v); break;
    case IMPORT_DATE: case IMPORT_FIRST_DUE: read_day(r, at, v); break;
    case IMPORT_UNIT:      read_unit(r, at, v); break;
    case IMPORT_PLACE:     read_place(r, at, v); break;
    case IMPORT_PERSON:    read_person(r, at, unit, v); break;
    case IMPORT_CO:        read_co(r, at, unit, v); break;
    case IMPORT_STATE:     read_state(r, at, v); break;
    case IMPORT_PERCENT:   read_percent(r, at, v); break;
    case IMPORT_FIELD:     read_field(r, at, v); break;
    case IMPORT_STEP:      read_step(r, at, v); break;
    case IMPORT_UNKNOWN: case IMPORT_IGNORED: case IMPORT_GROUP: break;
    }
}

void import_read_row(struct import_run *r)
{
    int64_t unit = r->unit;

    for (size_t i = 0; i < r->columns.n; i++)
        r->v[i] = (struct import_cell){ .day = DAY_NONE };
    /* The unit first: it tells people of one name apart. */
    for (int people = 0; people < 2; people++)
        for (size_t i = 0; i < r->columns.n; i++) {
            enum import_what what = r->columns.v[i].what;
            if ((what == IMPORT_PERSON || what == IMPORT_CO) != people)
                continue;
            read_cell(r, i, unit);
            if (what == IMPORT_UNIT && r->v[i].number)
                unit = r->v[i].number;
        }
}

void import_free_row(struct import_run *r)
{
    for (size_t i = 0; i < r->columns.n; i++)
        free(r->v[i].text);
}

const struct import_cell *import_get(const struct import_run *r, enum import_what what,
                                     const char *key, size_t *column)
{
    for (size_t i = 0; i < r->columns.n; i++) {
        const struct import_column *c = &r->columns.v[i];
        if (c->what != what || (key && strcmp(c->key, key) != 0))
            continue;
        if (column)
            *column = i;
        return r->v[i].is == CELL_EMPTY ? NULL : &r->v[i];
    }
    if (column)
        *column = SIZE_MAX;
    return NULL;
}
