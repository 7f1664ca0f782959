/* cmd_look.c - list, count, report: rows and figures, for people and for programs. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/look.h"
#include "cli/row_table.h"
#include "cli/show.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "report/export.h"
#include "report/section.h"

/* ---- what the three share ---- */

#define FILTERS \
    { "colour", 'c', OPT_TEXT, "red,yellow", N_("of these colours"), NO_PLACE }, \
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE }, \
    { "owner", 0, OPT_TEXT, "PERSON", N_("whose responsibility it is"), NO_PLACE }, \
    { "handler", 0, OPT_TEXT, "PERSON", N_("who works on it"), NO_PLACE }, \
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE }, \
    { "leader", 0, OPT_TEXT, "PERSON", N_("the leader heading it"), NO_PLACE }, \
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE }, \
    { "parent", 0, OPT_CODE, "CODE", N_("rows under this item"), NO_PLACE }, \
    { "state", 0, OPT_CODE, "STATE", \
      N_("a state, or: open review held closed cancelled"), NO_PLACE }, \
    { "where", 'w', OPT_MANY, "'area>=3'", N_("a condition on a field; several all hold"), \
      NO_PLACE }, \
    { "text", 't', OPT_TEXT, "WORDS", N_("in title, code or latest progress"), NO_PLACE }

static const struct option list_options[] = {
    FILTERS,
    { "sort", 0, OPT_CODE, "KEY", N_("urgency (default), due, code, unit or owner"), NO_PLACE },
    { "limit", 'n', OPT_NUMBER, "N", N_("at most so many rows"), NO_PLACE },
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE },
    { 0 },
};
static const struct option count_options[] = {
    { "by", 0, OPT_CODE, "list,unit,owner,lead", N_("what to count by"), NO_PLACE },
    FILTERS,
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE },
    { 0 },
};
static const struct option report_options[] = {
    { "by", 0, OPT_CODE, "unit|lead", N_("one part for each unit or responsible leader"),
      NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "from", 0, OPT_PAST, "DATE", N_("new, closed: first day (default: since the last cut-off)"),
      NO_PLACE },
    { "to", 0, OPT_PAST, "DATE", N_("new, closed: last day (default: today)"), NO_PLACE },
    { "format", 'f', OPT_CODE, "text|csv|json", N_("for people or for programs"), NO_PLACE },
    { "output", 'o', OPT_TEXT, "FILE.txt|FILE.csv", N_("into a file (with a byte order mark)"),
      NO_PLACE },
    { 0 },
};

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON };

static enum xh_rc read_format(const struct args *args, enum format *out, struct xh_err *err)
{
    static const struct { const char *word; enum format format; } words[] = {
        { "table", FORMAT_TABLE }, { "text", FORMAT_TABLE }, { "csv", FORMAT_CSV },
        { "json", FORMAT_JSON },
    };
    const char *s = args_get(args, "format");

    *out = FORMAT_TABLE;
    if (!s)
        return XH_OK;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, s) == 0) {
            *out = words[i].format;
            return XH_OK;
        }
    return not_among("--format", s, (const char *const[]){ "table", "csv", "json", NULL }, err);
}

static enum xh_rc read_order(const struct args *args, enum order *out, struct xh_err *err)
{
    static const char *const words[] = {
        [ORDER_URGENCY] = "urgency", [ORDER_DUE] = "due", [ORDER_CODE] = "code",
        [ORDER_UNIT] = "unit", [ORDER_OWNER] = "owner", NULL
    };
    const char *s = args_get(args, "sort");

    *out = ORDER_URGENCY;
    for (size_t i = 0; s && words[i]; i++)
        if (strcmp(words[i], s) == 0) {
            *out = (enum order)i;
            return XH_OK;
        }
    return s ? not_among("--sort", s, words, err) : XH_OK;
}

