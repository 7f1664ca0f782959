/* demo_items.c - the items' lives: entered, worked on, reported on, crossed off or not, as
 * their fate says. */
#include "cli/demo_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/decimal.h"

#define AT_ONCE 200       /* items entered in one act at most */
#define HANDOVER_LEAST 16 /* workdays a village still has to hand its land over */
#define SIGN_LEAST 10     /* and to sign */
#define SIGNED_EARLY 30   /* calendar days: a month early */

static struct demo_life *life(const struct demo *d, const struct play *p)
{
    return &d->lives[p->what];
}

/* ---- entering ---- */

struct entry {
    struct pair f[24];
    char due[DAY_TEXT], upper[DAY_TEXT], came[DAY_TEXT];
    char handover[DAY_TEXT], sign_start[DAY_TEXT], sign_due[DAY_TEXT];
};

/* One officer for every problem. */
static bool has_handler(const struct demo_life *l)
{
    return strcmp(l->it.list, "problems") == 0;
}

static void fill_in(const struct demo *d, const struct demo_life *l, struct entry *e,
                    struct call *c)
{
    const struct demo_item *it = &l->it;
    size_t n = 0, key = (size_t)(l - d->lives);

    e->f[n++] = (struct pair){ "title", it->title };
    e->f[n++] = (struct pair){ "owner", demo_persons[life_owner(d, l, l->add)].name };
    e->f[n++] = (struct pair){ "lead", demo_persons[play_lead(it->owner)].name };
    e->f[n++] = (struct pair){ "source", it->source };
    if (*it->source_ref)
        e->f[n++] = (struct pair){ "source_ref", it->source_ref };
    if (*it->place)
        e->f[n++] = (struct pair){ "place", it->place };
    if (*it->co)
        e->f[n++] = (struct pair){ "co", it->co };
    if (it->parent)
        e->f[n++] = (struct pair){ "parent", d->lives[it->parent].code };
    if (key >= HIGHWAY && key < HIGHWAY + DEMO_PROJECTS)
        e->f[n++] = (struct pair){ "leader", demo_persons[LEADER_A].name };
    if (it->due != NO_DAY)
        e->f[n++] = (struct pair){ "due", day_format(l->due, e->due) };
    if (it->upper != NO_DAY)
        e->f[n++] =
            (struct pair){ "upper_due", day_format(play_at(d, it->upper), e->upper) };
    for (const struct pair *p = it->fields; p && p->key; p++)
        e->f[n++] = *p;
    if (demo_came(it->list))
        e->f[n++] = (struct pair){ demo_came(it->list), day_format(l->add, e->came) };
    if (has_handler(l))
        e->f[n++] =
            (struct pair){ "handler", demo_persons[life_owner(d, l, l->add)].name };
    if (l->handover != DAY_NONE) {
        e->f[n++] = (struct pair){ "handover", day_format(l->handover, e->handover) };
        e->f[n++] =
            (struct pair){ "sign_start", day_format(l->sign_start, e->sign_start) };
        e->f[n++] = (struct pair){ "sign_due", day_format(l->sign_due, e->sign_due) };
    }
    c->list = it->list;
    c->fields = e->f;
    c->n_fields = n;
}

/* p->what and the p->n - 1 after it, which go into one list on one day. */
static enum xh_rc add_items(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct entry *entries = xcalloc(p->n, sizeof *entries);
    struct call *calls = xcalloc(p->n, sizeof *calls);
    struct result r;

    for (size_t i = 0; i < p->n; i++) {
        calls[i] = play_call(VERB_ADD, NULL);
        fill_in(d, life(d, p) + i, &entries[i], &calls[i]);
    }
    enum xh_rc rc = play_act(d, p->what % 2 ? CLERK_A : CLERK_B, calls, p->n, &r, err);
    /* Numbers run on; the last one is known. */
    const char *dash = rc == XH_OK ? strrchr(r.code, '-') : NULL;
    int64_t last = dash ? atoll(dash + 1) : 0;
    for (size_t i = 0; rc == XH_OK && i < p->n; i++)
        life(d, p)[i].code = code_format(life_list(d, life(d, p)), d->env.today,
                                         last - (int64_t)(p->n - 1 - i));
    free(entries);
    free(calls);
    return rc;
}

/* ---- steps ---- */

