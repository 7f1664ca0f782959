/* test_fault.c - make the n-th step of SQL of every verb fail, for n = 1, 2, 3 ... until
 * none does: the database holds the old state or the new one, nothing between, and the
 * person is told which (invariant 2).
 *
 * Two townships go through the same scenes. In one nothing fails: it says what the new
 * state is. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/def_store.h"
#include "model/search.h"
#include "tests/model/fingerprint.h"

enum actor { ADMIN, CLERK, HANDLER, OTHER, LEADER, SECOND, VILLAGE };

struct scene {
    const char *day;            /* NULL: the same as before */
    enum actor who, decided;    /* decided: ADMIN = nobody */
    enum verb verb;
    const char *code;
    const char *step, *text, *reason, *to, *link, *office, *colour, *list, *place;
    const char *fields[8];      /* "key=value" */
    int percent;                /* progress: 0 = none */
    struct visit_call visit;    /* visit; `to` is its due */
};

static const struct scene scenes[] = {
    { .who = CLERK, .verb = VERB_ADD, .list = "tasks",
      .fields = { "title=示例事项", "unit=建设办", "owner=干部甲", "lead=领导甲", "co=财政所",
                  "due=2026-12-04" } },
    { .who = HANDLER, .verb = VERB_ACCEPT, .code = "d26-1" },
    { .who = HANDLER, .verb = VERB_PROGRESS, .code = "d26-1", .text = "已进场", .percent = 10 },
    { .who = HANDLER, .verb = VERB_PROGRESS, .code = "d26-1", .text = "已进场", .percent = 20 },
    { .who = CLERK, .verb = VERB_NOTE, .code = "d26-1", .text = "已电话提醒" },
    { .who = CLERK, .verb = VERB_UNDO },
    { .who = LEADER, .verb = VERB_INSTRUCT, .code = "d26-1", .text = "抓紧办理" },
    { .who = HANDLER, .verb = VERB_BEGIN, .code = "d26-1", .step = "scheme" },
    { .who = HANDLER, .verb = VERB_CHECK, .code = "d26-1", .step = "scheme",
      .link = "https://a.invalid/1" },
    { .who = HANDLER, .verb = VERB_UNCHECK, .code = "d26-1", .step = "scheme", .reason = "有误" },
    { .who = HANDLER, .verb = VERB_UNDO },
    { .day = "2026-11-24", .who = HANDLER, .verb = VERB_EXTEND, .code = "d26-1", .reason = "雨季",
      .to = "2026-12-18" },
    { .who = LEADER, .verb = VERB_REFUSE, .code = "d26-1", .reason = "不够" },
    { .who = HANDLER, .verb = VERB_EXTEND, .code = "d26-1", .reason = "雨季", .to = "2026-12-11" },
    { .who = LEADER, .verb = VERB_GRANT, .code = "d26-1" },
    { .who = SECOND, .verb = VERB_NOTE, .code = "d26-1", .text = "知悉" },
    { .who = CLERK, .verb = VERB_HOLD, .code = "d26-1", .reason = "等批复", .office = "县局",
      .to = "2026-12-01" },
    { .day = "2026-11-26", .who = CLERK, .verb = VERB_RESUME, .code = "d26-1" },
    { .who = CLERK, .verb = VERB_PIN, .code = "d26-1", .colour = "red", .reason = "经研究",
      .to = "2026-11-30" },
    { .who = HANDLER, .verb = VERB_SKIP, .code = "d26-1", .step = "work", .reason = "不需要" },
    { .who = LEADER, .verb = VERB_GRANT, .code = "d26-1" },
    { .who = HANDLER, .verb = VERB_CHECK, .code = "d26-1", .step = "proof",
      .link = "https://a.invalid/2" },
    { .who = HANDLER, .verb = VERB_SET, .code = "d26-1", .fields = { "result=已办结" } },
    { .who = HANDLER, .verb = VERB_APPLY, .code = "d26-1" },
    { .who = HANDLER, .verb = VERB_WITHDRAW, .code = "d26-1" },
    { .who = HANDLER, .verb = VERB_APPLY, .code = "d26-1" },
    { .who = CLERK, .verb = VERB_RETURN, .code = "d26-1", .reason = "材料不全" },
    { .day = "2026-12-17", .who = LEADER, .verb = VERB_LIMIT, .code = "d26-1", .to = "2026-12-21" },
    { .day = "2026-12-18", .who = HANDLER, .verb = VERB_APPLY, .code = "d26-1" },
    { .who = LEADER, .verb = VERB_APPROVE, .code = "d26-1" },
    { .who = LEADER, .verb = VERB_UNDO },
    { .who = LEADER, .verb = VERB_APPROVE, .code = "d26-1" },
    { .who = LEADER, .verb = VERB_REOPEN, .code = "d26-1", .reason = "反弹", .to = "2026-12-31" },
    { .who = CLERK, .verb = VERB_TRANSFER, .code = "d26-1", .reason = "职责调整",
      .fields = { "unit=财政所", "owner=干部乙" } },
    { .who = CLERK, .verb = VERB_SPLIT, .code = "d26-1",
      .fields = { "unit=建设办", "unit=财政所" } },
    { .who = OTHER, .verb = VERB_ACCEPT, .code = "d26-1" },
    { .who = CLERK, .verb = VERB_CANCEL, .code = "d26-1.1", .reason = "不再需要" },
    { .who = CLERK, .verb = VERB_REBASE, .code = "d26-1.2", .reason = "重新核定",
      .to = "2027-01-15" },
    { .who = CLERK, .verb = VERB_ADD, .list = "tasks", .fields = { "title=录错了" } },
    { .who = CLERK, .verb = VERB_VOID, .code = "d26-2", .reason = "录错" },
    { .who = CLERK, .verb = VERB_ADD, .list = "projects",
      .fields = { "title=示例项目", "unit=建设办", "due=2027-03-31", "handover=2027-02-26",
                  "planned=1000" } },
    { .who = CLERK, .verb = VERB_ADD, .list = "households",
      .fields = { "title=户主甲", "parent=p26-01", "place=林家村", "owner=村干部甲",
                  "area=0.463", "phone=13800000000" } },
    { .who = VILLAGE, .verb = VERB_SET, .code = "z26-001", .fields = { "phone=13900000000" } },
    { .who = VILLAGE, .verb = VERB_VISIT, .code = "z26-001", .to = "2026-12-25",
      .visit = { .stance = "talking", .demand = "多算坡地", .promise = "复量" } },
    { .who = VILLAGE, .verb = VERB_VISIT, .code = "z26-001", .visit = { .kept = true } },
    { .who = VILLAGE, .verb = VERB_UNDO },
    { .who = CLERK, .verb = VERB_SET, .code = "p26-01", .reason = "延后交地",
      .fields = { "handover=2027-03-12" } },       /* the household's deadline hangs on it */
    { .who = CLERK, .verb = VERB_ASSIGN, .code = "z26-001", .fields = { "owner=干部甲" } },
    { .who = ADMIN, .verb = VERB_PEOPLE, .fields = { "rank=5" } },
    { .who = ADMIN, .verb = VERB_CONFIG },
    { .who = CLERK, .verb = VERB_CANCEL, .code = "z26-001", .reason = "不再征收" },
    { .who = ADMIN, .verb = VERB_ERASE, .code = "z26-001", .reason = "本人要求" },
};