/* The filter the options describe. `where` is kept by the caller. */
static enum xh_rc read_filter(struct app *a, const struct args *args, const char ***where,
                              struct filter *f, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int64_t limit = 0;

    *where = xcalloc(args->n + 1, sizeof **where);
    look_filter(a, f);
    f->unit = args_get(args, "unit");
    f->owner = args_get(args, "owner");
    f->handler = args_get(args, "handler");
    f->lead = args_get(args, "lead");
    f->leader = args_get(args, "leader");
    f->place = args_get(args, "place");
    f->parent = args_get(args, "parent");
    f->state = args_get(args, "state");
    f->text = args_get(args, "text");
    for (size_t i = 0; i < args->n; i++)
        if (strcmp(args->v[i].opt->name, "where") == 0)
            (*where)[f->n_where++] = args->v[i].text;
    f->where = *where;
    if (args_get(args, "colour"))
        rc = typed_colours(args_get(args, "colour"), &f->colours, err);
    if (rc == XH_OK && args_get(args, "limit"))
        rc = typed_number(args_get(args, "limit"), "--limit", &limit, err);
    if (rc == XH_OK && args_get(args, "limit") && limit == 0)
        rc = xh_fail(err, XH_USAGE, _("--limit: at least 1"));
    f->limit = limit;
    if (rc == XH_OK)
        rc = read_order(args, &f->order, err);
    return rc;
}

void look_filter(const struct app *a, struct filter *f)
{
    *f = (struct filter){ .today = a->env.today, .as_of = a->as_of_day, .reader = a->me };
}

int32_t look_day(const struct app *a)
{
    return a->as_of_day != DAY_NONE ? a->as_of_day : a->env.today;
}

void look_note(const struct app *a)
{
    char day[DAY_TEXT];

    if (a->as_of_day != DAY_NONE)
        warn(_("As of %s: colour, state and deadline are those of that day, everything else is "
               "today's."), day_format(a->as_of_day, day));
    else if (a->env.today != a->real_today && !a->st->practice)
        warn(_("As if today were %s: today's facts, seen on that day."),
             day_format(a->env.today, day));
}

/* Reading and taking away are two permissions (ENGINE 28): rows for programs and files need
 * `export`. Which relations allow it; 0 fails. */
static enum xh_rc may_export(const struct app *a, const struct list_def *l, unsigned *relations,
                             struct xh_err *err)
{
    *relations = permit_relations(a->st->db, a->defs, a->me, VERB_EXPORT, l ? l->id : NULL);
    if (*relations)
        return XH_OK;
    struct buf who = {0};
    permit_who_can(&who, a->st->db, a->defs, VERB_EXPORT, l ? l->id : NULL, 0, a->me);
    xh_fail(err, XH_DENIED, who.len ? _("you may look at rows but not export them; %s may")
                                    : _("you may look at rows but not export them%s"),
            buf_str(&who));
    buf_fini(&who);
    return XH_DENIED;
}

/* ---- list ---- */

struct exporting {
    const struct app *a;
    struct export e;
    const struct list_def *list;
    unsigned relations;
    struct buf *b;
};

static enum xh_rc export_one(void *ctx, struct row *r, struct xh_err *err)
{
    struct exporting *x = ctx;

    (void)err;
    if ((x->relations & REL_ALL) ||
        permit_may(x->a->st->db, x->a->defs, x->a->me, VERB_EXPORT, r->it.list, r->it.id))
        export_row(&x->e, x->list, r);
    if (x->b->len > 65536) {        /* long answers are not kept in memory */
        out(buf_str(x->b));
        buf_clear(x->b);
    }
    return XH_OK;
}

static enum xh_rc list_export(struct app *a, const struct filter *f, const struct list_def *l,
                              enum format format, struct xh_err *err)
{
    struct buf b = {0};
    struct exporting x = { .a = a, .list = l, .b = &b };
    enum xh_rc rc = may_export(a, l, &x.relations, err);

    if (rc != XH_OK)
        return rc;
    export_rows_begin(&x.e, &b, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON, l);
    rc = query_each(a->st, f, export_one, &x, err);
    export_end(&x.e);
    if (rc == XH_OK)
        out(buf_str(&b));
    buf_fini(&b);
    return rc;
}

static const char *const all_columns[] = {
    "colour", "code", "title", "unit", "owner", "due", "left", "steps", "state", "waiting", NULL
};

