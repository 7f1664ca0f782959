#include "report/field_sheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/text.h"

enum { WRITING = 2, PROMISE_LINES = 2 };       /* lines a row has for the hand; for its promise */

/* ---- columns ---- */

/* What is printed of a row stands in one line; below it the columns to write in. */
struct paper {
    struct buf *out;
    struct store *st;
    const struct sheet_look *look;
    int width, no, code, name, place, step, visit;
    int day, demand, promise, due, next, sign;
};

static int most(int a, int b)
{
    return a > b ? a : b;
}

/* Is it the page of a cadre, who may know how his own households stand (field_sheet.h)? */
static bool is_anybodys(const struct round_line *l)
{
    return l->row.it.owner != 0;
}

/* "11-04 talking": the last visit, and what was last known of the stance. */
static void say_last(struct paper *p, const struct round_line *l, struct buf *out)
{
    const struct visit *last = round_last(l, p->look->day);
    enum stance stance = STANCE_NONE;
    char day[DAY_TEXT];

    if (!last)
        return;
    for (size_t i = 0; is_anybodys(l) && i < l->visits.n && stance == STANCE_NONE; i++)
        if (l->visits.v[i].day <= p->look->day)
            stance = l->visits.v[i].stance;
    buf_printf(out, "%s %s", day_format_short(last->day, p->look->day, day), stance_name(stance));
}

static void measure(struct paper *p, const struct round *r)
{
    p->width = p->look->width ? p->look->width : SHEET_WIDTH;
    p->no = 4;
    p->code = text_width(_("Code"));
    for (size_t i = 0; i < r->n; i++)
        p->code = most(p->code, text_width(r->v[i].row.it.code));
    p->visit = 16;
    for (int k = STANCE_NONE + 1; k < STANCES; k++)     /* behind "11-18 " */
        p->visit = most(p->visit, 6 + text_width(stance_name((enum stance)k)));
    for (size_t i = 0; i < r->n; i++) {         /* a day of another year has its year */
        struct buf seen = {0};
        say_last(p, &r->v[i], &seen);
        p->visit = most(p->visit, text_width(buf_str(&seen)));
        buf_fini(&seen);
    }
    int left = p->width - p->no - p->code - p->visit - 5;
    p->name = most(left / 4, text_width(_("Householder")));
    p->step = left / 3;
    p->place = left - p->name - p->step;
    p->day = 8;
    p->due = 8;
    p->next = p->sign = 10;
    left = p->width - p->day - p->due - p->next - p->sign - 5;
    p->demand = left / 2;
    p->promise = left - p->demand;
}

static void rule(struct paper *p, char c)
{
    for (int i = 0; i < p->width; i++)
        buf_putc(p->out, c);
    buf_putc(p->out, '\n');
}

/* A line ends where its words do. */
static void end_line(struct buf *out, const struct buf *line)
{
    size_t n = line->len;

    while (n && line->s[n - 1] == ' ')
        n--;
    buf_printf(out, "%.*s\n", (int)n, n ? line->s : "");
}

static void print_columns(struct paper *p, const char *const *words)
{
    const int width[] = { p->no, p->code, p->name, p->place, p->step, p->visit };
    struct buf line = {0};

    for (size_t i = 0; i < sizeof width / sizeof *width; i++) {
        buf_puts(&line, i ? " " : "");
        text_put(&line, words[i], width[i], i ? TEXT_LEFT : TEXT_RIGHT);
    }
    end_line(p->out, &line);
    buf_fini(&line);
}

static void print_blanks(struct paper *p, const char *const *words)
{
    const int width[] = { p->day, p->demand, p->promise, p->due, p->next, p->sign };
    struct buf line = {0};

    for (size_t i = 0; i < sizeof width / sizeof *width; i++) {
        buf_puts(&line, i ? "|" : "");
        text_put(&line, words[i], width[i], TEXT_LEFT);
    }
    end_line(p->out, &line);
    buf_fini(&line);
}

/* ---- a page ---- */

/* What they hang under: the code for everybody who may read them, the title for who may read
 * it. */
static void say_above(struct paper *p, const struct row *r)
{
    const struct filter f = { .item = r->it.parent, .today = p->look->day, .as_of = DAY_NONE,
                              .without = ROW_CO | ROW_LATEST | ROW_FIELDS,
                              .reader = p->look->reader };
    struct item above = {0};
    struct rows rows = {0};
    struct xh_err err = {0};

    if (r->it.parent && item_load(p->st->db, r->it.parent, &above, &err) == XH_OK) {
        buf_puts(p->out, "  ");
        text_show(p->out, above.code, false);
        if (query_rows(p->st, &f, &rows, &err) == XH_OK && rows.n) {
            buf_putc(p->out, ' ');
            text_show(p->out, rows.v[0].it.title, false);
        }
    }
    rows_fini(&rows);
    item_fini(&above);
}

