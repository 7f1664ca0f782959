/* cmd_import.c - ledgers in and out: import, export. */
#include "cli/cmd_import.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/look.h"
#include "cli/typed.h"
#include "model/encoding.h"
#include "model/file_bytes.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/csv_read.h"
#include "report/outfile.h"
#include "report/reject_file.h"

#define SHOWN_REJECTS 40 /* lines of each kind on the screen; a rejects file has all */
#define SHOWN_OTHERS 10
#define MAP_BYTES (256 * 1024)

/* ---- options ---- */

const struct option import_options[] = {
    { "dry-run", 0, OPT_FLAG, NULL, N_("look at every row and tell, write nothing"),
      NO_PLACE },
    { "map", 0, OPT_TEXT, "FILE",
      N_("what headers mean: lines HEADER = COLUMN, or "
         "HEADER = - to leave one out"),
      NO_PLACE },
    { "rejects", 0, OPT_TEXT, "FILE.csv",
      N_("write the good rows, put the others there with "
         "the reasons"),
      NO_PLACE },
    { "reason", 'r', OPT_TEXT, "TEXT", N_("why, for changes that ask for it"), NO_PLACE },
    { 0 },
};

/* ---- reading ---- */

static enum xh_rc read_map(const char *path, struct import_map *out, struct xh_err *err)
{
    size_t n, len;
    int why;
    struct encoding_fault fault;
    char *bytes = file_bytes(AT_FDCWD, path, MAP_BYTES, &n, &why);

    if (!bytes)
        return xh_fail(err, why == ENOENT ? XH_NOT_FOUND : XH_DB, _("cannot read %s: %s"),
                       path, strerror(why));
    if (n > MAP_BYTES) {
        free(bytes);
        return xh_fail(err, XH_CONFIG, _("%s is too large to be a map of headers"), path);
    }
    char *text = encoding_text(bytes, n, &len, &fault);
    free(bytes);
    if (!text)
        return xh_fail(err, XH_CONFIG, "%s:%lld: %s", path, (long long)fault.line,
                       _(fault.what));
    enum xh_rc rc = import_map_parse(text, path, out, err);
    free(text);
    return rc;
}

/* ---- telling ---- */

/* Stored names and cells of somebody's file: nothing in them drives the terminal. */
static void put(struct buf *b, const char *s)
{
    text_show(b, s, false);
}

static void tell_rejects(const struct import_result *r)
{
    size_t shown = 0;

    for (size_t i = 0; i < r->n_rejects && shown < SHOWN_REJECTS; i++, shown++) {
        const struct import_reject *x = &r->rejects[i];
        struct buf column = {0}, value = {0}, reason = {0};
        put(&column, x->column);
        put(&value, x->value);
        text_show(&reason, x->reason, true);
        if (column.len)
            warn(_("line %lld, %s '%s': %s"), (long long)x->line, buf_str(&column),
                 buf_str(&value), buf_str(&reason));
        else
            warn(_("line %lld: %s"), (long long)x->line, buf_str(&reason));
        buf_fini(&column);
        buf_fini(&value);
        buf_fini(&reason);
    }
    if (r->n_rejects > shown)
        warn(_("... and %zu more; --rejects FILE.csv puts them all into a file"),
             r->n_rejects - shown);
}

static void tell_strangers(const struct import_result *r)
{
    static const char *const kinds[] = { "unit", "person", "place" };

    for (size_t k = 0; k < 3; k++) {
        struct buf b = {0};
        size_t n = 0;
        for (size_t i = 0; i < r->n_strangers; i++) {
            if (strcmp(r->strangers[i].kind, kinds[k]) != 0)
                continue;
            if (n++ < SHOWN_REJECTS) {
                buf_puts(&b, b.len ? _(", ") : "");
                put(&b, r->strangers[i].name);
                buf_printf(&b, _(" (%zu rows)"), r->strangers[i].times);
            }
        }
        if (n > SHOWN_REJECTS)
            buf_puts(&b, " ...");
        if (n && k == 0)
            warn(
                _("%zu units are not known: %s. Enter them first: unit add, or unit import "
                  "FILE."),
                n, buf_str(&b));
        else if (n && k == 1)
            warn(
                _("%zu people are not known: %s. Enter them first: person add, or person "
                  "import FILE."),
                n, buf_str(&b));
        else if (n)
            warn(_("%zu places are not known: %s. Enter them first: place add, or place "
                   "import FILE."), n, buf_str(&b));
        buf_fini(&b);
    }
}

