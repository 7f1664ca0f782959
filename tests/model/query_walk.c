#include "tests/model/query_walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

const struct rig_span *span_on(const struct rig_item *it, const struct filter *f)
{
    if (f->as_of == DAY_NONE)
        return &it->now;
    for (int i = 0; i < it->n_spans; i++)
        if (it->spans[i].from <= f->as_of && f->as_of <= it->spans[i].to)
            return &it->spans[i];
    return NULL;
}

enum colour computed_on(const struct rig_span *s, int32_t day)
{
    if (s->phase == PHASE_HELD)
        return COLOUR_GREY;
    if (s->phase > PHASE_HELD)
        return COLOUR_NONE;
    return s->red_on <= day      ? COLOUR_RED
           : s->yellow_on <= day ? COLOUR_YELLOW
                                 : COLOUR_GREEN;
}

bool is_pinned(const struct rig_span *s, int32_t day)
{
    return s->phase <= PHASE_REVIEW && s->pin && s->pin_from <= day &&
           day <= s->pin_until;
}

enum colour shown_on(const struct rig_span *s, int32_t day)
{
    return is_pinned(s, day) ? s->pin : computed_on(s, day);
}

static bool unit_is_below(const struct query_rig *rig, int64_t unit, int64_t above)
{
    for (; unit; unit = rig->unit_parent[unit])
        if (unit == above)
            return true;
    return false;
}

bool place_is_below(const struct query_rig *rig, int64_t place, int64_t above)
{
    for (; place; place = rig->place_parent[place])
        if (place == above)
            return true;
    return false;
}

static bool may_read(const struct query_rig *rig, const struct rig_item *it,
                     int64_t reader)
{
    int64_t unit = reader ? rig->person_unit[reader] : 0;

    switch (reader) {
    case READER_ALL:   return true;
    case READER_OWN:
        return it->owner == reader || it->handler == reader || it->lead == reader
            || it->leader == reader || it->co_person == reader || it->co_unit == unit;
    case READER_UNIT:  return unit_is_below(rig, it->unit, unit);
    case READER_LISTS:
        return it->list == 0 || (it->list == 3 && unit_is_below(rig, it->unit, unit));
    case READER_PLACE: return place_is_below(rig, it->place, rig->person_place[reader]);
    default:           return false;
    }
}

bool is_overdue(const struct query_rig *rig, int32_t due, int32_t day)
{
    for (int32_t d = due + 1; due != DAY_NEVER && d <= day; d++)
        if (!calendar_is_off(rig->defs.calendar, d))
            return true;
    return false;
}

/* Day by day: tasks 5 workdays, projects 10 days, the others 3 workdays. */
static bool is_soon(const struct query_rig *rig, const struct rig_item *it, int32_t due,
                    int32_t day)
{
    int32_t workdays = 0;

    if (due == DAY_NEVER || is_overdue(rig, due, day))
        return false;
    if (it->list == 1)
        return due - day <= 10;
    for (int32_t d = day + 1; d <= due; d++)
        workdays += !calendar_is_off(rig->defs.calendar, d);
    return workdays <= (it->list == 0 ? 5 : 3);
}

bool is_wanted(const struct query_rig *rig, const struct rig_item *it,
               const struct wish *w)
{
    const struct filter *f = &w->f;
    const struct rig_span *s = span_on(it, f);
    int32_t day = f->as_of != DAY_NONE ? f->as_of : f->today;

    if (!s || it->voided || !may_read(rig, it, f->reader))
        return false;
    if (w->list >= 0 && it->list != w->list)
        return false;
    if ((w->unit && !unit_is_below(rig, it->unit, w->unit))
        || (w->place && !place_is_below(rig, it->place, w->place)))
        return false;
    if ((w->owner && it->owner != w->owner) || (w->handler && it->handler != w->handler)
        || (w->lead && it->lead != w->lead) || (w->leader && it->leader != w->leader)
        || (w->parent && it->parent != w->parent))
        return false;
    if ((w->phase >= 0 && s->phase != w->phase) ||
        (w->state && strcmp(w->state, s->state) != 0))
        return false;
    if (f->colours && !(f->colours & BIT(shown_on(s, day))))
        return false;
    if (f->text && !strstr(it->title, f->text) && !strstr(it->code, f->text)
        && !strstr(it->latest, f->text))
        return false;
    if (!f->overdue && !f->due_soon)
        return true;
    return s->phase == 0 && ((f->overdue && is_overdue(rig, s->due, day))
                             || (f->due_soon && is_soon(rig, it, s->due, day)));
}

static const struct wish *sorting;
static const struct query_rig *sorting_rig;

