/* def.c - the memory definitions live in, what is derived from them, and looking things
 * up. */
#include "model/def.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

/* ---- arena ---- */

#define CHUNK 16384

struct chunk {
    struct chunk *next;
    size_t used, size;
    max_align_t bytes[];
};

struct arena { struct chunk *chunks; };

static struct chunk *chunk_new(size_t size)
{
    struct chunk *c = xcalloc(1, sizeof *c + size);

    c->size = size;
    return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
    struct chunk *c = a->chunks;
    void *p;

    n = (n + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
    if (!c || c->size - c->used < n) {
        c = chunk_new(n > CHUNK ? n : CHUNK);
        c->next = a->chunks;
        a->chunks = c;
    }
    p = (char *)c->bytes + c->used;
    c->used += n;
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    size_t n = strlen(s) + 1;

    return memcpy(arena_alloc(a, n), s, n);
}

/* ---- definitions ---- */

struct defs *defs_new(void)
{
    struct defs *d = xcalloc(1, sizeof *d);

    d->arena = xcalloc(1, sizeof *d->arena);
    return d;
}

void defs_free(struct defs *d)
{
    struct chunk *c, *next;

    if (!d)
        return;
    calendar_free(d->calendar);
    for (c = d->arena->chunks; c; c = next) {
        next = c->next;
        free(c);
    }
    free(d->arena);
    free(d);
}

/* A word in a deadline that is no step may be a date field: "handover + 10 days". */
static void resolve(const struct defs *d, const struct list_def *l, struct deadline *due)
{
    const struct list_def *of = due->of_parent ? defs_list(d, l->parent) : l;

    if (due->anchor == ANCHOR_STEP && of && list_step(of, due->id) < 0
        && list_field(of, due->id) >= 0)
        due->anchor = ANCHOR_FIELD;
}

/* A list that names a rule set has its rules; an unknown one is the checks' matter. */
static void take_colour_set(const struct defs *d, struct colours_def *c)
{
    const struct colour_set_def *set =
        c->set && *c->set ? defs_colour_set(d, c->set) : NULL;

    if (set) {
        c->yellow = set->colours.yellow;
        c->n_yellow = set->colours.n_yellow;
        c->red = set->colours.red;
        c->n_red = set->colours.n_red;
    }
}

static void default_columns(struct list_def *l)
{
    static const char *columns[] = {
        "colour", "code", "title", "unit",  "owner",
        "due",    "left", "steps", "state", "waiting",
    };

    if (l->n_columns == 0) {
        l->columns = columns;
        l->n_columns = sizeof columns / sizeof *columns;
    }
}

static int by_order(const void *a, const void *b)
{
    const struct list_def *x = a, *y = b;

    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return strcmp(x->id, y->id);
}

static void build_calendar(struct defs *d)
{
    size_t n = 0, at = 0;
    struct calendar_day *days;
    int *years;

    for (size_t i = 0; i < d->n_years; i++)
        n += d->years[i].n_days;
    days = xcalloc(n + 1, sizeof *days);
    years = xcalloc(d->n_years + 1, sizeof *years);
    for (size_t i = 0; i < d->n_years; i++) {
        years[i] = d->years[i].year;
        for (size_t k = 0; k < d->years[i].n_days; k++)
            if (d->years[i].days[k].day != DAY_NONE)
                days[at++] = d->years[i].days[k];
    }
    calendar_free(d->calendar);
    d->calendar = calendar_new(days, at, years, d->n_years);
    free(days);
    free(years);
}

void defs_finish(struct defs *d)
{
    if (d->n_lists > 1)
        qsort(d->lists, d->n_lists, sizeof *d->lists, by_order);
    for (size_t i = 0; i < d->n_lists; i++) {
        struct list_def *l = &d->lists[i];

        take_colour_set(d, &l->colours);
        resolve(d, l, &l->due);
        for (size_t k = 0; k < l->n_steps; k++)
            resolve(d, l, &l->steps[k].due);
        default_columns(l);
    }
    build_calendar(d);
}

/* ---- looking up ---- */

const struct list_def *defs_list(const struct defs *d, const char *id)
{
    for (size_t i = 0; i < d->n_lists; i++)
        if (strcmp(d->lists[i].id, id) == 0)
            return &d->lists[i];
    return NULL;
}

const struct list_def *defs_list_by_alias(const struct defs *d, const char *alias)
{
    for (size_t i = 0; *alias && i < d->n_lists; i++)
        if (strcmp(d->lists[i].alias, alias) == 0)
            return &d->lists[i];
    return NULL;
}

bool list_takes_due(const struct list_def *l)
{
    return l->due.anchor == ANCHOR_GIVEN || l->due.or_given;
}

const char *list_row_apart(const struct list_def *l)
{
    return l && l->sheet.grouped ? l->row : "";
}

int list_step(const struct list_def *l, const char *id)
{
    for (size_t i = 0; i < l->n_steps; i++)
        if (strcmp(l->steps[i].id, id) == 0)
            return (int)i;
    return -1;
}

int list_field(const struct list_def *l, const char *id)
{
    for (size_t i = 0; i < l->n_fields; i++)
        if (strcmp(l->fields[i].id, id) == 0)
            return (int)i;
    return -1;
}

void list_fields_grouped(const struct list_def *l, size_t *order)
{
    size_t n = 0;

    for (size_t i = 0; i < l->n_fields; i++)
        if (!*l->fields[i].group)
            order[n++] = i;
    for (size_t i = 0; i < l->n_fields; i++) {
        const char *group = l->fields[i].group;
        bool taken = !*group;

        for (size_t k = 0; k < i && !taken; k++)
            taken = strcmp(l->fields[k].group, group) == 0;
        for (size_t k = i; k < l->n_fields && !taken; k++)
            if (strcmp(l->fields[k].group, group) == 0)
                order[n++] = k;
    }
}

const struct colour_set_def *defs_colour_set(const struct defs *d, const char *id)
{
    for (size_t i = 0; i < d->colours.n_sets; i++)
        if (strcmp(d->colours.sets[i].id, id) == 0)
            return &d->colours.sets[i];
    return NULL;
}

const struct state_def *defs_state(const struct defs *d, const char *id)
{
    for (size_t i = 0; i < d->workflow.n_states; i++)
        if (strcmp(d->workflow.states[i].id, id) == 0)
            return &d->workflow.states[i];
    return NULL;
}

static const struct action_def *action(const struct action_def *v, size_t n,
                                       enum verb verb)
{
    for (size_t i = 0; verb != VERB_NONE && i < n; i++)
        if (strcmp(v[i].id, verb_info(verb)->id) == 0)
            return &v[i];
    return NULL;
}

const struct action_def *defs_action(const struct defs *d, enum verb v)
{
    return action(d->workflow.actions, d->workflow.n_actions, v);
}

const struct action_def *list_action(const struct defs *d, const struct list_def *l,
                                     enum verb v)
{
    const struct action_def *own = l ? action(l->actions, l->n_actions, v) : NULL;