static void tell_twins(const struct import_result *r)
{
    if (r->n_twins)
        warn(
            _("note: %zu new rows have the title and unit of a row that is there already; "
              "without its code a row is always new:"),
            r->n_twins);
    for (size_t i = 0; i < r->n_twins && i < SHOWN_OTHERS; i++) {
        const struct import_twin *t = &r->twins[i];
        struct buf title = {0};
        put(&title, t->title);
        if (*t->code)
            warn(_("  line %lld: %s is like %s"), (long long)t->line, buf_str(&title),
                 t->code);
        else
            warn(_("  line %lld: %s is like line %lld"), (long long)t->line,
                 buf_str(&title), (long long)t->like);
        buf_fini(&title);
    }
    if (r->n_twins > SHOWN_OTHERS)
        warn(_("  ... and %zu more"), r->n_twins - SHOWN_OTHERS);
}

static void tell_left_out(const struct import_result *r)
{
    struct buf b = {0};

    for (size_t i = 0; i < r->n_left_out; i++) {
        buf_puts(&b, i ? _(", ") : "");
        put(&b, r->left_out[i]);
    }
    if (b.len)
        outf(_("columns left out: %s\n"), buf_str(&b));
    buf_fini(&b);
}

static void tell_converted(const struct import_result *r)
{
    for (size_t i = 0; i < r->n_converted; i++) {
        struct buf header = {0};
        put(&header, r->converted[i].header);
        outf(_("%s is converted exactly: %s\n"), buf_str(&header), r->converted[i].rule);
        buf_fini(&header);
    }
}

/* The figures of the list as they will be: the advice comes when a third of what has a
 * colour is red, five items at least (OFFICE 6). */
static void tell_colours(const struct app *a, const struct import_result *r)
{
    static const enum colour order[] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN,
                                         COLOUR_GREY };
    struct buf b = {0};

    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i] != COLOUR_GREY || r->after.colour[COLOUR_GREY])
            buf_printf(&b, "%s%s%lld", b.len ? " " : "", colour_word(a->defs, order[i]),
                       (long long)r->after.colour[order[i]]);
    if (r->suggests_rebase) {
        outf(_("after the import: %s; settle the deadlines first\n"), buf_str(&b));
        outf("%s\n",
             _("  (a third or more is red: `rebase --all --dry-run` shows what is past "
               "due, `rebase --file` sets new deadlines)"));
    } else {
        outf(_("after the import: %s\n"), buf_str(&b));
    }
    buf_fini(&b);
}

static void tell_counts(const struct import *in, const struct import_result *r,
                        const char *what)
{
    outf(_("%s: %zu rows: %zu new, %zu changed, %zu unchanged, %zu rejected\n"), what,
         r->rows, r->created, r->changed, r->unchanged, r->bad);
    if (in->dry_run)
        outf("%s\n", _("This was a trial: nothing was written."));
}

/* ---- progress: never waits, the gate is held (ENGINE 36) ---- */

static void show_progress(void *ctx, size_t done, size_t all)
{
    struct pollfd p = { .fd = STDERR_FILENO, .events = POLLOUT };
    char text[64];

    (void)ctx;
    if (all < 5000 || poll(&p, 1, 0) != 1 || !(p.revents & POLLOUT))
        return;
    int n = snprintf(text, sizeof text, "\r%3zu %%  ", done * 100 / all);
    if (done + 200 >= all)
        n = snprintf(text, sizeof text, "\r       \r");
    if (n > 0 && write(STDERR_FILENO, text, (size_t)n) < 0)
        return;                 /* nobody is looking any more */
}

/* ---- import ---- */

struct rejecting { const char *path; const struct grid *grid; };

static enum xh_rc keep_rejects(void *ctx, const struct import_result *so_far,
                               struct xh_err *err)
{
    const struct rejecting *x = ctx;
    struct buf b = {0};

    reject_file(&b, x->grid, so_far);
    enum xh_rc rc = outfile_write(x->path, &b, err);
    buf_fini(&b);
    return rc;
}