static enum xh_rc list_table(struct app *a, const struct filter *f, const struct list_def *l,
                             struct xh_err *err)
{
    struct rows rows = {0};
    const char **columns = NULL;
    enum xh_rc rc = query_rows(a->st, f, &rows, err);

    if (rc == XH_OK && rows.n > 0) {
        struct row_view view = {
            .defs = a->defs, .list = l, .day = look_day(a), .colours = a->colours,
            .width = a->columns,
        };
        struct buf b = {0};
        if (l && l->n_columns) {
            columns = xcalloc(l->n_columns + 1, sizeof *columns);
            memcpy(columns, l->columns, l->n_columns * sizeof *columns);
        }
        row_table_print(&b, &view, columns ? columns : (const char **)all_columns, rows.v, NULL,
                        rows.n);
        out(buf_str(&b));
        buf_fini(&b);
    }
    if (rc == XH_OK && rows.n > 0)
        outf(_("rows: %zu\n"), rows.n);
    else if (rc == XH_OK)
        outf("%s\n", _("none"));
    free(columns);
    rows_fini(&rows);
    return rc;
}

static enum xh_rc run_list(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    const struct list_def *l = NULL;
    const char **where = NULL;
    struct filter f;
    enum format format;
    enum xh_rc rc = typed_list_or_all(a, args_word(args, 0), &l, err);

    (void)c;
    if (rc == XH_OK)
        rc = read_format(args, &format, err);
    if (rc == XH_OK)
        rc = read_filter(a, args, &where, &f, err);
    if (rc == XH_OK) {
        f.list = l ? l->id : NULL;
        look_note(a);
        rc = format == FORMAT_TABLE ? list_table(a, &f, l, err)
                                    : list_export(a, &f, l, format, err);
    }
    free(where);
    return rc;
}

/* ---- count ---- */

enum { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_ALL };
static const struct { const char *word, *title; } by_words[BY_ALL] = {
    { "list", N_("List") }, { "unit", N_("Unit") }, { "owner", N_("Owner") }, { "lead", N_("Lead") },
};

static const char *const by_names[] = { "list", "unit", "owner", "lead", NULL };

static enum xh_rc read_by(const char *s, bool by[BY_ALL], struct xh_err *err)
{
    char *copy = xstrdup(s ? s : "list"), *save = NULL;
    enum xh_rc rc = XH_OK;

    for (char *w = strtok_r(copy, ", ", &save); w && rc == XH_OK; w = strtok_r(NULL, ", ", &save)) {
        int hit = -1;
        for (int i = 0; i < BY_ALL; i++)
            if (strcmp(by_words[i].word, w) == 0)
                hit = i;
        if (hit < 0)
            rc = not_among("--by", w, by_names, err);
        else
            by[hit] = true;
    }
    free(copy);
    return rc;
}

static const char *group_text(const struct group_count *g, int by)
{
    switch (by) {
    case BY_LIST:  return g->list;
    case BY_UNIT:  return g->unit;
    case BY_OWNER: return g->owner;
    default:       return g->lead;
    }
}

static const char *row_word(const struct app *a, const struct group_count *g)
{
    const struct list_def *l = defs_list(a->defs, g->list);

    return l ? l->row : "";
}

/* Items and households are counted side by side, never added (OFFICE 7): groups of lists whose
 * rows are called the same come together, others stay apart. */
static size_t merge(const struct app *a, struct group_count *v, size_t n, const bool by[BY_ALL])
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++) {
        size_t j = 0;
        for (; j < kept; j++) {
            bool same = strcmp(row_word(a, &v[j]), row_word(a, &v[i])) == 0;
            for (int k = 0; k < BY_ALL && same; k++)
                same = !by[k] || strcmp(group_text(&v[j], k), group_text(&v[i], k)) == 0;
            if (same)
                break;
        }
        if (j == kept) {
            struct group_count swap = v[kept];
            v[kept++] = v[i];
            v[i] = swap;
            continue;
        }
        for (int k = 0; k < 5; k++)
            v[j].n.colour[k] += v[i].n.colour[k];
        v[j].n.review += v[i].n.review;
        v[j].n.total += v[i].n.total;
        v[j].n.closed += v[i].n.closed;
    }
    return kept;
}

