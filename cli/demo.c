/* demo.c - plays demo_script.c through the verbs: everything in the practice township
 * came about as it would in a real one, so verify, history and --as-of tell one story. */
#include "cli/demo.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/demo_script.h"
#include "cli/township.h"
#include "model/decimal.h"
#include "model/hash.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/rhythm.h"

#define BEFORE 75               /* days before the day asked for on which it was founded */
#define TOWN "沿江镇"
#define HOUSEHOLD_STEPS 7

/* One act to be played. */
struct play {
    int32_t day;
    size_t seq;                 /* order within a day: as made */
    enum { PLAY_ADD, PLAY_HOUSEHOLD, PLAY_MOVE, PLAY_REPORT, PLAY_STEP, PLAY_RESULT } kind;
    size_t what;                /* of an item, a household or a move */
    size_t n;                   /* the how-manieth report; which step */
    bool begins;                /* PLAY_STEP */
};

struct demo {
    const struct app *a;
    const char *home;
    int32_t today;
    int64_t seed;
    struct store *st;
    const struct defs *defs;
    struct env env;
    uint64_t drawn;             /* random bytes given out so far */
    int32_t last_day;
    int64_t in_day;             /* acts so far on it */
    int64_t person[VILLAGE_B + 1];
    char *item_code[DEMO_ITEMS];
    char **household_code;
    struct play *plays; size_t n, cap;
    char *form;                 /* a signed form to record */
};

/* ---- circumstances: all of them follow from day and seed ---- */

static void draw(void *ctx, void *out, size_t n)
{
    struct demo *d = ctx;
    uint8_t hash[HASH_SIZE];
    char text[96];

    for (uint8_t *p = out; n > 0;) {
        size_t part = n < sizeof hash ? n : sizeof hash;
        snprintf(text, sizeof text, "xiaohao demo %d %" PRId64 " %" PRIu64, (int)d->today,
                 d->seed, d->drawn++);
        hash_bytes(text, strlen(text), hash);
        memcpy(p, hash, part);
        p += part;
        n -= part;
    }
}

static size_t pick(struct demo *d, size_t n)
{
    uint32_t r;

    draw(d, &r, sizeof r);
    return r % n;
}

/* Half past eight in the township, a minute for every act. */
static void set_day(struct demo *d, int32_t day)
{
    d->in_day = day == d->last_day ? d->in_day + 1 : 0;
    d->last_day = day;
    d->env.today = day;
    d->env.now_ms = (int64_t)day * 86400000 + (30 + d->in_day) * 60000;
}

static int32_t at(const struct demo *d, int workdays)
{
    return calendar_add_workdays(d->defs->calendar, d->today, workdays);
}

/* ---- people ---- */

static enum xh_rc put_people(struct demo *d, struct xh_err *err)
{
    struct who who = { .actor = d->person[ADMIN] };
    enum xh_rc rc = XH_OK;
    int64_t id;

    for (size_t i = 0; rc == XH_OK && i < demo_units_n; i++) {
        const struct demo_unit *u = &demo_units[i];
        struct pair f[] = { { "name", u->name }, { "level", u->level }, { "rank", u->rank } };
        set_day(d, d->env.today);
        rc = people_put(d->st, &d->env, &who, "unit", NULL, f, 3, &id, err);
    }
    for (size_t i = 0; rc == XH_OK && i < demo_places_n; i++) {
        const struct demo_place *p = &demo_places[i];
        struct pair f[] = { { "name", p->name }, { "rank", p->rank }, { "parent", p->parent } };
        set_day(d, d->env.today);
        rc = people_put(d->st, &d->env, &who, "place", NULL, f, *p->parent ? 3 : 2, &id,
                        err);
    }
    for (size_t i = ADMIN; rc == XH_OK && i < demo_persons_n; i++) {
        const struct demo_person *p = &demo_persons[i];
        struct pair f[] = {
            { "name", p->name }, { "login", p->login }, { "role", p->role }, { "unit", p->unit },
            { "title", p->title }, { "rank", p->rank }, { "place", p->place },
        };
        set_day(d, d->env.today);
        rc = people_put(d->st, &d->env, &who, "person", i == ADMIN ? p->name : NULL, f,
                        *p->place ? 7 : 6, &d->person[i], err);
    }
    return rc;
}

/* ---- one act ---- */

static enum xh_rc act(struct demo *d, enum demo_who actor, enum demo_who decided,
                      struct call *call, struct result *r, struct xh_err *err)
{
    struct who who = { .actor = d->person[actor] };

    if (decided) {
        who.decided = d->person[decided];
        who.paper = d->form;
    }
    return verb_run(d->st, &d->env, &who, call, r, err);
}