struct township { struct record_rig rig; struct config later; };
static struct township plain, faulty;

/* ---- one scene ---- */

static size_t split_pairs(const char *const *texts, struct pair *pairs, char **keep)
{
    size_t n = 0;

    for (; texts[n]; n++) {
        keep[n] = xstrdup(texts[n]);
        char *eq = strchr(keep[n], '=');
        *eq = '\0';
        pairs[n] = (struct pair){ keep[n], eq + 1 };
    }
    return n;
}

static int64_t person_of(const struct record_rig *r, enum actor who)
{
    const int64_t ids[] = { r->admin, r->clerk, r->handler, r->other, r->leader, r->second,
                            r->village };
    return ids[who];
}

static enum xh_rc play(struct township *t, const struct scene *s)
{
    struct record_rig *r = &t->rig;
    struct call c = rig_call(s->verb, s->code);
    struct who who = { .actor = person_of(r, s->who) };
    struct pair pairs[8];
    char *keep[8];
    int64_t id;
    enum xh_rc rc;

    c.list = s->list, c.step = s->step, c.text = s->text, c.reason = s->reason,
    c.link = s->link;
    c.office = s->office, c.colour = s->colour, c.place = s->place;
    c.to = s->to ? on(s->to) : DAY_NONE;
    struct visit_call visit = s->visit;
    visit.due = s->verb == VERB_VISIT ? c.to : DAY_NONE;
    visit.next = DAY_NONE;
    c.visit = &visit;
    c.has_percent = s->percent != 0;
    c.percent = s->percent * 1000000LL;
    c.fields = pairs;
    c.n_fields = split_pairs(s->fields, pairs, keep);
    memset(&r->err, 0, sizeof r->err);
    if (s->verb == VERB_PEOPLE) {
        rc = people_put(r->st, &r->env, &who, "person", "干部甲", pairs, c.n_fields, &id,
                        &r->err);
    } else if (s->verb == VERB_CONFIG) {
        struct config_text texts[32];
        for (size_t i = 0; i < t->later.n_files; i++)
            texts[i] =
                (struct config_text){ t->later.files[i].name, t->later.files[i].text };
        struct config_bundle bundle = { texts, t->later.n_files, t->later.docs,
                                        t->later.n_docs, t->later.hash };
        rc = config_apply(r->st, &r->env, &who, &bundle, false, NULL, &r->err);
    } else {
        rc = rig_run(r, who.actor, &c);
    }
    while (c.n_fields)
        free(keep[--c.n_fields]);
    return rc;
}

