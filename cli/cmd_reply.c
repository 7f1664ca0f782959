/* cmd_reply.c - `reply`: lines of marks from a file or a pipe are looked at, all of them;
 * each says which row it means, whose it is and what it does. Then they are recorded, or
 * nothing is. What a mark does is report/reply.h. */
#include "cli/cmd_reply.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/typed.h"
#include "model/encoding.h"
#include "model/file_bytes.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/roster.h"
#include "model/text.h"
#include "report/reply.h"

#define MARKS_MOST (256 * 1024) /* bytes of a file of marks */

const struct option reply_options[] = {
    { "chair", 0, OPT_TEXT, "PERSON", N_("who has written the marks; said once for a sheet"),
      NO_PLACE },
    { "paper", 0, OPT_TEXT, "FILE", N_("the marked sheet, scanned or photographed"), NO_PLACE },
    { "edition", 0, OPT_NUMBER, "N", N_("of a corrected sheet; else the last one"), NO_PLACE },
    { "dry-run", 0, OPT_FLAG, NULL, N_("say what would happen, write nothing"), NO_PLACE },
    { "good-ones", 0, OPT_FLAG, NULL, N_("record the good lines, name the others"), NO_PLACE },
    { 0 },
};
const struct word reply_words[] = {
    { "SHEET", NO_PLACE, true, false }, { "FILE|-", NO_PLACE, true, false }, { 0 }
};

/* ---- lines ---- */

struct line {
    size_t at;                  /* in the file, from 1 */
    char *text;
    struct paper_mark mark;
    bool known;                 /* recorded before */
    enum xh_rc rc;              /* XH_OK: good */
};
struct lines { struct line *v; size_t n, cap; };

static void lines_fini(struct lines *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->v[i].text);
        paper_mark_fini(&l->v[i].mark);
    }
    free(l->v);
}

static char *read_pipe(size_t *n)
{
    struct buf b = {0};
    char part[4096];
    ssize_t got;

    while (b.len <= MARKS_MOST && (got = read(STDIN_FILENO, part, sizeof part)) != 0) {
        if (got > 0)
            buf_add(&b, part, (size_t)got);
        else if (errno != EINTR)
            break;
    }
    *n = b.len;
    return b.s ? buf_take(&b) : xstrdup("");
}

/* NULL, "-": what is piped in; nothing when that would be the keyboard. */
static enum xh_rc read_marks(const struct app *a, const char *path, struct lines *out,
                             struct xh_err *err)
{
    struct encoding_fault fault;
    size_t n = 0, len;
    int why = 0;
    bool piped = !path || strcmp(path, "-") == 0;
    char *bytes = !piped ? file_bytes(AT_FDCWD, path, MARKS_MOST, &n, &why)
        : path || !a->in_tty ? read_pipe(&n) : xstrdup("");

    if (!bytes)
        return xh_fail(err, why == ENOENT ? XH_NOT_FOUND : XH_DB, _("cannot read %s: %s"),
                       path, strerror(why));
    char *text = n > MARKS_MOST ? NULL : encoding_text(bytes, n, &len, &fault);
    free(bytes);
    if (!text)
        return xh_fail(err, XH_USAGE, "%s", _("the marks are no text that can be read"));
    size_t at = 1;
    for (const char *s = text; *s; at++) {
        size_t k = strcspn(s, "\n");
        char *line = text_trim(xstrndup(s, k));
        s += k + (s[k] == '\n');
        if (paper_mark_is_blank(line)) {
            free(line);
            continue;
        }
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct line){ .at = at, .text = line };
    }
    free(text);
    return XH_OK;
}

/* ---- the chair ---- */

static void list_chairs(struct app *a, struct buf *out)
{
    struct roster people = {0};
    struct xh_err err;

    if (roster_load(a->st, "person", &people, &err) == XH_OK)
        for (size_t i = 0; i < people.n; i++)
            if (people.v[i].active && meeting_may_chair(a->st, people.v[i].id))
                buf_printf(out, "%s%s", out->len ? _(", ") : "", people.v[i].name);
    roster_fini(&people);
}

/* Named now, or before for this sheet, or the caller's own right. */
static enum xh_rc settle_chair(struct app *a, const struct args *args, struct meeting *m,
                               struct xh_err *err)
{
    const char *name = args_get(args, "chair"), *given = args_get(args, "paper");
    int64_t chair = m->chair;
    enum xh_rc rc = name ? person_find(a->st->db, name, &chair, err) : XH_OK;

