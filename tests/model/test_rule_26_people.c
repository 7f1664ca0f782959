/* ENGINE 26-29: three identities, two people for every decision, paper, permissions,
 * identity. The adversary is always somebody with a broad role who has worked on the very
 * item. */
#include "tests/model/record_tools.h"

#include "model/permit.h"

static struct record_rig rig, *const r = &rig;
/* Three supervisors: who is examined, who works, who has nothing to do with it. */
static int64_t subject, worker, judge;
static char *folder;

static int64_t add_person(const char *name, const char *role, const char *unit,
                          const char *place)
{
    struct pair fields[] = { { "name", name }, { "role", role }, { "unit", unit },
                             { "place", place } };
    struct who who = { .actor = r->admin };
    int64_t id;

    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, fields, 4, &id, &r->err));
    return id;
}

static int found(void **state)
{
    (void)state;
    folder = tools_folder("people");
    record_rig_init(r, folder, true);
    subject = add_person("督办员乙", "supervisor", "", "");
    worker = add_person("督办员丙", "supervisor", "", "");
    judge = add_person("督办员丁", "supervisor", "", "");
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(folder);
    return 0;
}

/* ---- items and states ---- */

static char code[64];

static void new_task(const char *due)
{
    char *pair = xasprintf("due=%s", due);

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", "assigned_on=2026-11-16", pair, NULL));
    free(pair);
    assert_ok(tools_for(r, worker, 0, VERB_ACCEPT, code));
}

static bool is_done(const char *step)
{
    char *sql =
        xasprintf("SELECT count(*) FROM step s JOIN item i ON i.id = s.item WHERE "
                  "s.step = '%s' AND s.done_on IS NOT NULL AND i.code = ?",
                  step);
    bool done = tools_int(r, sql, code) > 0;

    free(sql);
    return done;
}

/* What is still missing, done by the worker. */
static void finish(void)
{
    static const char *const steps[] = { "scheme", "work", "proof" };

    for (int i = 0; i < 3; i++)
        if (!is_done(steps[i]))
            assert_ok(
                rig_check(r, worker, code, steps[i], "https://example.invalid/photo"));
    assert_ok(rig_set(r, worker, VERB_SET, code, "result=已办结", NULL));
}

static void into_review(void)
{
    finish();
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
}

static void into_closed(void)
{
    into_review();
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
}

static void with_request(void)
{
    assert_ok(rig_do_because(r, r->handler, VERB_EXTEND, code, "雨季", "2026-12-31"));
    assert_true(r->result.requested);
}

static void as_it_is(void)
{
}

/* ---- ways to have worked on it ---- */

static void as_owner(void)
{
    assert_ok(rig_set(r, judge, VERB_SET, code, "owner=督办员乙", NULL));
}

static void as_handler(void)
{
    assert_ok(rig_set(r, judge, VERB_SET, code, "handler=督办员乙", NULL));
}

static void as_co(void)
{
    assert_ok(rig_set(r, judge, VERB_SET, code, "co=督办员乙,财政所", NULL));
}

static void by_progress(void)
{
    assert_ok(rig_report(r, subject, code, "已进场", 10));
}

static void by_progress_undone(void)
{
    assert_ok(rig_report(r, subject, code, "已进场", 10));
    assert_ok(rig_do(r, subject, VERB_UNDO, NULL));
}

static void by_typing(void)
{
    struct call c = rig_call(VERB_PROGRESS, code);

    c.text = "代录";
    assert_ok(tools_as(r, (struct who){ .actor = subject, .behalf = r->handler }, &c));
}

static void by_being_typed_for(void)
{
    struct call c = rig_call(VERB_PROGRESS, code);

    c.text = "代录";
    assert_ok(tools_as(r, (struct who){ .actor = r->clerk, .behalf = subject }, &c));
}

static void by_begin(void)
{
    struct call c = rig_call(VERB_BEGIN, code);

    c.step = "scheme";
    assert_ok(rig_run(r, subject, &c));
}

static void by_check(void)
{
    assert_ok(rig_check(r, subject, code, "scheme", NULL));
}

static void by_check_undone(void)
{
    assert_ok(rig_check(r, subject, code, "scheme", NULL));
    assert_ok(rig_do(r, subject, VERB_UNDO, NULL));
}

/* A remark with a photo is evidence recorded. */
static void by_evidence(void)
{
    struct call c = rig_call(VERB_NOTE, code);

    c.text = "现场照片";
    c.link = "https://example.invalid/photo";
    assert_ok(rig_run(r, subject, &c));
}

static void by_evidence_undone(void)
{
    by_evidence();
    assert_ok(rig_do(r, subject, VERB_UNDO, NULL));
}

static void by_applying_before(void)
{
    finish();
    assert_ok(rig_do(r, subject, VERB_APPLY, code));
    assert_ok(rig_do(r, subject, VERB_WITHDRAW, code));
}

static void by_typing_an_application(void)
{
    finish();
    assert_ok(tools_for(r, subject, r->handler, VERB_APPLY, code));
    assert_ok(tools_for(r, subject, r->handler, VERB_WITHDRAW, code));
}