static struct call blank(enum verb verb, const char *code)
{
    return (struct call){ .verb = verb, .code = code, .on = DAY_NONE, .to = DAY_NONE,
                          .next_due = DAY_NONE };
}

static enum xh_rc play_add(struct demo *d, size_t key, struct xh_err *err)
{
    const struct demo_item *it = &demo_items[key];
    struct call c = blank(VERB_ADD, NULL);
    struct pair f[24];
    char due[DAY_TEXT], upper[DAY_TEXT], handover[DAY_TEXT];
    struct result r;
    size_t n = 0;

    f[n++] = (struct pair){ "title", it->title };
    f[n++] = (struct pair){ "unit", it->unit };
    f[n++] = (struct pair){ "owner", demo_persons[it->owner].name };
    f[n++] = (struct pair){ "lead", demo_persons[it->lead].name };
    f[n++] = (struct pair){ "source", it->source };
    if (*it->source_ref)
        f[n++] = (struct pair){ "source_ref", it->source_ref };
    if (*it->place)
        f[n++] = (struct pair){ "place", it->place };
    if (*it->co)
        f[n++] = (struct pair){ "co", it->co };
    f[n++] = (struct pair){ "due", day_format(at(d, it->due), due) };
    if (it->upper != NO_DAY)
        f[n++] = (struct pair){ "upper_due", day_format(at(d, it->upper), upper) };
    for (const struct pair *p = it->fields; p && p->key; p++)
        f[n++] = *p;
    /* The households' last step is due when the land is handed over. */
    if (key == HIGHWAY || key == SERVICE)
        f[n++] = (struct pair){ "handover",
                                day_format(at(d, key == HIGHWAY ? 40 : -4), handover) };
    c.list = it->list;
    c.fields = f;
    c.n_fields = n;
    enum xh_rc rc = act(d, key % 2 ? CLERK_A : CLERK_B, NOBODY, &c, &r, err);
    d->item_code[key] = xstrdup(r.code);
    return rc;
}

static enum xh_rc play_household(struct demo *d, size_t i, struct xh_err *err)
{
    const struct demo_household *h = &demo_households[i];
    struct call c = blank(VERB_ADD, NULL);
    char title[32], area[DECIMAL_TEXT], phone[16], amount[DECIMAL_TEXT];
    int64_t jitter = (int64_t)pick(d, 20);
    struct result r;

    snprintf(title, sizeof title, "户%03zu", i + 1);
    snprintf(phone, sizeof phone, "00000000%03zu", i + 1);
    decimal_format((h->area + jitter) * 10000, area);
    decimal_format((h->area + jitter) * 10000 / 100 * 638, amount);
    struct pair f[] = {
        { "title", title }, { "parent", d->item_code[h->parent] }, { "place", h->place },
        { "unit", demo_persons[h->owner].unit }, { "owner", demo_persons[h->owner].name },
        { "lead", demo_persons[demo_items[h->parent].lead].name }, { "area", area },
        { "people", h->people }, { "phone", phone }, { "amount", amount },
    };
    c.list = "households";
    c.fields = f;
    c.n_fields = sizeof f / sizeof *f;
    enum xh_rc rc = act(d, CLERK_A, NOBODY, &c, &r, err);
    d->household_code[i] = xstrdup(r.code);
    return rc;
}

/* A step of an item or household; what must be proved is kept on paper in the village
 * office. */
static enum xh_rc tick(struct demo *d, enum demo_who who, const char *code,
                       const char *step, bool begins, const char *kept,
                       struct xh_err *err)
{
    struct call c = blank(begins ? VERB_BEGIN : VERB_CHECK, code);
    struct result r;

    c.step = step;
    c.paper_kept = begins ? NULL : kept;
    return act(d, who, NOBODY, &c, &r, err);
}

static const struct { const char *step, *kept; int after; } household_steps[HOUSEHOLD_STEPS] = {
    { "visit", NULL, 2 }, { "measure", NULL, 5 }, { "notice", "村务公开栏照片,村委会档案柜", 16 },
    { "sign", "协议原件,党政综合办公室档案柜", 20 }, { "pay", "银行回单,财政所", 25 },
    { "vacate", NULL, 28 }, { "hand", NULL, 31 },
};
#define NOTICE 2                /* lasts ten workdays: begun and done apart */
#define NOTICE_BEGINS 6

static const struct { const char *step, *kept; int before; } task_steps[] = {
    { "scheme", NULL, 12 }, { "work", NULL, 2 }, { "proof", "验收单和照片,督查室档案柜", 1 },
};

/* ---- reports ---- */

