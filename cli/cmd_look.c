/* cmd_look.c - list, and what list, count and report share: filters, formats,
 * permission. */
#include <stdlib.h>
#include <string.h>

#include "cli/paper_out.h"
#include "cli/show.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "report/export.h"
#include "report/list_paper.h"
#include "report/row_table.h"

/* ---- what the three share ---- */

static const struct option list_options[] = {
    FILTERS,
    { "sort", 0, OPT_CODE, "KEY",
      N_("urgency (default), or any column or field; -KEY: the other way round"), NO_PLACE },
    { "limit", 'n', OPT_NUMBER, "N", N_("at most so many rows"), NO_PLACE },
    PAPER_OPTIONS,
    { 0 },
};

enum xh_rc look_format(const struct args *args, enum format *out, struct xh_err *err)
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
    return not_among("--format", s, (const char *const[]){ "table", "csv", "json", NULL },
                     err);
}

enum export_format look_records(enum format format)
{
    return format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON;
}

/* Five have an index; any other key is sorted here and now, whatever number of rows. */
static void read_order(const struct args *args, struct filter *f)
{
    static const char *const words[] = {
        [ORDER_URGENCY] = "urgency", [ORDER_DUE] = "due", [ORDER_CODE] = "code",
        [ORDER_UNIT] = "unit", [ORDER_OWNER] = "owner", NULL
    };
    const char *s = args_get(args, "sort");

    f->order = ORDER_URGENCY;
    f->sort = s;
    for (size_t i = 0; s && words[i]; i++)
        if (strcmp(words[i], s) == 0) {
            f->order = (enum order)i;
            f->sort = NULL;
        }
}

enum xh_rc look_filter_options(const struct app *a, const struct args *args,
                               const char ***where, struct filter *f, struct xh_err *err)
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
        read_order(args, f);
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
        warn(
            _("As of %s: colour, state and deadline are those of that day, everything else is "
              "today's."),
            day_format(a->as_of_day, day));
    else if (a->env.today != a->real_today && !a->st->practice)
        warn(_("As if today were %s: today's facts, seen on that day."),
             day_format(a->env.today, day));
}

enum xh_rc look_may_export(const struct app *a, const struct list_def *l, unsigned *relations,
                           struct xh_err *err)
{
    return export_may(a->st, a->me, l ? l->id : NULL, relations, err);
}

static void warn_kept_back(size_t n, void (*say)(struct buf *out, size_t n))
{
    struct buf text = {0};

    say(&text, n);
    if (text.len)
        warn("%s", buf_str(&text));
    buf_fini(&text);
}

void look_kept_back(size_t n)
{
    warn_kept_back(n, export_say_kept_back);
}

void look_orders_kept_back(size_t n)
{
    warn_kept_back(n, export_say_orders_kept_back);
}

/* ---- list ---- */

struct exporting {
    const struct app *a;
    struct export e;
    const struct list_def *list;
    struct exporter away;
    struct buf *b;
    bool prints;
    size_t rows;
};

static enum xh_rc export_one(void *ctx, struct row *r, struct xh_err *err)
{
    struct exporting *x = ctx;

    (void)err;
    if (exporter_takes(&x->away, r)) {
        export_row(&x->e, x->list, r);
        x->rows++;
    }
    if (x->prints && x->b->len > 65536) {        /* long answers are not kept in memory */
        out_raw(buf_str(x->b));
        buf_clear(x->b);
    }
    return XH_OK;
}

enum xh_rc look_export(struct app *a, const struct filter *f, const struct list_def *l,
                       enum format format, struct buf *to, size_t *rows, struct xh_err *err)
{
    struct buf b = {0};
    struct exporting x = { .a = a, .list = l, .b = to ? to : &b, .prints = !to };
    enum xh_rc rc = exporter_begin(&x.away, a->st, a->me, l ? l->id : NULL, err);

    if (rc != XH_OK)
        return rc;
    struct filter leaving = *f;
    leaving.leaves = true;
    export_rows_begin(&x.e, x.b, look_records(format), l);
    rc = query_each(a->st, &leaving, export_one, &x, err);
    export_end(&x.e);
    if (rc == XH_OK && !to)
        out_raw(buf_str(&b));
    buf_fini(&b);
    look_kept_back(x.away.kept_back);
    if (rows)
        *rows = x.rows;
    return rc;
}

static const char *const all_columns[] = {
    "colour", "code", "title", "unit", "owner", "due", "left", "steps", "state", "waiting", NULL
};