static const struct way { const char *name; void (*happen)(void); } ways[] = {
    { "owner", as_owner },
    { "handler", as_handler },
    { "co-owner", as_co },
    { "progress", by_progress },
    { "progress, undone", by_progress_undone },
    { "typed progress for another", by_typing },
    { "another typed it", by_being_typed_for },
    { "begin", by_begin },
    { "check", by_check },
    { "check, undone", by_check_undone },
    { "evidence", by_evidence },
    { "evidence, undone", by_evidence_undone },
    { "applied once", by_applying_before },
    { "typed an application", by_typing_an_application },
};
#define WAYS (sizeof ways / sizeof *ways)

/* ---- every decision ---- */

static struct call decision_call(enum verb verb)
{
    struct call c = rig_call(verb, code);

    c.reason = "经研究";
    c.office = verb == VERB_HOLD ? "县局" : NULL;
    c.step = verb == VERB_SKIP ? "proof" : NULL;
    c.colour = verb == VERB_PIN ? "green" : NULL;
    if (verb != VERB_APPROVE && verb != VERB_SKIP)
        c.to = on("2027-01-15");
    return c;
}

static const struct decision {
    enum verb verb;
    const char *due;
    void (*prepare)(void);
    bool requestable;
} decisions[] = {
    { VERB_APPROVE, "2026-12-25", into_review, false },
    { VERB_GRANT, "2026-12-25", with_request, false },
    { VERB_REFUSE, "2026-12-25", with_request, false },
    { VERB_LIMIT, "2026-11-18", as_it_is, false },
    { VERB_PIN, "2026-12-25", as_it_is, false },
    { VERB_EXTEND, "2026-12-25", as_it_is, true },
    { VERB_HOLD, "2026-12-25", as_it_is, true },
    { VERB_SKIP, "2026-12-25", as_it_is, true },
    { VERB_REOPEN, "2026-12-25", into_closed, true },
    { VERB_REBASE, "2026-12-25", as_it_is, true },
};
#define DECISIONS (sizeof decisions / sizeof *decisions)

/* Whoever had a hand in it decides nothing about it: refused, or only asked for. */
static void rule_26_nobody_decides_about_own_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < DECISIONS; i++)
        for (size_t k = 0; k < WAYS; k++) {
            const struct decision *d = &decisions[i];
            new_task(d->due);
            if (d->prepare == with_request)     /* while the handler is still the owner */
                d->prepare();
            ways[k].happen();
            if (d->verb == VERB_SKIP && is_done("proof"))
                continue;       /* what is done cannot be skipped */
            if (d->prepare != with_request)
                d->prepare();
            struct call c = decision_call(d->verb);
            enum xh_rc rc = rig_run(r, subject, &c);
            if (d->requestable ? rc != XH_OK || !r->result.requested : rc != XH_DENIED)
                fail_msg("%s by one who is a doer (%s): code %d %s",
                         verb_info(d->verb)->id, ways[k].name, rc,
                         rc ? r->err.msg : r->result.said);
        }
}

/* The same by somebody who had none takes effect at once. */
static void rule_26_another_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < DECISIONS; i++) {
        const struct decision *d = &decisions[i];
        new_task(d->due);
        d->prepare();
        struct call c = decision_call(d->verb);
        assert_ok(rig_run(r, judge, &c));
        assert_false(r->result.requested);
    }
    rig_assert_whole(r);
}

/* Doers count from the last (re)opening: earlier work binds nobody. */
static void rule_26_reopening_starts_anew(void **state)
{
    (void)state;
    new_task("2026-12-25");
    by_progress();
    into_closed();
    assert_ok(rig_do_because(r, judge, VERB_REOPEN, code, "反弹", "2026-12-28"));
    assert_ok(tools_for(r, worker, 0, VERB_ACCEPT, code));
    assert_null(permit_doer(
        r->st->db, tools_int(r, "SELECT id FROM item WHERE code = ?", code), subject));
    assert_ok(rig_do(r, worker, VERB_APPLY, code));
    assert_ok(rig_do(r, subject, VERB_APPROVE, code));
}

/* `--for` is for work: with it nobody lends a decision the name of somebody else. */
static void rule_26_no_decision_on_behalf(void **state)
{
    static const int kinds[] = { 0, 1 };

    (void)state;
    for (size_t i = 0; i < DECISIONS; i++)
        for (size_t k = 0; k < 2; k++) {
            const struct decision *d = &decisions[i];
            int64_t actor = kinds[k] ? judge : subject;
            new_task(d->due);
            if (actor == subject)
                by_progress();
            d->prepare();
            struct call c = decision_call(d->verb);
            enum xh_rc rc =
                tools_as(r, (struct who){ .actor = actor, .behalf = r->leader }, &c);
            if (d->requestable ? rc != XH_OK || !r->result.requested : rc == XH_OK)
                fail_msg("%s --for a leader: code %d %s", verb_info(d->verb)->id, rc,
                         rc ? r->err.msg : r->result.said);
        }
    new_task("2026-12-25");
    struct call c = decision_call(VERB_CANCEL);
    assert_rc(tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->leader }, &c),
              XH_USAGE);
    assert_said("--decided-by");
}