    return own ? own : defs_action(d, v);
}

const struct role_def *defs_role(const struct defs *d, const char *id)
{
    for (size_t i = 0; i < d->township.n_roles; i++)
        if (strcmp(d->township.roles[i].id, id) == 0)
            return &d->township.roles[i];
    return NULL;
}

/* ---- words ---- */

static const struct { const char *id, *hanzi; } colours[] = {
    [COLOUR_NONE] = { "", "" },           [COLOUR_GREEN] = { "green", "绿" },
    [COLOUR_YELLOW] = { "yellow", "黄" }, [COLOUR_RED] = { "red", "红" },
    [COLOUR_GREY] = { "grey", "灰" },
};

const char *colour_id(enum colour c)
{
    return colours[(unsigned)c <= COLOUR_GREY ? c : COLOUR_NONE].id;
}

enum colour colour_find(const char *id)
{
    for (int c = COLOUR_GREEN; c <= COLOUR_GREY; c++)
        if (strcmp(colours[c].id, id) == 0 || strcmp(colours[c].hanzi, id) == 0)
            return (enum colour)c;
    return COLOUR_NONE;
}

const char *colour_word(const struct defs *d, enum colour c)
{
    const struct words_def *w = &d->township.colours;
    const char *word = c == COLOUR_GREEN  ? w->green
                     : c == COLOUR_YELLOW ? w->yellow
                     : c == COLOUR_RED    ? w->red
                     : c == COLOUR_GREY   ? w->grey
                                          : "";

    return word ? word : "";
}

const char *const core_columns[] = {
    "colour",    "code",         "list",        "parent",   "title",     "unit",
    "place",     "owner",        "handler",     "leader",   "lead",      "co",
    "source",    "source_ref",   "assigned_on", "start",    "due",       "first_due",
    "upper_due", "report_every", "colour_rule", "left",     "days_left", "days_overdue",
    "steps",     "steps_done",   "steps_total", "progress", "state",     "phase",
    "waiting",   "latest",       "limit",       NULL,
};

bool is_core_column(const char *id)
{
    for (size_t i = 0; core_columns[i]; i++)
        if (strcmp(core_columns[i], id) == 0)
            return true;
    return false;
}

bool defs_hangs_on(const struct defs *defs, const struct list_def *l, const char *field)
{
    if (l->due.anchor == ANCHOR_FIELD && !l->due.of_parent &&
        strcmp(l->due.id, field) == 0)
        return true;
    for (size_t i = 0; i < l->n_steps; i++)
        if (l->steps[i].due.anchor == ANCHOR_FIELD && !l->steps[i].due.of_parent
            && strcmp(l->steps[i].due.id, field) == 0)
            return true;
    for (size_t i = 0; i < defs->n_lists; i++) {
        const struct list_def *c = &defs->lists[i];
        if (strcmp(c->parent, l->id) != 0)
            continue;
        if (c->due.of_parent && strcmp(c->due.id, field) == 0)
            return true;
        for (size_t k = 0; k < c->n_steps; k++)
            if (c->steps[k].due.of_parent && strcmp(c->steps[k].due.id, field) == 0)
                return true;
    }
    return false;
}
