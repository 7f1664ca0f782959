#include "report/gather.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

/* ---- groups ---- */

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
    static const struct {
        const char *by;
        size_t at;
    } members[] = {
        { "unit", offsetof(struct row, unit) },
        { "owner", offsetof(struct row, owner) },
        { "handler", offsetof(struct row, handler) },
        { "leader", offsetof(struct row, leader) },
        { "lead", offsetof(struct row, lead) },
        { "parent", offsetof(struct row, parent) },
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

/* Whom a group is of, by number: two may have one name. 0: it is not by a person. */
static int64_t group_person(const struct row *r, const char *by)
{
    return strcmp(by, "owner") == 0     ? r->it.owner
           : strcmp(by, "handler") == 0 ? r->it.handler
           : strcmp(by, "leader") == 0  ? r->it.leader
           : strcmp(by, "lead") == 0    ? r->it.lead
                                        : 0;
}

static char *group_key(const struct list_def *l, const struct row *r)
{
    struct buf b = { 0 };

    buf_printf(&b, "%s\n%s", l->id, r->parent);
    for (size_t i = 0; i < l->sheet.n_group; i++) {
        buf_putc(&b, '\n');
        group_value(&b, l, r, l->sheet.group[i]);
        buf_printf(&b, "#%lld", (long long)group_person(r, l->sheet.group[i]));
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

static void share_person(char **mine, int64_t id, int64_t other)
{
    if (*mine && id != other)
        (*mine)[0] = '\0';
}

static void add_member(struct gather_row *e, int64_t item)
{
    GROW(e->members, e->n_members, e->cap_members);
    e->members[e->n_members++] = item;
}

/* The rule behind the group's colour. Rows do not own it: it is kept in a text of the
 * item's that nobody asks a group for. */
static void set_rule(struct row *m, const char *rule)
{
    char *copy = xstrdup(rule);

    free(m->it.yellow_rule);
    m->it.yellow_rule = copy;
    m->rule = copy;
}

static void join(struct gather_row *e, const struct row *r)
{
    struct row *m = &e->row;

    add_member(e, r->it.id);
    if (r->colour == COLOUR_RED ||
        (r->colour == COLOUR_YELLOW && m->colour != COLOUR_RED)) {
        m->colour = r->colour;
        set_rule(m, r->rule);
    }
    if (r->it.red_on < m->it.red_on) {
        set_rule(m, m->rule);   /* it may be the text that is replaced */
        m->it.red_on = r->it.red_on;
        free(m->it.red_rule);
        m->it.red_rule = xstrdup(r->it.red_rule);
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
    share_person(&m->owner, m->it.owner, r->it.owner);
    share_person(&m->handler, m->it.handler, r->it.handler);
    share_person(&m->leader, m->it.leader, r->it.leader);
    share_person(&m->lead, m->it.lead, r->it.lead);
    share(&m->co, r->co);
    share(&m->waiting, r->waiting);
    share(&m->it.state, r->it.state);
}

/* The first row of a group becomes the group's: its own name and figures go. */
static void become_group(struct gather_row *e, const struct list_def *l)
{
    struct row *r = &e->row;

    for (size_t i = 0; i < l->sheet.n_group; i++)
        if (strcmp(l->sheet.group[i], "place") == 0)
            r->place[strcspn(r->place, "/")] = '\0';

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

static struct gather_row *find_group(struct gather *g, const char *key)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->v[i].key && strcmp(g->v[i].key, key) == 0)
            return &g->v[i];
    return NULL;
}

void gather_add(struct gather *g, struct row *r)
{
    const struct list_def *l = defs_list(g->defs, r->it.list);
    char *key = l && l->sheet.grouped ? group_key(l, r) : NULL;
    struct gather_row *group = key ? find_group(g, key) : NULL;

    if (group) {
        join(group, r);
        row_fini(r);
        free(key);
        return;
    }
    GROW(g->v, g->n, g->cap);
    struct gather_row *e = &g->v[g->n++];
    *e = (struct gather_row){ .row = *r, .key = key };
    memset(r, 0, sizeof *r);
    if (key) {
        struct buf b = { 0 };
        common(&b, l, &e->row);
        e->said = buf_take(&b); /* finished when all members are known */
        add_member(e, e->row.it.id);
        become_group(e, l);
    }
}

/* ---- names ---- */

/* "%zu" is how many; "%s" what they have in common, then what one is called. */
static void fill(struct buf *b, const char *pattern, const char *what, size_t n,
                 const char *row)
{
    const char *texts[] = { what, row };
    size_t at = 0;

    /* The sentence comes from a table: fill it by hand, in its order. */
    for (const char *p = pattern; *p; p++) {
        if (strncmp(p, "%zu", 3) == 0) {
            buf_printf(b, "%zu", n);
            p += 2;
        } else if (*p == '%' && p[1] == 's') {
            buf_puts(b, at < 2 ? texts[at] : "");
            at++;
            p++;
        } else {
            buf_putc(b, *p);
        }
    }
}

static void name_group(const struct gather *g, struct gather_row *e)
{
    const struct list_def *l = defs_list(g->defs, e->row.it.list);
    struct buf b = { 0 };

    free(e->row.it.title);
    e->row.it.title = xasprintf("%s %zu%s%s%s", e->said, e->n_members, l->row,
                                *e->row.owner ? " " : "", e->row.owner);
    fill(&b, _(g->pattern), e->said, e->n_members, l->row);
    if (*e->row.owner) {
        /* TRANSLATORS: who is in charge of a group of rows, behind what they are */
        buf_printf(&b, _(" (in charge: %s)"), e->row.owner);
    }
    free(e->said);
    e->said = buf_take(&b);
}

/* ---- the rows of one ---- */

void gather_question(const struct gather_row *g, const struct list_def *list,
                     struct question *q)
{
    const struct item *it = &g->row.it;

    q->list = list->id;
    if (it->parent)
        question_add(q, "parent_id=%lld", (long long)it->parent);
    else
        question_add(q, "parent_id=");
    for (size_t i = 0; i < list->sheet.n_group; i++) {
        const char *by = list->sheet.group[i];
        if (strcmp(by, "step") == 0)
            question_add(q, "step=%s", it->next_step ? it->next_step : "");
        else if (strcmp(by, "owner") == 0 && it->owner)
            question_add(q, "owner_id=%lld", (long long)it->owner);
        else if (strcmp(by, "owner") == 0)
            question_add(q, "owner_id=");
        else if (strcmp(by, "unit") == 0 && it->unit)
            question_add(q, "unit_id=%lld", (long long)it->unit);
        else if (strcmp(by, "place") == 0 && *g->row.place)
            snprintf(q->place, sizeof q->place, "%s", g->row.place);
        else if (strcmp(by, "place") == 0)
            question_add(q, "place_id=");
    }
}

/* ---- order ---- */

bool gather_past_upper(const struct row *r, const struct calendar *cal, int32_t day)
{
    return r->it.phase == PHASE_OPEN && calendar_is_late(cal, r->it.upper_due, day);
}

static const struct calendar *sort_calendar;
static int32_t sort_day;

static int compare(const void *x, const void *y)
{
    const struct gather_row *a = x, *b = y;
    bool up_a = gather_past_upper(&a->row, sort_calendar, sort_day);
    bool up_b = gather_past_upper(&b->row, sort_calendar, sort_day);

    if (up_a != up_b)
        return up_a ? -1 : 1;
    if (a->row.days_overdue != b->row.days_overdue)
        return a->row.days_overdue > b->row.days_overdue ? -1 : 1;
    if (a->row.it.due != b->row.it.due)
        return a->row.it.due == DAY_NONE       ? 1
               : b->row.it.due == DAY_NONE     ? -1
               : a->row.it.due < b->row.it.due ? -1
                                               : 1;
    int by_code = strcmp(a->row.it.code, b->row.it.code);
    return by_code ? by_code : strcmp(a->row.it.title, b->row.it.title);
}

void gather_finish(struct gather *g)
{
    for (size_t i = 0; i < g->n; i++) {
        if (g->v[i].key)
            name_group(g, &g->v[i]);
        else
            g->v[i].said = xstrdup(g->v[i].row.it.title);
    }
    sort_calendar = g->defs->calendar;
    sort_day = g->day;
    if (g->n > 1)
        qsort(g->v, g->n, sizeof *g->v, compare);
}

void gather_fini(struct gather *g)
{
    for (size_t i = 0; i < g->n; i++) {
        row_fini(&g->v[i].row);
        free(g->v[i].members);
        free(g->v[i].said);
        free(g->v[i].key);
    }
    free(g->v);
    g->v = NULL;
    g->n = g->cap = 0;
}
