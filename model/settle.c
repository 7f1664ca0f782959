#include "model/settle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/text.h"

#define HEADER_WITHIN 20        /* rows of a file in which its header is looked for */

/* ---- what is to be done ---- */

static const char *keep(struct settle *s, const char *text)
{
    GROW(s->kept, s->n_kept, s->cap_kept);
    return s->kept[s->n_kept++] = xstrdup(text);
}

void settle_fini(struct settle *s)
{
    for (size_t i = 0; i < s->n_kept; i++)
        free(s->kept[i]);
    for (size_t i = 0; i < s->n_why; i++)
        free(s->why[i]);
    free(s->kept);
    free(s->actions);
    free(s->why);
    free(s->calls);
    *s = (struct settle){0};
}

void settle_add(struct settle *s, const char *code, int32_t to, const char *reason)
{
    GROW(s->calls, s->n, s->cap);
    s->calls[s->n++] = (struct call){ .verb = VERB_REBASE,
                                      .code = keep(s, code),
                                      .reason = reason ? keep(s, reason) : NULL,
                                      .on = DAY_NONE,
                                      .to = to,
                                      .keep = to == DAY_NONE,
                                      .next_due = DAY_NONE,
                                      .settles = true };
}

void settle_past_due(struct filter *f, const char **where, char text[static 32])
{
    char day[DAY_TEXT];

    snprintf(text, 32, "due<%s", day_format(f->today, day));
    where[f->n_where++] = text;
    f->where = where;
    f->state = "open";
}

/* ---- from a file ---- */

enum { COL_CODE, COL_TO, COL_REASON, COLS };
static const char *const headers[COLS][8] = {
    { "code", "编号", "事项编号", "督办编号", NULL },
    { "to", "核定时限", "核定期限", "新时限", "新期限", "new_due", NULL },
    { "reason", "依据", "核定依据", "理由", NULL },
};

static bool is_header(const char *cell, const char *const *words)
{
    char *folded = cell_fold(cell);
    bool found = false;

    for (; *words && !found; words++)
        found = strcmp(folded, *words) == 0;
    free(folded);
    return found;
}

static bool find_columns(const struct grid *g, size_t *row, size_t at[static COLS])
{
    for (*row = 0; *row < g->n && *row < HEADER_WITHIN; ++*row) {
        for (size_t k = 0; k < COLS; k++)
            at[k] = SIZE_MAX;
        for (size_t i = 0; i < g->rows[*row].n; i++)
            for (size_t k = 0; k < COLS; k++)
                if (at[k] == SIZE_MAX && is_header(g->rows[*row].cells[i], headers[k]))
                    at[k] = i;
        if (at[COL_CODE] != SIZE_MAX && at[COL_TO] != SIZE_MAX)
            return true;
    }
    return false;
}

static char *cell(const struct grid_row *row, size_t at)
{
    char *text = NULL;

    if (at == SIZE_MAX || cell_text(grid_cell(row, at), false, &text, NULL) != XH_OK)
        return xstrdup("");
    return text;
}

/* A date, or 保留 for one that stays. */
static void read_row(struct settle *s, const struct grid *g, const struct grid_row *row,
                     const size_t at[static COLS], const char *reason, struct xh_err *err)
{
    struct xh_err why = {0};
    char *code = cell(row, at[COL_CODE]), *to = cell(row, at[COL_TO]),
         *own = cell(row, at[COL_REASON]);
    const char *basis = *own ? own : reason, *slash = strrchr(g->source, '/');
    int32_t day = DAY_NONE;
    bool keeps = strcmp(to, "保留") == 0 || strcmp(to, "不变") == 0 || strcmp(to, "keep") == 0;

    if (!*to || !*code) {
        s->skipped += *code != '\0';
    } else if (!keeps && cell_day(to, &day, &why) != XH_OK) {
        xh_fail_more(err, XH_REFUSED, _("line %lld, %s: %s"), (long long)row->line, code,
                     why.msg);
    } else if (!basis || !*basis) {
        xh_fail_more(
            err, XH_REFUSED,
            err_way(_("line %lld, %s: on what basis? Fill in the column reason, or say "
                      "--reason"),
                    _("line %lld, %s: on what basis? Fill in the column reason")),
            (long long)row->line, code);
    } else {
        settle_add(s, code, keeps ? DAY_NONE : day, basis);
        s->calls[s->n - 1].file = keep(s, slash ? slash + 1 : g->source);
        s->calls[s->n - 1].line = row->line;
    }
    free(code);
    free(to);
    free(own);
}

enum xh_rc settle_read(struct settle *s, const struct grid *g, const char *reason,
                       struct xh_err *err)
{
    size_t row, at[COLS];
    struct xh_err more = {0};

