/* cmd_report.c - the sections of the sheet as rows: overdue, due, new, closed. */
#include "cli/look.h"
#include "cli/cmd_weekly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/row_table.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/names.h"
#include "model/permit.h"
#include "model/text.h"
#include "report/export.h"
#include "report/outfile.h"
#include "report/section.h"

const struct option report_options[] = {
    { "by", 0, OPT_CODE, "unit|lead", N_("one part for each unit or responsible leader"),
      NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "from", 0, OPT_PAST, "DATE", N_("new, closed: first day (default: since the last cut-off)"),
      NO_PLACE },
    { "to", 0, OPT_PAST, "DATE", N_("new, closed: last day (default: today)"), NO_PLACE },
    { "next-week", 0, OPT_FLAG, NULL,
      N_("due: what turns red before the next meeting and the one after"), NO_PLACE },
    { "final", 0, OPT_FLAG, NULL, N_("weekly: make the final sheet, with a number"), NO_PLACE },
    { "no", 0, OPT_CODE, "N[/YEAR]|DAY-N",
      N_("weekly: an earlier final sheet again; minutes: of an earlier meeting"), NO_PLACE },
    { "corrects", 0, OPT_NUMBER, "N",
      N_("weekly --final: a corrected edition of the last issue"), NO_PLACE },
    { "reason", 0, OPT_TEXT, "TEXT", N_("with --corrects: what was wrong"), NO_PLACE },
    { "width", 0, OPT_NUMBER, "80|132",
      N_("weekly: columns of the page (default: of the terminal, else 132); minutes"),
      NO_PLACE },
    { "format", 'f', OPT_CODE, "text|csv|json", N_("for people or for programs"), NO_PLACE },
    { "output", 'o', OPT_TEXT, "FILE.txt|FILE.csv", N_("into a file (with a byte order mark)"),
      NO_PLACE },
    { 0 },
};

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

/* One part of the report: whose rows, and where it stands in the leaders' order. */
struct report_part { int64_t rank, id; };

/* A group shares a unit or leader only where its name is left standing. */
static struct report_part part_of(const struct report *r, size_t i, struct names *names)
{
    const struct row *row = &r->rows.rows.v[i];
    bool by_unit = strcmp(r->by, "unit") == 0;
    int64_t id = by_unit ? row->it.unit : row->it.lead;

    if (!*(by_unit ? row->unit : row->lead))
        id = 0;
    return (struct report_part){
        names_rank(names, by_unit ? NAMES_UNIT : NAMES_PERSON, id), id
    };
}