/* Neither the one who asks nor the one who typed it answers, on whatever detour. */
static void rule_26_nobody_answers_own_request(void **state)
{
    (void)state;
    /* asked for a supervisor who is no doer: only the asking binds */
    new_task("2026-12-25");
    struct call ask = decision_call(VERB_EXTEND);
    assert_ok(tools_as(r, (struct who){ .actor = judge, .behalf = subject }, &ask));
    assert_true(r->result.requested);
    struct call c = decision_call(VERB_GRANT);
    assert_rc(rig_run(r, subject, &c), XH_DENIED);          /* whose request it is */
    assert_rc(rig_run(r, judge, &c), XH_DENIED);            /* who typed it */
    assert_rc(tools_as(r, (struct who){ .actor = judge, .behalf = worker }, &c),
              XH_USAGE);
    char *form = tools_file(folder, "批准.jpg", "signed");
    assert_rc(tools_as(r,
                       (struct who){ .actor = worker, .decided = subject, .paper = form },
                       &c),
              XH_DENIED);
    assert_rc(
        tools_as(r, (struct who){ .actor = worker, .decided = judge, .paper = form }, &c),
        XH_DENIED);
    c.verb = VERB_REFUSE;
    assert_rc(rig_run(r, judge, &c), XH_DENIED);
    assert_rc(rig_run(r, subject, &c), XH_DENIED);
    c.verb = VERB_GRANT;
    assert_ok(tools_as(
        r, (struct who){ .actor = judge, .decided = r->leader, .paper = form }, &c));
    assert_day(code, "extended_to", "2027-01-15");
    free(form);
}

static void rule_26_identities_are_kept(void **state)
{
    (void)state;
    new_task("2026-12-25");
    by_typing();
    static const char *const columns[] = { "coalesce(actor,0)", "coalesce(behalf,0)",
                                           "coalesce(decided,0)" };
    int64_t want[] = { subject, r->handler, 0 };
    for (int i = 0; i < 3; i++) {
        char *q = xasprintf(
            "SELECT %s FROM event WHERE id = (SELECT max(x.event) FROM event_item x "
            "JOIN item i ON i.id = x.item WHERE i.code = ?)",
            columns[i]);
        assert_int_equal(tools_int(r, q, code), want[i]);
        free(q);
    }
    /* for oneself is no behalf */
    struct call c = rig_call(VERB_NOTE, code);
    c.text = "备注";
    assert_ok(tools_as(r, (struct who){ .actor = subject, .behalf = subject }, &c));
    assert_int_equal(
        tools_int(r, "SELECT coalesce(behalf, 0) FROM event ORDER BY id DESC LIMIT 1",
                  NULL),
        0);
    /* whose work it is, is whose report it is */
    assert_int_equal(
        tools_int(r,
                  "SELECT p.person FROM progress p JOIN item i ON i.id = p.item "
                  "WHERE i.code = ?",
                  code),
        r->handler);
}

/* Acting for somebody needs `act_for`; and what that person may not do is not done in his
 * name. */
static void rule_26_acting_for_others(void **state)
{
    (void)state;
    new_task("2026-12-25");
    struct call c = rig_call(VERB_PROGRESS, code);
    c.text = "代办";
    assert_rc(tools_as(r, (struct who){ .actor = r->other, .behalf = r->handler }, &c),
              XH_DENIED);
    assert_rc(tools_as(r, (struct who){ .actor = r->leader, .behalf = r->handler }, &c),
              XH_DENIED);
    assert_rc(tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->other }, &c),
              XH_DENIED);
    assert_rc(tools_as(r, (struct who){ .actor = r->clerk, .behalf = 9999 }, &c),
              XH_DENIED);
    assert_ok(tools_as(r, (struct who){ .actor = r->clerk, .behalf = r->handler }, &c));
}

/* ---- requests ---- */

static void rule_26_a_request_changes_nothing(void **state)
{
    static const enum verb verbs[] = { VERB_EXTEND, VERB_HOLD, VERB_SKIP, VERB_REOPEN,
                                       VERB_REBASE };
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        new_task("2026-12-25");
        if (verbs[i] == VERB_REOPEN)
            into_closed();
        /* rebase needs the permission; the worker has it, and has worked */
        int64_t asker = verbs[i] == VERB_REBASE ? worker : r->handler;
        if (asker == worker)
            assert_ok(rig_report(r, worker, code, "已进场", 1));
        char *before =
            tools_text(r,
                       "SELECT state || due || coalesce(extended_to, 0) || "
                       "first_due || phase || yellow_on || red_on || next_step FROM "
                       "item WHERE code = ?",
                       code);
        struct call c = decision_call(verbs[i]);
        assert_ok(rig_run(r, asker, &c));
        assert_true(r->result.requested);
        char *after =
            tools_text(r,
                       "SELECT state || due || coalesce(extended_to, 0) || "
                       "first_due || phase || yellow_on || red_on || next_step FROM "
                       "item WHERE code = ?",
                       code);
        assert_same_text(before, after);
        free(before);
        free(after);
        assert_rc(rig_run(r, asker, &c), XH_REFUSED);       /* one of a kind at a time */
        struct call no = rig_call(VERB_REFUSE, code);
        assert_rc(rig_run(r, judge, &no), XH_REFUSED);      /* say why */
        no.reason = "理由不足";
        assert_ok(rig_run(r, judge, &no));
        struct call yes = rig_call(VERB_GRANT, code);
        assert_rc(rig_run(r, judge, &yes), XH_NOT_FOUND);   /* it is answered */
        assert_ok(rig_run(r, asker, &c));
        assert_ok(rig_run(r, judge, &yes));
    }
    rig_assert_whole(r);
}

