#include "model/meeting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"

/* ---- words ---- */

/* The choices are the words of the shipped list, whatever the language. */
static const struct { const char *id, *name, *choice; bool wants_text, makes_item; }
whats[MEETING_WHATS] = {
    [MEETING_OPEN] = { "open", N_("not decided"), "", false, false },
    [MEETING_LIMIT] = { "limit", N_("Limit"), "限期", true, true },
    [MEETING_LEAD] = { "lead", N_("Name the lead"), "明确牵头", true, true },
    [MEETING_EXTEND] = { "extend", N_("Grant more time"), "同意延期", true, false },
    [MEETING_ORDER] = { "order", N_("Send an order"), "发督办单", true, true },
    [MEETING_ON_SITE] = { "on-site", N_("Settle on site"), "现场办公", true, true },
    [MEETING_AGAIN] = { "again", N_("Next time"), "下次再议", true, true },
    [MEETING_AGREED] = { "agreed", N_("No objection"), "无意见", false, false },
    [MEETING_CLOSE] = { "close", N_("Cross it off"), "", false, false },
    [MEETING_WORDS] = { "words", N_("Other words"), "", false, true },
    [MEETING_RETURN] = { "return", N_("Return it"), "", false, false },
};

const char *meeting_what_id(enum meeting_what w)
{
    return whats[(unsigned)w < MEETING_WHATS ? w : MEETING_OPEN].id;
}

const char *meeting_what_name(enum meeting_what w)
{
    return _(whats[(unsigned)w < MEETING_WHATS ? w : MEETING_OPEN].name);
}

const char *meeting_what_choice(enum meeting_what w)
{
    return whats[(unsigned)w < MEETING_WHATS ? w : MEETING_OPEN].choice;
}

bool meeting_what_wants_text(enum meeting_what w)
{
    return whats[w].wants_text;
}

bool meeting_what_makes_item(enum meeting_what w)
{
    return whats[w].makes_item;
}

/* ---- memory ---- */

static char *copy(const char *text)
{
    return xstrdup(text ? text : "");
}

void meeting_decision_fini(struct meeting_decision *d)
{
    free(d->unit);
    free(d->owner);
    free(d->doc);
    free(d->text);
    *d = (struct meeting_decision){ .day = DAY_NONE };
}

void meeting_decision_set(struct meeting_decision *to, const struct meeting_decision *from)
{
    struct meeting_decision d = *from;

    d.unit = copy(from->unit);
    d.owner = copy(from->owner);
    d.doc = copy(from->doc);
    d.text = copy(from->text);
    meeting_decision_fini(to);
    *to = d;
}

static void row_fini(struct meeting_row *r)
{
    for (size_t i = 0; i < r->n_cells; i++) {
        free(r->cells[i].id);
        free(r->cells[i].text);
    }
    meeting_decision_fini(&r->d);
    free(r->cells);
    free(r->section);
    free(r->heading);
    free(r->code);
    free(r->title);
    free(r->items);
    free(r->acts);
    free(r->made);
    free(r->failed);
}

void meeting_fini(struct meeting *m)
{
    for (size_t i = 0; i < m->n; i++)
        row_fini(&m->rows[i]);
    free(m->rows);
    free(m->name);
    free(m->kind);
    free(m->session);
    free(m->chair_name);
    free(m->recorder_name);
    free(m->paper);
    free(m->text);
    *m = (struct meeting){ .met = DAY_NONE, .confirmed_on = DAY_NONE };
}

/* ---- rows ---- */

struct meeting_row *meeting_add(struct meeting *m)
{
    GROW(m->rows, m->n, m->cap);
    struct meeting_row *r = &m->rows[m->n++];

    *r = (struct meeting_row){
        .section = copy(""), .heading = copy(""), .colour = COLOUR_NONE, .code = copy(""),
        .title = copy(""), .made = copy(""), .failed = copy(""), .d = { .day = DAY_NONE },
        .due = DAY_NONE,
    };
    r->d.unit = copy("");
    r->d.owner = copy("");
    r->d.doc = copy("");
    r->d.text = copy("");
    return r;
}

void meeting_put_cell(struct meeting_row *r, const char *id, char *text)
{
    GROW(r->cells, r->n_cells, r->cap_cells);
    r->cells[r->n_cells++] = (struct meeting_cell){ xstrdup(id), text };
}

const char *meeting_cell(const struct meeting_row *r, const char *id)
{
    for (size_t i = 0; i < r->n_cells; i++)
        if (strcmp(r->cells[i].id, id) == 0)
            return r->cells[i].text;
    return "";
}

void meeting_keep(struct meeting *m, bool (*keep)(void *ctx, const char *section), void *ctx)
{
    size_t n = 0;

    for (size_t i = 0; i < m->n; i++) {
        if (keep(ctx, m->rows[i].section))
            m->rows[n++] = m->rows[i];
        else
            row_fini(&m->rows[i]);
    }
    m->n = n;
}

size_t meeting_find(const struct meeting *m, int64_t n)
{
    size_t i = 0;

    while (i < m->n && m->rows[i].n != n)
        i++;
    return i;
}

bool meeting_did(const struct meeting_row *r, enum meeting_part part, int64_t item)
{
    for (size_t i = 0; i < r->n_acts; i++)
        if (r->acts[i].part == part && (!item || r->acts[i].item == item))
            return true;
    return false;
}