    if (!find_columns(g, &row, at))
        return xh_fail(err, XH_REFUSED,
                       err_way(_("%s: the file needs the columns code and to (and reason, or "
                                 "--reason)"),
                               _("%s: the file needs the columns code, to and reason")),
                       g->source);
    for (row++; row < g->n; row++)
        read_row(s, g, &g->rows[row], at, reason, &more);
    if (more.rc == XH_OK && s->n == 0)
        xh_fail(&more, XH_REFUSED, _("no row of the file has a date in the column to"));
    if (more.rc != XH_OK)
        *err = more;
    return more.rc;
}

/* ---- doing it ---- */

static void note_refused(void *ctx, size_t i, const struct xh_err *why)
{
    struct settle *s = ctx;

    s->refused++;
    s->why[i] = xstrdup(why->msg);
}

static void count_done(void *ctx, size_t i, const struct result *r)
{
    struct settle *s = ctx;

    (void)i;
    memcpy(s->actions[s->n_actions++], r->action, sizeof r->action);
    s->done += !r->requested;
    s->asked += r->requested;
}

enum xh_rc settle_run(struct settle *s, struct store *st, const struct env *env,
                      const struct who *who, bool trial, struct xh_err *err)
{
    struct verb_each each = { .refused = note_refused, .done = count_done, .ctx = s,
                              .trial = trial };

    for (size_t i = 0; i < s->n_why; i++)
        free(s->why[i]);
    s->why = xrealloc(s->why, (s->n + 1) * sizeof *s->why);
    memset(s->why, 0, (s->n + 1) * sizeof *s->why);
    s->n_why = s->n;
    s->actions = xrealloc(s->actions, (s->n + 1) * sizeof *s->actions);
    s->n_actions = s->refused = s->done = s->asked = 0;
    enum xh_rc rc = verb_run_each(st, env, who, s->calls, s->n, &each, err);
    if (rc == XH_REFUSED && s->refused)
        return xh_fail(err, rc, _("%zu of %zu deadlines cannot be settled. Nothing was "
                                  "changed."), s->refused, s->n);
    return rc;
}

/* ---- what was said ---- */

/* Is it among the actions later events took back? */
static bool is_undone(const struct buf *undone, const char *action)
{
    return undone->len && strstr(buf_str(undone), action) != NULL;
}

/* The newest act of 期限核定 on the item that was not undone: does it speak of the deadline it
 * has now? */
static enum xh_rc find_kept(struct store *st, int64_t item, int32_t due,
                            struct settle_word *out, struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT e.id FROM event e JOIN event_item x ON x.event = e.id WHERE "
                              "x.item = ? AND e.verb IN ('rebase','undo') ORDER BY e.id DESC",
                              "i", item);
    struct buf undone = {0};
    enum xh_rc rc = XH_OK;
    bool found = false;
    int step = s ? 0 : -1;
    char day[DAY_TEXT];

    while (rc == XH_OK && !found && s && (step = stmt_step(s, err)) > 0) {
        struct event e = {0};
        rc = event_load(st->db, stmt_int(s, 0), &e, err);
        const char *undoes = rc == XH_OK ? event_get_note(&e, "undoes") : NULL;
        if (undoes && !is_undone(&undone, e.action))
            buf_printf(&undone, "%s ", undoes);
        found = rc == XH_OK && strcmp(e.verb, "rebase") == 0 && !is_undone(&undone, e.action);
        const char *kept = found ? event_get_note(&e, "kept") : NULL;
        if (kept && strcmp(kept, day_format(due, day)) == 0) {
            const char *reason = event_get_note(&e, "reason");
            out->state = SETTLE_KEPT;
            out->day = e.day;
            out->basis = xstrdup(reason ? reason : "");
        }
        event_fini(&e);
    }
    stmt_done(s);
    buf_fini(&undone);
    return rc == XH_OK && step < 0 ? XH_DB : rc;
}

enum xh_rc settle_word(struct store *st, int64_t item, int32_t due, struct settle_word *out,
                       struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT to_day, reason FROM request WHERE item = ? AND verb = "
                              "'rebase' AND answer = ''", "i", item);
    int step = s ? stmt_step(s, err) : -1;

    *out = (struct settle_word){ .day = DAY_NONE };
    if (step > 0) {
        out->state = SETTLE_ASKED;
        out->day = stmt_day(s, 0);
        out->basis = xstrdup(stmt_text(s, 1));
    }
    stmt_done(s);
    if (step < 0)
        return XH_DB;
    enum xh_rc rc = step > 0 ? XH_OK : find_kept(st, item, due, out, err);
    if (rc == XH_OK && !out->basis)
        out->basis = xstrdup("");
    return rc;
}