static void rule_26_one_of_several_requests(void **state)
{
    (void)state;
    new_task("2026-12-25");
    struct call extend = decision_call(VERB_EXTEND), hold = decision_call(VERB_HOLD);
    assert_ok(rig_run(r, r->handler, &extend));
    int64_t first = r->result.request;
    assert_ok(rig_run(r, r->handler, &hold));
    struct call yes = rig_call(VERB_GRANT, code);
    assert_rc(rig_run(r, judge, &yes), XH_USAGE);
    yes.request = 999;
    assert_rc(rig_run(r, judge, &yes), XH_NOT_FOUND);
    yes.request = first;
    assert_ok(rig_run(r, judge, &yes));
    assert_day(code, "extended_to", "2027-01-15");
    /* a request of another item is none of this one */
    char one[64];
    snprintf(one, sizeof one, "%s", code);
    new_task("2026-12-25");
    with_request();
    int64_t elsewhere = r->result.request;
    yes = rig_call(VERB_GRANT, one);
    yes.request = elsewhere;
    assert_rc(rig_run(r, judge, &yes), XH_NOT_FOUND);
}

static void rule_26_withdrawing_a_request(void **state)
{
    (void)state;
    new_task("2026-12-25");
    with_request();
    assert_rc(rig_do(r, subject, VERB_WITHDRAW, code), XH_REFUSED);     /* not hers */
    assert_ok(rig_do(r, r->handler, VERB_WITHDRAW, code));
    assert_rc(rig_do(r, judge, VERB_GRANT, code), XH_NOT_FOUND);
}

/* What was asked while work went on is not granted into a state it cannot happen in. */
static void rule_26_late_grants(void **state)
{
    (void)state;
    new_task("2026-12-25");
    struct call skip = decision_call(VERB_SKIP);
    assert_ok(rig_run(r, r->handler, &skip));
    into_review();
    assert_rc(rig_do(r, judge, VERB_GRANT, code), XH_REFUSED);
    /* the cross-off drops what nobody answered */
    assert_ok(rig_do(r, judge, VERB_APPROVE, code));
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM request q JOIN item i ON i.id = q.item "
                  "WHERE i.code = ? AND q.answer = ''",
                  code),
        0);
    /* so does the reopening with a request to reopen */
    struct call reopen = decision_call(VERB_REOPEN);
    assert_ok(rig_run(r, worker, &reopen));
    assert_true(r->result.requested);
    assert_ok(rig_run(r, judge, &reopen));
    assert_rc(rig_do(r, subject, VERB_GRANT, code), XH_NOT_FOUND);
}

/* ---- paper ---- */

static int64_t on_paper(void)
{
    struct verify v = {0};
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    int64_t n = v.on_paper;
    verify_fini(&v);
    return n;
}

static void rule_27_paper(void **state)
{
    (void)state;
    char *form = tools_file(folder, "审批单.jpg", "领导甲");
    int64_t before = on_paper();

    new_task("2026-12-25");
    into_review();
    struct call c = decision_call(VERB_APPROVE);
    struct who who = { .actor = worker, .decided = r->leader };
    assert_rc(tools_as(r, who, &c), XH_USAGE);              /* where is the form? */
    who.paper = "/nonexistent/form.jpg";
    assert_int_not_equal(tools_as(r, who, &c), XH_OK);
    who.paper = form;
    who.actor = r->handler;
    /* no permission to record paper */
    assert_rc(tools_as(r, who, &c), XH_DENIED);
    who.actor = worker;
    who.decided = r->second;
    assert_rc(tools_as(r, who, &c), XH_DENIED);             /* does not lead this one */
    who.decided = worker;
    /* a clerk never decides own work */
    assert_rc(tools_as(r, who, &c), XH_DENIED);
    who.decided = r->handler;
    assert_rc(tools_as(r, who, &c), XH_DENIED);
    who.decided = r->leader;
    assert_ok(tools_as(r, who, &c));
    assert_state(code, "closed");
    assert_int_equal(tools_day(r, code, "on_paper"), 1);
    assert_int_equal(tools_day(r, code, "closed_by"), r->leader);
    assert_int_equal(
        tools_int(r, "SELECT decided FROM event ORDER BY id DESC LIMIT 1", NULL),
        r->leader);
    assert_int_equal(on_paper(), before + 1);

    /* work is not decided on paper */
    new_task("2026-12-25");
    static const enum verb works[] = {
        VERB_PROGRESS, VERB_CHECK,  VERB_APPLY,  VERB_SET,
        VERB_NOTE,     VERB_ASSIGN, VERB_RESUME, VERB_VOID
    };
    for (size_t i = 0; i < sizeof works / sizeof *works; i++) {
        c = rig_call(works[i], code);
        c.text = "x";
        assert_rc(tools_as(r, who, &c), XH_USAGE);
    }
    free(form);
}

