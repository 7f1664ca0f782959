#include "report/minutes.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"
#include "model/people.h"
#include "report/paper_frame.h"

struct printing {
    struct document *d;
    struct store *st;
    const struct meeting *m;
    struct exporter *away;
};

static void line(const struct printing *p, const char *text)
{
    if (*text)
        doc_add(p->d, DOC_LINE, text, NULL, NULL);
}

/* ---- the head ---- */

static void head(const struct printing *p)
{
    const struct meeting *m = p->m;
    char *day = paper_date(m->met);
    struct buf b = { 0 };

    paper_part(p->d, p->st, "", m->confirmed_on != DAY_NONE ? m->confirmed_on : m->met,
               m->session);
    if (m->confirmed_on == DAY_NONE)
        doc_add(p->d, DOC_SPREAD, NULL, _("(to be confirmed by the chair)"), NULL);
    doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
    buf_printf(&b, _("Day: %s   Chair: %s   Recorded by: %s"), day, m->chair_name,
               m->recorder_name);
    line(p, buf_str(&b));
    buf_clear(&b);
    if (m->sheet_no)
        buf_printf(&b, _("By weekly sheet %lld no. %lld; numbers are those of the sheet"),
                   (long long)m->sheet_year, (long long)m->sheet_no);
    else
        buf_puts(&b, _("By a draft of the weekly sheet; numbers are those of the draft"));
    line(p, buf_str(&b));
    doc_add(p->d, DOC_FIELD, _("Present: "), NULL, NULL);
    buf_fini(&b);
    free(day);
}

/* ---- rows ---- */

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

static void decided_row(const struct printing *p, const struct meeting_row *r, size_t n)
{
    struct buf b = { 0 }, who = { 0 };
    char *owner = owner_of(p, r), day[DAY_TEXT], *lead = xasprintf("%zu. ", n);
    int32_t last = until(p, r);

    buf_printf(&b, _("(no. %lld) %s  %s"), (long long)r->n, r->code, r->title);
    buf_printf(&b, "\n%s", _("Decided: "));
    meeting_say_decision(&b, &r->d, p->m->met);
    if (*r->d.text)
        buf_printf(&b, _("; %s"), r->d.text);
    if (*owner)
        buf_printf(&who, _("Responsible: %s"), owner);
    if (last != DAY_NONE)
        buf_printf(&who, "%s%s%s", who.len ? "   " : "", _("Until: "), day_format(last, day));
    if (*r->made)
        buf_printf(&who, "%s%s%s", who.len ? "   " : "", _("Kept as: "), r->made);
    if (who.len)
        buf_printf(&b, "\n%s", buf_str(&who));
    if (p->m->confirmed_on != DAY_NONE && !r->done) {
        buf_putc(&b, '\n');
        buf_printf(&b, _("Not carried out: %s"),
                   *r->failed ? r->failed : _("not tried yet, or taken back"));
    }
    doc_add(p->d, DOC_ITEM, buf_str(&b), lead, NULL);
    free(owner);
    free(lead);
    buf_fini(&who);
    buf_fini(&b);
}

/* "一、议定事项(3项)" */
static void heading(const struct printing *p, int number, const char *title, size_t n)
{
    static const char *const numbers[] = { N_("I. "), N_("II. "), N_("III. ") };
    struct buf b = { 0 };

    buf_printf(&b, "%s%s", _(numbers[number]), title);
    buf_printf(&b, _(" (%zu)"), n);
    doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(p->d, DOC_HEADING, buf_str(&b), NULL, NULL);
    if (n == 0)
        line(p, _("none"));
    buf_fini(&b);
}

static void numbers_of(const struct printing *p, enum meeting_what what)
{
    struct buf b = { 0 };

    for (size_t i = 0; i < p->m->n; i++)
        if (p->m->rows[i].d.what == what)
            buf_printf(&b, "%s%lld", b.len ? _(", ") : _("no. "), (long long)p->m->rows[i].n);
    line(p, buf_str(&b));
    buf_fini(&b);
}

static size_t count(const struct printing *p, enum meeting_what what)
{
    size_t n = 0;

    for (size_t i = 0; i < p->m->n; i++)
        n += p->m->rows[i].d.what == what;
    return n;
}

static enum xh_rc decisions(const struct printing *p, struct xh_err *err)
{
    size_t n = p->m->n - count(p, MEETING_OPEN) - count(p, MEETING_AGREED), at = 0;
    enum xh_rc rc = XH_OK;

    heading(p, 0, _("Decisions"), n);
    for (size_t i = 0; (rc == XH_OK || rc == XH_DENIED) && i < p->m->n; i++) {
        const struct meeting_row *r = &p->m->rows[i];
        if (r->d.what == MEETING_OPEN || r->d.what == MEETING_AGREED)
            continue;
        at++;
        rc = p->away ? exporter_may_all(p->away, r->items, r->n_items, err) : XH_OK;
        if (rc == XH_OK)
            decided_row(p, r, at);
    }
    if (p->away)
        paper_kept_back(p->d, p->away->kept_back);
    return rc == XH_DENIED ? XH_OK : rc;
}

static void foot(const struct printing *p)
{
    char *day = p->m->confirmed_on != DAY_NONE ? paper_date(p->m->confirmed_on) : NULL;
    struct buf b = { 0 };

    doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
    if (day && p->m->on_paper)
        buf_printf(&b, _("Confirmed by the chair, %s, on a signed form, on %s"),
                   p->m->chair_name, day);
    else if (day && p->m->oral)
        buf_printf(&b, _("The chair, %s, said yes; carried out by %s on %s"), p->m->chair_name,
                   p->m->recorder_name, day);
    else if (day)
        buf_printf(&b, _("Confirmed by the chair, %s, on %s"), p->m->chair_name, day);
    line(p, buf_str(&b));
    doc_add(p->d, DOC_GAP, NULL, NULL, NULL);
    struct doc_block *sign = doc_add(p->d, DOC_PHRASES, NULL, NULL, NULL);
    doc_phrase(sign, _("Signed by the chair: ________________"), COLOUR_NONE);
    doc_phrase(sign, _("Date: ____________"), COLOUR_NONE);
    buf_fini(&b);
    free(day);
}

/* ---- public ---- */

enum xh_rc minutes_paper(struct document *d, struct store *st, const struct meeting *m,
                         struct exporter *away, struct xh_err *err)
{
    const struct printing p = { d, st, m, away };
    char *title = xasprintf("%s%s", m->kind,
                            m->confirmed_on != DAY_NONE ? _(" minutes") : _(" decisions"));
    enum xh_rc rc = paper_begin(d, st, DOC_FORM, title, err);

    free(title);
    if (rc != XH_OK)
        return rc;
    head(&p);
    rc = decisions(&p, err);
    heading(&p, 1, _("No objection"), count(&p, MEETING_AGREED));
    numbers_of(&p, MEETING_AGREED);
    heading(&p, 2, _("Not reached"), count(&p, MEETING_OPEN));
    numbers_of(&p, MEETING_OPEN);
    foot(&p);
    return rc;
}

char *minutes_name(const struct meeting *m)
{
    char day[DAY_TEXT];

    return xasprintf("%s%s%s", m->kind,
                     m->confirmed_on != DAY_NONE ? _(" minutes ") : _(" decisions "),
                     day_format(m->met, day));
}
