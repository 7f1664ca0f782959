#include "report/section.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/rhythm.h"

const struct section_info sections[] = {
    /* TRANSLATORS: what the rows have in common, how many, of what (row word), who is in
     * charge; keep this order */
    { SECTION_OVERDUE, "overdue", N_("Overdue items"), N_("%s: %zu %s overdue (%s)") },
    { SECTION_DUE, "due", N_("Items falling due"), N_("%s: %zu %s falling due (%s)") },
    { SECTION_NEW, "new", N_("New items"), N_("%s: %zu %s new (%s)") },
    { SECTION_CLOSED, "closed", N_("Items crossed off"), N_("%s: %zu %s crossed off (%s)") },
    { SECTION_OVERDUE, NULL, NULL, NULL },
};

const struct section_info *section_find(const char *id)
{
    for (const struct section_info *s = sections; s->id; s++)
        if (strcmp(s->id, id) == 0)
            return s;
    return NULL;
}

void section_period(const struct calendar *cal, int32_t today, int32_t *from, int32_t *to)
{
    int32_t last = DAY_NONE;

    /* A week may have no workday at all: look back far enough. */
    for (int32_t c = rhythm_cutoff(cal, today - 28); c < today;
         c = rhythm_cutoff(cal, c + 1))
        last = c;
    *from = last == DAY_NONE ? today - 6 : last + 1;
    *to = today;
}

bool section_past_upper(const struct row *r, const struct calendar *cal, int32_t day)
{
    return r->it.phase == PHASE_OPEN && r->it.upper_due != DAY_NONE &&
           calendar_workdays(cal, r->it.upper_due, day) >= 1;
}

/* ---- groups ---- */

struct work {
    struct store *st;
    const struct section_info *info;
    int32_t day;
    section_keep *keep;
    void *ctx;
    struct entry { struct row row; size_t members; char *said, *key; } *v;
    size_t n, cap;
};

static const char *step_name(const struct list_def *l, const char *id)
{
    int i = list_step(l, id);

    return i >= 0 ? l->steps[i].name : "";
}

/* The value a row is grouped by, appended: "step" is the next one to do, a place the
 * village. */
static void group_value(struct buf *b, const struct list_def *l, const struct row *r,
                        const char *by)
{
    static const struct { const char *by; size_t at; } members[] = {
        { "unit", offsetof(struct row, unit) },     { "owner", offsetof(struct row, owner) },
        { "handler", offsetof(struct row, handler) }, { "leader", offsetof(struct row, leader) },
        { "lead", offsetof(struct row, lead) },     { "parent", offsetof(struct row, parent) },
    };
    int field = list_field(l, by);

    if (strcmp(by, "step") == 0) {
        buf_puts(b, step_name(l, r->it.next_step ? r->it.next_step : ""));
        return;
    }
    if (strcmp(by, "place") == 0) {
        buf_add(b, r->place, strcspn(r->place, "/"));
        return;
    }
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (strcmp(members[i].by, by) == 0)
            buf_puts(b, *(char *const *)(const void *)((const char *)r + members[i].at));
    if (field >= 0 && (size_t)field < r->n_fields)
        buf_puts(b, r->fields[field]);
}

/* What the rows share: "林家村 签约"; the owner stands apart. */
static void common(struct buf *b, const struct list_def *l, const struct row *r)
{
    for (size_t i = 0; i < l->sheet.n_group; i++) {
        size_t before = b->len;
        if (strcmp(l->sheet.group[i], "owner") == 0)
            continue;
        if (before)
            buf_putc(b, ' ');
        group_value(b, l, r, l->sheet.group[i]);
        if (before && b->len == before + 1)
            b->s[--b->len] = '\0';
    }
    if (b->len == 0)
        buf_puts(b, l->name);
}

static char *group_key(const struct list_def *l, const struct row *r)
{
    struct buf b = {0};

    buf_printf(&b, "%s\n%s", l->id, r->parent);
    for (size_t i = 0; i < l->sheet.n_group; i++) {
        buf_putc(&b, '\n');
        group_value(&b, l, r, l->sheet.group[i]);
    }
    return buf_take(&b);
}