static const enum colour shown_colours[] = {
    COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN, COLOUR_GREY
};
enum { COLOURS = sizeof shown_colours / sizeof *shown_colours };

static void count_table(const struct app *a, struct buf *b, const struct group_count *v, size_t n,
                        const bool by[BY_ALL])
{
    struct table t = {0};

    for (int k = 0; k < BY_ALL; k++)
        if (by[k])
            table_column(&t, _(by_words[k].title), TEXT_LEFT, 32, true);
    table_column(&t, _("Of what"), TEXT_LEFT, 0, false);
    for (size_t c = 0; c < COLOURS; c++)
        table_column(&t, colour_word(a->defs, shown_colours[c]), TEXT_RIGHT, 0, false);
    table_column(&t, _("In work"), TEXT_RIGHT, 0, false);
    table_column(&t, _("of it in review"), TEXT_RIGHT, 0, false);
    table_column(&t, _("Crossed off"), TEXT_RIGHT, 0, false);
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < BY_ALL; k++) {
            const struct list_def *l = k == BY_LIST ? defs_list(a->defs, v[i].list) : NULL;
            if (by[k])
                table_add(&t, l ? l->name : *group_text(&v[i], k) ? group_text(&v[i], k) : "-");
        }
        table_add(&t, row_word(a, &v[i]));
        for (size_t c = 0; c < COLOURS; c++) {
            char text[24];
            int64_t count = v[i].n.colour[shown_colours[c]];
            snprintf(text, sizeof text, "%" PRId64, count);
            table_add_colour(&t, text, count ? shown_colours[c] : COLOUR_NONE);
        }
        table_add_int(&t, v[i].n.total);
        table_add_int(&t, v[i].n.review);
        table_add_int(&t, v[i].n.closed);
    }
    table_print(b, &t, a->columns, a->colours);
    table_fini(&t);
}

static void count_export(const struct app *a, struct buf *b, enum format format,
                         const struct group_count *v, size_t n, const bool by[BY_ALL])
{
    static const char *const keys[] = { "red", "yellow", "green", "grey", "total", "review",
                                        "closed" };
    struct export e;

    export_begin(&e, b, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
    for (int k = 0; k < BY_ALL; k++)
        if (by[k])
            export_key(&e, by_words[k].word);
    export_key(&e, "row");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < n; i++) {
        for (int k = 0; k < BY_ALL; k++)
            if (by[k])
                export_text(&e, group_text(&v[i], k));
        export_text(&e, row_word(a, &v[i]));
        for (size_t c = 0; c < COLOURS; c++)
            export_int(&e, v[i].n.colour[shown_colours[c]]);
        export_int(&e, v[i].n.total);
        export_int(&e, v[i].n.review);
        export_int(&e, v[i].n.closed);
    }
    export_end(&e);
}

static enum xh_rc counts(struct app *a, const struct filter *f, const bool by[BY_ALL],
                         enum format format, struct xh_err *err)
{
    const char *words[BY_ALL];
    struct group_count *v = NULL;
    size_t n_words = 0, n = 0;
    struct buf b = {0};

    for (int k = 0; k < BY_ALL; k++)
        if (k == BY_LIST || by[k])
            words[n_words++] = by_words[k].word;
    enum xh_rc rc = query_counts(a->st, f, words, n_words, &v, &n, err);
    size_t kept = rc == XH_OK ? merge(a, v, n, by) : 0;
    if (rc == XH_OK && format != FORMAT_TABLE)
        count_export(a, &b, format, v, kept, by);
    else if (rc == XH_OK && kept == 0)
        buf_printf(&b, "%s\n", _("none"));
    else if (rc == XH_OK)
        count_table(a, &b, v, kept, by);
    out(buf_str(&b));
    buf_fini(&b);
    group_counts_free(v, n);
    return rc;
}

enum xh_rc look_counts(struct app *a, struct xh_err *err)
{
    const bool by[BY_ALL] = { [BY_LIST] = true };
    struct filter f;

