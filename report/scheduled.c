#include "report/scheduled.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/aside.h"
#include "model/file.h"
#include "model/i18n.h"
#include "model/rhythm.h"
#include "model/sheet.h"
#include "report/document_text.h"
#include "report/forecast_paper.h"
#include "report/outfile.h"
#include "report/paper.h"
#include "report/weekly_paper.h"

#define KEY "weekly_draft"          /* SHEET<tab>made|failed<tab>MS<tab>RED<tab>TEXT */
#define FOLDER "papers"
#define DAY_MINUTES 1440
#define LATE_MINUTES 75             /* a timer that runs every hour has had its turn */
#define LOOK_BACK 28                /* days; the longest holiday is shorter */
#define WIDTH 132                   /* columns of the texts */

/* ---- when ---- */

struct scheduled_now scheduled_now(const struct defs *defs, const struct env *env,
                                   bool whole_day)
{
    int64_t minutes = env->now_ms / 60000 + defs->township.utc_offset;

    return (struct scheduled_now){ env->today, whole_day ? DAY_MINUTES - 1
                                                         : (int)(minutes % DAY_MINUTES) };
}

char *scheduled_when(const struct defs *defs, int64_t at, int32_t today)
{
    int64_t minutes = at / 60000 + defs->township.utc_offset;
    char day[DAY_TEXT];

    return xasprintf("%s %02d:%02d",
                     day_format_short((int32_t)(minutes / DAY_MINUTES), today, day),
                     (int)(minutes % DAY_MINUTES / 60), (int)(minutes % 60));
}

/* "16:00"; the configuration has no other (def_read_week.c). `usual` where it says none. */
static int minute_of(const char *time, int usual)
{
    int hour, minute;

    return time && sscanf(time, "%d:%d", &hour, &minute) == 2 ? hour * 60 + minute : usual;
}

/* The last sheet whose time has come, and its meeting; DAY_NONE: none. */
static int32_t last_sheet(const struct defs *defs, const struct scheduled_now *now,
                          int32_t *meeting)
{
    int at = minute_of(defs->township.weekly.sheet_time, 16 * 60);
    int32_t next, found = DAY_NONE;

    for (int32_t s = rhythm_sheet_day(defs, now->day - LOOK_BACK, &next);
         s < now->day || (s == now->day && now->minute >= at);
         s = rhythm_sheet_day(defs, s + 1, &next)) {
        found = s;
        *meeting = next;
    }
    return found;
}

/* ---- what is remembered ---- */

static void read_last(struct store *st, struct scheduled *out)
{
    char *line = store_meta(st, KEY), *at = line, *part[5];
    size_t n = 0;

    out->last.sheet = DAY_NONE;
    for (; n < 5 && at; n++) {
        part[n] = at;
        at = strchr(at, '\t');
        if (at && n < 4)
            *at++ = '\0';
    }
    if (line && n == 5) {
        out->last.sheet = day_parse(part[0]);
        out->last.failed = strcmp(part[1], "failed") == 0;
        out->last.at = strtoll(part[2], NULL, 10);
        out->last.red = strtoll(part[3], NULL, 10);
        free(out->last.text);
        out->last.text = xstrdup(part[4]);
    }
    free(line);
}

static enum xh_rc write_last(struct store *st, const struct scheduled *s, struct xh_err *err)
{
    char day[DAY_TEXT];
    char *line = xasprintf("%s\t%s\t%lld\t%lld\t%s", day_format(s->last.sheet, day),
                           s->last.failed ? "failed" : "made", (long long)s->last.at,
                           (long long)s->last.red, s->last.text);
    enum xh_rc rc = aside_begin(st, "weekly", err);

    if (rc == XH_OK)
        rc = aside_end(st, store_set_meta(st, KEY, line, err), err);
    free(line);
    return rc;
}

enum xh_rc scheduled_look(struct store *st, const struct scheduled_now *now,
                          struct scheduled *out, struct xh_err *err)
{
    const struct weekly_def *w = &st->defs->township.weekly;
    struct sheets finals = { 0 };
    enum xh_rc rc = sheet_list(st->db, &finals, err);

    read_last(st, out);
    out->is_final = out->is_due = out->is_late = false;
    out->sheet = rc == XH_OK ? last_sheet(st->defs, now, &out->meeting) : DAY_NONE;
    if (out->sheet != DAY_NONE) {
        out->is_final = finals.n && finals.v[0].to >= out->sheet; /* no correction of one before */
        bool is_over = now->day > out->meeting ||
                       (now->day == out->meeting &&
                        now->minute >= minute_of(w->meeting_time, 8 * 60 + 30));
        bool is_made = out->last.sheet == out->sheet && !out->last.failed;
        out->is_due = !is_over && !out->is_final && !is_made;
        out->is_late = out->is_due &&
                       (now->day > out->sheet ||
                        now->minute >= minute_of(w->sheet_time, 16 * 60) + LATE_MINUTES);
    }
    sheets_fini(&finals);
    return rc;
}

void scheduled_fini(struct scheduled *s)
{
    free(s->last.text);
    *s = (struct scheduled){ 0 };
}

/* ---- making it ---- */

/* Made, or there already; but never through a link, and open to nobody else. */
static enum xh_rc make_folder(const char *path, struct xh_err *err)
{
    struct stat sb;
    enum xh_rc rc = file_make_folder(path, err);

    if (rc != XH_OK)
        return rc;
    if (lstat(path, &sb) != 0 || !S_ISDIR(sb.st_mode))
        return xh_fail(err, XH_DB, _("%s is not a folder of its own: remove it"), path);
    if (sb.st_mode & 0007)
        return xh_fail(err, XH_DB, _("%s is open to everybody on this machine; only its owner and "
                                     "group may read it"), path);
    return XH_OK;
}