static enum xh_rc play_report(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_item *it = &demo_items[p->what];
    struct call c = blank(VERB_PROGRESS, d->item_code[p->what]);
    struct result r;
    struct pair f[1];
    char invested[DECIMAL_TEXT];
    int32_t start = at(d, it->add), due = at(d, it->due);
    int64_t percent = 100 * (int64_t)(p->day - start) / (due > start ? due - start : 1);

    percent += it->reports == AHEAD ? 12 : -8;
    percent = percent < 1 ? 1 : percent > 97 ? 97 : percent;
    c.text = demo_report_text(p->n + p->what);
    c.problem = demo_problem_text(p->n + p->what * 3 + pick(d, 3));
    c.percent = percent * DECIMAL_ONE;
    c.has_percent = strcmp(it->list, "tasks") == 0;
    if (!c.has_percent) {               /* projects: what has been invested this year */
        int year, month, mday, this_year;
        day_to_civil(start, &this_year, &month, &mday);
        day_to_civil(p->day, &year, &month, &mday);
        int64_t planned = p->what == HIGHWAY ? 12000 : 1200;
        int64_t share = year != this_year    ? 12
                        : p->what == HIGHWAY ? month
                                             : month * 3 / 4;
        decimal_format(planned * share / 12 * DECIMAL_ONE, invested);
        f[0] = (struct pair){ "invested", invested };
        c.fields = f;
        c.n_fields = 1;
    }
    return act(d, it->owner, NOBODY, &c, &r, err);
}

static enum xh_rc play_result(struct demo *d, size_t key, struct xh_err *err)
{
    static const struct pair result[] = {
        { "result", "已按办理要求逐条完成,佐证材料齐全。" },
    };
    struct call c = blank(VERB_SET, d->item_code[key]);
    struct result r;

    c.fields = result;
    c.n_fields = 1;
    enum xh_rc rc = act(d, demo_items[key].owner, NOBODY, &c, &r, err);
    if (rc == XH_OK) {
        c = blank(VERB_APPLY, d->item_code[key]);
        set_day(d, d->env.today);
        rc = act(d, demo_items[key].owner, NOBODY, &c, &r, err);
    }
    return rc;
}

static enum xh_rc play_move(struct demo *d, const struct demo_move *m, struct xh_err *err)
{
    struct call c = blank(m->verb, d->item_code[m->item]);
    struct pair units[4];
    struct result r;
    char *copy = m->units ? xstrdup(m->units) : NULL, *save = NULL;

    c.step = m->step;
    c.text = m->text;
    c.reason = m->reason;
    c.office = m->office;
    c.colour = m->colour;
    c.to = m->to ? at(d, m->to) : DAY_NONE;
    for (char *u = copy ? strtok_r(copy, ",", &save) : NULL; u && c.n_fields < 4;
         u = strtok_r(NULL, ",", &save))
        units[c.n_fields++] = (struct pair){ "unit", u };
    c.fields = units;
    enum xh_rc rc = act(d, m->actor, m->decided, &c, &r, err);
    free(copy);
    return rc;
}

/* ---- the whole play ---- */

static void plan(struct demo *d, int32_t day, struct play p)
{
    if (day > d->today)
        return;
    p.day = day;
    p.seq = d->n;
    GROW(d->plays, d->n, d->cap);
    d->plays[d->n++] = p;
}

/* Reports on the fill days of its list, while it is being worked on. */
static void plan_reports(struct demo *d, size_t key)
{
    const struct demo_item *it = &demo_items[key];
    const struct list_def *l = defs_list(d->defs, it->list);
    int32_t from = at(d, it->add);
    int32_t to = it->until == NO_DAY ? d->today : at(d, it->until) - 1;
    int32_t due = at(d, it->due);
    size_t n = 0;

    if (it->reports == SILENT || !l)
        return;
    for (int32_t f = rhythm_fill_day(d->defs, l->report_every, due, from);
         f <= to && n < 40;
         f = rhythm_fill_day(d->defs, l->report_every, due, f + 1), n++)
        plan(d, f, (struct play){ .kind = PLAY_REPORT, .what = key, .n = n });
    /* and a first figure soon after it was given out, or today for what is new */
    int32_t first = at(d, it->add + 1);
    if (n == 0 || strcmp(it->list, "projects") == 0)
        plan(d, first < to ? first : to,
             (struct play){ .kind = PLAY_REPORT, .what = key, .n = n });
}

static void plan_item(struct demo *d, size_t key)
{
    const struct demo_item *it = &demo_items[key];

    plan(d, at(d, it->add), (struct play){ .kind = PLAY_ADD, .what = key });
    if (it->applied == NO_DAY)
        return;
    for (size_t s = 0; s < sizeof task_steps / sizeof *task_steps; s++)
        plan(d, at(d, it->applied - task_steps[s].before),
             (struct play){ .kind = PLAY_STEP, .what = key, .n = s });
    plan(d, at(d, it->applied), (struct play){ .kind = PLAY_RESULT, .what = key });
}