/* Of the list as it is configured; caller frees the array. */
static const char **columns_of(const struct list_def *l)
{
    size_t n = sizeof all_columns / sizeof *all_columns - 1;
    const char *const *from = all_columns;

    if (l && l->n_columns) {
        n = l->n_columns;
        from = l->columns;
    }
    const char **columns = xcalloc(n + 1, sizeof *columns);
    memcpy(columns, from, n * sizeof *columns);
    return columns;
}

static enum xh_rc list_table(struct app *a, const struct filter *f, const struct list_def *l,
                             int width, struct xh_err *err)
{
    struct rows rows = {0};
    enum xh_rc rc = query_rows(a->st, f, &rows, err);

    if (rc == XH_OK && rows.n > 0) {
        struct row_view view = {
            .look = { a->defs, l, look_day(a) }, .colours = a->colours, .width = width,
        };
        const char **columns = columns_of(l);
        struct buf b = {0};
        row_table_print(&b, &view, columns, rows.v, NULL, rows.n);
        out_raw(buf_str(&b));
        buf_fini(&b);
        free(columns);
    }
    if (rc == XH_OK && rows.n > 0)
        outf(_("rows: %zu\n"), rows.n);
    else if (rc == XH_OK)
        outf("%s\n", _("none"));
    rows_fini(&rows);
    return rc;
}

/* ---- list, on paper ---- */

struct taking { struct exporter away; struct rows rows; };

static enum xh_rc take_one(void *ctx, struct row *r, struct xh_err *err)
{
    struct taking *k = ctx;

    (void)err;
    if (!exporter_takes(&k->away, r))
        return XH_OK;
    GROW(k->rows.v, k->rows.n, k->rows.cap);
    k->rows.v[k->rows.n++] = *r;
    memset(r, 0, sizeof *r);
    return XH_OK;
}

static enum xh_rc list_away(struct app *a, const struct filter *f, const struct list_def *l,
                            struct paper_out *to, struct xh_err *err)
{
    struct row_look look = { a->defs, l, look_day(a) };
    struct taking k = { 0 };
    struct document d = { 0 };
    struct filter leaving = *f;
    const char **columns = columns_of(l);
    enum xh_rc rc = exporter_begin(&k.away, a->st, a->me, l ? l->id : NULL, err);

    leaving.leaves = true;
    if (rc == XH_OK)
        rc = query_each(a->st, &leaving, take_one, &k, err);
    if (rc == XH_OK)
        rc = list_paper(&d, a->st, &look, l ? l->name : _("All ledgers"), columns, &k.rows, NULL,
                        k.away.kept_back, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("%s: rows: %zu\n"), to->path, k.rows.n);
    document_fini(&d);
    rows_fini(&k.rows);
    free(columns);
    return rc;
}

/* For programs, into a file. */
static enum xh_rc list_records(struct app *a, const struct filter *f, const struct list_def *l,
                               struct paper_out *to, struct xh_err *err)
{
    struct document d = { 0 };
    struct buf b = { 0 };
    size_t rows = 0;
    enum xh_rc rc = look_export(a, f, l, to->format, &b, &rows, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, paper_out_records(to) ? &b : NULL, to, err);
    if (rc == XH_OK)
        outf(_("%s: rows: %zu\n"), to->path, rows);
    buf_fini(&b);
    return rc;
}

static enum xh_rc put_list(struct app *a, const struct filter *f, const struct list_def *l,
                           struct paper_out *to, struct xh_err *err)
{
    bool for_programs = paper_out_records(to);

    if (for_programs && !to->path)
        return look_export(a, f, l, to->format, NULL, NULL, err);
    if (for_programs)
        return list_records(a, f, l, to, err);
    return paper_out_takes(to) ? list_away(a, f, l, to, err)
                               : list_table(a, f, l, to->width, err);
}

static enum xh_rc run_list(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    const struct list_def *l = NULL;
    const char **where = NULL;
    struct filter f;
    struct paper_out to = { 0 };
    enum xh_rc rc = typed_list_or_all(a, args_word(args, 0), &l, err);

    (void)c;
    if (rc == XH_OK)
        rc = paper_out_options(a, args, 0, &to, err);
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &f, err);
    if (rc == XH_OK) {
        f.list = l ? l->id : NULL;
        look_note(a);
        rc = put_list(a, &f, l, &to, err);
    }
    free(where);
    return rc;
}

/* ---- the table ---- */

