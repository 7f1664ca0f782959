/* ledger_about.c - what is said about the row under the cursor: three lines below the
 * rows, or a pane where there is room. */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/missing.h"
#include "model/order.h"
#include "model/remind.h"
#include "report/item_page.h"
#include "report/remind.h"
#include "tui/ask.h"

#define RECENT 3                /* of the record */

void about_fini(struct about *a)
{
    for (size_t i = 0; i < sizeof a->brief / sizeof *a->brief; i++)
        free(a->brief[i]);
    free(a->title);
    free(a->light);
    free(a->full);
    *a = (struct about){0};
}

/* Lines of `text` in one, so many of them. */
static void join(struct buf *out, const char *text, int lines)
{
    for (int i = 0; i < lines && *text; i++) {
        size_t n = strcspn(text, "\n"), lead = strspn(text, " ");
        if (n > lead) {
            if (out->len)
                buf_putc(out, ' ');
            buf_add(out, text + lead, n - lead);
        }
        text += n + (text[n] == '\n');
    }
}

static void add_named(struct buf *out, const char *label, const char *value)
{
    if (value && *value)
        buf_printf(out, "%s%s %s", out->len && out->s[out->len - 1] != '\n' ? "  " : "", label,
                   value);
}

/* [x] done, [-] not applicable, [ ] open; quantities behind. */
static void add_steps(struct buf *out, const struct facts *f, const struct row *r)
{
    if (f->list->n_steps)
        buf_printf(out, _("Steps %lld/%lld  "), (long long)r->it.steps_done,
                   (long long)r->it.steps_total);
    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];
        buf_printf(out, "%s[%s]%s", i ? "  " : "",
                   step_is_done(s) ? "x" : step_is_skipped(s) ? "-" : " ", s->def->name);
        if (s->target > 0)
            buf_printf(out, " %lld/%lld", (long long)(s->amount / 1000000),
                       (long long)(s->target / 1000000));
    }
    if (f->list->n_steps)
        buf_putc(out, '\n');
}

static void add_missing(struct buf *out, const struct tui *t, const struct item_state *s,
                        const struct row *r)
{
    struct buf first = {0};
    size_t n = 0;

    if (r->it.phase == PHASE_OPEN)
        n = work_missing_first(&first, t->defs, &s->facts.f, &s->gate.g);
    if (r->it.phase == PHASE_OPEN && n == 0)
        buf_puts(out, _("Nothing is missing: F2 applies for cross-off."));
    else if (n > 1)
        buf_printf(out, _("Missing: %zu, first %s"), n, buf_str(&first));
    else if (n == 1)
        buf_printf(out, _("Missing: %s"), buf_str(&first));
    else if (r->it.phase == PHASE_REVIEW && r->it.review_due != DAY_NONE)
        buf_printf(out, _("review: %d of %d workdays used"),
                   calendar_workdays(t->defs->calendar, r->it.applied_on, t->env.today),
                   calendar_workdays(t->defs->calendar, r->it.applied_on, r->it.review_due));
    buf_fini(&first);
}

/* "已催办 2 次（11-18）" (OFFICE 15). */
static void add_reminded(struct buf *out, const struct tui *t, const struct row *r)
{
    int64_t times = 0;
    int32_t last = DAY_NONE;
    struct xh_err err;

    if (remind_times(t->st->db, r->it.id, &times, &last, &err) != XH_OK || times == 0)
        return;
    buf_puts(out, out->len ? "  " : "");
    remind_said(out, times, last, t->env.today);
}

static void add_next(struct buf *out, const struct tui *t, const struct item_state *s,
                     const struct row *r)
{
    const struct facts *f = &s->facts.f;
    int next = s->derived.next_step;
    char day[DAY_TEXT];

    if (*r->waiting)
        buf_printf(out, _("With: %s"), r->waiting);
    if (r->it.phase == PHASE_OPEN && next >= 0) {
        buf_printf(out, "%s", out->len ? "  " : "");
        buf_printf(out, _("Next: %s"), f->steps[next].def->name);
        if (f->steps[next].due != DAY_NONE)
            buf_printf(out, _(" by %s"),
                       day_format_short(f->steps[next].due, t->env.today, day));
    }
    add_reminded(out, t, r);
    if (*r->latest) {
        buf_printf(out, "%s", out->len ? "  " : "");
        buf_printf(out, _("Latest %s: "), day_format_short(r->latest_on, t->env.today, day));
        buf_puts(out, r->latest);
    }
}

static void add_head(struct buf *out, const struct tui *t, const struct row *r,
                     int64_t supervised)
{
    char day[DAY_TEXT];
    const int32_t today = t->env.today;

    add_named(out, _("Deadline"), day_format_short(r->it.due, today, day));
    add_named(out, _("First deadline"), day_format_short(r->it.first_due, today, day));
    add_named(out, _("Superior's"), day_format_short(r->it.upper_due, today, day));
    add_named(out, _("Limit"), day_format_short(r->it.limit_due, today, day));
    if (r->it.extensions)
        buf_printf(out, _("  extended %lld times"), (long long)r->it.extensions);
    if (supervised)
        buf_printf(out, _("  supervised %lld times"), (long long)supervised);
    buf_putc(out, '\n');
    add_named(out, _("Heading leader"), r->leader);
    add_named(out, _("Responsible leader"), r->lead);
    add_named(out, _("Lead unit"), r->unit);
    add_named(out, _("Co-operating"), r->co);
    add_named(out, _("Owner"), r->owner);
    add_named(out, _("Handler"), r->handler);
    add_named(out, _("Place"), r->place);
    buf_putc(out, '\n');
}