void meeting_add_act(struct meeting_row *r, enum meeting_part part, int64_t item,
                     const char *action)
{
    GROW(r->acts, r->n_acts, r->cap_acts);
    r->acts[r->n_acts] = (struct meeting_act){ .part = part, .item = item };
    snprintf(r->acts[r->n_acts].action, sizeof r->acts->action, "%s", action);
    r->n_acts++;
}

struct meeting_count meeting_counts(const struct meeting *m)
{
    struct meeting_count c = {0};

    for (size_t i = 0; i < m->n; i++) {
        const struct meeting_row *r = &m->rows[i];
        if (r->d.what == MEETING_OPEN)
            continue;
        c.decided++;
        c.wanting += meeting_what_wants_text(r->d.what) && !*r->d.text;
        c.done += r->done;
        c.failed += !r->done && *r->failed;
    }
    return c;
}

bool meeting_is_over(const struct meeting *m)
{
    struct meeting_count c = meeting_counts(m);

    return m->confirmed_on != DAY_NONE && c.done == c.decided;
}

/* ---- what it says ---- */

char *meeting_title(const struct meeting *m)
{
    char day[DAY_TEXT];

    return xasprintf("%s %s", m->kind, *m->session ? m->session : day_format(m->met, day));
}

void meeting_say_decision(struct buf *out, const struct meeting_decision *d, int32_t today)
{
    char day[DAY_TEXT];

    buf_puts(out, meeting_what_name(d->what));
    if (d->day != DAY_NONE)
        buf_printf(out, " %s", day_format_short(d->day, today, day));
    if (*d->unit)
        buf_printf(out, " %s", d->unit);
    if (*d->owner)
        buf_printf(out, " %s", d->owner);
    if (*d->doc)
        buf_printf(out, " %s", d->doc);
    if (d->order)
        buf_printf(out, _(", %s"), meeting_what_name(MEETING_ORDER));
}

/* The row of the sheet the mark stands at. */
static char *sheet_row(const struct meeting *m, const struct meeting_row *r)
{
    struct buf b = {0};

    buf_printf(&b, _("Sheet %lld no. %lld"), (long long)m->sheet_year, (long long)m->sheet_no);
    if (m->sheet_edition > 1)
        buf_printf(&b, _(" edition %lld"), (long long)m->sheet_edition);
    /* TRANSLATORS: behind the sheet */
    buf_printf(&b, _(", row %lld"), (long long)r->n);
    return buf_take(&b);
}

/* Words are an instruction: they come first, so that they stand on papers that show the
 * beginning of one. */
char *meeting_says(const struct meeting *m, const struct meeting_row *r)
{
    char *title = m->is_reply ? sheet_row(m, r) : meeting_title(m), day[DAY_TEXT];
    struct buf b = {0};

    day_format(m->met, day);
    if (r->d.what == MEETING_WORDS) {
        /* TRANSLATORS: what was said; row of a sheet, or meeting; day, who was in the chair */
        buf_printf(&b, _("%s (%s, %s, chair %s)"), r->d.text, title, day, m->chair_name);
        free(title);
        return buf_take(&b);
    }
    /* TRANSLATORS: row of a sheet, day, who was in the chair, what was decided */
    buf_printf(&b, m->is_reply ? _("%s (%s, chair %s): ")
                               /* TRANSLATORS: meeting, day, chair, what was decided */
                               : _("Decided by %s (%s, chair %s): "), title, day, m->chair_name);
    meeting_say_decision(&b, &r->d, m->met);
    if (*r->d.text)
        buf_printf(&b, _("; %s"), r->d.text);
    free(title);
    return buf_take(&b);
}

char *meeting_row_ref(const struct meeting *m, const struct meeting_row *r)
{
    if (!m->sheet_no)
        return xstrdup("");
    return xasprintf("%lld-%lld/%lld:%lld", (long long)m->sheet_year, (long long)m->sheet_no,
                     (long long)(m->sheet_edition ? m->sheet_edition : 1), (long long)r->n);
}

/* ---- who ---- */

/* Rows of every unit are gone through: whoever records it reads all of them. */
static bool reads_all(struct store *st, int64_t person)
{
    for (size_t i = 0; i < st->defs->n_lists; i++)
        if (!(permit_relations(st->db, st->defs, person, VERB_READ, st->defs->lists[i].id) &
              REL_ALL))
            return false;
    return true;
}

bool meeting_may(struct store *st, int64_t person, struct xh_err *why)
{
    if ((permit_relations(st->db, st->defs, person, VERB_INSTRUCT, NULL) & REL_ALL) &&
        reads_all(st, person))
        return true;
    if (!why)
        return false;
    struct buf who = {0};
    permit_who_can(&who, st->db, st->defs, VERB_INSTRUCT, NULL, 0, person);
    xh_fail(why, XH_DENIED, _("Meetings are recorded by whoever may write down what leaders "
                              "decide: %s"), buf_str(&who));
    buf_fini(&who);
    return false;
}

bool meeting_may_chair(struct store *st, int64_t person)
{
    return (permit_relations(st->db, st->defs, person, VERB_LIMIT, NULL) & REL_LEADS) != 0;
}