/* p->n: which step, and whether it begins. */
static enum xh_rc do_step(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct demo_life *l = life(d, p);
    const struct step_def *s = &life_list(d, l)->steps[p->n / 2];
    bool begins = p->n % 2;
    struct call c = play_call(begins ? VERB_BEGIN : VERB_CHECK, l->code);
    struct result r;

    c.step = s->id;
    c.paper_kept = !begins && s->evidence.required ? demo_kept(l->it.list, s->id) : NULL;
    return play_act(d, life_owner(d, l, d->env.today), &c, 1, &r, err);
}

static void plan_step(struct demo *d, size_t key, size_t step, bool begins, int32_t day)
{
    play_plan(d, day,
              (struct play){ .run = do_step, .what = key, .n = 2 * step + begins });
}

static bool is_done(const struct list_def *list, size_t step)
{
    return !list->steps[step].optional || demo_does(list->id, list->steps[step].id);
}

/* Everything that must be done, evenly from the second day to the last. */
static void plan_all_steps(struct demo *d, size_t key, const struct demo_life *l)
{
    const struct list_def *list = life_list(d, l);
    int room = calendar_workdays(d->defs->calendar, l->add, l->end) - 2, n = 0, i = 0;

    for (size_t s = 0; s < list->n_steps; s++)
        n += is_done(list, s);
    for (size_t s = 0; s < list->n_steps; s++)
        if (is_done(list, s))
            plan_step(d, key, s, false,
                      life_later(d, l->add,
                                 1 + (n > 1 && room > 0 ? room * i++ / (n - 1) : 0)));
}

/* Step by step as the plan goes on, but never the last one: then it would be applied
 * for. */
static void plan_steps_in_time(struct demo *d, size_t key, const struct demo_life *l,
                               int32_t until)
{
    const struct list_def *list = life_list(d, l);
    int weights = 0, done = 0, late = l->it.reports == LAGGING ? 20 : 0;
    size_t last = 0;

    for (size_t s = 0; s < list->n_steps; s++) {
        weights += list->steps[s].weight;
        if (is_done(list, s))
            last = s;
    }
    for (size_t s = 0; s < last; s++) {
        if (!is_done(list, s))
            continue;
        int32_t day = l->due == DAY_NONE
                          ? life_later(d, l->add, 1)
                          : l->add + (l->due - l->add) * (done * 100 + late * weights) /
                                         (weights * 100);
        day = calendar_roll_back(d->defs->calendar, day);
        if (day <= l->add)
            day = life_later(d, l->add, 1);
        if (day > until || (s > 0 && l->it.reports == FAR_BEHIND))
            return;
        plan_step(d, key, s, false, day);
        done += list->steps[s].weight;
        if (list->progress.kind == PROGRESS_MANUAL)
            return; /* the work itself is told in percent */
    }
}

/* So many one after the other; one that lasts is begun and done. */
static void plan_so_many(struct demo *d, size_t key, const struct demo_life *l)
{
    const struct list_def *list = life_list(d, l);
    int32_t day = life_later(d, l->add, 2);

    for (size_t s = 0; s < list->n_steps && s < (size_t)l->it.steps; s++) {
        const struct step_def *step = &list->steps[s];
        if (step->lasts.n > 0) {
            plan_step(d, key, s, true, day);
            day = calendar_roll_forward(
                d->defs->calendar,
                calendar_add(d->defs->calendar, day, step->lasts, true));
        }
        plan_step(d, key, s, false, day);
        day = life_later(d, day, 2);
    }
}

/* ---- projects: what must be approved before work may begin ---- */

enum { STAGE_SCHEME = 1, STAGE_PREPARE, STAGE_BUILD, STAGE_FINISH };

/* By a clerk: which approvals a project of this kind does not need. */
static enum xh_rc skip_approvals(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct demo_life *l = life(d, p);
    const struct list_def *list = life_list(d, l);
    static const struct {
        const char *step, *reason;
    } needless[] = {
        { "license", "不属核准范围" },
        { "filing", "政府投资项目,不适用" },
        { "eia_report", "编制报告表" },
    };
    struct call calls[3];
    size_t n = 0;
    struct result r;

    for (size_t i = 0; i < 3; i++)
        if (list_step(list, needless[i].step) >= 0) {
            calls[n] = play_call(VERB_SKIP, l->code);
            calls[n].step = needless[i].step;
            calls[n++].reason = needless[i].reason;
        }
    return n ? play_act(d, CLERK_B, calls, n, &r, err) : XH_OK;
}

