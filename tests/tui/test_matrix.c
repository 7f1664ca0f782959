/* test_matrix.c - who may do what to which row, on the screen: every shipped role in every
 * relation to a task in every state. The F-bar is asked, and the model (verb_may): they agree,
 * and a greyed key says the model's reason and changes nothing. */
#include "tests/tui/tui_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/permit.h"
#include "tests/model/record_tools.h"
#include "tests/tui/frame_rules.h"
#include "tui/detail.h"

static struct tui_rig *scr;
static struct record_rig *r;
static size_t asked, greyed, unread;

static const char *const roles[] = { "handler", "village", "supervisor", "leader", "admin" };
#define ROLES (sizeof roles / sizeof *roles)

/* What makes the relation: fields of the row; NULL ends them, ? is the person. */
static const struct standing { const char *name, *fields[4]; } relations[] = {
    { "owner",     { "owner=?", "unit=经发办", "lead=领导甲" } },
    { "handler",   { "handler=?", "owner=干部甲", "unit=建设办", "lead=领导甲" } },
    { "co",        { "co=经发办", "owner=干部甲", "unit=建设办", "lead=领导甲" } },
    { "lead",      { "lead=?", "owner=干部甲", "unit=建设办" } },
    { "leader",    { "leader=?", "owner=干部甲", "unit=建设办", "lead=领导甲" } },
    { "unit",      { "unit=经发办", "owner=经办戊", "lead=领导甲" } },
    { "place",     { "place=上洋村", "owner=干部甲", "unit=建设办", "lead=领导甲" } },
    { "none",      { "owner=干部甲", "unit=建设办", "lead=领导甲" } },
};
#define RELATIONS (sizeof relations / sizeof *relations)



/* ---- a township ---- */

static void put_person(const char *name, const char *role, bool in_charge)
{
    int64_t id;
    struct pair pairs[4] = { { "name", name }, { "unit", "经发办" }, { "role", role },
                             { "place", "上洋村" } };
    struct who who = { .actor = r->admin };

    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, pairs, in_charge ? 4 : 3, &id,
                         &r->err));
}