enum xh_rc import_file(struct app *a, const char *what, const char *path,
                       const struct args *args, bool is_list, struct xh_err *err)
{
    struct grid grid = {0};
    struct import_map map = {0};
    struct import_result r = {0};
    struct who who = { .actor = a->me };
    const char *map_path = args_get(args, "map"), *rejects = args_get(args, "rejects");
    struct rejecting to = { rejects, &grid };
    enum xh_rc rc = csv_read(path, &grid, err);

    if (rc == XH_OK && map_path)
        rc = read_map(map_path, &map, err);
    struct import in = {
        .list = is_list ? what : NULL,
        .table = is_list ? NULL : what,
        .grid = &grid,
        .map = map_path ? &map : NULL,
        .all = args->pairs,
        .n_all = args->n_pairs,
        .reason = args_get(args, "reason"),
        .dry_run = args_has(args, "dry-run"),
        .keep_rejects = rejects ? keep_rejects : NULL,
        .rejects_ctx = &to,
        .progress = isatty(STDERR_FILENO) ? show_progress : NULL,
    };
    if (rc == XH_OK) {
        rc = import_ledger(a->st, &a->env, &who, &in, &r, err);
        a->defs = a->st->defs;
        tell_rejects(&r);
        tell_strangers(&r);
        tell_twins(&r);
        if (r.rows) {
            tell_counts(&in, &r, path);
            tell_left_out(&r);
            tell_converted(&r);
        }
        if (is_list && r.rows && (rc == XH_OK || in.dry_run))
            tell_colours(a, &r);
        if (rc == XH_OK && r.bad && rejects)
            outf(_("%s: the %zu rejected rows; correct them there and import it again\n"),
                 rejects, r.bad);
        else if (rc == XH_REFUSED && r.bad && !in.dry_run)
            warn("%s",
                 _("Correct them and import again, or use --rejects FILE.csv to take in "
                   "the good rows."));
    }
    import_result_fini(&r);
    import_map_fini(&map);
    grid_fini(&grid);
    return rc;
}

static enum xh_rc run_import(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    const struct list_def *l = NULL;
    enum xh_rc rc = typed_list_or_all(a, args_word(args, 0), &l, err);

    (void)c;
    if (rc == XH_OK && !l)
        rc = xh_fail(err, XH_USAGE,
                     _("import into which list? `all` is every one of them"));
    return rc == XH_OK ? import_file(a, l->id, args_word(args, 1), args, true, err) : rc;
}

/* ---- export ---- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n > m && strcmp(s + n - m, end) == 0;
}

static enum xh_rc run_export(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    const struct list_def *l = NULL;
    const char **where = NULL, *path = args_get(args, "output");
    struct filter f;
    struct buf b = {0};
    size_t rows = 0;
    enum xh_rc rc = typed_list_or_all(a, args_word(args, 0), &l, err);

    (void)c;
    if (rc == XH_OK && !path)
        rc = xh_fail(err, XH_USAGE, _("into which file? -o FILE.csv is missing"));
    if (rc == XH_OK && !ends_with(path, ".csv") && !ends_with(path, ".json"))
        rc = xh_fail(err, XH_USAGE, _("-o %s: the file's name ends in .csv or .json"),
                     path);
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &f, err);
    if (rc == XH_OK) {
        f.list = l ? l->id : NULL;
        look_note(a);
        rc = look_export(a, &f, l, ends_with(path, ".csv") ? FORMAT_CSV : FORMAT_JSON, &b,
                         &rows, err);
    }
    if (rc == XH_OK)
        rc = outfile_write(path, &b, err);
    if (rc == XH_OK)
        outf(_("%s: rows: %zu\n"), path, rows);
    buf_fini(&b);
    free(where);
    return rc;
}

/* ---- the table ---- */

static const struct option export_options[] = {
    FILTERS,
    { "sort", 0, OPT_CODE, "KEY",
      N_("urgency (default), or any column or field; -KEY: the other way round"),
      NO_PLACE },
    { "limit", 'n', OPT_NUMBER, "N", N_("at most so many rows"), NO_PLACE },
    { "output", 'o', OPT_TEXT, "FILE.csv|FILE.json",
      N_("into a file (with a byte order mark)"), NO_PLACE },
    { 0 },
};
static const struct word import_words[] = {
    { "LIST", NO_PLACE, false, false }, { "FILE", NO_PLACE, false, false }, { 0 }
};
static const struct word export_words[] = { { "LIST", NO_PLACE, false, false }, { 0 } };

const struct command ledger_commands[] = {
    { .name = "import",
      .usage = "LIST FILE.csv [COLUMN=VALUE...] [--dry-run] [--map FILE] [--rejects FILE.csv]",
      .help = N_("rows of a ledger become items, or change those whose code they name"),
      .more = N_(
          "All rows are written or none. Headers are found by their names in Chinese or "
          "English.\nA row with a code changes fields and people: an empty cell keeps, - "
          "clears; state,\ndeadlines and steps have verbs of their own.\nCOLUMN=VALUE holds for "
          "every new row that says nothing of it itself: place=VILLAGE parent=p26-01."),
      .run = run_import,
      .options = import_options,
      .words = import_words,
      .flags = CMD_WRITES | CMD_PAIRS },
    { .name = "export",
      .usage = "LIST|all -o FILE.csv [--unit UNIT] [--state STATE] ...",
      .help = N_("rows into a file that can be edited and imported again"),
      .run = run_export,
      .options = export_options,
      .words = export_words,
      .flags = CMD_AS_OF },
    { 0 },
};