static int by_number(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_wish(const void *pa, const void *pb)
{
    const struct rig_item *a = *(const struct rig_item *const *)pa;
    const struct rig_item *b = *(const struct rig_item *const *)pb;
    const struct rig_span *sa = span_on(a, &sorting->f), *sb = span_on(b, &sorting->f);
    int c = 0;

    switch (sorting->f.order) {
    case ORDER_DUE:
        c = by_number(sa->due, sb->due);
        return c ? c : by_number(a->id, b->id);
    case ORDER_CODE:
        return strcmp(a->code, b->code);
    case ORDER_UNIT:
        c = by_number(a->unit ? sorting_rig->unit_rank[a->unit] : 1000,
                      b->unit ? sorting_rig->unit_rank[b->unit] : 1000);
        c = c ? c : by_number(a->unit, b->unit);
        break;
    case ORDER_OWNER:
        c = by_number(a->owner ? sorting_rig->person_rank[a->owner] : 1000,
                      b->owner ? sorting_rig->person_rank[b->owner] : 1000);
        c = c ? c : by_number(a->owner, b->owner);
        break;
    case ORDER_URGENCY:
        break;
    }
    c = c ? c : by_number(sa->red_on, sb->red_on);
    return c ? c : by_number(a->id, b->id);
}

const struct rig_item **walk(const struct query_rig *rig, const struct wish *w, size_t *n)
{
    const struct rig_item **v = xcalloc(rig->n + 1, sizeof *v);

    *n = 0;
    for (size_t i = 0; i < rig->n; i++)
        if (is_wanted(rig, &rig->v[i], w))
            v[(*n)++] = &rig->v[i];
    sorting = w;
    sorting_rig = rig;
    qsort(v, *n, sizeof *v, by_wish);
    if (w->f.limit > 0 && *n > (size_t)w->f.limit)
        *n = (size_t)w->f.limit;
    return v;
}

char *tell_wish(const struct wish *w)
{
    const struct filter *f = &w->f;

    return xasprintf(
        "list %d colours %x unit %d place %d owner %d handler %d lead %d leader %d "
        "parent %d state %s text %s overdue %d soon %d order %d limit %d as-of %d "
        "today %d reader %d",
        w->list, f->colours, (int)w->unit, (int)w->place, (int)w->owner, (int)w->handler,
        (int)w->lead, (int)w->leader, (int)w->parent, f->state ? f->state : "-",
        f->text ? f->text : "-", f->overdue, f->due_soon, (int)f->order, (int)f->limit,
        f->as_of, f->today, (int)f->reader);
}

void any_wish(struct wish *w, const struct query_rig *rig)
{
    *w = (struct wish){ .f = rig_filter(rig), .list = -1, .phase = -1 };
}

int32_t wish_day(const struct wish *w)
{
    return w->f.as_of != DAY_NONE ? w->f.as_of : w->f.today;
}

bool one_in(uint32_t n)
{
    return rig_random(n) == 0;
}

void random_wish(struct wish *w, const struct query_rig *rig)
{
    static const char *const list_ids[] = { "tasks", "projects", "households", "problems" };
    static const struct { const char *word; int phase; const char *state; } states[] = {
        { "open", 0, NULL }, { "review", 1, NULL }, { "held", 2, NULL }, { "closed", 3, NULL },
        { "cancelled", 4, NULL }, { "active", 0, "active" }, { "drafting", 0, "drafting" },
    };
    static const char *const texts[] = { "路", "%", "a_b", "GDP", "征26-00", "进展1" };
    static const int64_t readers[] = { READER_OWN, READER_UNIT, READER_LISTS, READER_NONE,
                                       READER_PLACE, 0 };

    any_wish(w, rig);
    w->f.order = (enum order)rig_random(5);
    if (!one_in(4))
        w->f.colours = rig_random(32);
    if (one_in(2)) {
        w->list = (int)rig_random(4);
        w->f.list = list_ids[w->list];
    }
    if (one_in(3)) {
        w->unit = 1 + rig_random(RIG_UNITS);
        w->f.unit = w->unit_name;
        snprintf(w->unit_name, sizeof w->unit_name, "U%d", (int)w->unit);
    }
    if (one_in(8)) {
        w->place = 1 + rig_random(RIG_PLACES);
        w->f.place = w->place_name;
        char *name = rig_place_name(rig, w->place);
        snprintf(w->place_name, sizeof w->place_name, "%s", name);
        free(name);
    }
#define PERSON(field, name, below) \
    if (one_in(12)) { \
        w->field = 1 + rig_random(below); \
        w->f.field = w->name; \
        snprintf(w->name, sizeof w->name, "P%d", (int)w->field); \
    }
    PERSON(owner, owner_name, RIG_PEOPLE)
    PERSON(handler, handler_name, RIG_PEOPLE)
    PERSON(lead, lead_name, 8)
    PERSON(leader, leader_name, 5)
#undef PERSON
    if (one_in(12)) {
        w->parent = 1 + rig_random(20);
        w->f.parent = w->parent_code;
        snprintf(w->parent_code, sizeof w->parent_code, "%s", rig->v[w->parent - 1].code);
    }
    if (one_in(5)) {
        size_t i = rig_random(COUNT(states));
        w->f.state = states[i].word;
        w->phase = states[i].phase;
        w->state = states[i].state;
    }
    if (one_in(8))
        w->f.text = texts[rig_random(COUNT(texts))];
    w->f.overdue = one_in(8);
    w->f.due_soon = one_in(8);
    if (one_in(3))
        w->f.today = rig->today - 30 + (int32_t)rig_random(60);
    if (one_in(4))
        w->f.as_of = rig->today - 110 + (int32_t)rig_random(112);
    if (one_in(4))
        w->f.reader = readers[rig_random(COUNT(readers))];
    if (!one_in(8))
        w->f.limit = 1 + rig_random(120);
}
