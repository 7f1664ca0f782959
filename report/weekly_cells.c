/* weekly_cells.c - the sections that are lists of items: columns and what stands in them
 * (OFFICE, the tables of columns). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "report/weekly_work.h"

/* ---- columns ---- */

struct column {
    const char *id, *title;
    int mm;
    enum text_align align;
};

/* clang-format off */
static const struct column full[] = {
    { "n", N_("No."), 9, TEXT_CENTRE },
    { "colour", N_("Light"), 9, TEXT_CENTRE },
    { "code", N_("Code"), 18, TEXT_LEFT },
    { "title", N_("Item (source, instruction)"), 46, TEXT_LEFT },
    { "lead", N_("Responsible leader"), 18, TEXT_LEFT },
    { "unit", N_("Lead unit (co-operating)"), 25, TEXT_LEFT },
    { "owner", N_("Owner"), 16, TEXT_LEFT },
    { "due", N_("Time limit"), 20, TEXT_LEFT },
    { "overdue", N_("Overdue (days)"), 14, TEXT_CENTRE },
    { "latest", N_("Latest progress (reported)"), 40, TEXT_LEFT },
    { "problem", N_("Problem and next step"), 28, TEXT_LEFT },
    { "decision", N_("Decision"), 22, TEXT_LEFT },
    { NULL, NULL, 0, TEXT_LEFT },
};
static const struct column brief[] = {
    { "n", N_("No."), 9, TEXT_CENTRE },
    { "colour", N_("Light"), 9, TEXT_CENTRE },
    { "code", N_("Code"), 18, TEXT_LEFT },
    { "title", N_("Item"), 78, TEXT_LEFT },
    { "lead", N_("Responsible leader"), 18, TEXT_LEFT },
    { "unit", N_("Lead unit (co-operating)"), 32, TEXT_LEFT },
    { "owner", N_("Owner"), 18, TEXT_LEFT },
    { "date", N_("Time limit or date"), 22, TEXT_LEFT },
    { "note", N_("Explanation"), 39, TEXT_LEFT },
    { "decision", N_("Decision"), 22, TEXT_LEFT },
    { NULL, NULL, 0, TEXT_LEFT },
};

/* TRANSLATORS: titles of the sheet's sections, numbered through */
static const struct { const char *id, *title; const struct column *columns; bool refers; }
infos[LIST_COUNT] = {
    [LIST_OVERDUE] = { "overdue", N_("1. Overdue items"), full, false },
    [LIST_LAGGING] = { "lagging", N_("2. Steps behind"), full, false },
    [LIST_DUE] = { "due", N_("4. Falling due before the next meeting (%s)"), brief, true },
    [LIST_REVIEW] = { "review", N_("5. To be crossed off (in review)"), brief, false },
    [LIST_COORD] = { "coord", N_("6. To be co-ordinated"), brief, true },
    [LIST_NEW] = { "new", N_("7. New in the period"), brief, true },
    [LIST_CLOSED] = { "closed", N_("8. Crossed off in the period"), brief, false },
    [LIST_UNREPORTED] = { "unreported", N_("9. Progress not reported"), brief, true },
};

/* clang-format on */

/* ---- texts ---- */

char *weekly_date(int32_t day)
{
    int y, m, d;

    if (day == DAY_NONE)
        return xstrdup("");
    day_to_civil(day, &y, &m, &d);
    /* TRANSLATORS: month and day */
    return xasprintf(_("%d/%d"), m, d);
}

static bool ends_sentence(uint32_t ch)
{
    return ch == 0x3002 || ch == 0xFF01 || ch == 0xFF1F || ch == 0xFF1B || ch == '!' ||
           ch == '?' || ch == ';'; /* 。！？； */
}

static bool ends_clause(uint32_t ch)
{
    return ch == 0xFF0C || ch == 0x3001 || ch == ',' || ch == 0xFF1A; /* ，、： */
}