static void plan_household(struct demo *d, size_t i)
{
    const struct demo_household *h = &demo_households[i];

    plan(d, at(d, h->start), (struct play){ .kind = PLAY_HOUSEHOLD, .what = i });
    for (int s = 0; s < h->steps && s < HOUSEHOLD_STEPS; s++) {
        struct play p = { .kind = PLAY_STEP, .what = DEMO_ITEMS + i, .n = (size_t)s };
        if (s == NOTICE) {
            p.begins = true;
            plan(d, at(d, h->start + NOTICE_BEGINS), p);
            p.begins = false;
        }
        plan(d, at(d, h->start + household_steps[s].after), p);
    }
}

static int compare(const void *x, const void *y)
{
    const struct play *a = x, *b = y;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static enum xh_rc play_step(struct demo *d, const struct play *p, struct xh_err *err)
{
    if (p->what < DEMO_ITEMS)
        return tick(d, demo_items[p->what].owner, d->item_code[p->what],
                    task_steps[p->n].step, false, task_steps[p->n].kept, err);
    size_t i = p->what - DEMO_ITEMS;
    return tick(d, demo_households[i].owner, d->household_code[i],
                household_steps[p->n].step, p->begins, household_steps[p->n].kept, err);
}

static enum xh_rc play_all(struct demo *d, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < DEMO_ITEMS; i++)
        plan_item(d, i);
    for (size_t i = 0; i < demo_households_n; i++)
        plan_household(d, i);
    for (size_t i = 0; i < DEMO_ITEMS; i++)
        plan_reports(d, i);
    for (size_t i = 0; i < demo_moves_n; i++)
        plan(d, at(d, demo_moves[i].day), (struct play){ .kind = PLAY_MOVE, .what = i });
    qsort(d->plays, d->n, sizeof *d->plays, compare);
    for (size_t i = 0; rc == XH_OK && i < d->n; i++) {
        const struct play *p = &d->plays[i];
        set_day(d, p->day);
        switch (p->kind) {
        case PLAY_ADD:       rc = play_add(d, p->what, err); break;
        case PLAY_HOUSEHOLD: rc = play_household(d, p->what, err); break;
        case PLAY_MOVE:      rc = play_move(d, &demo_moves[p->what], err); break;
        case PLAY_REPORT:    rc = play_report(d, p, err); break;
        case PLAY_STEP:      rc = play_step(d, p, err); break;
        case PLAY_RESULT:    rc = play_result(d, p->what, err); break;
        }
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

static enum xh_rc make_in(struct demo *d, struct xh_err *err)
{
    struct founding f = {
        .home = d->home, .name = TOWN, .practice = true, .exe_dir = d->a->exe_dir,
        .caller = demo_persons[ADMIN].name, .uid = d->a->uid,
    };

    d->env = (struct env){ .random = draw, .random_ctx = d };
    set_day(d, d->today - BEFORE);
    enum xh_rc rc = township_found(&f, &d->env, &d->st, err);
    if (rc != XH_OK)
        return rc;
    d->defs = d->st->defs;
    d->household_code = xcalloc(demo_households_n + 1, sizeof *d->household_code);
    rc = person_find(d->st->db, demo_persons[ADMIN].name, &d->person[ADMIN], err);
    if (rc == XH_OK)
        rc = put_people(d, err);
    if (rc == XH_OK)
        rc = write_form(d, err);
    if (rc == XH_OK)
        rc = play_all(d, err);
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
        folder_remove(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    free(parent);
}

enum xh_rc demo_make(const struct app *a, const char *home, int32_t today, int64_t seed,
                     struct xh_err *err)
{
    char *temp = xasprintf("%s.%lld.part", home, (long long)getpid());
    struct demo d = {
        .a = a, .home = temp, .today = today, .seed = seed, .last_day = DAY_NONE
    };

    sweep(home);
    enum xh_rc rc = make_in(&d, err);
    if (rc == XH_OK && rename(temp, home) != 0)
        rc = xh_fail(err, XH_DB, _("cannot name the practice township %s: %s"), home,
                     strerror(errno));
    if (rc != XH_OK)
        folder_remove(temp);
    for (size_t i = 0; i < DEMO_ITEMS; i++)
        free(d.item_code[i]);
    for (size_t i = 0; d.household_code && i < demo_households_n; i++)
        free(d.household_code[i]);
    free(d.household_code);
    free(d.plays);
    free(d.form);
    free(temp);
    return rc;
}