static int setup(void **state)
{
    int64_t id;
    struct pair unit[2] = { { "name", "经发办" }, { "rank", "4" } };

    (void)state;
    scr = xcalloc(1, sizeof *scr);
    tui_rig_init_on(scr, "2026-11-02");
    scr->alone = true;
    r = &scr->record;
    struct who who = { .actor = r->admin };
    assert_ok(people_put(r->st, &r->env, &who, "unit", NULL, unit, 2, &id, &r->err));
    put_person("经办戊", "handler", false);
    for (size_t i = 0; i < ROLES; i++)
        put_person(roles[i], roles[i], true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    tui_rig_fini(scr);
    free(scr);
    return 0;
}

static int64_t person(const char *name)
{
    char *sql = xasprintf("SELECT id FROM person WHERE name = '%s'", name);
    int64_t id = tools_int(r, sql, NULL);

    free(sql);
    return id;
}

/* A task in this relation to this person; false where the record refuses such a row. */
static bool add_row(const struct standing *rel, const char *role, bool late, int64_t *id)
{
    struct call call = rig_call(VERB_ADD, NULL);
    struct pair pairs[8] = { { "title", "示例事项" },
                             { "due", late ? "2026-11-10" : "2026-12-30" } };
    char *keep[4];
    size_t n = 2, kept = 0;

    for (size_t i = 0; i < 4 && rel->fields[i]; i++) {
        keep[kept] = xstrdup(rel->fields[i]);
        char *eq = strchr(keep[kept], '=');
        *eq = '\0';
        pairs[n++] = (struct pair){ keep[kept++], eq[1] == '?' ? role : eq + 1 };
    }
    call.list = "tasks";
    call.fields = pairs;
    call.n_fields = n;
    bool added = rig_run(r, r->clerk, &call) == XH_OK;
    while (kept)
        free(keep[--kept]);
    *id = added ? r->result.item : 0;
    return added;
}

/* By the clerk, as far as `state`. */
static void bring_to(const char *code, const char *state)
{
    if (strcmp(state, "assigned") == 0)
        return;
    assert_ok(rig_do(r, r->clerk, VERB_ACCEPT, code));
    if (strcmp(state, "active") == 0 || strcmp(state, "late") == 0)
        return;
    static const char *const steps[] = { "scheme", "work", "proof" };
    for (int i = 0; i < 3; i++)
        assert_ok(rig_check(r, r->clerk, code, steps[i],
                            i == 2 ? "https://example.invalid/p" : NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "result=已办结", NULL));
    assert_ok(rig_do(r, r->clerk, VERB_APPLY, code));
    if (strcmp(state, "closed") == 0 &&     /* by its leader, or where it has another one */
        rig_do(r, r->leader, VERB_APPROVE, code) != XH_OK)
        assert_ok(rig_do(r, person("supervisor"), VERB_APPROVE, code));
}

/* ---- what the model says ---- */

/* May a leader of the row have decided it on a paper this person enters? */
static bool may_on_paper(int64_t who, enum verb verb, const struct item *it)
{
    unsigned flags = verb_info(verb)->flags;
    bool decision = verb == VERB_RETURN ? it->phase == PHASE_REVIEW
                                        : (flags & VERB_DECIDES) && !(flags & VERB_REQUESTABLE);

    return decision && permit_may(r->st->db, r->st->defs, who, VERB_PAPER, it->list, it->id) &&
           ((it->lead && verb_may(r->st, &r->env, it->lead, verb, it->id, NULL)) ||
            (it->leader && verb_may(r->st, &r->env, it->leader, verb, it->id, NULL)));
}

static bool may(int64_t who, enum verb verb, const struct item *it)
{
    return verb_may(r->st, &r->env, who, verb, it->id, NULL) || may_on_paper(who, verb, it);
}

static bool may_any(int64_t who, const enum verb *verbs, const struct item *it)
{
    for (; *verbs; verbs++)
        if (may(who, *verbs, it))
            return true;
    return false;
}

static enum verb time_verb(const struct item *it)
{
    return it->phase == PHASE_OPEN && it->due < r->env.today ? VERB_LIMIT : VERB_EXTEND;
}

static bool model_allows(int n, int64_t who, const struct item *it)
{
    static const enum verb acts[] = { VERB_GRANT, VERB_ACCEPT, VERB_APPLY, VERB_APPROVE,
                                      VERB_WITHDRAW, VERB_RESUME, VERB_REOPEN, VERB_NOTE,
                                      VERB_SET, VERB_ASSIGN, VERB_HOLD, VERB_PIN, VERB_ERASE,
                                      VERB_NONE };

    switch (n) {
    case 2: return may_any(who, acts, it);
    case 3: return may(who, VERB_RETURN, it) ||
                   (it->phase == PHASE_REVIEW && may(who, VERB_WITHDRAW, it));
    case 4: return may(who, time_verb(it), it);
    case 5: return permit_may(r->st->db, r->st->defs, who, VERB_SUPERVISE, it->list, it->id);
    default: return may(who, VERB_PROGRESS, it);
    }
}

/* The label names something this person may do. */
static bool names_what_may_be_done(const char *word, int64_t who, const struct item *it)
{
    const struct list_def *list = defs_list(r->st->defs, it->list);

    for (enum verb v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct action_def *a = list_action(r->st->defs, list, v);
        if (a && strcmp(a->name, word) == 0 && may(who, v, it))
            return true;
    }
    return strcmp(word, "办理") == 0 || strcmp(word, "不属本单位") == 0 ||
           strcmp(word, "督办") == 0 || strcmp(word, "填进展") == 0;
}

static void look(int64_t who, const struct item *it, const char *keys)
{
    scr->tui.me = scr->tui.account = who;
    tui_rig_run(scr, &detail_screen, &it->id, keys);
}

/* A greyed key says why and does nothing. */
static void look_at_refusal(int64_t who, const struct item *it, int n, const char *about)
{
    char key[8], *start;
    static const enum verb first[] = { [3] = VERB_RETURN, [6] = VERB_PROGRESS };
    struct xh_err why = {0};
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);

    snprintf(key, sizeof key, "<F%d>", n);
    look(who, it, key);
    if (n == 5)
        permit_check(r->st->db, r->st->defs, who, VERB_SUPERVISE, it->list, it->id, &why);
    else if (n != 2)
        verb_may(r->st, &r->env, who, n == 4 ? time_verb(it) : first[n], it->id, &why);
    start = text_fit(why.msg, 24, TEXT_LEFT);
    text_trim(start);
    if (!strstr(scr->frame, start)) {
        fprintf(stderr, "%s\n", scr->frame);
        fail_msg("%s, F%d: not said: %s", about, n, why.msg);
    }
    if (n == 2)                 /* something is said at least, in a line or a box */
        assert_true(scr->tui.status[0] || strstr(scr->frame, "+- "));
    free(start);
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events);
    greyed++;
}