/* ---- every step of it fails once ---- */

static void fail_at_every_step(const struct scene *s,
                               const uint8_t want[static HASH_SIZE])
{
    struct record_rig *r = &faulty.rig;
    uint64_t seed = r->seed;
    uint8_t old[HASH_SIZE], now[HASH_SIZE];
    bool done = false;

    fingerprint(r->st->db, old);
    /* very long acts (a new configuration) are sampled after their beginning */
    for (int n = 1; !done; n += n < 300 ? 1 : 97) {
        r->seed = seed;         /* the same action id, the same salts: the same new state */
        db_fail_at(r->st->db, n);
        enum xh_rc rc = play(&faulty, s);
        bool reached = db_fail_at(r->st->db, 0) == 0;
        assert_false(db_in_transaction(r->st->db));
        fingerprint(r->st->db, now);
        if (rc == XH_OK) {
            done = true;
            /* after COMMIT there is only the question whether a cascade is to be
             * continued */
            if (reached && !strstr(r->result.said, "by the next act"))
                fail_msg("%s: step %d failed and nobody noticed", verb_info(s->verb)->id,
                         n);
            assert_true(n > 10);
            if (memcmp(now, want, HASH_SIZE) != 0)
                fail_msg("%s: not the new state", verb_info(s->verb)->id);
        } else {
            if (rc != XH_DB || !strstr(r->err.msg, "disk is full"))
                fail_msg("%s, step %d: code %d, %s", verb_info(s->verb)->id, n, (int)rc,
                         r->err.msg);
            if (memcmp(now, old, HASH_SIZE) != 0)
                fail_msg("%s, step %d: neither old nor new", verb_info(s->verb)->id, n);
        }
    }
}