static void print_head(struct paper *p, const struct round_line *l, size_t page, size_t pages)
{
    const char *const columns[] = { _("No."), _("Code"), _("Householder"), _("Place"),
                                    _("Step now"), _("Last visit") };
    const char *const blanks[] = { _("Day"), _("Asked for"), _("Promised"), _("By when"),
                                   _("Next visit"), _("Signature") };
    char day[DAY_TEXT];
    char *unit = person_unit(p->st->db, l->row.it.owner);
    struct buf line = {0};

    text_show(p->out, p->st->defs->township.name, false);
    buf_printf(p->out, "  %s%s%s\n", _("Visits to households"), p->st->practice ? "  " : "",
               p->st->practice ? _("PRACTICE: not real data") : "");
    buf_printf(&line, _("In charge: %s"), *l->row.owner ? l->row.owner : _("nobody yet"));
    if (*unit)
        buf_printf(&line, "  %s", unit);
    buf_printf(&line, _("    printed %s    page %zu of %zu"), day_format(p->look->day, day), page,
               pages);
    text_show(p->out, buf_str(&line), false);
    buf_putc(p->out, '\n');
    text_show(p->out, l->list->name, false);
    say_above(p, &l->row);
    buf_putc(p->out, '\n');
    rule(p, '=');
    print_columns(p, columns);
    print_blanks(p, blanks);
    rule(p, '=');
    buf_fini(&line);
    free(unit);
}

/* "Open promise until 11-06, overdue: .." over at most PROMISE_LINES lines; what is longer says
 * so. */
static void print_promise(struct paper *p, const struct round_line *l)
{
    size_t others, n;
    const struct visit *v = round_promise(l, p->look->day, &others);
    char day[DAY_TEXT];
    struct buf b = {0};

    if (!v || !is_anybodys(l))
        return;
    day_format_short(v->promise_due, p->look->day, day);
    buf_printf(&b, visit_is_broken(p->st->defs->calendar, v->promise_due, v->kept_on,
                                   p->look->day)
                       ? _("Promise broken, until %s: ") : _("Open promise, until %s: "), day);
    text_show(&b, v->promise, false);
    if (others)
        buf_printf(&b, _("  (and %zu more)"), others);
    const char *at = buf_str(&b);
    for (int i = 0; at && i < PROMISE_LINES; i++) {
        const char *next = text_line(at, p->width - p->no - 3, &n);
        buf_printf(p->out, "%*s%.*s%s\n", p->no + 1, "", (int)n, at,
                   next && i + 1 == PROMISE_LINES ? ".." : "");
        at = next;
    }
    buf_fini(&b);
}

static void print_line(struct paper *p, const struct round_line *l)
{
    static const char *const nothing[] = { "", "", "", "", "", "" };
    char no[24];
    struct buf seen = {0};
    int step = list_step(l->list, l->row.it.next_step);

    snprintf(no, sizeof no, "%lld", (long long)l->no);
    say_last(p, l, &seen);
    const char *const words[] = { no, l->row.it.code, l->row.it.title, l->row.place,
                                  step >= 0 ? l->list->steps[step].name : _("all steps done"),
                                  buf_str(&seen) };
    print_columns(p, words);
    print_promise(p, l);
    for (int i = 0; i < WRITING; i++)
        print_blanks(p, nothing);
    buf_fini(&seen);
}

/* ---- a sheet ---- */

static bool is_told(const struct paper *p, const struct round_line *l)
{
    return !p->look->keep || p->look->keep(p->look->ctx, &l->row);
}

/* Does `b` go on where `a` stands: same owner, same item above? */
static bool goes_on(const struct round_line *a, const struct round_line *b)
{
    return a->list == b->list && a->row.it.parent == b->row.it.parent;
}

/* The pages of the lines v[0..n), all of one owner: at which line each begins. */
static size_t *paginate(struct round_line *const *v, size_t n, size_t *pages)
{
    size_t *from = xcalloc(n + 1, sizeof *from), on = 0;

    *pages = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || on == SHEET_ROWS || !goes_on(v[i - 1], v[i])) {
            from[(*pages)++] = i;
            on = 0;
        }
        on++;
    }
    from[*pages] = n;
    return from;
}

static void print_owner(struct paper *p, struct round_line *const *v, size_t n, bool first)
{
    size_t pages, *from = paginate(v, n, &pages);

    for (size_t k = 0; k < pages; k++) {
        if (!first || k)
            buf_puts(p->out, p->look->breaks ? "\f" : "\n\n");
        print_head(p, v[from[k]], k + 1, pages);
        for (size_t i = from[k]; i < from[k + 1]; i++) {
            print_line(p, v[i]);
            rule(p, '-');
        }
        buf_printf(p->out, "%s\n", _("Internal; keep safe"));
    }
    free(from);
}

size_t field_sheet_print(struct buf *out, struct store *st, const struct round *r,
                         const struct sheet_look *look)
{
    struct paper p = { .out = out, .st = st, .look = look };
    struct round_line **v = xcalloc(r->n + 1, sizeof(struct round_line *));
    size_t n = 0, from = 0;

    measure(&p, r);
    for (size_t i = 0; i < r->n; i++)
        if (is_told(&p, &r->v[i]))
            v[n++] = &r->v[i];
    for (size_t i = 1; i <= n; i++)
        if (i == n || v[i]->row.it.owner != v[from]->row.it.owner) {
            print_owner(&p, v + from, i - from, from == 0);
            from = i;
        }
    if (n == 0)
        buf_printf(out, "%s\n", _("Nobody to go to: no rows that are not signed, no open "
                                  "promises."));
    free(v);
    return n;
}