static void plan_stages(struct demo *d, size_t key, const struct demo_life *l)
{
    static const struct {
        const char *step;
        int stage, after;
        bool begins, told;      /* told: known of a named project, too */
    } done[] = {
        { "scheme", STAGE_SCHEME, 1, false, true },
        { "approve", STAGE_PREPARE, 4, false, false },
        { "eia_form", STAGE_BUILD, 5, true, false },
        { "planning", STAGE_BUILD, 7, false, false },
        { "permit", STAGE_BUILD, 8, true, false },
        { "eia_form", STAGE_BUILD, 10, false, false },
        { "permit", STAGE_BUILD, 11, false, false },
        { "prepare", STAGE_BUILD, 12, false, true },
        { "commence", STAGE_BUILD, 13, false, false },
    };

    if (l->it.steps >= STAGE_BUILD && l->planned)
        play_plan(d, life_later(d, l->add, 3),
                  (struct play){ .run = skip_approvals, .what = key });
    for (size_t i = 0; i < sizeof done / sizeof *done; i++) {
        int s = list_step(life_list(d, l), done[i].step);
        if (s >= 0 && l->it.steps >= done[i].stage && (l->planned || done[i].told))
            plan_step(d, key, (size_t)s, done[i].begins,
                      life_later(d, l->add, done[i].after));
    }
}

/* ---- how it ends ---- */

static enum xh_rc apply(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct demo_life *l = life(d, p);
    const struct list_def *list = life_list(d, l);
    struct pair results[8];
    struct call calls[3] = { play_call(VERB_SET, l->code),
                             play_call(VERB_PROGRESS, l->code),
                             play_call(VERB_APPLY, l->code) };
    size_t n = 0;
    struct result r;

    for (const struct pair *f = demo_results(l->it.list); f->key && n < 8; f++)
        if (list_field(list, f->key) >= 0)
            results[n++] = *f;
    calls[0].fields = results;
    calls[0].n_fields = n;
    enum demo_who owner = life_owner(d, l, d->env.today);
    calls[1].text = "已全部完成,申请销号。";
    calls[1].has_percent = true;
    calls[1].percent = 100 * DECIMAL_ONE;
    enum xh_rc rc = XH_OK;
    for (size_t i = 0; rc == XH_OK && i < 3; i++) {
        if (i == 1 && list->progress.kind != PROGRESS_MANUAL)
            continue;
        if (i > 0)
            play_set_day(d, d->env.today);
        rc = play_act(d, owner, &calls[i], 1, &r, err);
    }
    return rc;
}

static enum xh_rc decide(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct demo_life *l = life(d, p);
    enum demo_who lead = play_lead(l->it.owner), actor = lead;
    struct call c = play_call(VERB_APPROVE, l->code);
    struct result r;

    if (l->it.fate == RETURNED) {
        c.verb = VERB_RETURN;
        c.reason = "佐证材料不全,补齐后再报。";
        actor = CLERK_A;
    } else if (l->it.fate == HELD) {
        c.verb = VERB_HOLD;
        c.office = p->what % 2 ? "上级主管部门甲(示例)" : "上级主管部门乙(示例)";
        c.reason = "等待批复";
        c.to = play_at(d, 3 + (int)(p->what % 7));
    } else if (l->it.fate == CANCELLED) {
        c.verb = VERB_CANCEL;
        c.reason = "例会议定:并入农贸市场改造项目,不再单列。";
        actor = CLERK_A;
    }
    return play_act(d, actor, &c, 1, &r, err);
}

static enum xh_rc accept(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct call c = play_call(VERB_ACCEPT, life(d, p)->code);
    struct result r;

    return play_act(d, life_owner(d, life(d, p), d->env.today), &c, 1, &r, err);
}