/* By rank, then by number; what belongs to nobody comes last. */
static int in_order(const void *pa, const void *pb)
{
    const struct report_part *a = pa, *b = pb;

    if ((a->id == 0) != (b->id == 0))
        return a->id == 0 ? 1 : -1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void print_part(const struct report *r, struct buf *b, const struct row *rows,
                       const char *const *titles, size_t n)
{
    struct row_view view = {
        .look = { r->a->defs, r->list, look_day(r->a) }, .colours = r->colours,
        .width = r->width,
    };
    const char *const *columns = report_columns[0].columns;

    for (size_t i = 1; i < sizeof report_columns / sizeof *report_columns; i++)
        if (report_columns[i].section == r->info->section)
            columns = report_columns[i].columns;
    row_table_print(b, &view, columns, rows, titles, n);
}

/* One part for each unit or leader, in the leaders' order (OFFICE 21); nobody stands as
 * "-". */
static enum xh_rc print_parts(const struct report *r, struct buf *b, struct xh_err *err)
{
    size_t n = r->rows.rows.n, n_parts = 0;
    bool by_unit = strcmp(r->by, "unit") == 0;
    struct names names = { .db = r->a->st->db };
    struct report_part *of = xcalloc(n + 1, sizeof *of);
    struct report_part *parts = xcalloc(n + 1, sizeof *parts);
    struct row *rows = xcalloc(n + 1, sizeof *rows);
    const char **titles = xcalloc(n + 1, sizeof *titles);

    for (size_t i = 0; i < n; i++)
        parts[i] = of[i] = part_of(r, i, &names);
    if (n > 1)
        qsort(parts, n, sizeof *parts, in_order);
    for (size_t i = 0; i < n; i++)
        if (n_parts == 0 || parts[n_parts - 1].id != parts[i].id)
            parts[n_parts++] = parts[i];
    for (size_t k = 0; k < n_parts; k++) {
        const char *name = "";
        size_t m = 0;
        for (size_t i = 0; i < n; i++)
            if (of[i].id == parts[k].id) {
                titles[m] = r->rows.said[i];
                rows[m++] = r->rows.rows.v[i];      /* borrowed */
            }
        if (parts[k].id)
            name = by_unit ? rows[0].unit : rows[0].lead;
        buf_putc(b, '\n');
        text_show(b, *name ? name : "-", false);
        buf_printf(b, " (%zu)\n", m);
        print_part(r, b, rows, titles, m);
    }
    enum xh_rc rc = names_failed(&names, err);
    names_fini(&names);
    free(of);
    free(parts);
    free(rows);
    free(titles);
    return rc;
}

static void print_heading(const struct report *r, struct buf *b)
{
    char day[DAY_TEXT], from[DAY_TEXT], to[DAY_TEXT];

    text_show(b, r->a->defs->township.name, false);
    buf_printf(b, "  %s", _(r->info->title));
    if (r->info->section == SECTION_NEW || r->info->section == SECTION_CLOSED)
        buf_printf(b, "  %s .. %s\n", day_format(r->from, from), day_format(r->to, to));
    else
        buf_printf(b, "  %s\n", day_format(look_day(r->a), day));
    if (r->a->st->practice)
        buf_printf(b, "%s\n", _("PRACTICE: not real data"));
}

static enum xh_rc print_report(const struct report *r, struct buf *b, struct xh_err *err)
{
    size_t n = r->rows.rows.n;

    if (r->format != FORMAT_TABLE) {
        struct export e;
        export_rows_begin(&e, b, r->format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON,
                          NULL);
        for (size_t i = 0; i < n; i++)
            export_row(&e, NULL, &r->rows.rows.v[i]);
        export_end(&e);
        return XH_OK;
    }
    print_heading(r, b);
    if (n == 0)
        buf_printf(b, "%s\n", _("none"));
    else if (r->by)
        return print_parts(r, b, err);
    else
        print_part(r, b, r->rows.rows.v, (const char *const *)r->rows.said, n);
    return XH_OK;
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n > m && strcmp(s + n - m, end) == 0;
}

/* -o FILE.csv is csv; any other ending must be one that can be written. */
static enum xh_rc output_format(const struct args *args, enum format *format,
                                struct xh_err *err)
{
    const char *path = args_get(args, "output");

    if (!path)
        return XH_OK;
    bool csv = ends_with(path, ".csv"), json = ends_with(path, ".json");
    if (!csv && !json && !ends_with(path, ".txt"))
        return xh_fail(err, XH_USAGE,
                       _("-o %s: the file's name ends in .txt, .csv or .json"), path);
    enum format by_name = csv ? FORMAT_CSV : json ? FORMAT_JSON : FORMAT_TABLE;
    if (args_get(args, "format") && *format != by_name)
        return xh_fail(err, XH_USAGE, _("-o %s and --format %s do not go together"), path,
                       args_get(args, "format"));
    *format = by_name;
    return XH_OK;
}

static enum xh_rc read_period(struct report *r, const struct args *args,
                              struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    bool dated = r->info->section == SECTION_NEW || r->info->section == SECTION_CLOSED;

    section_period(r->a->defs->calendar, look_day(r->a), &r->from, &r->to);
    if (!dated && (args_get(args, "from") || args_get(args, "to")))
        return xh_fail(err, XH_USAGE,
                       _("--from and --to go with the reports new and closed"));
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
    names[n++] = "weekly";
    names[n++] = "minutes";
    names[n] = NULL;
    return not_among("report", name, names, err);
}

static bool is_exportable(void *ctx, const struct row *r)
{
    const struct app *a = ctx;

    return permit_may(a->st->db, a->defs, a->me, VERB_EXPORT, r->it.list, r->it.id);
}

/* Options of one report make no sense with another: say so rather than leave them. */
static enum xh_rc misplaced(const struct args *args, const char *report, struct xh_err *err)
{
    static const char *const weekly[] = { "final", "no", "corrects", "reason", "width" };

    for (size_t i = 0; i < sizeof weekly / sizeof *weekly; i++)
        if (args_has(args, weekly[i]))
            return xh_fail(err, XH_USAGE, _("--%s goes with `report weekly`"), weekly[i]);
    if (args_has(args, "next-week") && strcmp(report, "due") != 0)
        return xh_fail(err, XH_USAGE, _("--next-week goes with `report due`"));
    if (args_has(args, "next-week") && args_has(args, "by"))
        return xh_fail(err, XH_USAGE, _("--next-week and --by do not go together"));
    return XH_OK;
}

static enum xh_rc load_and_print(struct report *r, const struct filter *f, const char *path,
                                 unsigned relations, struct xh_err *err)
{
    enum xh_rc rc = section_load(r->a->st, r->info->section, f, r->from, r->to,
                                 relations & REL_ALL ? NULL : is_exportable, r->a, &r->rows,
                                 err);

    if (rc == XH_OK) {
        struct buf b = {0};
        rc = print_report(r, &b, err);
        if (rc == XH_OK && path)
            rc = outfile_write(path, &b, err);
        else if (rc == XH_OK)
            out_raw(buf_str(&b));
        if (path && rc == XH_OK)
            outf(_("%s: rows: %zu\n"), path, r->rows.rows.n);
        buf_fini(&b);
    }
    section_fini(&r->rows);
    return rc;
}

enum xh_rc run_report(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    struct report r = { .a = a, .by = args_get(args, "by"), .width = a->columns,
                        .colours = a->colours };
    const char *path = args_get(args, "output"), *name = args_word(args, 0);
    bool is_weekly = strcmp(name, "weekly") == 0, is_minutes = strcmp(name, "minutes") == 0;
    struct filter f;
    enum xh_rc rc = look_format(args, &r.format, err);

    (void)c;
    r.info = section_find(name);
    if (!r.info && !is_weekly && !is_minutes)
        return unknown_report(name, err);
    if (r.by && strcmp(r.by, "unit") != 0 && strcmp(r.by, "lead") != 0)
        return not_among("--by", r.by, (const char *const[]){ "unit", "lead", NULL },
                         err);
    if (rc == XH_OK)
        rc = output_format(args, &r.format, err);
    if (rc == XH_OK && is_weekly)
        return run_weekly(a, args, r.format, err);
    if (rc == XH_OK && is_minutes)
        return run_minutes(a, args, r.format, err);
    if (rc == XH_OK)
        rc = misplaced(args, name, err);
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
    if (r.format == FORMAT_TABLE)
        f.without = ROW_CO | ROW_FIELDS;
    if (path) {                 /* a file has no terminal */
        r.width = 0;
        r.colours = false;
    }
    unsigned relations = REL_ALL;
    if (r.format != FORMAT_TABLE || path)
        rc = look_may_export(a, r.list, &relations, err);
    if (rc == XH_OK && args_has(args, "next-week"))
        return run_forecast(a, path, &f, r.format, relations & REL_ALL ? NULL : is_exportable,
                            a, err);
    return rc == XH_OK ? load_and_print(&r, &f, path, relations, err) : rc;
}