/* Evidence, and what was done last. */
static void add_record(struct buf *out, struct tui *t, const struct row *r)
{
    struct item_page p = { .defs = t->defs, .list = defs_list(t->defs, r->it.list),
                           .look = tui_filter(t) };
    struct xh_err err;
    int64_t n = detail_count_evidence(t->st, r->it.id);

    buf_printf(out, _("Evidence: %lld"), (long long)n);
    if (history_last(t->st, r->it.id, RECENT, &p.h, &err) == XH_OK)
        for (size_t i = p.h.n; i-- > 0;) {
            buf_puts(out, i + 1 == p.h.n ? _("   Record: ") : "   ");
            item_text_deed(out, &p, i);
        }
    buf_putc(out, '\n');
    history_fini(&p.h);
}

/* The row as everybody may see it, with all that belongs to it. */
static enum xh_rc load_row(struct tui *t, int64_t item, struct rows *out, struct xh_err *err)
{
    struct filter f = tui_filter(t);

    f.item = item;
    f.limit = 1;
    return query_rows(t->st, &f, out, err);
}

static void say_all(struct tui *t, struct about *a, const struct row *r,
                    const struct item_state *s)
{
    struct buf why = {0}, brief[3] = {{0}}, full = {0}, light = {0};
    struct pin pin = item_pin(&r->it);
    int64_t supervised = 0;
    struct xh_err err;

    if (r->it.phase <= PHASE_HELD)
        explain_colour(&why, t->defs, &s->facts.f, &s->derived, &pin, t->env.today);
    buf_printf(&brief[0], "%s ", r->it.code);
    join(&brief[0], buf_str(&why), 3);
    add_missing(&brief[1], t, s, r);
    add_next(&brief[2], t, s, r);
    order_times(t->st->db, r->it.id, &supervised, &err);
    a->title = xasprintf("%s  %s", r->it.code, r->it.title);
    row_colour(&light, t->defs, r, t->env.today);
    a->light = xstrdup(buf_str(&light));
    a->colour = r->colour;
    buf_fini(&light);
    add_head(&full, t, r, supervised);
    add_steps(&full, &s->facts.f, r);
    for (int i = 1; i < 3; i++)
        if (brief[i].len)
            buf_printf(&full, "%s\n", buf_str(&brief[i]));
    add_record(&full, t, r);
    buf_puts(&full, buf_str(&why));
    for (int i = 0; i < 3; i++) {
        a->brief[i] = xstrdup(buf_str(&brief[i]));
        buf_fini(&brief[i]);
    }
    a->full = xstrdup(buf_str(&full));
    buf_fini(&full);
    buf_fini(&why);
}

void about_load(struct tui *t, struct about *a, const struct row *r)
{
    struct item_state s = {0};
    struct rows rows = {0};
    struct xh_err err = {0};

    if (!r) {
        about_fini(a);
        return;
    }
    if (a->item == r->it.id && a->version == r->it.version && a->day == t->env.today)
        return;
    about_fini(a);
    a->item = r->it.id;
    a->version = r->it.version;
    a->day = t->env.today;
    if (load_row(t, r->it.id, &rows, &err) == XH_OK && rows.n == 1 &&
        item_state_load(t->st, r->it.id, &s, &err) == XH_OK)
        say_all(t, a, &rows.v[0], &s);
    else
        a->brief[0] = xstrdup(err.msg);
    item_state_fini(&s);
    rows_fini(&rows);
}

/* One line, cut with `..`. */
static void put_line(struct canvas *c, int y, int x, int w, const char *text, enum style style)
{
    bool cut = text_width(text) > w;

    canvas_put(c, y, x, cut ? w - 2 : w, text, TEXT_LEFT, style);
    if (cut)
        canvas_put(c, y, x + w - 2, 2, "..", TEXT_LEFT, style);
}

static void draw_pane(struct tui *t, const struct about *a, struct area at)
{
    size_t n;
    int light = text_width(a->light), room = at.w - 3 - (light ? light + 4 : 0);
    int title = text_width(a->title) < room ? text_width(a->title) : room;

    put_line(&t->canvas, at.y, at.x + 1, title, a->title, STYLE_STRONG);
    if (light) {
        char *block = xasprintf(" %s ", a->light);
        canvas_put(&t->canvas, at.y, at.x + 1 + title + 2, light + 2, block, TEXT_LEFT,
                   theme_colour(a->colour));
        free(block);
    }
    at.y++;
    at.h--;
    char **lines = ask_lines(a->full ? a->full : "", at.w - 2, &n);

    for (int i = 0; i < at.h && (size_t)i < n; i++) {
        bool last = i == at.h - 1 && (size_t)i + 1 < n;
        put_line(&t->canvas, at.y + i, at.x + 1, at.w - 2 - (last ? 3 : 0), lines[i],
                 STYLE_PLAIN);
        if (last)
            canvas_put(&t->canvas, at.y + i, at.x + at.w - 3, 2, "..", TEXT_LEFT, STYLE_DIM);
    }
    ask_lines_free(lines, n);
}

void about_draw(struct tui *t, const struct about *a, const struct ledger *l, struct area at,
                bool pane)
{
    (void)l;
    canvas_line(&t->canvas, at.y, at.x, at.w, STYLE_DIM);
    struct area in = { at.y + 1, at.x, at.h - 1, at.w };
    if (!a->item)
        return;
    if (pane && a->full) {
        draw_pane(t, a, in);
        return;
    }
    for (int i = 0; i < 3 && i < in.h; i++)
        if (a->brief[i])
            put_line(&t->canvas, in.y + i, in.x + 1, in.w - 2, a->brief[i], STYLE_PLAIN);
}