static void plan_life(struct demo *d, size_t key)
{
    const struct demo_life *l = &d->lives[key];
    enum demo_fate fate = l->it.fate;

    if (fate == UNREAD)
        return;
    if (key >= HIGHWAY && key < HIGHWAY + DEMO_PROJECTS)
        plan_stages(d, key, l);
    else if (l->it.steps)
        plan_so_many(d, key, l);
    else if (fate == APPLIED || fate == RETURNED || fate == CROSSED_OFF)
        plan_all_steps(d, key, l);
    else if (l->it.reports != SILENT)
        plan_steps_in_time(d, key, l, l->end != DAY_NONE ? l->end - 1 : d->base);
    else
        play_plan(d, life_later(d, l->add, 1),
                  (struct play){ .run = accept, .what = key });
    life_plan_reports(d, key);
    if (fate == APPLIED || fate == RETURNED || fate == CROSSED_OFF)
        play_plan(d, l->end, (struct play){ .run = apply, .what = key });
    if (fate == RETURNED || fate == CROSSED_OFF)
        play_plan(d, life_later(d, l->end, fate == RETURNED ? 2 : 1),
                  (struct play){ .run = decide, .what = key });
    if (fate == HELD || fate == CANCELLED)
        play_plan(d, l->end, (struct play){ .run = decide, .what = key });
}

/* ---- what happens to single ones ---- */

static const struct {
    const struct demo_move *v;
    const size_t *n;
} moves[] = {
    { demo_task_moves, &demo_task_moves_n },
    { demo_project_moves, &demo_project_moves_n },
};

/* p->what: which moves; p->n: which of them. */
static enum xh_rc move(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_move *m = &moves[p->what].v[p->n];
    const char *whole = d->lives[m->item].code;
    char *code = m->part ? xasprintf("%s.%d", whole, m->part) : xstrdup(whole);
    char *copy = m->units ? xstrdup(m->units) : NULL, *save = NULL;
    struct call c = play_call(m->verb, code);
    struct pair fields[4];
    struct result r;

    c.step = m->step;
    c.text = m->text;
    c.reason = m->reason;
    c.office = m->office;
    c.colour = m->colour;
    c.paper_kept = m->evidence;
    c.has_percent = m->verb == VERB_PROGRESS;
    c.percent = 100 * DECIMAL_ONE;
    c.to = m->to ? play_at(d, m->to) : DAY_NONE;
    for (char *u = copy ? strtok_r(copy, ",", &save) : NULL; u && c.n_fields < 4;
         u = strtok_r(NULL, ",", &save))
        fields[c.n_fields++] = (struct pair){ "unit", u };
    for (const struct pair *f = m->fields; f && f->key && c.n_fields < 4; f++)
        fields[c.n_fields++] = *f;
    c.fields = fields;
    enum xh_rc rc = m->decided ? play_on_paper(d, m->actor, m->decided, &c, &r, err)
                               : play_act(d, m->actor, &c, 1, &r, err);
    free(copy);
    free(code);
    return rc;
}

/* ---- somebody leaves, somebody takes over ---- */

static enum xh_rc hand_over(struct demo *d, const struct play *p, struct xh_err *err)
{
    const char *name = demo_persons[demo_handover.to].name;
    const struct pair to[] = { { "owner", name }, { "handler", name } };
    struct call *calls = xcalloc(d->n_lives, sizeof *calls);
    enum xh_rc rc = XH_OK;
    size_t n = 0;
    struct result r;

    (void)p;
    for (size_t i = 0; i < d->n_lives; i++) {
        const struct demo_life *l = &d->lives[i];
        if (l->it.owner != demo_handover.from || !l->code ||
            (l->end != DAY_NONE && l->end < d->env.today))
            continue;
        calls[n] = play_call(VERB_ASSIGN, l->code);
        calls[n].fields = to;
        calls[n++].n_fields = has_handler(l) ? 2 : 1;
    }
    if (n)
        rc = play_act(d, CLERK_A, calls, n, &r, err);
    for (size_t i = 0; rc == XH_OK && i < n; i++) { /* whoever takes over has read them */
        struct call c = play_call(VERB_ACCEPT, calls[i].code);
        play_set_day(d, d->env.today);
        rc = play_act(d, demo_handover.to, &c, 1, &r, err);
    }
    free(calls);
    return rc;
}

/* ---- preparing ---- */

static void settle_land(struct demo *d, struct demo_life *l, const struct demo_land *land)
{
    int32_t last;

    l->handover = play_within_year(d, land->handover, HANDOVER_LEAST);
    households_signing(d, land->project, &l->sign_start, &last);
    l->sign_due = land->sign_due == NO_DAY
                      ? last + SIGNED_EARLY
                      : play_within_year(d, land->sign_due, SIGN_LEAST);
}