    look_filter(a, &f);
    return counts(a, &f, by, FORMAT_TABLE, err);
}

static enum xh_rc run_count(struct app *a, const struct command *c, struct args *args,
                            struct xh_err *err)
{
    const char **where = NULL;
    bool by[BY_ALL] = { false };
    const struct list_def *l = NULL;
    struct filter f;
    enum format format;
    enum xh_rc rc = read_format(args, &format, err);

    (void)c;
    if (rc == XH_OK)
        rc = read_by(args_get(args, "by"), by, err);
    if (rc == XH_OK && args_word(args, 0))
        rc = typed_list_or_all(a, args_word(args, 0), &l, err);
    if (rc == XH_OK)
        rc = read_filter(a, args, &where, &f, err);
    if (rc == XH_OK) {
        f.list = l ? l->id : NULL;
        look_note(a);
        rc = counts(a, &f, by, format, err);
    }
    free(where);
    return rc;
}

/* ---- report ---- */

static const struct { enum section section; const char *columns[12]; } report_columns[] = {
    { SECTION_OVERDUE, { "colour", "code", "title", "lead", "unit", "owner", "due", "upper_due",
                         "days_overdue", "limit", "latest", NULL } },
    { SECTION_DUE, { "colour", "code", "title", "lead", "unit", "owner", "due", "left", "latest",
                     NULL } },
    { SECTION_NEW, { "colour", "code", "title", "lead", "unit", "owner", "assigned_on", "due",
                     "source", NULL } },
    { SECTION_CLOSED, { "code", "title", "lead", "unit", "owner", "first_due", "due", "closed_on",
                        NULL } },
};

struct report {
    struct app *a;
    const struct section_info *info;
    struct section_rows rows;
    enum format format;
    const char *by;             /* "unit", "lead" or NULL */
    const struct list_def *list;
    int32_t from, to;
    int width;
    bool colours;
};

static const char *part_of(const struct report *r, size_t i)
{
    const struct row *row = &r->rows.rows.v[i];

    return strcmp(r->by, "unit") == 0 ? row->unit : row->lead;
}

static void print_part(const struct report *r, struct buf *b, const struct row *rows,
                       const char *const *titles, size_t n)
{
    struct row_view view = {
        .defs = r->a->defs, .list = r->list, .day = look_day(r->a), .colours = r->colours,
        .width = r->width,
    };
    const char *const *columns = NULL;

    for (size_t i = 0; i < sizeof report_columns / sizeof *report_columns; i++)
        if (report_columns[i].section == r->info->section)
            columns = report_columns[i].columns;
    row_table_print(b, &view, columns, rows, titles, n);
}

/* One part for each unit or leader, in the order they first appear; nobody stands as "-". */
static void print_parts(const struct report *r, struct buf *b)
{
    size_t n = r->rows.rows.n;
    bool *done = xcalloc(n + 1, sizeof *done);
    struct row *rows = xcalloc(n + 1, sizeof *rows);
    const char **titles = xcalloc(n + 1, sizeof *titles);

    for (size_t i = 0; i < n; i++) {
        size_t m = 0;
        if (done[i])
            continue;
        for (size_t j = i; j < n; j++)
            if (!done[j] && strcmp(part_of(r, i), part_of(r, j)) == 0) {
                done[j] = true;
                titles[m] = r->rows.said[j];
                rows[m++] = r->rows.rows.v[j];      /* borrowed */
            }
        buf_printf(b, "\n%s (%zu)\n", *part_of(r, i) ? part_of(r, i) : "-", m);
        print_part(r, b, rows, titles, m);
    }
    free(done);
    free(rows);
    free(titles);
}

static void print_heading(const struct report *r, struct buf *b)
{
    char day[DAY_TEXT], from[DAY_TEXT], to[DAY_TEXT];

    buf_printf(b, "%s  %s", r->a->defs->township.name, _(r->info->title));
    if (r->info->section == SECTION_NEW || r->info->section == SECTION_CLOSED)
        buf_printf(b, "  %s .. %s\n", day_format(r->from, from), day_format(r->to, to));
    else
        buf_printf(b, "  %s\n", day_format(look_day(r->a), day));
    if (r->a->st->practice)
        buf_printf(b, "%s\n", _("PRACTICE: not real data"));
}