    if (rc == XH_OK && !chair && meeting_may_chair(a->st, a->me))
        chair = a->me;
    if (rc == XH_OK && !chair) {
        struct buf who = {0};
        list_chairs(a, &who);
        rc = xh_fail(err, XH_USAGE, _("who has written the marks? --chair PERSON: %s"),
                     buf_str(&who));
        buf_fini(&who);
    }
    if (rc != XH_OK || (!name && !given && m->chair))
        return rc;
    /* The sheet somebody else has signed proves nothing of this one. */
    char *paper = xstrdup(given ? given : chair == m->chair ? m->paper : "");
    rc = reply_set_chair(a->st, m, chair, paper, err);
    free(paper);
    return rc;
}

static void tell_head(const struct app *a, const struct meeting *m)
{
    char *sheet = reply_sheet_name(m), day[DAY_TEXT];

    if (!m->chair)
        outf(_("Weekly sheet %s, nobody in the chair yet\n"), sheet);
    else if (m->chair == a->me)
        outf(_("Weekly sheet %s, chair: %s\n"), sheet, m->chair_name);
    else if (*m->paper)
        outf(_("Weekly sheet %s, decided by %s on paper (%s)\n"), sheet, m->chair_name,
             m->paper);
    else
        outf(_("Weekly sheet %s, chair: %s. Without the marked sheet (--paper) the decisions "
               "count as yours.\n"), sheet, m->chair_name);
    if (m->met != a->env.today)
        outf(_("Workdays count from the meeting on %s.\n"),
             day_format_short(m->met, a->env.today, day));
    free(sheet);
}

/* ---- looking at the lines ---- */

static void tell_lines(const char *text, const char *before)
{
    for (const char *s = text; *s;) {
        size_t n = strcspn(s, "\n");
        outf("%s%.*s\n", before, (int)n, s);
        s += n + (s[n] == '\n');
    }
}

static const struct line *marked_before(const struct lines *l, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (l->v[k].mark.n == l->v[i].mark.n)
            return &l->v[k];
    return NULL;
}

static enum xh_rc look_at(struct app *a, struct meeting *m, const struct lines *l, size_t i,
                          struct reply_echo *echo, struct xh_err *err)
{
    struct line *x = &l->v[i];
    enum xh_rc rc = paper_mark_read(x->text, m->met, a->defs->calendar, &x->mark, err);
    const struct line *before = rc == XH_OK ? marked_before(l, i) : NULL;

    if (rc == XH_OK && before)
        return xh_fail(err, XH_REFUSED, _("row %lld is marked in line %zu already"),
                       (long long)x->mark.n, before->at);
    if (rc == XH_OK)
        rc = reply_check(a->st, &a->env, a->me, m, &x->mark, echo, err);
    x->known = rc == XH_OK && echo->known;
    return rc;
}

/* Every line, whatever is wrong with those before it. Trouble that is not the line's ends
 * it. */
static enum xh_rc check_all(struct app *a, struct meeting *m, struct lines *l,
                            struct xh_err *err)
{
    for (size_t i = 0; i < l->n; i++) {
        struct reply_echo echo = {0};
        struct xh_err why = {0};
        struct line *x = &l->v[i];
        x->rc = look_at(a, m, l, i, &echo, &why);
        a->defs = a->st->defs;
        outf(_("line %zu: %s\n"), x->at, x->text);
        if (echo.about) {
            outf("    %s\n    %s\n", echo.about, echo.stands);
            if (x->rc == XH_OK)
                outf("    -> %s\n", echo.mark);
        }
        if (x->rc == XH_OK)
            tell_lines(x->known ? _("recorded already") : echo.will, "       ");
        else
            tell_lines(why.msg, _("    NO: "));
        reply_echo_fini(&echo);
        if (x->rc == XH_DB || x->rc == XH_CONFIG)
            return xh_fail(err, x->rc, "%s", why.msg);
    }
    return XH_OK;
}

/* ---- recording ---- */

static enum xh_rc by_verb(void *ctx, const struct who *who, const struct call *call,
                          struct result *out, struct xh_err *err)
{
    struct app *a = ctx;

    return verb_run(a->st, &a->env, who, call, out, err);
}

static enum xh_rc by_order(void *ctx, const struct who *who, const struct order_call *call,
                           struct order_result *out, struct xh_err *err)
{
    struct app *a = ctx;

    return order_run(a->st, &a->env, who, call, out, err);
}