static void rule_27_paper_by_configuration(void **state)
{
    (void)state;
    char *form = tools_file(folder, "审批单.jpg", "领导甲");
    new_task("2026-12-25");
    into_review();
    assert_ok(tools_configure(r, r->admin, "township", "paper_approval: true",
                              "paper_approval: false", NULL));
    struct call c = decision_call(VERB_APPROVE);
    struct who who = { .actor = worker, .decided = r->leader, .paper = form };
    assert_rc(tools_as(r, who, &c), XH_DENIED);
    assert_ok(tools_configure(r, r->admin, "township", "paper_approval: false",
                              "paper_approval: true", NULL));
    assert_ok(tools_as(r, who, &c));
    free(form);
}

/* ---- roles x verbs x relations, as township.yaml has them ---- */

#define READERS "read export"
static const struct { const char *role, *verbs; unsigned on;
} allowed[] = {
    { "handler", "read export", REL_OWN | REL_CO | REL_UNIT },
    { "handler", "accept return receive answer", REL_OWN | REL_UNIT },
    { "handler", "set transfer progress visit note begin check uncheck apply withdraw undo",
      REL_OWN },
    { "handler", "extend hold resume skip reopen unmask", REL_OWN },
    { "handler", "progress visit note begin check uncheck undo", REL_CO },
    { "handler", "remind", REL_OWN | REL_UNIT },
    { "village", "remind", REL_PLACE },
    { "village",
      "read accept return receive answer set progress visit note begin check uncheck apply "
      "withdraw undo",
      REL_OWN | REL_CO | REL_PLACE },
    { "village", "extend hold resume skip unmask", REL_OWN },
    { "supervisor",
      "read export add set assign transfer split cancel void accept progress visit note "
      "instruct begin check uncheck skip apply withdraw approve return extend grant refuse limit "
      "hold resume reopen pin rebase reschedule undo act_for paper "
      "supervise sign deliver receive answer finish import sheet care "
      "redraft send_back revoke remind",
      REL_ALL },
    { "leader", "read note instruct add void", REL_ALL },
    { "leader",
      "export approve return extend grant refuse limit hold resume reopen cancel skip "
      "pin rebase unmask undo sign finish send_back revoke remind assign",
      REL_LEADS },
    { "admin",
      "read export add set assign apply withdraw void undo people config erase act_for "
      "import rebase care",
      REL_ALL },
};

static bool is_word(const char *words, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = words; (p = strstr(p, word)); p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

static unsigned may_on(const char *role, enum verb verb)
{
    unsigned on = 0;

    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp(allowed[i].role, role) == 0 &&
            is_word(allowed[i].verbs, verb_info(verb)->id))
            on |= allowed[i].on;
    return on;
}

static const char *relation_items(char codes[8][64])
{
    static const struct { const char *fields[4]; unsigned rel; } rows[] = {
        { { "unit=财政所", "owner=受测者" }, REL_OWN },
        { { "unit=财政所", "owner=干部乙", "handler=受测者" }, REL_OWN },
        { { "unit=财政所", "owner=干部乙", "co=受测者" }, REL_CO },
        { { "unit=财政所", "owner=干部乙", "co=测试站" }, REL_CO },
        { { "unit=财政所", "owner=干部乙", "leader=受测者" }, REL_LEADS },
        { { "unit=财政所", "owner=干部乙", "lead=受测者" }, REL_LEADS },
        { { "unit=测试站", "owner=干部乙" }, REL_UNIT },
        { { "unit=财政所", "owner=干部乙", "place=测试村" }, REL_PLACE },
    };
    static unsigned rels[8];

    for (int i = 0; i < 8; i++) {
        const char *const *f = rows[i].fields;
        snprintf(codes[i], 64, "%s",
                 rig_add(r, "tasks", "title=关系", f[0], f[1], f[2], f[3], NULL));
        rels[i] = rows[i].rel;
    }
    return (const char *)rels;
}

static void put_row(const char *table, const char *a, const char *b)
{
    struct who who = { .actor = r->admin };
    const char *texts[] = { a, b };
    struct pair fields[2];
    char *copies[2] = { NULL, NULL };
    size_t n = 0;

    for (; n < 2 && texts[n]; n++) {
        copies[n] = xstrdup(texts[n]);
        char *eq = strchr(copies[n], '=');
        *eq = '\0';
        fields[n] = (struct pair){ copies[n], eq + 1 };
    }
    assert_ok(people_put(r->st, &r->env, &who, table, NULL, fields, n, NULL, &r->err));
    free(copies[0]);
    free(copies[1]);
}

