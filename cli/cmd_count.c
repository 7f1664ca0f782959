/* cmd_count.c - items by colour: for people, and for programs. */
#include "cli/look.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/export.h"
#include "report/table.h"

const struct option count_options[] = {
    { "by", 0, OPT_CODE, "list,unit,owner,lead", N_("what to count by"), NO_PLACE },
    FILTERS,
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE },
    { 0 },
};

enum { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_ALL };
static const struct { const char *word, *title; } by_words[BY_ALL] = {
    { "list", N_("List") }, { "unit", N_("Lead unit") }, { "owner", N_("Owner") },
    { "lead", N_("Responsible leader") },
};

static const char *const by_names[] = { "list", "unit", "owner", "lead", NULL };

static enum xh_rc read_by(const char *s, bool by[BY_ALL], struct xh_err *err)
{
    char *copy = xstrdup(s ? s : "list"), *save = NULL;
    enum xh_rc rc = XH_OK;

    for (char *w = strtok_r(copy, ", ", &save); w && rc == XH_OK;
         w = strtok_r(NULL, ", ", &save)) {
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

/* Items and households are counted side by side, never added (OFFICE 7): "" for items,
 * else the word of a list that is counted apart. */
static const char *row_word(const struct app *a, const struct group_count *g)
{
    return list_row_apart(defs_list(a->defs, g->list));
}

/* Of one list its own word, of several "items". */
static const char *shown_word(const struct app *a, const struct group_count *g,
                              const bool by[BY_ALL])
{
    const struct list_def *l = defs_list(a->defs, g->list);
    const char *word = row_word(a, g);

    return by[BY_LIST] && l ? l->row : *word ? word : _("items");
}

static bool same_people(const struct group_count *a, const struct group_count *b)
{
    return a->unit_id == b->unit_id && a->owner_id == b->owner_id && a->lead_id == b->lead_id;
}

/* Groups that differ only in lists nobody asked to count by come together. They come
 * sorted by what was asked for: those of the same unit and people stand side by side, and
 * the first of them where they belong. */
static size_t merge(const struct app *a, struct group_count *v, size_t n,
                    const bool by[BY_ALL])
{
    size_t kept = 0;

    if (by[BY_LIST])
        return n;
    for (size_t i = 0; i < n; i++) {
        size_t j = kept;
        while (j > 0 && same_people(&v[j - 1], &v[i]) &&
               strcmp(row_word(a, &v[j - 1]), row_word(a, &v[i])) != 0)
            j--;
        j = j > 0 && same_people(&v[j - 1], &v[i]) ? j - 1 : kept;
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

static void count_table(const struct app *a, struct buf *b, const struct group_count *v,
                        size_t n, const bool by[BY_ALL])
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
            const struct list_def *l =
                k == BY_LIST ? defs_list(a->defs, v[i].list) : NULL;
            if (by[k])
                table_add(&t, l                       ? l->name
                              : *group_text(&v[i], k) ? group_text(&v[i], k)
                                                      : "-");
        }
        table_add(&t, shown_word(a, &v[i], by));
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

    export_begin(&e, b, look_records(format));
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
        export_text(&e, *row_word(a, &v[i]) ? row_word(a, &v[i]) : "item");
        for (size_t c = 0; c < COLOURS; c++)
            export_int(&e, v[i].n.colour[shown_colours[c]]);
        export_int(&e, v[i].n.total);
        export_int(&e, v[i].n.review);
        export_int(&e, v[i].n.closed);
    }
    export_end(&e);
}

/* "In work: items 51 | 户 802". */
static void count_sums(const struct app *a, struct buf *b, const struct group_count *v,
                       size_t n)
{
    const char *words[64] = { "" };
    int64_t sums[64] = { 0 };
    size_t n_words = 1;

    for (size_t i = 0; i < n; i++) {
        const char *word = row_word(a, &v[i]);
        size_t at = 0;
        while (at < n_words && strcmp(words[at], word) != 0)
            at++;
        if (at == sizeof words / sizeof *words)
            continue;
        if (at == n_words)
            words[n_words++] = word;
        sums[at] += v[i].n.total;
    }
    size_t first = sums[0] == 0 && n_words > 1;     /* only households were asked for */
    buf_puts(b, _("In work: "));
    for (size_t i = first; i < n_words; i++)
        buf_printf(b, "%s%s %" PRId64, i > first ? " | " : "",
                   *words[i] ? words[i] : _("items"), sums[i]);
    buf_putc(b, '\n');
}

static enum xh_rc counts(struct app *a, const struct filter *f, const bool by[BY_ALL],
                         enum format format, bool sums, struct xh_err *err)
{
    const char *words[BY_ALL];
    struct group_count *v = NULL;
    size_t n_words = 0, n = 0;
    struct buf b = {0};

    for (int k = 0; k < BY_ALL; k++)
        if (by[k])
            words[n_words++] = by_words[k].word;
    if (!by[BY_LIST])
        words[n_words++] = by_words[BY_LIST].word;
    enum xh_rc rc = format == FORMAT_TABLE
                        ? XH_OK : export_may(a->st, a->me, f->list, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = query_counts(a->st, f, words, n_words, &v, &n, err);
    size_t kept = rc == XH_OK ? merge(a, v, n, by) : 0;
    if (rc == XH_OK && format != FORMAT_TABLE)
        count_export(a, &b, format, v, kept, by);
    else if (rc == XH_OK && kept == 0)
        buf_printf(&b, "%s\n", _("none"));
    else if (rc == XH_OK)
        count_table(a, &b, v, kept, by);
    if (rc == XH_OK && format == FORMAT_TABLE && kept > 1 && sums)
        count_sums(a, &b, v, kept);
    out_raw(buf_str(&b));
    buf_fini(&b);
    group_counts_free(v, n);
    return rc;
}

enum xh_rc look_counts(struct app *a, struct xh_err *err)
{
    const bool by[BY_ALL] = { [BY_LIST] = true };
    struct filter f;

    look_filter(a, &f);
    return counts(a, &f, by, FORMAT_TABLE, false, err);
}

enum xh_rc run_count(struct app *a, const struct command *c, struct args *args,
                            struct xh_err *err)
{
    const char **where = NULL;
    bool by[BY_ALL] = { false };
    const struct list_def *l = NULL;
    struct filter f;
    enum format format;
    enum xh_rc rc = look_format(args, &format, err);

    (void)c;
    if (rc == XH_OK)
        rc = read_by(args_get(args, "by"), by, err);
    if (rc == XH_OK && args_word(args, 0))
        rc = typed_list_or_all(a, args_word(args, 0), &l, err);
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &f, err);
    if (rc == XH_OK) {
        f.list = l ? l->id : NULL;
        look_note(a);
        rc = counts(a, &f, by, format, true, err);
    }
    free(where);
    return rc;
}