static enum xh_rc record_all(struct app *a, struct meeting *m, struct lines *l, size_t *n,
                             struct xh_err *err)
{
    struct meeting_hands hands = { .verb = by_verb, .order = by_order, .ctx = a,
                                   .actor = a->me };

    for (size_t i = 0; i < l->n; i++) {
        struct line *x = &l->v[i];
        struct xh_err why = {0};
        if (x->rc != XH_OK || x->known)
            continue;
        x->rc = reply_record(a->st, &a->env, m, &x->mark, &hands, &why);
        *n += x->rc == XH_OK;
        if (x->rc != XH_OK)
            warn(_("line %zu: %s"), x->at, why.msg);
        if (x->rc == XH_DB || x->rc == XH_CONFLICT)
            return xh_fail(err, x->rc, _("stopped at line %zu"), x->at);
    }
    return XH_OK;
}

/* What is to be said at the end, and with which code: not permitted comes before the rest. */
static enum xh_rc tell_bad(const struct lines *l, bool written, struct xh_err *err)
{
    struct buf which = {0};
    enum xh_rc rc = XH_OK;
    size_t bad = 0;

    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].rc != XH_OK) {
            buf_printf(&which, "%s%zu", bad++ ? _(", ") : "", l->v[i].at);
            rc = l->v[i].rc == XH_DENIED || rc == XH_DENIED ? XH_DENIED : XH_REFUSED;
        }
    if (bad)
        xh_fail(err, rc, written ? _("%zu lines remain: %s")
                                 : _("%zu lines cannot be recorded: %s. Nothing was written."),
                bad, buf_str(&which));
    buf_fini(&which);
    return rc;
}

static void tell_rows(struct app *a, const struct meeting *m)
{
    for (size_t i = 0; i < m->n; i++) {
        struct reply_echo echo = {0};
        struct xh_err err;
        if (reply_look(a->st, &a->env, a->me, m, m->rows[i].n, &echo, &err) == XH_OK)
            outf("%s%s%s\n", echo.about, *echo.mark ? "  -> " : "", echo.mark);
        reply_echo_fini(&echo);
    }
}

static void tell_summary(const struct meeting *m)
{
    struct buf b = {0};

    reply_summary(&b, m);
    outf("%s\n", buf_str(&b));
    buf_fini(&b);
}

static enum xh_rc run(struct app *a, const struct args *args, struct meeting *m,
                      struct lines *l, struct xh_err *err)
{
    bool trial = args_has(args, "dry-run"), some = args_has(args, "good-ones");
    size_t n = 0;
    enum xh_rc rc = l->n ? settle_chair(a, args, m, err) : XH_OK;

    if (rc != XH_OK)
        return rc;
    tell_head(a, m);
    if (l->n == 0) {
        tell_rows(a, m);
        tell_summary(m);
        return XH_OK;
    }
    rc = check_all(a, m, l, err);
    if (rc != XH_OK)
        return rc;
    if (!trial && !some)
        rc = tell_bad(l, false, err);
    if (rc != XH_OK)
        return rc;
    if (trial) {
        outf("%s\n", _("Nothing was written."));
        return tell_bad(l, false, err);
    }
    rc = record_all(a, m, l, &n, err);
    outf(_("Recorded now: %zu\n"), n);
    tell_summary(m);
    return rc == XH_OK ? tell_bad(l, true, err) : rc;
}

enum xh_rc run_reply(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err)
{
    const char *sheet = args_word(args, 0), *file = args_word(args, 1);
    const char *edition = args_get(args, "edition");
    struct meeting m = { .met = DAY_NONE, .confirmed_on = DAY_NONE };
    struct lines l = {0};
    int64_t year = 0, no = 0, n = 0;
    enum xh_rc rc = XH_OK;

    (void)c;
    if (sheet && !reply_read_sheet(sheet, &year, &no)) {
        if (file)
            return xh_fail(err, XH_USAGE, _("'%s' is no sheet: write 46 or 46/2026"), sheet);
        file = sheet;           /* the last sheet's */
    }
    if (edition)
        rc = typed_number(edition, "--edition", &n, err);
    if (rc == XH_OK)
        rc = reply_open(a->st, a->me, year, no, n, &m, err);
    if (rc == XH_OK)
        rc = read_marks(a, file, &l, err);
    if (rc == XH_OK)
        rc = run(a, args, &m, &l, err);
    lines_fini(&l);
    meeting_fini(&m);
    return rc;
}