static void look_at_bar(int64_t who, const struct item *it, const char *about)
{
    bool on[7];

    look(who, it, "");
    for (int n = 2; n <= 6; n++) {
        int room;
        char *word = frame_f_word(&scr->last, n, &room);
        on[n] = !frame_f_is_grey(&scr->last, n);
        if (on[n] != model_allows(n, who, it) ||
            (on[n] && !names_what_may_be_done(word, who, it))) {
            fprintf(stderr, "%s\n", scr->frame);
            fail_msg("%s: F%d %s is %s, but the model says otherwise", about, n, word,
                     on[n] ? "lit" : "greyed");
        }
        free(word);
        asked++;
    }
    for (int n = 2; n <= 6; n++)
        if (!on[n])
            look_at_refusal(who, it, n, about);
}

static void every_role_in_every_relation(const char *state)
{
    for (size_t k = 0; k < RELATIONS; k++)
        for (size_t i = 0; i < ROLES; i++) {
            char *about = xasprintf("%s, %s, %s", roles[i], relations[k].name, state);
            int64_t who = person(roles[i]), id;
            struct item it = {0};
            rig_today(r, "2026-11-02");
            if (add_row(&relations[k], roles[i], strcmp(state, "late") == 0, &id)) {
                char *code = xstrdup(r->result.code);
                bring_to(code, state);
                rig_today(r, "2026-11-20");
                rig_item(r, code, &it);
                if (permit_may(r->st->db, r->st->defs, who, VERB_READ, it.list, it.id))
                    look_at_bar(who, &it, about);
                else
                    unread++;
                item_fini(&it);
                free(code);
            }
            free(about);
        }
}

static void rows_to_be_acknowledged(void **state)
{
    (void)state;
    every_role_in_every_relation("assigned");
}

static void rows_in_work(void **state)
{
    (void)state;
    every_role_in_every_relation("active");
}

static void rows_that_are_late(void **state)
{
    (void)state;
    every_role_in_every_relation("late");
}

static void rows_in_review(void **state)
{
    (void)state;
    every_role_in_every_relation("review");
}

static void rows_crossed_off(void **state)
{
    (void)state;
    every_role_in_every_relation("closed");
}

/* Enough of each was there to be seen. */
static void it_was_not_asked_in_vain(void **state)
{
    (void)state;
    assert_true(asked >= 5 * 100);
    assert_true(greyed >= 100);
    assert_true(unread >= 5);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rows_to_be_acknowledged), T(rows_in_work), T(rows_that_are_late), T(rows_in_review),
        T(rows_crossed_off), cmocka_unit_test(it_was_not_asked_in_vain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