static void rule_28_roles_and_relations(void **state)
{
    static const char *const roles[] = { "handler", "village", "supervisor", "leader",
                                         "admin" };
    char codes[8][64];

    (void)state;
    put_row("unit", "name=测试站", NULL);
    put_row("unit", "name=测试分站", "parent=测试站");
    put_row("place", "name=测试村", NULL);
    put_row("place", "name=测试一组", "parent=测试村");
    int64_t person = add_person("受测者", "handler", "测试站", "测试村");
    const unsigned *rels = (const void *)relation_items(codes);
    char below[2][64], nothing[64];
    snprintf(below[0], 64, "%s",
             rig_add(r, "tasks", "title=下级单位", "unit=测试分站", NULL));
    snprintf(below[1], 64, "%s", rig_add(r, "tasks", "title=村民小组", "unit=财政所",
                                         "place=测试村/测试一组", NULL));
    snprintf(nothing, 64, "%s", rig_add(r, "tasks", "title=无关", "unit=财政所", NULL));

    for (size_t k = 0; k < 5; k++) {
        struct who who = { .actor = r->admin };
        struct pair role = { "role", roles[k] };
        char id[32];
        snprintf(id, sizeof id, "#%lld", (long long)person);
        assert_ok(
            people_put(r->st, &r->env, &who, "person", id, &role, 1, NULL, &r->err));
        for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
            unsigned on = may_on(roles[k], (enum verb)v);
            for (int i = 0; i < 11; i++) {
                const char *c = i < 8 ? codes[i] : i < 10 ? below[i - 8] : nothing;
                unsigned rel = i < 8    ? rels[i]
                               : i == 8 ? REL_UNIT
                               : i == 9 ? REL_PLACE
                                        : 0;
                int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", c);
                bool want = (on & (rel | REL_ALL)) != 0;
                if (permit_may(r->st->db, r->st->defs, person, (enum verb)v, "tasks",
                               item) != want)
                    fail_msg("%s %s, relation %u: not %d", roles[k],
                             verb_info((enum verb)v)->id, rel, want);
            }
        }
    }
}

/* A refusal says who can. */
static void rule_28_refusals_say_who_can(void **state)
{
    (void)state;
    new_task("2026-12-25");
    into_review();
    assert_rc(rig_do(r, r->handler, VERB_APPROVE, code), XH_DENIED);
    assert_said("领导甲");
    assert_null(strstr(r->err.msg, "领导乙"));              /* leads other things */
    assert_null(strstr(r->err.msg, "督办员丙"));            /* worked on it */
    /* a leader may approve, but not this one */
    assert_rc(rig_do(r, r->second, VERB_APPROVE, code), XH_DENIED);
    assert_said("领导甲");
    assert_rc(rig_do_because(r, r->other, VERB_NOTE, code, NULL, NULL), XH_DENIED);
}

static void same_readers(const char *list)
{
    struct buf where = {0};
    struct stmt *people, *items;

    people = db_query(r->st->db, &r->err, "SELECT id FROM person ORDER BY id", "");
    while (stmt_step(people, &r->err) > 0) {
        int64_t person = stmt_int(people, 0);
        buf_clear(&where);
        permit_read_filter(&where, r->st->db, r->st->defs, person, list);
        char *sql = xasprintf("SELECT i.id, i.list, coalesce((%s), 0) FROM item i",
                              buf_str(&where));
        items = db_query(r->st->db, &r->err, sql, "");
        free(sql);
        if (!items)
            fail_msg("%s: %s", buf_str(&where), r->err.msg);
        while (stmt_step(items, &r->err) > 0) {
            const char *of = stmt_text(items, 1);
            if (list && strcmp(of, list) != 0)
                continue;
            bool may = permit_may(r->st->db, r->st->defs, person, VERB_READ, of,
                                  stmt_int(items, 0));
            if ((stmt_int(items, 2) != 0) != may)
                fail_msg("person %d, item %d of %s: %s, but permit_may says %d",
                         (int)person, (int)stmt_int(items, 0), of, buf_str(&where), may);
        }
        stmt_done(items);
    }
    stmt_done(people);
    buf_fini(&where);
}

/* Lists and counts are filtered in SQL: the filter is permit_may(), for every person and
 * item. */
static void rule_28_the_filter_is_the_permission(void **state)
{
    (void)state;
    add_person("无角色", "", "建设办", "林家村");
    add_person("两个角色", "handler,village", "建设办", "林家村/一组");
    rig_add(r, "tasks", "title=村里的", "unit=财政所", "place=林家村/一组", "co=建设办",
            NULL);
    same_readers(NULL);
    same_readers("tasks");
    /* roles that differ from list to list */
    assert_ok(tools_configure(r, r->admin, "township",
              "- {do: [read, export], on: [own, co, unit]}",
              "- {do: [read], on: [own, place], lists: [projects, households]}\n"
              "      - {do: [read], on: unit, lists: [tasks]}", NULL));
    rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2026-12-31",
            "owner=干部甲", NULL);
    rig_add(r, "projects", "title=别的项目", "unit=财政所", "due=2026-12-31",
            "lead=领导乙", "place=林家村", NULL);
    same_readers(NULL);
    same_readers("projects");
    same_readers("households");
    assert_ok(tools_configure(r, r->admin, "township",
              "- {do: [read], on: [own, place], lists: [projects, households]}\n"
              "      - {do: [read], on: unit, lists: [tasks]}",
              "- {do: [read, export], on: [own, co, unit]}", NULL));
}

/* ---- ways round the permissions ---- */