/* "FOLDER/NAME 2026-11-27.txt"; caller frees. */
static char *paper_path(const char *folder, const char *name, int32_t day, const char *ending)
{
    char text[DAY_TEXT];

    return xasprintf("%s/%s %s.%s", folder, name, day_format(day, text), ending);
}

/* A group of rows counts as its members (OFFICE 7: they are shown apart, never added to the
 * others; here only items count). */
static int64_t items_of(const struct forecast_part *p)
{
    int64_t n = 0;

    for (size_t i = 0; i < p->g.n; i++)
        n += p->g.v[i].n_members == 0;
    return n;
}

static enum xh_rc write_forecast(struct store *st, int32_t day, int64_t reader,
                                 const char *path, int64_t *red, struct xh_err *err)
{
    struct filter f = { .today = day, .as_of = DAY_NONE, .reader = reader };
    struct forecast x = { 0 };
    struct document d = { 0 };
    struct buf b = { 0 };
    enum xh_rc rc = forecast_load(st, &f, NULL, NULL, &x, err);

    if (rc == XH_OK) {
        *red = items_of(&x.parts[0]);
        rc = forecast_paper(&d, st, &x, day, 0, err);
        document_text(&b, &d, WIDTH, false);
    }
    if (rc == XH_OK)
        rc = outfile_write(path, &b, err);
    document_fini(&d);
    buf_fini(&b);
    forecast_fini(&x);
    return rc;
}

/* What needs no font comes first: there is something to telephone by even where the PDF cannot
 * be made. */
static enum xh_rc write_papers(struct store *st, int32_t day, int64_t reader, const char *folder,
                               struct scheduled *out, struct buf *notes, struct xh_err *err)
{
    struct weekly w = { 0 };
    struct document d = { 0 };
    char *text = paper_path(folder, _("weekly sheet, draft"), out->sheet, "txt");
    char *pdf = paper_path(folder, _("weekly sheet, draft"), out->sheet, "pdf");
    char *list = paper_path(folder, _("turning red"), out->sheet, "txt");
    enum xh_rc rc = weekly_may(st, reader, VERB_EXPORT, err);

    if (rc == XH_OK)
        rc = weekly_draft(st, day, reader, &w, err);
    if (rc == XH_OK) {
        weekly_paper(&d, &w, WEEKLY_WHOLE);
        rc = paper_write(&d, text, WIDTH, NULL, err);
    }
    if (rc == XH_OK)
        rc = write_forecast(st, day, reader, list, &out->last.red, err);
    if (rc == XH_OK)
        rc = paper_write(&d, pdf, WIDTH, notes, err);
    free(out->last.text);
    out->last.text = xstrdup(strrchr(pdf, '/') + 1);
    document_fini(&d);
    weekly_fini(&w);
    free(text);
    free(pdf);
    free(list);
    return rc;
}

/* Why, in one line. */
static char *reason_of(const struct xh_err *err)
{
    char *line = xstrdup(err->msg);

    for (char *s = line; *s; s++)
        if (*s == '\n' || *s == '\t')
            *s = ' ';
    return line;
}

/* `rc` and why stay what they are, whether they can be remembered or not. */
static enum xh_rc remember_failure(struct store *st, const struct env *env,
                                   struct scheduled *out, enum xh_rc rc,
                                   const struct xh_err *err)
{
    char *why = reason_of(err);
    bool known = out->last.failed && out->last.sheet == out->sheet && out->last.text &&
                 strcmp(out->last.text, why) == 0;

    free(out->last.text);
    out->last.sheet = out->sheet;
    out->last.failed = true;
    out->last.at = env->now_ms;
    out->last.red = 0;
    out->last.text = why;
    if (!known)
        write_last(st, out, &(struct xh_err){ 0 });
    return rc;
}

static enum xh_rc make_held(struct store *st, const struct env *env,
                            const struct scheduled_now *now, int64_t reader, const char *folder,
                            bool *made, struct scheduled *out, struct buf *notes,
                            struct xh_err *err)
{
    struct scheduled done = { 0 };
    enum xh_rc rc = scheduled_look(st, now, out, err);

    if (rc != XH_OK || !out->is_due)        /* somebody made it while we were on our way */
        return rc;
    done.sheet = out->sheet;
    rc = write_papers(st, now->day, reader, folder, &done, notes, err);
    if (rc == XH_OK) {
        done.last.sheet = out->sheet;
        done.last.at = env->now_ms;
        rc = write_last(st, &done, err);
        *made = rc == XH_OK;
        free(out->last.text);
        out->last = done.last;
        return rc;
    }
    scheduled_fini(&done);
    return remember_failure(st, env, out, rc, err);
}

enum xh_rc scheduled_make(struct store *st, const struct env *env,
                          const struct scheduled_now *now, int64_t reader, bool *made,
                          struct scheduled *out, struct buf *notes, struct xh_err *err)
{
    enum xh_rc rc = scheduled_look(st, now, out, err);

    *made = false;
    if (rc != XH_OK || !out->is_due)
        return rc;
    char *folder = xasprintf("%s/" FOLDER, st->home);
    rc = make_folder(folder, err);
    if (rc == XH_OK) {
        int held = file_hold_folder(folder, false);
        if (held >= 0) {
            rc = make_held(st, env, now, reader, folder, made, out, notes, err);
            close(held);
        } else if (errno != EWOULDBLOCK) { /* then another one is making it */
            rc = file_cannot_write(folder, errno, err);
            remember_failure(st, env, out, rc, err);
        }
    } else {
        remember_failure(st, env, out, rc, err);
    }
    free(folder);
    return rc;
}