char *weekly_cut(const char *text, int most)
{
    struct buf b = { 0 };
    size_t sentence = 0, clause = 0, room = 0;
    int used = 0, len;

    for (const char *p = text ? text : ""; *p; p++)
        buf_putc(&b, *p == '\n' || *p == '\t' ? ' ' : *p);
    char *s = text_trim(buf_take(&b));
    if (text_width(s) <= most)
        return s;
    for (const char *p = s; *p; p += len) {
        uint32_t ch = text_next(p, &len);
        used += text_char_width(ch);
        if (used > most - 2) /* …… are two columns in the width table */
            break;
        size_t end = (size_t)(p - s) + (size_t)len;
        room = end;
        sentence = ends_sentence(ch) ? end : sentence;
        clause = ends_clause(ch) ? (size_t)(p - s) : clause;
    }
    /* A text without a sentence's end in reach is cut at a clause, else anywhere. */
    buf_add(&b, s, sentence ? sentence : clause > room / 2 ? clause : room);
    buf_puts(&b, "……");
    free(s);
    return buf_take(&b);
}

/* Lines of a cell. */
static void line(struct buf *b, const char *text)
{
    if (!*text)
        return;
    if (b->len)
        buf_putc(b, '\n');
    buf_puts(b, text);
}

static void linef(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void linef(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    if (b->len)
        buf_putc(b, '\n');
    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

struct filling {
    struct weekly_work *w;
    enum weekly_list list;
    const struct gather_row *g;
    const struct row *r;
    const struct known *k; /* NULL for a group */
    struct buf *b;
};

static const char *near(const struct filling *c, int32_t day, char text[static DAY_TEXT])
{
    return day_format_short(day, c->w->day, text);
}

static void cell_colour(const struct filling *c)
{
    buf_puts(c->b, colour_word(c->w->defs, c->r->colour));
    if (c->k && c->k->red_run >= 2)
        linef(c->b, _("run %d"), (int)c->k->red_run);
}

static void cell_code(const struct filling *c)
{
    buf_puts(c->b, c->r->it.code);
}

#define TITLE 84 /* three printed lines */
#define BRIEF_TITLE 144

static void add_source(const struct filling *c)
{
    const struct item *it = &c->r->it;

    if (*it->source || *it->source_ref)
        linef(c->b, "%s%s%s", it->source, *it->source && *it->source_ref ? " " : "",
              it->source_ref);
}

static void add_late(const struct filling *c)
{
    const struct standing *is = &c->k->is;
    struct buf b = { 0 };
    char day[DAY_TEXT];

    for (size_t i = 0; i < is->n_late && i < 3; i++)
        buf_printf(&b, _("%s%s (due %s)"), i ? _(", ") : "", is->late[i].name,
                   near(c, is->late[i].due, day));
    if (is->n_late > 3)
        buf_puts(&b, " ……");
    if (b.len)
        linef(c->b, _("steps behind: %s"), buf_str(&b));
    if (is->behind)
        linef(c->b, _("planned %d%%, done %d%%"), (int)(is->planned / 1000000),
              (int)(is->actual / 1000000));
    buf_fini(&b);
}

static void add_instruction(const struct filling *c)
{
    char day[DAY_TEXT];

    if (!*c->k->is.instruction)
        return;
    char *words = weekly_cut(c->k->is.instruction, 60);
    linef(c->b, _("instructed (%s %s): %s"), near(c, c->k->is.instruction_on, day),
          c->k->is.instructed_by, words);
    free(words);
}

static void add_pin(const struct filling *c)
{
    char day[DAY_TEXT];

    if (strcmp(c->r->rule, "pin") == 0)
        linef(c->b, _("set by hand (treated as %s until %s)"),
              colour_word(c->w->defs, c->r->colour), near(c, c->r->it.pin_until, day));
}

static void cell_title(const struct filling *c)
{
    char *title =
        weekly_cut(c->g->said, infos[c->list].columns == full ? TITLE : BRIEF_TITLE);

    buf_puts(c->b, title);
    free(title);
    if (!c->k)
        return;
    if (c->list != LIST_NEW)
        add_source(c);
    add_instruction(c);
    if (c->list == LIST_LAGGING)
        add_late(c);
    add_pin(c);
}

static void cell_lead(const struct filling *c)
{
    if (*c->r->leader)
        linef(c->b, _("%s (heading)"), c->r->leader);
    line(c->b, weekly_called(c->w, c->r->it.lead, c->r->lead));
}

static void cell_unit(const struct filling *c)
{
    line(c->b, c->r->unit);
    if (*c->r->co)
        linef(c->b, "(%s)", c->r->co);
}

static void cell_owner(const struct filling *c)
{
    char day[DAY_TEXT];

    line(c->b, c->r->owner);
    if (c->k && *c->r->owner && c->r->it.owner_since != DAY_NONE)
        linef(c->b, _("(since %s)"), near(c, c->r->it.owner_since, day));
}

static void cell_due(const struct filling *c)
{
    const struct item *it = &c->r->it;
    char day[DAY_TEXT];

    if (it->due == DAY_NONE)
        line(c->b, _("no deadline"));
    else
        linef(c->b, _("now %s"), near(c, it->due, day));
    if (it->first_due != DAY_NONE && it->first_due != it->due)
        linef(c->b, _("first %s"), near(c, it->first_due, day));
    if (it->upper_due != DAY_NONE)
        linef(c->b,
              gather_past_upper(c->r, c->w->defs->calendar, c->w->day)
                  ? _("past superior's %s")
                  : _("superior's %s"),
              near(c, it->upper_due, day));
}

static void cell_overdue(const struct filling *c)
{
    const struct item *it = &c->r->it;
    char day[DAY_TEXT];

    if (c->r->days_overdue)
        linef(c->b, "%d", (int)c->r->days_overdue);
    else if (c->k && c->k->is.n_late)
        linef(c->b, "%d", (int)(c->w->day - c->k->is.late[0].due));
    if (c->k && it->limit_due != DAY_NONE)
        linef(c->b,
              calendar_is_late(c->w->defs->calendar, it->limit_due, c->w->day)
                  ? _("limit %s missed")
                  : _("limit %s"),
              near(c, it->limit_due, day));
}

static void cell_latest(const struct filling *c)
{
    char day[DAY_TEXT];

    if (!c->k)
        return;
    const struct standing *is = &c->k->is;
    if (is->missed)
        linef(c->b, _("%d not reported"), (int)is->missed);
    if (!*is->text)
        return;
    char *words = weekly_cut(is->text, 120);
    linef(c->b, "%s(%s)", words, near(c, is->report_on, day));
    if (is->same)
        linef(c->b, _("as in the last report (%d running)"), (int)is->same + 1);
    free(words);
}

static void cell_problem(const struct filling *c)
{
    char day[DAY_TEXT];

    if (!c->k)
        return;
    const struct standing *is = &c->k->is;
    char *problem = weekly_cut(is->problem, 80);
    int left = 80 - text_width(problem);
    char *next = weekly_cut(is->next, left > 32 ? left : 32);
    line(c->b, problem);
    if (*next && is->next_due != DAY_NONE)
        linef(c->b, _("next: %s (by %s)"), next, near(c, is->next_due, day));
    else if (*next)
        linef(c->b, _("next: %s"), next);
    if (*is->coord) {
        char *coord = weekly_cut(is->coord, 48);
        linef(c->b, is->for_superior ? _("superior: %s") : _("in the township: %s"),
              coord);
        free(coord);
    }
    free(problem);
    free(next);
}

/* ---- the short table ---- */

static void cell_date(const struct filling *c)
{
    const struct item *it = &c->r->it;
    char day[DAY_TEXT];

    switch (c->list) {
    case LIST_REVIEW: linef(c->b, _("applied %s"), near(c, it->applied_on, day)); break;
    case LIST_CLOSED: buf_puts(c->b, near(c, it->closed_on, day)); break;
    default: cell_due(c);
    }
}

static void note_due(const struct filling *c)
{
    struct buf left = { 0 };

    explain_left(&left, c->w->defs->calendar, c->r->it.due, c->w->day);
    line(c->b, buf_str(&left));
    buf_fini(&left);
    if (c->k && c->k->is.missed)
        linef(c->b, _("%d not reported"), (int)c->k->is.missed);
}

/* The reviewer's clock (OFFICE 3). */
static void note_review(const struct filling *c)
{
    const struct calendar *cal = c->w->defs->calendar;
    const struct item *it = &c->r->it;

    if (it->applied_on != DAY_NONE && it->review_due != DAY_NONE)
        linef(c->b, _("review: %d of %d workdays used"),
              (int)calendar_workdays(cal, it->applied_on, c->w->day),
              (int)calendar_workdays(cal, it->applied_on, it->review_due));
    if (it->returns)
        linef(c->b, _("returned %d times"), (int)it->returns);
}

static bool is_for_superior(const struct weekly_work *w, const struct known *k)
{
    if (*k->is.office)
        return !standing_is_ours(w->st->db, k->is.office);
    return k->is.for_superior;
}

static void note_coord(const struct filling *c)
{
    char day[DAY_TEXT];

    if (!c->k)
        return;
    const struct standing *is = &c->k->is;
    line(c->b, is_for_superior(c->w, c->k) ? _("needs the superior")
                                           : _("within the township"));
    if (*is->coord) {
        char *words = weekly_cut(is->coord, 80);
        line(c->b, words);
        free(words);
    }
    if (!*is->office)
        return;
    linef(c->b, _("waiting for %s, %d days"), is->office, (int)(c->w->day - is->held_on));
    if (is->expect != DAY_NONE)
        linef(c->b, _("reply due %s"), near(c, is->expect, day));
}

static void note_new(const struct filling *c)
{
    if (c->k)
        add_source(c);
}

static void note_closed(const struct filling *c)
{
    const struct calendar *cal = c->w->defs->calendar;
    const struct item *it = &c->r->it;
    /* Applying stops the clock (OFFICE 3): the reviewer's days are not theirs. */
    int32_t done = it->applied_on != DAY_NONE ? it->applied_on : it->closed_on;

    if (!c->k || it->due == DAY_NONE)
        return;
    if (calendar_is_late(cal, it->due, done))
        linef(c->b, _("%d days late"), (int)(done - it->due));
    else
        line(c->b, _("in time"));
    if (it->first_due < it->due && calendar_is_late(cal, it->first_due, done))
        linef(c->b, _("%d days after the first deadline"), (int)(done - it->first_due));
}

static void note_unreported(const struct filling *c)
{
    char day[DAY_TEXT];

    if (!c->k)
        return;
    linef(c->b, _("%d not reported"), (int)c->k->is.missed);
    if (c->k->is.report_on != DAY_NONE)
        linef(c->b, _("last report %s"), near(c, c->k->is.report_on, day));
    else
        line(c->b, _("never reported"));
}

static void cell_note(const struct filling *c)
{
    switch (c->list) {
    case LIST_DUE: note_due(c); break;
    case LIST_REVIEW: note_review(c); break;
    case LIST_COORD: note_coord(c); break;
    case LIST_NEW: note_new(c); break;
    case LIST_CLOSED: note_closed(c); break;
    case LIST_UNREPORTED: note_unreported(c); break;
    default: break;
    }
}

static const struct {
    const char *id;
    void (*fill)(const struct filling *c);
} fillers[] = {
    { "colour", cell_colour },   { "code", cell_code },       { "title", cell_title },
    { "lead", cell_lead },       { "unit", cell_unit },       { "owner", cell_owner },
    { "due", cell_due },         { "overdue", cell_overdue }, { "latest", cell_latest },
    { "problem", cell_problem }, { "date", cell_date },       { "note", cell_note },
};

/* ---- rows ---- */

/* The words of group and row go by the same path; a group has no standing of its own. */
static void add_row(struct weekly_work *w, enum weekly_list l, struct gather_row *g,
                    struct weekly_section *s)
{
    struct weekly_row *r = weekly_add_row(s);
    const struct row *row = &g->row;
    struct known *k = g->n_members ? NULL : weekly_known(w, row->it.id);

    r->n = ++w->next_n;
    r->item = k ? row->it.id : 0;
    r->colour = row->colour;
    r->computed = k && k->is_red ? COLOUR_RED : row->computed;
    if (!k && r->computed == COLOUR_RED)
        r->computed = COLOUR_NONE; /* its members count, each by itself */
    r->due = row->it.due;
    free(r->unit);
    free(r->lead);
    r->unit = xstrdup(row->unit);
    r->lead = xstrdup(weekly_called(w, row->it.lead, row->lead));
    r->unit_rank =
        *row->unit ? names_rank(&w->names, NAMES_UNIT, row->it.unit) : INT64_MAX;
    r->lead_rank =
        *row->lead ? names_rank(&w->names, NAMES_PERSON, row->it.lead) : INT64_MAX;
    if (k)
        k->n = r->n;
    r->members = xcalloc(g->n_members + 1, sizeof *r->members);
    for (size_t i = 0; i < g->n_members; i++) {
        r->members[i] = g->members[i];
        weekly_known(w, g->members[i])->n = r->n;
    }
    r->n_members = g->n_members;
    weekly_put(s, r, "n", xasprintf("%lld", (long long)r->n));
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        struct buf b = { 0 };
        struct filling c = { w, l, g, row, k, &b };
        fillers[i].fill(&c);
        weekly_put(s, r, fillers[i].id, buf_take(&b));
    }
}

/* What belongs here as well but stands elsewhere, by 序号. */
static void add_references(struct weekly_work *w, enum weekly_list l,
                           struct weekly_section *s)
{
    bool *refers = xcalloc((size_t)w->next_n + 2, sizeof *refers);
    struct buf b = { 0 };
    const struct weekly_row *first = s->n_rows ? &s->rows[0] : NULL;

    for (size_t i = 0; i < w->n_known; i++) {
        const struct known *k = &w->known[i];
        bool stands_here = first && k->n >= first->n && k->n <= s->rows[s->n_rows - 1].n;
        if ((k->in & LIST_BIT(l)) && k->n && !stands_here)
            refers[k->n] = true;
    }
    for (int64_t n = 1; n <= w->next_n; n++)
        if (refers[n])
            buf_printf(&b, "%s%lld", b.len ? _(", ") : "", (long long)n);
    if (b.len) {
        free(s->note);
        s->note = xasprintf(_("see also no. %s"), buf_str(&b));
    }
    buf_fini(&b);
    free(refers);
}

/* 镇内 first, then what needs the superior, unranked: by code (OFFICE 12). */
static const struct weekly_work *sort_work;

static int coord_order(const void *pa, const void *pb)
{
    const struct gather_row *a = pa, *b = pb;
    const struct known *ka = a->n_members ? NULL : weekly_known(sort_work, a->row.it.id);
    const struct known *kb = b->n_members ? NULL : weekly_known(sort_work, b->row.it.id);
    bool sa = ka && is_for_superior(sort_work, ka),
         sb = kb && is_for_superior(sort_work, kb);

    if (sa != sb)
        return sa ? 1 : -1;
    if (!sa && a->row.it.due != b->row.it.due)
        return a->row.it.due == DAY_NONE       ? 1
               : b->row.it.due == DAY_NONE     ? -1
               : a->row.it.due < b->row.it.due ? -1
                                               : 1;
    return strcmp(a->row.it.sort_code, b->row.it.sort_code);
}

void weekly_list_section(struct weekly_work *w, enum weekly_list l, struct weekly *out)
{
    char *meeting = weekly_date(w->next_meeting);
    struct buf title = { 0 };
    struct gather *g = &w->lists[l];

    for (const char *p = _(infos[l].title); *p; p++) {
        if (*p == '%' && p[1] == 's') {
            buf_puts(&title, meeting);
            p++;
        } else {
            buf_putc(&title, *p);
        }
    }
    struct weekly_section *s = weekly_add_section(out, infos[l].id, buf_str(&title));
    for (const struct column *c = infos[l].columns; c->id; c++)
        weekly_add_column(s, c->id, _(c->title), c->mm, c->align);
    if (l == LIST_COORD && g->n > 1) {
        sort_work = w;
        qsort(g->v, g->n, sizeof *g->v, coord_order);
    }
    for (size_t i = 0; i < g->n; i++)
        add_row(w, l, &g->v[i], s);
    buf_fini(&title);
    free(meeting);
}

void weekly_item_section(struct weekly_work *w, enum weekly_list l, struct weekly *out)
{
    struct weekly_section *s = weekly_add_section(out, "item", NULL);

    for (const struct column *c = full; c->id; c++)
        weekly_add_column(s, c->id, _(c->title), c->mm, c->align);
    weekly_add_column(s, "note", _("Explanation"), 39, TEXT_LEFT);
    for (size_t i = 0; i < w->lists[l].n; i++)
        add_row(w, l, &w->lists[l].v[i], s);
}

void weekly_references(struct weekly_work *w, struct weekly *out)
{
    for (int l = 0; l < LIST_COUNT; l++)
        if (infos[l].refers)
            add_references(w, (enum weekly_list)l, weekly_section(out, infos[l].id));
}