/* Handing an item to others is `transfer` or `assign`, with its reason and its
 * acceptance; the order to report and the superior's deadline are not the responsible
 * side's to change. */
static void rule_28_set_is_no_way_round(void **state)
{
    static const char *const fields[] = { "owner=干部乙", "unit=财政所", "lead=领导乙",
                                          "leader=领导乙", "report_every=none" };
    (void)state;
    new_task("2026-12-25");
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        assert_rc(rig_set(r, r->handler, VERB_SET, code, fields[i], NULL), XH_DENIED);
        assert_ok(rig_set(r, r->clerk, VERB_SET, code, fields[i], NULL));
        new_task("2026-12-25");
    }
    assert_ok(
        rig_set(r, r->handler, VERB_SET, code, "handler=干部乙", "demand=写清楚", NULL));
    /* nobody's own items */
    /* handler now */
    assert_rc(rig_set(r, r->other, VERB_SET, code, "demand=别人", NULL), XH_OK);
    new_task("2026-12-25");
    assert_rc(rig_set(r, r->other, VERB_SET, code, "demand=别人", NULL), XH_DENIED);
    assert_rc(rig_set(r, r->leader, VERB_SET, code, "demand=领导", NULL), XH_DENIED);
}

static void rule_28_superiors_deadline(void **state)
{
    (void)state;
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=上级交办", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "due=2026-12-04", "upper_due=2026-12-10", NULL));
    assert_rc(rig_set(r, r->handler, VERB_SET, code, "upper_due=2027-12-10", NULL),
              XH_REFUSED);
    struct call c = rig_call(VERB_SET, code);
    struct pair upper = { "upper_due", "" };
    c.fields = &upper;
    c.n_fields = 1;
    c.reason = "想放宽";
    assert_rc(rig_run(r, r->handler, &c), XH_DENIED);
    c.reason = NULL;
    assert_rc(rig_run(r, r->clerk, &c), XH_REFUSED);        /* say why */
    c.reason = "上级改了文";
    assert_ok(rig_run(r, r->clerk, &c));
    assert_day(code, "upper_due", NULL);
}

/* Figures go with a report, not responsibilities. */
static void rule_28_progress_sets_fields_only(void **state)
{
    (void)state;
    new_task("2026-12-25");
    assert_ok(rig_set(r, r->clerk, VERB_SET, code, "co=干部乙", NULL));
    struct pair owner = { "owner", "干部乙" }, kind = { "kind", "民生实事" };
    struct call c = rig_call(VERB_PROGRESS, code);
    c.text = "已进场";
    c.fields = &owner;
    c.n_fields = 1;
    assert_rc(rig_run(r, r->other, &c), XH_USAGE);
    c.fields = &kind;
    assert_ok(rig_run(r, r->other, &c));
}

/* An application is taken back by the side that made it; the reviewer returns it, with a
 * reason. */
static void rule_28_withdraw_is_the_applicants(void **state)
{
    (void)state;
    new_task("2026-12-25");
    finish();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_rc(rig_do(r, judge, VERB_WITHDRAW, code), XH_DENIED);
    assert_rc(rig_do(r, r->other, VERB_WITHDRAW, code), XH_DENIED);
    assert_ok(tools_for(r, judge, r->handler, VERB_WITHDRAW, code));
    assert_state(code, "active");
}

/* Returning an application is the reviewer's: the applicant would gain the days of the
 * review. */
static void rule_28_return_is_the_reviewers(void **state)
{
    (void)state;
    new_task("2026-12-25");
    finish();
    assert_ok(rig_do(r, r->handler, VERB_APPLY, code));
    assert_rc(rig_do_because(r, r->handler, VERB_RETURN, code, "想要时间", NULL),
              XH_DENIED);
    int64_t colleague = add_person("同事", "handler", "建设办", "");
    assert_rc(rig_do_because(r, colleague, VERB_RETURN, code, "帮个忙", NULL), XH_DENIED);
    assert_rc(rig_do_because(r, r->second, VERB_RETURN, code, "不分管", NULL), XH_DENIED);
    assert_rc(rig_do_because(r, judge, VERB_RETURN, code, "", NULL), XH_REFUSED);
    assert_ok(rig_do_because(r, judge, VERB_RETURN, code, "佐证不清", NULL));
    /* nor by a supervisor who applied */
    assert_ok(rig_do(r, subject, VERB_APPLY, code));
    assert_rc(rig_do_because(r, subject, VERB_RETURN, code, "想要时间", NULL), XH_DENIED);
    assert_rc(rig_do_because(r, worker, VERB_RETURN, code, "想要时间", NULL), XH_DENIED);
    assert_said("领导甲");
    assert_null(strstr(r->err.msg, "干部甲"));
    assert_ok(rig_do_because(r, r->leader, VERB_RETURN, code, "佐证不清", NULL));
}

/* ---- who is it ---- */

