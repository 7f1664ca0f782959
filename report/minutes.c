#include "report/minutes.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"

#define LEAST 40
#define HANG 4                  /* columns what belongs to a row stands in */

struct printing {
    struct buf *out;
    struct store *st;
    const struct meeting *m;
    int width;
    int64_t exporter;
};

/* ---- lines ---- */

static void centred(struct printing *p, const char *text)
{
    int room = p->width - text_width(text);

    buf_printf(p->out, "%*s%s\n", room > 1 ? room / 2 : 0, "", text);
}

/* Wrapped; lines after the first stand in `hang` columns. */
static void wrapped(struct printing *p, const char *text, int indent, int hang)
{
    for (const char *s = text; s && *s;) {
        size_t n;
        int x = s == text ? indent : hang;
        const char *next = text_line(s, p->width - x, &n);
        buf_printf(p->out, "%*s%.*s\n", x, "", (int)n, s);
        s = next;
    }
}

static char *date(int32_t day)
{
    int y, mo, d;

    day_to_civil(day, &y, &mo, &d);
    /* TRANSLATORS: year, month and day */
    return xasprintf(_("%d-%02d-%02d"), y, mo, d);
}

/* ---- the head ---- */

static void head(struct printing *p)
{
    const struct meeting *m = p->m;
    char *day = date(m->met);
    struct buf b = {0};

    if (p->st->practice)
        centred(p, _("PRACTICE: not real data"));
    buf_printf(&b, "%s%s%s", p->st->defs->township.name, m->kind,
               m->confirmed_on != DAY_NONE ? _(" minutes") : _(" decisions"));
    centred(p, buf_str(&b));
    if (*m->session)
        centred(p, m->session);
    if (m->confirmed_on == DAY_NONE)
        centred(p, _("(to be confirmed by the chair)"));
    buf_putc(p->out, '\n');
    buf_clear(&b);
    buf_printf(&b, _("Day: %s   Chair: %s   Recorded by: %s"), day, m->chair_name,
               m->recorder_name);
    wrapped(p, buf_str(&b), 0, HANG);
    buf_clear(&b);
    if (m->sheet_no)
        buf_printf(&b, _("By weekly sheet %lld no. %lld; numbers are those of the sheet"),
                   (long long)m->sheet_year, (long long)m->sheet_no);
    else
        buf_puts(&b, _("By a draft of the weekly sheet; numbers are those of the draft"));
    wrapped(p, buf_str(&b), 0, HANG);
    buf_clear(&b);
    buf_puts(&b, _("Present: "));
    while (text_width(buf_str(&b)) < p->width - 1)
        buf_putc(&b, '_');
    buf_printf(p->out, "%s\n", buf_str(&b));
    buf_fini(&b);
    free(day);
}

/* ---- rows ---- */

static bool may_take(const struct printing *p, const struct meeting_row *r)
{
    struct item it = {0};
    struct xh_err err;
    bool may = p->exporter == 0;

    for (size_t i = 0; !may && i < r->n_items; i++) {
        may = item_load(p->st->db, r->items[i], &it, &err) == XH_OK &&
              permit_may(p->st->db, p->st->defs, p->exporter, VERB_EXPORT, it.list, it.id);
        item_fini(&it);
    }
    return may;
}

/* Of a cell its first line: the unit without those it co-operates with. */
static void put_first(struct buf *b, const char *text)
{
    size_t n = strcspn(text, "\n");

    if (n)
        buf_printf(b, "%s%.*s", b->len ? "  " : "", (int)n, text);
}

