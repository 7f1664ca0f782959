/* weekly_rows.c - every item in work or crossed off in the period, into the section it
 * stands in, and the figures. One pass. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/people.h"
#include "report/weekly_work.h"

/* msgids of a group's title; see gather.h */
static const char *const patterns[LIST_COUNT] = {
    [LIST_OVERDUE] = N_("%s: %zu %s overdue"),
    [LIST_LAGGING] = N_("%s: %zu %s behind"),
    [LIST_DUE] = N_("%s: %zu %s falling due"),
    [LIST_REVIEW] = N_("%s: %zu %s in review"),
    [LIST_COORD] = N_("%s: %zu %s to be co-ordinated"),
    [LIST_NEW] = N_("%s: %zu %s new"),
    [LIST_CLOSED] = N_("%s: %zu %s crossed off"),
    [LIST_UNREPORTED] = N_("%s: %zu %s not reported"),
};

struct known *weekly_known(const struct weekly_work *w, int64_t item)
{
    size_t at;

    return index_find(&w->by_item, (uint64_t)item, &at) ? &w->known[at] : NULL;
}

/* ---- figures ---- */

const char *weekly_called(struct weekly_work *w, int64_t person, const char *name)
{
    if (!*name)
        return "";
    for (size_t i = 0; i < w->n_called; i++)
        if (w->called[i].id == person)
            return w->called[i].name;
    GROW(w->called, w->n_called, w->cap_called);
    w->called[w->n_called] = (struct called){ person, person_told_apart(w->st->db, person) };
    return w->called[w->n_called++].name;
}

static struct lead *lead_of(struct weekly_work *w, const struct row *r)
{
    for (size_t i = 0; i < w->n_leads; i++)
        if (w->leads[i].id == r->it.lead)
            return &w->leads[i];
    GROW(w->leads, w->n_leads, w->cap_leads);
    w->leads[w->n_leads++] = (struct lead){
        .id = r->it.lead,
        .name = xstrdup(weekly_called(w, r->it.lead, r->lead)),
        .rank = r->it.lead ? names_rank(&w->names, NAMES_PERSON, r->it.lead) : INT64_MAX,
    };
    return &w->leads[w->n_leads - 1];
}

static int64_t *group_figures(struct weekly_work *w, const struct list_def *l)
{
    for (size_t i = 0; i < w->n_groups; i++)
        if (w->groups[i].list == l)
            return w->groups[i].n;
    GROW(w->groups, w->n_groups, w->cap_groups);
    w->groups[w->n_groups++] = (struct list_figures){ .list = l };
    return w->groups[w->n_groups - 1].n;
}

static void count_row(int64_t *n, const struct weekly_work *w, const struct known *k,
                      const struct row *r)
{
    bool in_work = r->it.phase <= PHASE_HELD;

    n[FIG_IN_WORK] += in_work;
    n[FIG_RED] += in_work && r->colour == COLOUR_RED;
    n[FIG_YELLOW] += in_work && r->colour == COLOUR_YELLOW;
    n[FIG_GREEN] += in_work && r->colour == COLOUR_GREEN;
    n[FIG_HELD] += r->it.phase == PHASE_HELD;
    n[FIG_CLOSED] += (k->in & LIST_BIT(LIST_CLOSED)) != 0;
    n[FIG_UNREPORTED] += (k->in & LIST_BIT(LIST_UNREPORTED)) != 0;
    n[FIG_RED_RUN] += k->red_run >= 2;
    n[FIG_NEW] += (k->in & LIST_BIT(LIST_NEW)) != 0;
    n[FIG_NEWLY_RED] += k->is_red && !k->was_red;
    n[FIG_RED_TO_GREEN] +=
        k->was_red && r->it.phase <= PHASE_REVIEW && r->computed == COLOUR_GREEN;
    n[FIG_OVERDUE] += (k->in & LIST_BIT(LIST_OVERDUE)) != 0;
    n[FIG_PAST_UPPER] += (k->in & LIST_BIT(LIST_OVERDUE)) != 0 &&
                         gather_past_upper(r, w->defs->calendar, w->day);
    n[FIG_LAGGING] += (k->in & LIST_BIT(LIST_LAGGING)) != 0;
    n[FIG_REVIEW] += r->it.phase == PHASE_REVIEW;
}

static void count(struct weekly_work *w, const struct known *k, const struct row *r,
                  const struct list_def *l)
{
    if (k->is_grouped) {
        count_row(group_figures(w, l), w, k, r);
        return;
    }
    count_row(lead_of(w, r)->n, w, k, r);
    count_row(w->total, w, k, r);
}

/* ---- which sections ---- */