static void rule_29_the_unmapped_do_nothing(void **state)
{
    (void)state;
    new_task("2026-12-25");
    int64_t before = tools_int(r, "SELECT max(id) FROM event", NULL);
    for (int v = VERB_NONE; v < VERB_COUNT; v++) {
        struct call c = decision_call((enum verb)v);
        c.list = "tasks";
        c.text = "x";
        enum xh_rc rc = rig_run(r, 0, &c);
        if (rc == XH_OK)
            fail_msg("%s by nobody", verb_info((enum verb)v)->id);
        if (rc == XH_DENIED)
            assert_said("管理员");
    }
    assert_int_equal(tools_int(r, "SELECT max(id) FROM event", NULL), before);
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", code);
    assert_false(permit_may(r->st->db, r->st->defs, 0, VERB_READ, "tasks", item));
    same_readers(NULL);
    struct buf where = {0};
    permit_read_filter(&where, r->st->db, r->st->defs, 0, NULL);
    char *sql = xasprintf("SELECT count(*) FROM item i WHERE %s", buf_str(&where));
    assert_int_equal(tools_int(r, sql, NULL), 0);
    free(sql);
    buf_fini(&where);
    struct who nobody = {0};
    struct pair name = { "name", "闯入者" };
    assert_rc(
        people_put(r->st, &r->env, &nobody, "person", NULL, &name, 1, NULL, &r->err),
        XH_DENIED);
    char *value = NULL;
    assert_rc(verb_unmask(r->st, &r->env, &nobody, code, "phone", "看看", &value,
                          &r->err) != XH_OK
                  ? XH_DENIED
                  : XH_OK,
              XH_DENIED);
    assert_null(value);
}

static void rule_29_the_founder(void **state)
{
    (void)state;
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM person_role WHERE person = 1 AND role IN "
                  "('admin', 'supervisor')",
                  NULL),
        2);
    static const enum verb may[] = { VERB_READ, VERB_ADD, VERB_APPLY, VERB_PEOPLE,
                                     VERB_CONFIG };
    new_task("2026-12-25");
    int64_t item = tools_int(r, "SELECT id FROM item WHERE code = ?", code);
    for (size_t i = 0; i < sizeof may / sizeof *may; i++)
        assert_true(permit_may(r->st->db, r->st->defs, r->admin, may[i], "tasks", item));
}

/* Whoever has left does nothing any more, and is given nothing. */
static void rule_29_people_who_left(void **state)
{
    (void)state;
    int64_t gone = add_person("离任者", "supervisor", "", "");
    struct who who = { .actor = r->admin };
    struct pair to = { "to", "2026-11-20" };
    assert_ok(
        people_put(r->st, &r->env, &who, "person", "离任者", &to, 1, NULL, &r->err));
    new_task("2026-12-25");
    struct call c = rig_call(VERB_NOTE, code);
    c.text = "还在";
    assert_rc(rig_run(r, gone, &c), XH_DENIED);
    assert_rc(tools_as(r, (struct who){ .actor = r->clerk, .behalf = gone }, &c),
              XH_DENIED);
    char *owner = xasprintf("owner=#%lld", (long long)gone);
    assert_rc(rig_set(r, r->clerk, VERB_ASSIGN, code, owner, NULL), XH_REFUSED);
    free(owner);
}

/* A township nobody can administer any more is lost: the last one stays. */
/* Whoever is nobody here needs those who keep the people, not those who may do the
 * act. */
static void rule_29_the_unmapped_are_told_whom_to_ask(void **state)
{
    (void)state;
    assert_rc(permit_check(r->st->db, r->st->defs, 0, VERB_CHECK, "tasks", 0, &r->err),
              XH_DENIED);
    assert_non_null(strstr(r->err.msg, "管理员"));
    assert_null(strstr(r->err.msg, "干部甲"));
}

static void rule_29_the_last_administrator_stays(void **state)
{
    (void)state;
    struct who who = { .actor = r->admin };
    struct pair role = { "role", "supervisor" }, to = { "to", "2026-11-20" };
    assert_rc(
        people_put(r->st, &r->env, &who, "person", "管理员", &role, 1, NULL, &r->err),
        XH_REFUSED);
    assert_rc(people_put(r->st, &r->env, &who, "person", "管理员", &to, 1, NULL, &r->err),
              XH_REFUSED);
}

#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(rule_26_nobody_decides_about_own_work),
        T(rule_26_another_decides),
        T(rule_26_reopening_starts_anew),
        T(rule_26_no_decision_on_behalf),
        T(rule_26_nobody_answers_own_request),
        T(rule_26_identities_are_kept),
        T(rule_26_acting_for_others),
        T(rule_26_a_request_changes_nothing),
        T(rule_26_one_of_several_requests),
        T(rule_26_withdrawing_a_request),
        T(rule_26_late_grants),
        T(rule_27_paper),
        T(rule_27_paper_by_configuration),
        T(rule_28_roles_and_relations),
        T(rule_28_refusals_say_who_can),
        T(rule_28_the_filter_is_the_permission),
        T(rule_28_set_is_no_way_round),
        T(rule_28_superiors_deadline),
        T(rule_28_progress_sets_fields_only),
        T(rule_28_withdraw_is_the_applicants),
        T(rule_28_return_is_the_reviewers),
        T(rule_29_the_unmapped_do_nothing),
        T(rule_29_the_unmapped_are_told_whom_to_ask),
        T(rule_29_the_founder),
        T(rule_29_people_who_left),
        T(rule_29_the_last_administrator_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
