#include "cli/app.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/township.h"
#include "model/when.h"
#include "model/i18n.h"
#include "model/migrate.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/text.h"


void out_raw(const char *text)
{
    fputs(text, stdout);
}

void out(const char *text)
{
    struct buf shown = {0};

    text_show(&shown, text, true);
    fputs(buf_str(&shown), stdout);
    buf_fini(&shown);
}

void outf(const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    out(buf_str(&b));
    buf_fini(&b);
}

void warn(const char *fmt, ...)
{
    struct buf b = {0}, shown = {0};
    va_list ap;

    fflush(stdout);
    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    text_show(&shown, buf_str(&b), true);
    fprintf(stderr, "%s\n", buf_str(&shown));
    buf_fini(&b);
    buf_fini(&shown);
}

bool app_ask(const struct app *a, const char *question)
{
    char line[64];

    if (!a->in_tty)
        return false;
    fflush(stdout);
    fprintf(stderr, "%s [y/N] ", question);
    fflush(stderr);
    if (!fgets(line, sizeof line, stdin))
        return false;
    return line[0] == 'y' || line[0] == 'Y' || strncmp(line, "是", strlen("是")) == 0;
}

/* ---- the day ---- */

int32_t app_day(int64_t now_ms, int32_t minutes)
{
    int64_t ms = now_ms + (int64_t)minutes * 60000, day = ms / 86400000;

    return (int32_t)(ms % 86400000 < 0 ? day - 1 : day);
}

enum xh_rc app_settle_day(struct app *a, const struct calendar *cal, int32_t minutes,
                          struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    a->real_today = a->env.today = app_day(a->env.now_ms, minutes);
    a->as_of_day = DAY_NONE;
    if (a->today)
        rc = when_parse(a->today, a->real_today, cal, false, "--today", &a->env.today,
                        err);
    if (rc == XH_OK && a->as_of)
        rc = when_parse(a->as_of, a->env.today, cal, true, "--as-of", &a->as_of_day, err);
    if (rc == XH_OK && a->as_of && a->as_of_day > a->env.today)
        rc = xh_fail(err, XH_USAGE,
                     _("--as-of %s: that day is still to come. --today DATE shows "
                       "what a day to come would look like."),
                     a->as_of);
    return rc;
}

/* ---- who ---- */

bool app_may_switch(const struct app *a)
{
    if (a->st->practice)
        return true;
    for (size_t i = 0; i < a->defs->township.n_switch_users; i++)
        if (strcmp(a->defs->township.switch_users[i], a->login) == 0)
            return true;
    return false;
}

/* Nothing of the township is shown to somebody nobody knows, but whom to ask. */
static enum xh_rc unmapped(const struct app *a, struct xh_err *err)
{
    struct buf who = {0};

    permit_who_can(&who, a->st->db, a->defs, VERB_PEOPLE, NULL, 0, 0);
    xh_fail(err, XH_DENIED,
            _("the account '%s' (number %lld) belongs to nobody in this township, "
              "so nothing is shown."),
            a->login, (long long)a->uid);
    if (who.len)
        xh_fail_more(err, XH_DENIED,
                     _("Ask %s to enter it: xiaohao person set NAME login=%s"),
                     buf_str(&who), a->login);
    if (a->st->practice)
        xh_fail_more(err, XH_DENIED, "%s",
                     _("This is a practice township: --user NAME acts as "
                       "anybody."));
    buf_fini(&who);
    return XH_DENIED;
}

static enum xh_rc settle_person(struct app *a, struct xh_err *err)
{
    if (a->user) {
        if (!app_may_switch(a))
            return xh_fail(
                err, XH_DENIED,
                _("--user is for practice townships. Here you act "
                  "under your own account '%s'; to record somebody else's work, use "
                  "--for PERSON."),
                a->login);
        return person_find(a->st->db, a->user, &a->me, err);
    }
    a->me = store_person_by_uid(a->st, a->uid, a->login);
    return a->me ? XH_OK : unmapped(a, err);
}

static void waiting(void *ctx, const char *holder)
{
    (void)ctx;
    warn(_("waiting for %s to finish writing ..."), holder);
}

static void say(void *ctx, const char *line)
{
    (void)ctx;
    warn("%s", line);
}

void app_name_home(struct app *a, char *home)
{
    free(a->home);
    a->home = home;
    a->home_named = true;
}

enum xh_rc app_open_store(const struct app *a, const char *home, bool write, struct store **out,
                          struct xh_err *err)
{
    struct env env = a->env;
    struct migration m = { .home = home, .env = &env, .compile = draft_compile, .say = say };

    env.today = app_day(env.now_ms, CHINA_MINUTES); /* the configuration is not read yet */
    return migrate_open(&m, write, out, err);
}

enum xh_rc app_open(struct app *a, bool write, struct xh_err *err)
{
    if (!a->home || !*a->home)
        return xh_fail(err, XH_USAGE,
                       _("no folder is known for the township: give --home DIR or "
                         "set XIAOHAO_HOME"));
    enum xh_rc rc = app_open_store(a, a->home, write, &a->st, err);
    if (rc != XH_OK)
        return rc;
    a->st->waiting = waiting;
    a->defs = a->st->defs;
    rc = app_settle_day(a, a->defs->calendar, a->defs->township.utc_offset, err);
    if (rc == XH_OK)
        rc = settle_person(a, err);
    if (rc == XH_OK && !calendar_covers(a->defs->calendar, a->env.today)) {
        int y, m, d;
        day_to_civil(a->env.today, &y, &m, &d);
        warn(
            _("The holidays of %d are not entered yet (calendar/%d.yaml): only weekends count "
              "as days off."),
            y, y);
    }
    return rc;
}

void app_close(struct app *a)
{
    store_close(a->st);
    a->st = NULL;
    a->defs = NULL;
}
