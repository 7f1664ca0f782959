/* demo.c - makes the practice township: founded, peopled and played through the verbs in a
 * temporary folder, so that verify, history and --as-of tell one story, and named when it
 * is whole. */
#include "cli/demo.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/demo_play.h"
#include "cli/locale.h"
#include "cli/township.h"
#include "model/file.h"
#include "model/i18n.h"
#include "model/people.h"

#define TOWN "沿江镇"

/* ---- people ---- */

static enum xh_rc put(struct demo *d, const char *table, const char *name,
                      const struct pair *fields, size_t n, int64_t *id,
                      struct xh_err *err)
{
    struct who who = { .actor = d->person[ADMIN] };

    play_set_day(d, d->env.today);
    return people_put(d->st, &d->env, &who, table, name, fields, n, id, err);
}

static enum xh_rc put_places(struct demo *d, struct xh_err *err)
{
    static const char *const groups[] = { "一组", "二组", "三组" };
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < demo_places_n; i++) {
        const struct demo_place *p = &demo_places[i];
        struct pair f[] = { { "name", p->name }, { "rank", p->rank } };
        rc = put(d, "place", NULL, f, 2, NULL, err);
        for (int k = 0; rc == XH_OK && k < p->groups; k++) {
            char rank[16];
            snprintf(rank, sizeof rank, "%d", atoi(p->rank) + k + 1);
            struct pair g[] = { { "name", groups[k] },
                                { "parent", p->name },
                                { "rank", rank } };
            rc = put(d, "place", NULL, g, 3, NULL, err);
        }
    }
    return rc;
}

static enum xh_rc put_people(struct demo *d, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < demo_units_n; i++) {
        const struct demo_unit *u = &demo_units[i];
        struct pair f[] = { { "name", u->name },
                            { "level", u->level },
                            { "rank", u->rank } };
        rc = put(d, "unit", NULL, f, 3, NULL, err);
    }
    if (rc == XH_OK)
        rc = put_places(d, err);
    for (size_t i = ADMIN; rc == XH_OK && i < DEMO_PERSONS; i++) {
        const struct demo_person *p = &demo_persons[i];
        struct pair f[] = {
            { "name", p->name },   { "login", p->login }, { "role", p->role },
            { "unit", p->unit },   { "title", p->title }, { "rank", p->rank },
            { "place", p->place },
        };
        rc = put(d, "person", i == ADMIN ? p->name : NULL, f, *p->place ? 7 : 6,
                 &d->person[i], err);
    }
    for (size_t i = 0; rc == XH_OK && i < demo_units_n; i++)
        if (demo_units[i].contact) {
            struct pair f[] = { { "contact", demo_persons[demo_units[i].contact].name } };
            rc = put(d, "unit", demo_units[i].name, f, 1, NULL, err);
        }
    return rc;
}

/* ---- making it ---- */

/* A form to be signed, outside the township's folder until it is recorded. */
static enum xh_rc write_form(struct demo *d, struct xh_err *err)
{
    static const char text[] = "演练用签字单: 同意销号。\n";
    d->form = xasprintf("%s/签字单.txt", d->home);
    FILE *f = fopen(d->form, "wxe");
    bool bad = !f || fputs(text, f) < 0;

    if (f)
        bad |= fclose(f) != 0;
    return bad ? xh_fail(err, XH_DB, _("cannot write %s: %s"), d->form, strerror(errno))
               : XH_OK;
}

static void told(void *ctx, size_t done, size_t all)
{
    const struct demo_progress *p = ctx;

    p->tell(p->ctx, done, all);
}

static enum xh_rc make_in(struct demo *d, const struct app *a, struct xh_err *err)
{
    char *campaign = demo_campaign(d->today);
    struct founding f = {
        .home = d->home,
        .name = TOWN,
        .practice = true,
        .exe_dir = a->exe_dir,
        .caller = demo_persons[ADMIN].name,
        .uid = a->uid,
        .on_workday = true,
        .more = campaign,
    };

    d->env = (struct env){ .random = play_draw, .random_ctx = d };
    /* Well before the first workday of the story, which only the calendar can tell. */
    play_set_day(d, d->today - DEMO_BEFORE * 7 / 5 - 25);
    enum xh_rc rc = township_found(&f, &d->env, &d->st, err);
    free(campaign);
    if (rc != XH_OK)
        return rc;
    store_hurry(d->st);
    d->defs = d->st->defs;
    d->base = calendar_roll_back(d->defs->calendar, d->today);
    rc = person_find(d->st->db, demo_persons[ADMIN].name, &d->person[ADMIN], err);
    play_set_day(d, play_at(d, -DEMO_BEFORE));
    if (rc == XH_OK)
        rc = put_people(d, err);
    if (rc == XH_OK)
        rc = write_form(d, err);
    if (rc == XH_OK) {
        items_prepare(d);
        households_prepare(d);
        visits_prepare(d);
        parcels_prepare(d);
        papers_prepare(d);
        rc = play_all(d, err);
    }
    if (rc == XH_OK)
        rc = store_settle(d->st, err);
    store_close(d->st);
    if (d->form)
        unlink(d->form);
    return rc;
}

/* What an interrupted demo left beside `home`: folders named after a process that is
 * gone. */
static void sweep(const char *home)
{
    const char *slash = strrchr(home, '/'), *base = slash ? slash + 1 : home;
    char *parent = slash == home ? xstrdup("/")
                   : slash       ? xstrndup(home, (size_t)(slash - home))
                                 : xstrdup(".");
    DIR *dir = opendir(parent);
    struct dirent *e;
    size_t n = strlen(base);

    while (dir && (e = readdir(dir))) {
        char *end;
        if (strncmp(e->d_name, base, n) != 0 || e->d_name[n] != '.')
            continue;
        long pid = strtol(e->d_name + n + 1, &end, 10);
        if (pid <= 0 || strcmp(end, ".part") != 0 || kill((pid_t)pid, 0) == 0 ||
            errno != ESRCH)
            continue;
        char *path = xasprintf("%s/%s", parent, e->d_name);
        file_remove_tree(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    free(parent);
}

enum xh_rc demo_make(const struct app *a, const char *home, int32_t today, int64_t seed,
                     const struct demo_progress *progress, struct xh_err *err)
{
    char *temp = xasprintf("%s.%lld.part", home, (long long)getpid());
    struct demo d = {
        .home = temp,
        .today = today,
        .seed = seed,
        .last_day = DAY_NONE,
        .told = progress ? told : NULL,
        .told_ctx = (void *)(uintptr_t)progress,
    };

    sweep(home);
    /* Words on orders and sheets are kept as they were written: in the township's language,
     * whatever the caller's is. */
    locale_settle("zh", a->exe_dir);
    enum xh_rc rc = make_in(&d, a, err);
    locale_settle(a->lang, a->exe_dir);
    if (rc == XH_OK)
        rc = file_sync(temp, err);
    if (rc == XH_OK && rename(temp, home) != 0)
        rc = xh_fail(err, XH_DB, _("cannot name the practice township %s: %s"), home,
                     strerror(errno));
    if (rc != XH_OK)
        file_remove_tree(temp);
    items_fini(&d);
    households_fini(&d);
    parcels_fini(&d);
    free(d.orders);
    free(d.plays);
    free(d.form);
    free(temp);
    return rc;
}