static char *owner_of(const struct printing *p, const struct meeting_row *r)
{
    struct buf b = {0};
    struct xh_err err;
    int64_t person = 0;

    if (r->d.what == MEETING_LEAD && *r->d.unit)
        put_first(&b, r->d.unit);
    else if (r->d.what != MEETING_LEAD)
        put_first(&b, meeting_cell(r, "unit"));
    if (r->d.what == MEETING_LEAD && *r->d.owner &&
        person_find(p->st->db, r->d.owner, &person, &err) == XH_OK) {
        char *name = person_name(p->st->db, person);
        put_first(&b, name);
        free(name);
    } else if (r->d.what != MEETING_LEAD) {
        put_first(&b, meeting_cell(r, "owner"));
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* The decision's own day, else that of the item it became. */
static int32_t until(const struct printing *p, const struct meeting_row *r)
{
    struct item it = {0};
    struct xh_err err;
    int64_t id = 0;
    int32_t day = r->d.day;

    if (day == DAY_NONE && *r->made &&
        item_find(p->st->db, p->st->defs, r->made, p->m->met, &id, &err) == XH_OK &&
        item_load(p->st->db, id, &it, &err) == XH_OK)
        day = it.due;
    item_fini(&it);
    return day;
}

static void decided_row(struct printing *p, const struct meeting_row *r, size_t n)
{
    struct buf b = {0};
    char *owner = owner_of(p, r), day[DAY_TEXT];
    int32_t last = until(p, r);

    buf_printf(&b, _("%zu. (no. %lld) %s  %s"), n, (long long)r->n, r->code, r->title);
    wrapped(p, buf_str(&b), 0, HANG);
    buf_clear(&b);
    buf_puts(&b, _("Decided: "));
    meeting_say_decision(&b, &r->d, p->m->met);
    if (*r->d.text)
        buf_printf(&b, _("; %s"), r->d.text);
    wrapped(p, buf_str(&b), HANG, HANG);
    buf_clear(&b);
    if (*owner)
        buf_printf(&b, _("Responsible: %s"), owner);
    if (last != DAY_NONE)
        buf_printf(&b, "%s%s%s", b.len ? "   " : "", _("Until: "), day_format(last, day));
    if (*r->made)
        buf_printf(&b, "%s%s%s", b.len ? "   " : "", _("Kept as: "), r->made);
    if (b.len)
        wrapped(p, buf_str(&b), HANG, HANG);
    if (p->m->confirmed_on != DAY_NONE && !r->done) {
        buf_clear(&b);
        buf_printf(&b, _("Not carried out: %s"),
                   *r->failed ? r->failed : _("not tried yet, or taken back"));
        wrapped(p, buf_str(&b), HANG, HANG);
    }
    free(owner);
    buf_fini(&b);
}

/* "一、议定事项(3项)" */
static void heading(struct printing *p, int number, const char *title, size_t n)
{
    static const char *const numbers[] = { N_("I. "), N_("II. "), N_("III. ") };

    buf_printf(p->out, "\n%s%s", _(numbers[number]), title);
    buf_printf(p->out, _(" (%zu)\n"), n);
    if (n == 0)
        buf_printf(p->out, "%s\n", _("none"));
}

static void numbers_of(struct printing *p, enum meeting_what what)
{
    struct buf b = {0};

    for (size_t i = 0; i < p->m->n; i++)
        if (p->m->rows[i].d.what == what)
            buf_printf(&b, "%s%lld", b.len ? _(", ") : _("no. "), (long long)p->m->rows[i].n);
    if (b.len)
        wrapped(p, buf_str(&b), 0, 0);
    buf_fini(&b);
}

static size_t count(const struct printing *p, enum meeting_what what)
{
    size_t n = 0;

    for (size_t i = 0; i < p->m->n; i++)
        n += p->m->rows[i].d.what == what;
    return n;
}

static void decisions(struct printing *p)
{
    size_t n = p->m->n - count(p, MEETING_OPEN) - count(p, MEETING_AGREED), at = 0, left = 0;

    heading(p, 0, _("Decisions"), n);
    for (size_t i = 0; i < p->m->n; i++) {
        const struct meeting_row *r = &p->m->rows[i];
        if (r->d.what == MEETING_OPEN || r->d.what == MEETING_AGREED)
            continue;
        at++;
        if (may_take(p, r))
            decided_row(p, r, at);
        else
            left++;
    }
    if (left)
        buf_printf(p->out, _("%zu more of items you may not take away\n"), left);
}

static void foot(struct printing *p)
{
    char *day = p->m->confirmed_on != DAY_NONE ? date(p->m->confirmed_on) : NULL;
    struct buf b = {0};

    buf_putc(p->out, '\n');
    if (day && p->m->on_paper)
        buf_printf(&b, _("Confirmed by the chair, %s, on a signed form, on %s"),
                   p->m->chair_name, day);
    else if (day && p->m->oral)
        buf_printf(&b, _("The chair, %s, said yes; carried out by %s on %s"), p->m->chair_name,
                   p->m->recorder_name, day);
    else if (day)
        buf_printf(&b, _("Confirmed by the chair, %s, on %s"), p->m->chair_name, day);
    if (b.len)
        wrapped(p, buf_str(&b), 0, 0);
    buf_printf(p->out, "%s\n", _("Signed by the chair: ________________   Date: ____________"));
    buf_printf(p->out, "%s\n", _("Internal; keep safe"));
    buf_fini(&b);
    free(day);
}

/* ---- public ---- */

void minutes_print(struct buf *out, struct store *st, const struct meeting *m, int width,
                   int64_t exporter)
{
    struct printing p = { out, st, m, width < LEAST ? LEAST : width, exporter };

    head(&p);
    decisions(&p);
    heading(&p, 1, _("No objection"), count(&p, MEETING_AGREED));
    numbers_of(&p, MEETING_AGREED);
    heading(&p, 2, _("Not reached"), count(&p, MEETING_OPEN));
    numbers_of(&p, MEETING_OPEN);
    foot(&p);
}

char *minutes_name(const struct meeting *m)
{
    char day[DAY_TEXT];

    return xasprintf("%s%s%s", m->kind,
                     m->confirmed_on != DAY_NONE ? _(" minutes ") : _(" decisions "),
                     day_format(m->met, day));
}