static int32_t earlier(int32_t a, int32_t b)
{
    return a == DAY_NONE ? b : b == DAY_NONE || a < b ? a : b;
}

/* Keep a text only while all rows of the group share it. */
static void share(char **mine, const char *other)
{
    if (*mine && strcmp(*mine, other ? other : "") != 0)
        (*mine)[0] = '\0';
}

static void join(struct entry *e, const struct row *r)
{
    struct row *m = &e->row;

    e->members++;
    if (r->colour == COLOUR_RED ||
        (r->colour == COLOUR_YELLOW && m->colour != COLOUR_RED)) {
        m->colour = r->colour;
        free(m->it.red_rule);       /* `r` goes; the group keeps its rule's text */
        m->it.red_rule = xstrdup(r->rule);
        m->rule = m->it.red_rule;
    }
    m->it.due = earlier(m->it.due, r->it.due);
    m->it.first_due = earlier(m->it.first_due, r->it.first_due);
    m->it.upper_due = earlier(m->it.upper_due, r->it.upper_due);
    m->it.start = earlier(m->it.start, r->it.start);
    if (r->days_left != DAY_NONE &&
        (m->days_left == DAY_NONE || r->days_left < m->days_left))
        m->days_left = r->days_left;
    if (r->days_overdue > m->days_overdue)
        m->days_overdue = r->days_overdue;
    share(&m->unit, r->unit);
    if (strcmp(m->place, r->place) != 0 &&
        strncmp(m->place, r->place, strlen(m->place)) != 0)
        m->place[0] = '\0';
    share(&m->owner, r->owner);
    share(&m->handler, r->handler);
    share(&m->leader, r->leader);
    share(&m->lead, r->lead);
    share(&m->co, r->co);
    share(&m->waiting, r->waiting);
    share(&m->it.state, r->it.state);
}

/* The first row of a group becomes the group's: its own name and figures go. */
static void become_group(struct entry *e, const struct list_def *l)
{
    struct row *r = &e->row;

    for (size_t i = 0; i < l->sheet.n_group; i++)
        if (strcmp(l->sheet.group[i], "place") == 0)
            r->place[strcspn(r->place, "/")] = '\0';

    e->members = 1;
    if (*r->parent) {
        free(r->it.code);
        r->it.code = r->parent;
        r->parent = xstrdup("");
    }
    free(r->latest);
    r->latest = xstrdup("");
    for (size_t i = 0; i < r->n_fields; i++) {
        free(r->fields[i]);
        r->fields[i] = xstrdup("");
    }
    r->it.steps_done = r->it.steps_total = 0;
    r->it.limit_due = DAY_NONE;
}

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct work *w = ctx;
    const struct list_def *l = defs_list(w->st->defs, r->it.list);
    bool grouped = l && l->sheet.grouped;

    (void)err;
    if (w->keep && !w->keep(w->ctx, r))
        return XH_OK;
    char *key = grouped ? group_key(l, r) : NULL;

    for (size_t i = 0; grouped && i < w->n; i++)
        if (w->v[i].key && strcmp(w->v[i].key, key) == 0) {
            join(&w->v[i], r);
            free(key);
            return XH_OK;
        }
    GROW(w->v, w->n, w->cap);
    struct entry *e = &w->v[w->n++];
    *e = (struct entry){ .row = *r, .key = key };
    memset(r, 0, sizeof *r);
    if (grouped) {
        struct buf b = {0};
        common(&b, l, &e->row);
        e->said = buf_take(&b);     /* finished when all members are known */
        become_group(e, l);
    }
    return XH_OK;
}

static void name_group(const struct work *w, struct entry *e)
{
    const struct list_def *l = defs_list(w->st->defs, e->row.it.list);
    char *what = e->said;

    free(e->row.it.title);
    e->row.it.title = xasprintf("%s %zu%s%s%s", what, e->members, l->row,
                                *e->row.owner ? " " : "", e->row.owner);
    struct buf b = {0};
    const char *args[] = { what, NULL, l->row, *e->row.owner ? e->row.owner : "-" };
    size_t at = 0;
    /* The sentence comes from a table: fill it by hand, in its order. */
    for (const char *p = _(w->info->group); *p; p++) {
        if (*p == '%' && strncmp(p, "%zu", 3) == 0) {
            buf_printf(&b, "%zu", e->members);
            p += 2;
            at++;
        } else if (*p == '%' && p[1] == 's') {
            buf_puts(&b, at < 4 && args[at] ? args[at] : "");
            p++;
            at++;
        } else {
            buf_putc(&b, *p);
        }
    }
    e->said = buf_take(&b);
    free(what);
}