/* Entered since the issue before had its data; without one, given out in the period. An
 * item given out again is none. */
static bool is_new(const struct weekly_work *w, const struct item *it)
{
    if (it->reopened)
        return false;
    return w->plan->before ? it->opened_seq > w->plan->since
                           : it->assigned_on >= w->plan->from;
}

/* Closed on the day of the issue before: only what it did not have yet. */
static bool is_closed_now(const struct weekly_work *w, const struct item *it)
{
    return it->closed_on >= w->plan->from ||
           (w->plan->before && it->closed_on == w->plan->from - 1 &&
            !sheet_had(w->st->db, w->plan->before, it->id, "closed"));
}

static unsigned sections_of(const struct weekly_work *w, const struct row *r,
                            const struct standing *is)
{
    unsigned in = 0;

    if (is_new(w, &r->it))
        in |= LIST_BIT(LIST_NEW);
    if (r->it.phase == PHASE_CLOSED)
        return in | LIST_BIT(LIST_CLOSED);
    if (r->it.phase == PHASE_OPEN) {
        if (r->days_overdue)
            in |= LIST_BIT(LIST_OVERDUE);
        else if (is->n_late || is->behind)
            in |= LIST_BIT(LIST_LAGGING);
        if (!r->days_overdue && r->it.due != DAY_NONE && r->it.due <= w->next_meeting)
            in |= LIST_BIT(LIST_DUE);
        if (is->missed)
            in |= LIST_BIT(LIST_UNREPORTED);
    }
    if (r->it.phase == PHASE_REVIEW)
        in |= LIST_BIT(LIST_REVIEW);
    if (r->it.phase == PHASE_HELD || *is->coord)
        in |= LIST_BIT(LIST_COORD);
    return in;
}

/* What has to be looked up: the words of everything that has any, work that may be behind
 * or unreported. */
static unsigned parts_of(const struct weekly_work *w, const struct row *r)
{
    unsigned parts = STANDING_WORDS;

    (void)w;
    if (r->it.phase == PHASE_OPEN)
        parts |= STANDING_WORK;
    if (r->it.phase == PHASE_HELD)
        parts |= STANDING_HOLD;
    return parts;
}

/* The first section it belongs to; what was crossed off stands there only. */
static enum weekly_list place_of(unsigned in)
{
    if (in & LIST_BIT(LIST_CLOSED))
        return LIST_CLOSED;
    for (int l = 0; l < LIST_COUNT; l++)
        if (in & LIST_BIT(l))
            return (enum weekly_list)l;
    return LIST_COUNT;
}

static void set_part(struct weekly_work *w, struct known *k, const struct row *r)
{
    k->unit = xstrdup(r->unit);
    k->lead = xstrdup(weekly_called(w, r->it.lead, r->lead));
    k->unit_rank = names_rank(&w->names, NAMES_UNIT, r->it.unit);
    k->lead_rank = names_rank(&w->names, NAMES_PERSON, r->it.lead);
}

/* What the sheet has to know about a row: where it belongs, how it stands. NULL: `err`. */
static struct known *know(struct weekly_work *w, struct row *r, const struct list_def *l,
                          struct xh_err *err)
{
    GROW(w->known, w->n_known, w->cap_known);
    struct known *k = &w->known[w->n_known];
    *k = (struct known){ .item = r->it.id, .is_grouped = l->sheet.grouped };
    if (standing_load(w->st, &r->it, w->day, parts_of(w, r), &k->is, err) != XH_OK) {
        standing_fini(&k->is);
        return NULL;
    }
    index_put(&w->by_item, (uint64_t)r->it.id, w->n_known++);
    k->in = sections_of(w, r, &k->is);
    k->is_red = r->it.phase <= PHASE_REVIEW && r->computed == COLOUR_RED;
    k->was_red = sheet_was_red(w->st, w->plan, r->it.id);
    if (k->is_red)
        k->red_run = 1 + (k->was_red ? sheet_red_run(w->st, w->plan, r->it.id) : 0);
    k->code = xstrdup(l->sheet.grouped && *r->parent ? r->parent : r->it.code);
    k->list_name = xstrdup(l->sheet.grouped ? l->name : "");
    set_part(w, k, r);
    if (l->person && !l->sheet.grouped) { /* the title is somebody's name */
        free(r->it.title);
        r->it.title = xstrdup(l->name);
    }
    return k;
}

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct weekly_work *w = ctx;
    const struct list_def *l = defs_list(w->defs, r->it.list);

    if (!l || (r->it.phase == PHASE_CLOSED && !is_closed_now(w, &r->it)))
        return XH_OK;
    struct known *k = know(w, r, l, err);
    if (!k)
        return err->rc;
    count(w, k, r, l);
    enum weekly_list at = place_of(k->in);
    if (at != LIST_COUNT)
        gather_add(&w->lists[at], r);
    return XH_OK;
}