static const struct word list_word[] = { { "LIST", NO_PLACE, false, false }, { 0 } };
static const struct word maybe_list_word[] = { { "LIST", NO_PLACE, true, false }, { 0 } };
static const struct word report_word[] = {
    { "overdue|due|new|closed|weekly|pack|minutes|acceptance|visits|approval|certificate|handover",
      NO_PLACE, false, false },
    { "CODE|PERSON", NO_PLACE, true, true }, { 0 }
};
static const struct word code_word[] = { { "CODE", NO_PLACE, false, false }, { 0 } };
static const struct word project_word[] = { { "PROJECT", NO_PLACE, false, false }, { 0 } };
static const struct word maybe_project_word[] = { { "PROJECT", NO_PLACE, true, false }, { 0 } };
static const struct word why_words[] = {
    { "CODE", NO_PLACE, false, false }, { "STEP", NO_PLACE, true, false }, { 0 }
};

const struct command look_commands[] = {
    { .name = "list", .usage = "LIST|all [--colour red,yellow] [--unit UNIT] [--state STATE] ... "
               "[-o FILE.pdf|.xlsx|.csv|.txt]",
      .help = N_("rows of one list or of all"), .run = run_list, .options = list_options,
      .words = list_word, .flags = CMD_AS_OF },
    { .name = "show", .usage = "CODE [-o FILE.pdf|.xlsx|.csv|.txt] [--print[=PRINTER]]",
      .help = N_("everything about one item"),
      .more = N_("With -o or --print a paper: the item as a page of a ledger, in columns, with why "
                 "its colour and\nits dates are what they are, and the check code."),
      .run = run_show, .options = show_options, .words = code_word, .flags = CMD_AS_OF },
    { .name = "why", .usage = "CODE [STEP]", .help = N_("why this colour, why this date"),
      .run = run_why, .words = why_words, .flags = CMD_AS_OF },
    { .name = "count", .usage = "[LIST] [--by list,unit,owner,lead]",
      .help = N_("items by colour"), .run = run_count, .options = count_options,
      .words = maybe_list_word, .flags = CMD_AS_OF },
    { .name = "stats",
      .usage = "[LIST] [--from DATE] [--to DATE] [--by list,unit,owner,lead,place] "
               "[-o FILE.pdf|.xlsx|.csv|.txt]",
      .help = N_("assigned, crossed off, in time: the figures of a period"),
      .run = run_stats, .options = stats_options, .words = maybe_list_word },
    { .name = "report",
      .usage = "overdue|due|new|closed|weekly|pack|minutes [--by unit|lead] [--final] "
               "[-o FILE.pdf|.xlsx|.csv|.txt] | acceptance PROJECT [--place VILLAGE] "
               "| visits [--owner PERSON] [--parent CODE] | approval CODE... | certificate CODE "
               "| handover PERSON [--to PERSON]",
      .help = N_("overdue, falling due, new and crossed-off items; the weekly sheet; minutes"),
      .more = N_("`report weekly` is a draft, as often as you like; --final makes the numbered "
                 "sheet,\nwhich --no N prints again exactly as it was. `report acceptance` is the "
                 "sheet taken along\nto the households drawn for inspection before a village is "
                 "crossed off.\n`report visits` is the field sheet of each cadre: rows not signed "
                 "yet or with open\npromises, ten a page, with room to write; on the screen they "
                 "are keyed in by the same numbers.\n`report approval` is the form a leader signs "
                 "for items that wait for review; `report certificate`\nproves how an item was "
                 "crossed off, with its evidence.\n`report pack` are the papers for the meeting: "
                 "red rows of the sheet, one a page; `report handover`\nis what somebody leaves "
                 "behind, to be signed by both."),
      .run = run_report,
      .options = report_options, .words = report_word, .flags = CMD_AS_OF },
    { .name = "land",
      .usage = "[PROJECT] [--by section|village|group|owner] [--list LIST] [-o FILE.pdf]",
      .help = N_("how far the households are signed: households, area, money, days, plan"),
      .more = N_("One line a project, or of its sections, villages, groups, responsible persons. "
                 "Sums of\nmoney are masked (***) where the sum of one or two households could be "
                 "worked out,\nalso by subtraction from other lines or levels; by person, unless "
                 "you may see each."),
      .run = run_land, .options = land_options, .words = maybe_project_word },
    { .name = "unsigned",
      .usage = "[PROJECT] [--place PLACE] [--owner PERSON] [--limit N] [-o FILE.pdf]",
      .help = N_("the households that are not signed yet, with whom and at which step"),
      .run = run_unsigned, .options = unsigned_options, .words = maybe_project_word },
    { .name = "map", .usage = "PROJECT [--place PLACE] [--list LIST] [-o FILE.pdf]",
      .help = N_("a mark for each household of a project, village by village"),
      .more = N_("For a wall or paper: totals in households and area, no names, no sums of "
                 "money, nobody\nwho refuses."),
      .run = run_map, .options = map_options, .words = project_word },
    { 0 },
};