/* ---- order ---- */

static const struct calendar *sort_calendar;
static int32_t sort_day;

static int compare(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    bool up_a = section_past_upper(&a->row, sort_calendar, sort_day);
    bool up_b = section_past_upper(&b->row, sort_calendar, sort_day);

    if (up_a != up_b)
        return up_a ? -1 : 1;
    if (a->row.days_overdue != b->row.days_overdue)
        return a->row.days_overdue > b->row.days_overdue ? -1 : 1;
    if (a->row.it.due != b->row.it.due)
        return a->row.it.due == DAY_NONE ? 1 : b->row.it.due == DAY_NONE ? -1
               : a->row.it.due < b->row.it.due ? -1 : 1;
    int by_code = strcmp(a->row.it.code, b->row.it.code);
    return by_code ? by_code : strcmp(a->row.it.title, b->row.it.title);
}

/* ---- loading ---- */

enum xh_rc section_load(struct store *st, enum section s, const struct filter *given,
                        int32_t from, int32_t to, section_keep *keep, void *ctx,
                        struct section_rows *out, struct xh_err *err)
{
    struct filter f = *given;
    struct work w = {
        .st = st, .day = f.as_of != DAY_NONE ? f.as_of : f.today, .keep = keep, .ctx = ctx
    };
    char day[DAY_TEXT], first[48], last[48];
    const char *where[16];

    for (const struct section_info *i = sections; i->id; i++)
        if (i->section == s)
            w.info = i;
    if (f.n_where > 14)
        return xh_fail(err, XH_USAGE, _("more than %d conditions"), 14);
    for (size_t i = 0; i < f.n_where; i++)
        where[i] = f.where[i];
    switch (s) {
    case SECTION_OVERDUE:
        f.overdue = true;
        break;
    case SECTION_DUE:
        f.due_soon = true;
        break;
    case SECTION_NEW:
    case SECTION_CLOSED:
        snprintf(first, sizeof first, "%s>=%s",
                 s == SECTION_NEW ? "assigned_on" : "closed_on", day_format(from, day));
        snprintf(last, sizeof last, "%s<=%s",
                 s == SECTION_NEW ? "assigned_on" : "closed_on", day_format(to, day));
        where[f.n_where++] = first;
        where[f.n_where++] = last;
        if (s == SECTION_CLOSED)
            f.state = "closed";
        break;
    }
    f.where = where;
    f.order = ORDER_DUE;
    enum xh_rc rc = query_each(st, &f, take, &w, err);
    for (size_t i = 0; i < w.n; i++)
        if (w.v[i].said)
            name_group(&w, &w.v[i]);
    sort_calendar = st->defs->calendar;
    sort_day = w.day;
    if (w.n > 1)
        qsort(w.v, w.n, sizeof *w.v, compare);
    out->members = xcalloc(w.n + 1, sizeof *out->members);
    out->said = xcalloc(w.n + 1, sizeof *out->said);
    for (size_t i = 0; i < w.n; i++) {
        GROW(out->rows.v, out->rows.n, out->rows.cap);
        out->rows.v[out->rows.n++] = w.v[i].row;
        out->members[i] = w.v[i].members;
        out->said[i] = w.v[i].said ? w.v[i].said : xstrdup(w.v[i].row.it.title);
        free(w.v[i].key);
    }
    free(w.v);
    return rc;
}

void section_fini(struct section_rows *r)
{
    for (size_t i = 0; r->said && i < r->rows.n; i++)
        free(r->said[i]);
    free(r->said);
    free(r->members);
    rows_fini(&r->rows);
    *r = (struct section_rows){0};
}