static void print_report(const struct report *r, struct buf *b)
{
    size_t n = r->rows.rows.n;

    if (r->format != FORMAT_TABLE) {
        struct export e;
        export_rows_begin(&e, b, r->format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON, NULL);
        for (size_t i = 0; i < n; i++)
            export_row(&e, NULL, &r->rows.rows.v[i]);
        export_end(&e);
        return;
    }
    print_heading(r, b);
    if (n == 0)
        buf_printf(b, "%s\n", _("none"));
    else if (r->by)
        print_parts(r, b);
    else
        print_part(r, b, r->rows.rows.v, (const char *const *)r->rows.said, n);
}

/* Written beside and renamed: a full disk leaves the old file. */
static enum xh_rc write_file(const char *path, const struct buf *b, struct xh_err *err)
{
    char *temp = xasprintf("%s.part", path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0660);
    FILE *f = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool bad = !f;

    if (f) {
        bad = fputs("\xEF\xBB\xBF", f) < 0 || fputs(buf_str(b), f) < 0;
        bad |= fflush(f) != 0 || fsync(fd) != 0;
        bad |= fclose(f) != 0;
    } else if (fd >= 0) {
        close(fd);
    }
    if (!bad)
        bad = rename(temp, path) != 0;
    enum xh_rc rc = bad ? xh_fail(err, XH_DB, _("cannot write %s: %s"), path, strerror(errno))
                        : XH_OK;
    if (bad && f)
        unlink(temp);
    free(temp);
    return rc;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcmp(s + n - m, end) == 0;
}

/* -o FILE.csv is csv; any other ending must be one that can be written. */
static enum xh_rc output_format(const struct args *args, enum format *format, struct xh_err *err)
{
    const char *path = args_get(args, "output");

    if (!path)
        return XH_OK;
    bool csv = ends_with(path, ".csv"), json = ends_with(path, ".json");
    if (!csv && !json && !ends_with(path, ".txt"))
        return xh_fail(err, XH_USAGE, _("-o %s: the file's name ends in .txt, .csv or .json"),
                       path);
    enum format by_name = csv ? FORMAT_CSV : json ? FORMAT_JSON : FORMAT_TABLE;
    if (args_get(args, "format") && *format != by_name)
        return xh_fail(err, XH_USAGE, _("-o %s and --format %s do not go together"), path,
                       args_get(args, "format"));
    *format = by_name;
    return XH_OK;
}

static enum xh_rc read_period(struct report *r, const struct args *args, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    bool dated = r->info->section == SECTION_NEW || r->info->section == SECTION_CLOSED;

    section_period(r->a->defs->calendar, look_day(r->a), &r->from, &r->to);
    if (!dated && (args_get(args, "from") || args_get(args, "to")))
        return xh_fail(err, XH_USAGE, _("--from and --to go with the reports new and closed"));
    if (args_get(args, "from"))
        rc = typed_date(r->a, args_get(args, "from"), true, "--from", &r->from, err);
    if (rc == XH_OK && args_get(args, "to"))
        rc = typed_date(r->a, args_get(args, "to"), true, "--to", &r->to, err);
    if (rc == XH_OK && r->from > r->to)
        rc = xh_fail(err, XH_USAGE, _("--from lies after --to"));
    return rc;
}

static enum xh_rc unknown_report(const char *name, struct xh_err *err)
{
    const char *names[8];
    size_t n = 0;

    for (const struct section_info *s = sections; s->id; s++)
        names[n++] = s->id;
    names[n] = NULL;
    return not_among("report", name, names, err);
}

static bool is_exportable(void *ctx, const struct row *r)
{
    const struct app *a = ctx;

    return permit_may(a->st->db, a->defs, a->me, VERB_EXPORT, r->it.list, r->it.id);
}