static enum xh_rc read_phase(struct weekly_work *w, const char *phase, struct xh_err *err)
{
    char day[DAY_TEXT], from[48], to[48];
    const char *where[] = { from, to };
    struct filter f = {
        .state = phase,
        .order = ORDER_DUE,
        .today = w->day,
        .as_of = DAY_NONE,
        .reader = w->reader,
        .without = ROW_LATEST | ROW_FIELDS,
    };

    for (size_t i = 0; i < w->defs->n_lists; i++) /* groups by a field need it */
        for (size_t k = 0; k < w->defs->lists[i].sheet.n_group; k++)
            if (list_field(&w->defs->lists[i], w->defs->lists[i].sheet.group[k]) >= 0)
                f.without &= ~(unsigned)ROW_FIELDS;
    if (strcmp(phase, "closed") == 0) {
        snprintf(from, sizeof from, "closed_on>=%s", day_format(w->plan->from - 1, day));
        snprintf(to, sizeof to, "closed_on<=%s", day_format(w->day, day));
        f.where = where;
        f.n_where = 2;
    }
    return query_each(w->st, &f, take, w, err);
}

static int by_rank(const void *pa, const void *pb)
{
    const struct lead *a = pa, *b = pb;

    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static int in_lists_order(const void *pa, const void *pb)
{
    const struct list_figures *a = pa, *b = pb;

    return a->list < b->list ? -1 : a->list > b->list; /* they lie in it */
}

enum xh_rc weekly_read(struct weekly_work *w, struct xh_err *err)
{
    static const char *const phases[] = { "open", "review", "held", "closed" };
    enum xh_rc rc = XH_OK;

    for (int l = 0; l < LIST_COUNT; l++)
        w->lists[l] =
            (struct gather){ .defs = w->defs, .day = w->day, .pattern = patterns[l] };
    for (size_t i = 0; rc == XH_OK && i < sizeof phases / sizeof *phases; i++)
        rc = read_phase(w, phases[i], err);
    for (int l = 0; l < LIST_COUNT; l++)
        gather_finish(&w->lists[l]);
    if (w->n_leads > 1)
        qsort(w->leads, w->n_leads, sizeof *w->leads, by_rank);
    if (w->n_groups > 1)
        qsort(w->groups, w->n_groups, sizeof *w->groups, in_lists_order);
    return rc == XH_OK ? names_failed(&w->names, err) : rc;
}

enum xh_rc weekly_read_item(struct weekly_work *w, int64_t item, enum weekly_list *in,
                            struct xh_err *err)
{
    struct filter f = {
        .item = item, .today = w->day, .as_of = DAY_NONE, .reader = w->reader,
        .without = ROW_LATEST | ROW_FIELDS,
    };
    struct rows rows = { 0 };
    enum xh_rc rc = query_rows(w->st, &f, &rows, err);
    const struct list_def *l =
        rc == XH_OK && rows.n ? defs_list(w->defs, rows.v[0].it.list) : NULL;

    if (rc == XH_OK && !l)
        rc = xh_fail(err, XH_NOT_FOUND, _("there is no such item any more"));
    struct known *k = l ? know(w, &rows.v[0], l, err) : NULL;
    if (l && !k)
        rc = err->rc;
    if (k) {
        *in = place_of(k->in);
        if (*in == LIST_COUNT)
            *in = LIST_OVERDUE;         /* the full table */
        w->lists[*in] =
            (struct gather){ .defs = w->defs, .day = w->day, .pattern = patterns[*in] };
        gather_add(&w->lists[*in], &rows.v[0]);
        gather_finish(&w->lists[*in]);
    }
    rows_fini(&rows);
    return rc == XH_OK ? names_failed(&w->names, err) : rc;
}

void weekly_read_fini(struct weekly_work *w)
{
    for (int l = 0; l < LIST_COUNT; l++)
        gather_fini(&w->lists[l]);
    for (size_t i = 0; i < w->n_known; i++) {
        struct known *k = &w->known[i];
        free(k->code);
        free(k->list_name);
        free(k->unit);
        free(k->lead);
        standing_fini(&k->is);
    }
    for (size_t i = 0; i < w->n_leads; i++)
        free(w->leads[i].name);
    for (size_t i = 0; i < w->n_called; i++)
        free(w->called[i].name);
    free(w->called);
    free(w->known);
    free(w->leads);
    free(w->groups);
    index_fini(&w->by_item);
    names_fini(&w->names);
}
