#include "report/paper_frame.h"

#include <stdlib.h>
#include <string.h>

#include "model/record_end.h"
#include "model/day.h"
#include "model/i18n.h"
#include "report/export.h"

enum xh_rc paper_begin(struct document *d, struct store *st, enum doc_page page,
                       const char *title, struct xh_err *err)
{
    const struct township_def *t = &st->defs->township;
    struct record_end end = { 0 };
    enum xh_rc rc = record_end_read(st->db, &end, err);
    /* A title may be written with the township's name or without; a blank parts letters. */
    bool named = strstr(title, t->name) != NULL, latin = (unsigned char)*title < 0x80;
    char *full = xasprintf("%s%s%s", named ? "" : t->name, !named && latin ? " " : "", title);

    doc_set(&d->title, full);
    doc_set(&d->author, t->name);
    doc_set(&d->mark, st->practice ? _("PRACTICE: not real data") : "");
    d->page = page;
    d->made = end.at;
    d->utc_offset = t->utc_offset;
    free(full);
    return rc;
}

void paper_part(struct document *d, const struct store *st, const char *name, int32_t day,
                const char *said)
{
    struct doc_part *p = doc_part(d, name);
    char *running = xasprintf("%s%s%s%s%s", d->title, *name ? "  " : "", name,
                              *said ? "  " : "", said);
    char *compiled = paper_compiled(st->defs, day);

    doc_set(&p->running, running);
    doc_set(&p->foot_left, paper_secret());
    doc_set(&p->foot_right, compiled);
    doc_add(d, DOC_TITLE, d->title, NULL, NULL);
    if (*name || *said)
        doc_add(d, DOC_SPREAD, name, *name ? NULL : said, *name ? said : NULL);
    free(running);
    free(compiled);
}

enum xh_rc paper_anchor(struct document *d, struct store *st, struct xh_err *err)
{
    struct record_end end = { 0 };
    enum xh_rc rc = record_end_read(st->db, &end, err);
    char *text = paper_code(end.code, end.seq);
    char *scan = paper_scan(st->defs, end.code, end.seq);

    if (rc == XH_OK)
        doc_add(d, DOC_CODE, text, scan, NULL);
    free(text);
    free(scan);
    return rc;
}

static void add_kept_back(struct document *d, size_t n, void (*say)(struct buf *out, size_t n))
{
    struct buf text = {0};

    say(&text, n);
    if (text.len) {
        doc_add(d, DOC_LINE, buf_str(&text), NULL, NULL);
        buf_printf(&d->beside, "%s\n", buf_str(&text));
    }
    buf_fini(&text);
}

void paper_kept_back(struct document *d, size_t n)
{
    add_kept_back(d, n, export_say_kept_back);
}

void paper_orders_kept_back(struct document *d, size_t n)
{
    add_kept_back(d, n, export_say_orders_kept_back);
}

/* ---- words ---- */

char *paper_date(int32_t day)
{
    int y, m, d;

    if (day == DAY_NONE)
        return xstrdup("");
    day_to_civil(day, &y, &m, &d);
    /* TRANSLATORS: year, month and day */
    return xasprintf(_("%d-%02d-%02d"), y, m, d);
}

char *paper_period(int32_t from, int32_t to)
{
    char *first = paper_date(from), *last = paper_date(to);
    /* TRANSLATORS: first and last day */
    char *text = xasprintf(_("%s to %s"), first, last);

    free(first);
    free(last);
    return text;
}

const char *paper_secret(void)
{
    return _("Internal; keep safe");
}

char *paper_compiled(const struct defs *defs, int32_t day)
{
    const char *office = defs->township.supervisor;
    char *on = paper_date(day);

    if (!*office)
        return on;
    char *text = xasprintf(_("Compiled by %s  %s"), office, on);
    free(on);
    return text;
}

char *paper_code(const char *code, int64_t seq)
{
    return xasprintf(_("Check code: %s  event %lld"), code, (long long)seq);
}

char *paper_scan(const struct defs *defs, const char *code, int64_t seq)
{
    return defs->township.print.qr ? verify_code_scan(code, seq) : xstrdup("");
}