static enum xh_rc run_report(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    struct report r = { .a = a, .by = args_get(args, "by"), .width = a->columns,
                        .colours = a->colours };
    const char *path = args_get(args, "output");
    struct filter f;
    enum xh_rc rc = read_format(args, &r.format, err);

    (void)c;
    r.info = section_find(args_word(args, 0));
    if (!r.info)
        return unknown_report(args_word(args, 0), err);
    if (r.by && strcmp(r.by, "unit") != 0 && strcmp(r.by, "lead") != 0)
        return not_among("--by", r.by, (const char *const[]){ "unit", "lead", NULL }, err);
    if (rc == XH_OK)
        rc = output_format(args, &r.format, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &r.list, err);
    if (rc == XH_OK)
        rc = read_period(&r, args, err);
    if (rc != XH_OK)
        return rc;
    look_filter(a, &f);
    f.list = r.list ? r.list->id : NULL;
    f.unit = args_get(args, "unit");
    f.lead = args_get(args, "lead");
    f.place = args_get(args, "place");
    look_note(a);
    if (path) {                 /* a file has no terminal */
        r.width = 0;
        r.colours = false;
    }
    unsigned relations = REL_ALL;
    if (r.format != FORMAT_TABLE || path)
        rc = may_export(a, r.list, &relations, err);
    if (rc == XH_OK)
        rc = section_load(a->st, r.info->section, &f, r.from, r.to,
                          relations & REL_ALL ? NULL : is_exportable, a, &r.rows, err);
    if (rc == XH_OK) {
        struct buf b = {0};
        print_report(&r, &b);
        if (path)
            rc = write_file(path, &b, err);
        else
            out(buf_str(&b));
        if (path && rc == XH_OK)
            outf(_("%s: rows: %zu\n"), path, r.rows.rows.n);
        buf_fini(&b);
    }
    section_fini(&r.rows);
    return rc;
}

enum xh_rc look_overdue(struct app *a, struct xh_err *err)
{
    struct report r = { .a = a, .info = section_find("overdue"), .width = a->columns,
                        .colours = a->colours };
    struct filter f;

    look_filter(a, &f);
    enum xh_rc rc = section_load(a->st, SECTION_OVERDUE, &f, DAY_NONE, DAY_NONE, NULL, NULL,
                                 &r.rows, err);
    if (rc == XH_OK) {
        struct buf b = {0};
        print_report(&r, &b);
        out(buf_str(&b));
        buf_fini(&b);
    }
    section_fini(&r.rows);
    return rc;
}

/* ---- the table ---- */

static const struct word list_word[] = { { "LIST", NO_PLACE, false, false }, { 0 } };
static const struct word maybe_list_word[] = { { "LIST", NO_PLACE, true, false }, { 0 } };
static const struct word report_word[] = {
    { "overdue|due|new|closed", NO_PLACE, false, false }, { 0 }
};
static const struct word code_word[] = { { "CODE", NO_PLACE, false, false }, { 0 } };
static const struct word why_words[] = {
    { "CODE", NO_PLACE, false, false }, { "STEP", NO_PLACE, true, false }, { 0 }
};

const struct command look_commands[] = {
    { .name = "list", .usage = "LIST|all [--colour red,yellow] [--unit UNIT] [--state STATE] ...",
      .help = N_("rows of one list or of all"), .run = run_list, .options = list_options,
      .words = list_word, .flags = CMD_AS_OF },
    { .name = "show", .usage = "CODE", .help = N_("everything about one item"), .run = run_show,
      .words = code_word, .flags = CMD_AS_OF },
    { .name = "why", .usage = "CODE [STEP]", .help = N_("why this colour, why this date"),
      .run = run_why, .words = why_words, .flags = CMD_AS_OF },
    { .name = "count", .usage = "[LIST] [--by list,unit,owner,lead]",
      .help = N_("items by colour"), .run = run_count, .options = count_options,
      .words = maybe_list_word, .flags = CMD_AS_OF },
    { .name = "report", .usage = "overdue|due|new|closed [--by unit|lead] [-o FILE.txt|FILE.csv]",
      .help = N_("overdue, falling due, new and crossed-off items"), .run = run_report,
      .options = report_options, .words = report_word, .flags = CMD_AS_OF },
    { 0 },
};