static void settle_days(struct demo *d, struct demo_life *l)
{
    const struct calendar *cal = d->defs->calendar;
    int year, month, mday;
    size_t key = (size_t)(l - d->lives);

    l->add = play_at(d, l->it.add);
    if (l->planned) { /* the year's plan is entered in its year */
        day_to_civil(d->base, &year, &month, &mday);
        int32_t first = calendar_roll_forward(cal, day_from_civil(year, 1, 1));
        if (l->add < first)
            l->add = first;
    }
    if (l->it.parent && l->add <= d->lives[l->it.parent].add) {
        int32_t parent = d->lives[l->it.parent].add;
        l->add = life_later(d, parent, 1);
        if (l->add > d->base && parent <= d->base) /* the first workday of the year */
            l->add = parent;
    }
    l->due = l->it.due == NO_DAY ? DAY_NONE : play_at(d, l->it.due);
    if (l->due != DAY_NONE && l->due < l->add)
        l->due = l->add;
    l->end = l->it.end == NO_DAY ? DAY_NONE : play_at(d, l->it.end);
    if (l->it.lasts) /* both ends on workdays */
        for (int i = 1; i < 30; i++) {
            int32_t closed = life_later(d, l->end, i);
            if (calendar_is_off(cal, closed - l->it.lasts))
                continue;
            l->add = closed - l->it.lasts;
            l->end = life_later(d, closed, -1);
            break;
        }
    l->handover = DAY_NONE;
    for (size_t i = 0; i < demo_lands_n; i++)
        if (demo_lands[i].project == key)
            settle_land(d, l, &demo_lands[i]);
    if (l->handover != DAY_NONE && l->due < l->handover)
        l->due = l->handover;
}

static struct demo_life *new_life(struct demo *d)
{
    GROW(d->lives, d->n_lives, d->cap_lives);
    struct demo_life *l = &d->lives[d->n_lives++];
    *l = (struct demo_life){ .add = DAY_NONE };
    return l;
}

/* Texts move with the array: the pointers are set when it has stopped growing. */
static void collect(struct demo *d)
{
    struct demo_item it;
    struct demo_text text;
    size_t first = DEMO_TASKS + DEMO_PROJECTS, problems = 0, others = 0;

    for (size_t i = 0; i < DEMO_TASKS; i++)
        new_life(d)->it = demo_tasks[i];
    for (size_t i = 0; i < DEMO_PROJECTS; i++) {
        struct demo_life *l = new_life(d);
        l->it = demo_projects[i].item;
        l->planned = demo_projects[i].planned;
        l->pace = demo_projects[i].pace;
        l->said = demo_projects[i].text;
    }
    while (demo_problem(problems, &it, &text)) {
        new_life(d);
        problems++;
    }
    while (demo_other(others, &it, &text)) {
        new_life(d);
        others++;
    }
    for (size_t i = 0; i < problems; i++)
        demo_problem(i, &d->lives[first + i].it, &d->lives[first + i].text);
    for (size_t i = 0; i < others; i++)
        demo_other(i, &d->lives[first + problems + i].it,
                   &d->lives[first + problems + i].text);
}

void items_prepare(struct demo *d)
{
    collect(d);
    for (size_t i = 0; i < d->n_lives; i++)
        settle_days(d, &d->lives[i]);
    /* First of all on its day: whose work it is follows from the day alone. */
    play_plan(d, play_at(d, demo_handover.day), (struct play){ .run = hand_over });
    for (size_t i = 0, n; i < d->n_lives; i += n) {
        const struct demo_life *l = &d->lives[i];
        for (n = 1; i + n < d->n_lives && n < AT_ONCE; n++)
            if (l[n].add != l->add || strcmp(l[n].it.list, l->it.list) != 0)
                break;
        play_plan(d, l->add, (struct play){ .run = add_items, .what = i, .n = n });
    }
    for (size_t i = 0; i < d->n_lives; i++)
        plan_life(d, i);
    for (size_t k = 0; k < sizeof moves / sizeof *moves; k++)
        for (size_t i = 0; i < *moves[k].n; i++)
            play_plan(d, play_at(d, moves[k].v[i].day),
                      (struct play){ .run = move, .what = k, .n = i });
}

void items_fini(struct demo *d)
{
    for (size_t i = 0; i < d->n_lives; i++)
        free(d->lives[i].code);
    free(d->lives);
    d->lives = NULL;
    d->n_lives = d->cap_lives = 0;
}