/* The shipped configuration with one more step in tasks and one field less. */
static void make_later_configuration(struct township *t)
{
    struct config_text texts[32];
    char *edited = NULL;

    for (size_t i = 0; i < t->rig.config.n_files; i++) {
        const char *text = t->rig.config.files[i].text,
                   *at = strstr(text, "\nprogress: manual");
        texts[i] = (struct config_text){ t->rig.config.files[i].name, text };
        if (strcmp(texts[i].name, "lists/tasks") != 0)
            continue;
        assert_non_null(at);
        edited =
            xasprintf("%.*s  - {id: extra, name: 回访, due: start + 20 workdays}\n%s",
                      (int)(at - text + 1), text, at + 1);
        texts[i].text = edited;
    }
    if (!config_load_texts(&t->later, texts, t->rig.config.n_files)) {
        struct buf b = {0};
        config_print_complaints(&t->later, &b);
        fail_msg("%s", buf_str(&b));
    }
    free(edited);
}

static void every_verb_leaves_the_old_state_or_the_new_one(void **state)
{
    struct township *const both[] = { &plain, &faulty };

    (void)state;
    for (int i = 0; i < 2; i++) {
        record_rig_init(&both[i]->rig, NULL, false);
        make_later_configuration(both[i]);
    }
    for (size_t k = 0; k < sizeof scenes / sizeof *scenes; k++) {
        struct record_rig *r = &plain.rig;
        uint8_t want[HASH_SIZE];
        for (int i = 0; i < 2 && scenes[k].day; i++)
            rig_today(&both[i]->rig, scenes[k].day);
        if (play(&plain, &scenes[k]) != XH_OK)
            fail_msg("scene %zu, %s: %s", k, verb_info(scenes[k].verb)->id, r->err.msg);
        fingerprint(r->st->db, want);
        fail_at_every_step(&scenes[k], want);
        rig_assert_whole(&faulty.rig);
    }
    for (int i = 0; i < 2; i++) {
        record_rig_fini(&both[i]->rig);
        config_fini(&both[i]->later);
    }
}

/* Founding leaves nothing either: a half-made township never has the name a later start
 * opens. */
static void founding_leaves_the_township_or_nothing(void **state)
{
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    char *home = xasprintf("%s/xh-fault-%d", tmp, (int)getpid());
    char *leftover = xasprintf("%s/xiaohao.db.new", home);
    struct config_bundle nothing = { .hash = "" };
    struct store_founding f = { .home = home,
                                .config = &nothing,
                                .caller_name = "管理员" };
    struct record_rig *r = &plain.rig;
    struct store *st = NULL;
    struct stat sb;

    (void)state;
    record_rig_init(r, NULL, false);
    assert_int_not_equal(store_found(&f, &r->env, &st, &r->err), XH_OK);
    assert_true(*r->err.msg);
    assert_null(st);
    assert_false(store_exists(home));
    assert_int_not_equal(stat(leftover, &sb), 0);
    record_rig_fini(r);

    FILE *half = fopen(leftover, "w");      /* of a program that was killed while founding */
    assert_non_null(half);
    fputs("half", half);
    fclose(half);
    record_rig_found(r, home, false, "2026-11-20");
    rig_assert_whole(r);
    assert_int_not_equal(stat(leftover, &sb), 0);
    f.home = home;
    assert_rc(store_found(&f, &r->env, &st, &r->err), XH_REFUSED);     /* there is one already */
    rig_assert_whole(r);
    record_rig_fini(r);
    char *clean = xasprintf("rm -rf '%s'", home);
    assert_int_equal(system(clean), 0);
    free(clean);
    free(leftover);
    free(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verb_leaves_the_old_state_or_the_new_one),
        cmocka_unit_test(founding_leaves_the_township_or_nothing),
    };

    search_tune(0, 1);     /* the search index, too, from the first rows on */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
