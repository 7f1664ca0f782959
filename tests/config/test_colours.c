/* colours.yaml: rule sets by name, what is said about mistakes in them, and that each
 * paints what its printed source says (DOMAIN 1.1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "model/tree.h"
#include "tests/model/engine_rig.h"

static struct config shipped;

static int load(void **state)
{
    char *folder = shipped_folder();

    (void)state;
    config_load_dir(&shipped, folder);
    free(folder);
    return shipped.n_complaints ? -1 : 0;
}

static int unload(void **state)
{
    (void)state;
    config_fini(&shipped);
    return 0;
}

/* ---- without the file ---- */

/* A township founded before there were named sets: its stored text and rows still do. */
static void an_older_configuration_still_loads(void **state)
{
    struct texts t = frozen_texts();
    struct def_document docs[64];
    struct config c;
    struct defs *back;

    (void)state;
    assert_null(texts_get(&t, "colours"));
    assert_true(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.defs->colours.n_sets, 0);
    for (size_t i = 0; i < c.n_docs; i++) {
        size_t n;
        struct tree_row *rows = tree_to_rows(c.docs[i].root, &n);

        docs[i] = (struct def_document){ c.docs[i].name, tree_from_rows(rows, n) };
        tree_rows_free(rows, n);
    }
    back = defs_from_documents(docs, c.n_docs);
    assert_non_null(back);
    for (size_t i = 0; i < back->n_lists; i++) {
        assert_string_equal(back->lists[i].colours.set, "");
        assert_int_equal(back->lists[i].colours.n_yellow, 4);
        assert_string_equal(back->lists[i].colours.red[0].text, "overdue: 1 workday");
    }
    for (size_t i = 0; i < c.n_docs; i++)
        node_free(docs[i].root);
    defs_free(back);
    config_fini(&c);
    texts_free(&t);
}

/* ---- one line changes the rules ---- */

static char *with_colours(const char *list, const char *line)
{
    const char *at = strstr(list, "\ncolours:"), *end = at ? strchr(at + 1, '\n') : NULL;

    assert_non_null(end);
    return xasprintf("%.*s\n%s%s", (int)(at - list), list, line, end);
}

static void every_list_can_take_every_set(void **state)
{
    struct texts t = shipped_texts();
    const struct colour_sets_def *sets = &shipped.defs->colours;

    (void)state;
    assert_int_equal(sets->n_sets, 5);
    for (size_t i = 0; i < sets->n_sets; i++) {
        char *line = xasprintf("colours: %s", sets->sets[i].id);
        struct config c;

        for (size_t k = 0; k < shipped.defs->n_lists; k++) {
            char *name = xasprintf("lists/%s", shipped.defs->lists[k].id);
            char *text = with_colours(texts_get(&t, name)->text, line);

            texts_put(&t, name, text, strlen(text));
            free(text);
            free(name);
        }
        if (!config_load_texts(&c, t.v, t.n)) {
            struct buf said = {0};

            config_print_complaints(&c, &said);
            fail_msg("%s: %s", line, buf_str(&said));
        }
        for (size_t k = 0; k < c.defs->n_lists; k++) {
            const struct colours_def *v = &c.defs->lists[k].colours;
            const struct colour_set_def *set = defs_colour_set(c.defs, sets->sets[i].id);

            assert_string_equal(v->set, sets->sets[i].id);
            assert_ptr_equal(v->red, set->colours.red);
            assert_int_equal(v->n_yellow, set->colours.n_yellow);
        }
        config_fini(&c);
        free(line);
    }
    texts_free(&t);
}

/* ---- mistakes ---- */

#define LIST "list: bad\nname: 坏台账\ncode: \"坏{yy}-{seq}\"\nalias: b\n"
#define SETS "sets:\n  town:\n    name: 镇\n"

static const struct {
    const char *colours, *list;         /* colours NULL: there is no such file */
    const char *at, *what, *instead;    /* at "" : nothing is said */
} mistakes[] = {
    { SETS, LIST "colours: town\n", "", NULL, NULL },
    { SETS "    red: [{overdue: 2 days}]\n", LIST "colours: town\n", "", NULL, NULL },
    { SETS "    red: [{overdue: 2 days}]\n", LIST "colours: {red: [{overdue: 1 day}]}\n", "",
      NULL, NULL },
    { SETS, LIST "colours: twon\n", "lists/bad.yaml:5:10 colours",
      "no rule set \"twon\"", "\"town\"?" },
    { SETS, LIST "colours: something_else\n", "lists/bad.yaml:5:10 colours",
      "no rule set \"something_else\"", "there are: town" },
    { NULL, LIST "colours: town\n", "lists/bad.yaml:5:10 colours", "no rule set \"town\"",
      "no file colours.yaml" },
    { SETS, LIST "colours: 银川\n", "lists/bad.yaml:5:10 colours",
      "is not the name of a rule set", "colours: township" },
    { SETS, LIST "colours: ｔｏｗｎ\n", "lists/bad.yaml:5:10 colours",
      "is not the name of a rule set", "town" },
    { SETS, LIST "colours: [town]\n", "lists/bad.yaml:5:10 colours",
      "not a list", "colours: township" },
    { SETS, LIST "colours:\n", "", NULL, NULL },
    { SETS, LIST "colours: {yelow: []}\n", "lists/bad.yaml:5:11 colours",
      "is not a key known here", "yellow" },
    { SETS "    yellow: [{behind: 10 points}]\n", LIST "colours: town\n",
      "lists/bad.yaml:5:10 colours", "needs both a plan and progress", "plan: linear" },
    { SETS "    yellow: [{behind: 10 points}]\n", LIST, "", NULL, NULL },    /* not taken */
    { SETS "    yellow: [{step_overdue: 1 day}]\n", LIST "colours: town\n",
      "lists/bad.yaml:5:10 colours", "no step of this list has a deadline", "due:" },
    { SETS "    yellow: [{behind: 10 points}]\n    red: [{behind: 10 points}]\n", LIST,
      "colours.yaml:5:11 sets.town.red[1]", "as early as yellow", "stricter" },
    { SETS "    yellow: [{yellow_weeks: 2}]\n", LIST,
      "colours.yaml:4:15 sets.town.yellow[1].yellow_weeks", "has been yellow", "red" },
    { SETS "    yellow: [{behind_ratio: 0 %}]\n", LIST,
      "colours.yaml:4:29 sets.town.yellow[1].behind_ratio", "does not fit", "behind_ratio" },
    { SETS "    status: statute\n", LIST, "colours.yaml:4:13 sets.town.status",
      "must name its article", "law:" },
    { "sets:\n  town: {red: [{overdue: 1 day}]}\n", LIST, "colours.yaml:2:9 sets.town.name",
      "\"name\" is missing", "name:" },
    { "town: {name: 镇}\n", LIST, "colours.yaml:1:1 ", "is not a key known here", "sets" },
    { "sets:\n  Town: {name: 镇}\n", LIST, "colours.yaml:2:3 sets.Town", "", NULL },
};

static void mistakes_are_named_with_their_place(void **state)
{
    struct texts t = frozen_texts();
    size_t bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        struct config_text docs[66];
        struct config c;
        char *at = NULL;
        bool good;

        memcpy(docs, t.v, t.n * sizeof *docs);
        docs[t.n] = (struct config_text){ "lists/bad", mistakes[i].list };
        docs[t.n + 1] = (struct config_text){ "colours", mistakes[i].colours };
        good = config_load_texts(&c, docs, t.n + 1 + (mistakes[i].colours != NULL))
               == !*mistakes[i].at;
        if (c.n_complaints > 0)
            at = xasprintf("%s:%d:%d %s", c.complaints[0].path, c.complaints[0].line,
                           c.complaints[0].col, c.complaints[0].where);
        if (good && *mistakes[i].at)
            good = strcmp(at, mistakes[i].at) == 0
                   && strstr(c.complaints[0].what, mistakes[i].what)
                   && (!mistakes[i].instead
                       || (c.complaints[0].instead
                           && strstr(c.complaints[0].instead, mistakes[i].instead)));
        if (!good) {
            struct buf said = {0};

            config_print_complaints(&c, &said);
            print_error("row %zu, wanted %s\n%s", i, mistakes[i].at, buf_str(&said));
            buf_fini(&said);
        }
        bad += !good;
        free(at);
        config_fini(&c);
    }
    texts_free(&t);
    assert_int_equal(bad, 0);
}

/* A file that cannot be read is one complaint; nobody else is blamed for it. */
static void an_unreadable_file_is_one_complaint(void **state)
{
    struct texts t = shipped_texts();
    struct config c;

    (void)state;
    texts_put(&t, "colours", "sets: [", 7);
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 1);
    assert_string_equal(c.complaints[0].path, "colours.yaml");
    config_fini(&c);
    texts_free(&t);
}

/* ---- what the sources print ---- */

static struct rig rig;

static int rig_set_up(void **state)
{
    (void)state;
    rig_init(&rig);
    return 0;
}

static int rig_tear_down(void **state)
{
    (void)state;
    rig_fini(&rig);
    return 0;
}

static void take(const char *set)
{
    const struct colour_set_def *s = defs_colour_set(shipped.defs, set);

    assert_non_null(s);
    rig.list.colours = s->colours;
}

static void is_coloured(const char *what, const char *day, const char *colour)
{
    enum colour got;

    rig_derive(&rig);
    got = colour_on(PHASE_OPEN, rig.d.yellow_on, rig.d.red_on, rig_day(day));
    if (strcmp(colour_id(got), colour) != 0)
        fail_msg("%s on %s: %s, the source says %s", what, day, colour_id(got), colour);
}

/* Investment of the year 2026, in percent of the plan: `done`, millionths of a percent. */
static void investment(int64_t done)
{
    rig.list.plan.kind = PLAN_MONTH;
    rig.list.progress.kind = PROGRESS_MANUAL;
    rig.f.start = rig_day("2026-01-01");
    rig.f.due_given = rig_day("2026-12-31");
    rig.f.percent = done;
}

struct row { int64_t done; const char *day, *colour; };

static void follows(const char *set, const struct row *rows, size_t n)
{
    take(set);
    for (size_t i = 0; i < n; i++) {
        char *what = xasprintf("%s, %g %%", set, (double)rows[i].done / 1e6);

        investment(rows[i].done);
        is_coloured(what, rows[i].day, rows[i].colour);
        free(what);
    }
}

#define PERCENT(n) ((int64_t)((n) * 1000000.0 + 0.5))

/* 10 to 30 points behind, both ends in: yellow; more: red. Half the year is planned. */
static void yinchuan_counts_points(void **state)
{
    static const struct row rows[] = {
        { PERCENT(50), "2026-07-01", "green" },     { PERCENT(40.01), "2026-07-01", "green" },
        { PERCENT(40), "2026-07-01", "yellow" },    { PERCENT(30), "2026-07-01", "yellow" },
        { PERCENT(20), "2026-07-01", "yellow" },    { PERCENT(19.99), "2026-07-01", "red" },
        { PERCENT(40), "2026-06-30", "green" },     /* 5/12 are planned still */
    };

    (void)state;
    follows("yinchuan", rows, COUNT(rows));
}

/* Below plan by up to half of it: yellow; by more: red. */
static void sanya_counts_a_part_of_the_plan(void **state)
{
    static const struct row rows[] = {
        { PERCENT(50), "2026-07-01", "green" },     { PERCENT(49.99), "2026-07-01", "yellow" },
        { PERCENT(25), "2026-07-01", "yellow" },    { PERCENT(24.99), "2026-07-01", "red" },
        /* 10 points behind early in the year is more than half of what was planned */
        { PERCENT(6), "2026-03-01", "red" },        { PERCENT(9), "2026-03-01", "yellow" },
        { PERCENT(0), "2026-01-31", "green" },      /* nothing was to be done yet */
    };

    (void)state;
    follows("sanya", rows, COUNT(rows));
}

/* End of May, 5/12 = 41.7 % of the time: blue from 42 %, yellow 25 to 42 %, red below. */
static void jinhua_is_blue_at_time_progress(void **state)
{
    static const struct row rows[] = {
        { PERCENT(60), "2026-06-01", "green" },     { PERCENT(42), "2026-06-01", "green" },
        { PERCENT(41.6), "2026-06-01", "yellow" },  { PERCENT(30), "2026-06-01", "yellow" },
        { PERCENT(25), "2026-06-01", "yellow" },    { PERCENT(24.99), "2026-06-01", "red" },
        { PERCENT(41.67), "2026-06-01", "green" },  /* compared with 5/12, not with 42 % */
    };
    struct texts t = shipped_texts();
    const char *text = texts_get(&t, "township")->text, *at = strstr(text, "colours: {green: 绿");
    char *blue;
    struct config c;

    (void)state;
    follows("jinhua", rows, COUNT(rows));
    /* and the one line that calls it blue */
    assert_non_null(at);
    blue = xasprintf("%.*scolours: {green: 蓝%s", (int)(at - text), text,
                     at + strlen("colours: {green: 绿"));
    texts_put(&t, "township", blue, strlen(blue));
    assert_true(config_load_texts(&c, t.v, t.n));
    assert_string_equal(colour_word(c.defs, COLOUR_GREEN), "蓝");
    config_fini(&c);
    free(blue);
    texts_free(&t);
}

/* Behind a node: yellow; two yellows running (weekly cut-offs, Fridays): red. */
static void haikou_turns_red_at_the_second_yellow(void **state)
{
    (void)state;
    take("haikou");
    rig.f.due_given = rig_day("2026-12-31");
    rig_step(&rig, "node", rig_due(ANCHOR_START, "", 2, UNIT_WORKDAY));     /* Wed 11-04 */
    rig_derive(&rig);
    rig.f.streak_since = rig.d.yellow_on;
    is_coloured("haikou, on the node's day", "2026-11-04", "green");
    is_coloured("haikou, behind the node", "2026-11-05", "yellow");
    is_coloured("haikou, after one cut-off", "2026-11-12", "yellow");
    is_coloured("haikou, at the second", "2026-11-13", "red");
    rig.step[0].done_on = rig_day("2026-11-10");
    rig_derive(&rig);
    rig.f.streak_since = rig.d.yellow_on;
    is_coloured("haikou, done late", "2026-11-13", "green");
}

/* OFFICE 4: good work is not painted red. */
static void township_by_office_4(void **state)
{
    static const struct row rows[] = {
        { PERCENT(40.01), "2026-07-01", "green" },  { PERCENT(40), "2026-07-01", "yellow" },
        { PERCENT(20), "2026-07-01", "yellow" },    { PERCENT(19.99), "2026-07-01", "red" },
    };

    (void)state;
    follows("township", rows, COUNT(rows));
    rig.list.plan.kind = PLAN_NONE;
    rig.f.start = rig_day("2026-11-02");
    rig.f.due_given = rig_day("2026-11-20");        /* a Friday */
    is_coloured("township, four workdays left", "2026-11-16", "green");
    is_coloured("township, three workdays left", "2026-11-17", "yellow");
    is_coloured("township, today", "2026-11-20", "yellow");
    is_coloured("township, the weekend after", "2026-11-22", "yellow");
    is_coloured("township, one workday over", "2026-11-23", "red");
    rig.f.due_given = rig_day("2026-12-31");
    rig.f.returns = 1;
    rig.f.returned_on = rig_day("2026-11-06");
    is_coloured("township, returned once", "2026-11-09", "green");
    rig.f.returns = 2;
    rig.f.returned_on = rig_day("2026-11-09");
    is_coloured("township, returned twice", "2026-11-09", "yellow");
    rig.f.applied_again = true;
    is_coloured("township, applied again", "2026-11-10", "green");
    rig.f.report_every = CADENCE_WEEK;              /* fill day Thursday 11-05 */
    rig.f.assigned_on = rig.f.opened_on = rig_day("2026-10-26");
    rig.f.start = rig_day("2026-10-26");
    is_coloured("township, a report missed", "2026-11-06", "yellow");
    rig.f.last_report_on = rig_day("2026-11-05");
    is_coloured("township, reported", "2026-11-06", "green");
    rig.f.limit_on = rig_day("2026-11-11");
    rig.f.limit_set_on = rig_day("2026-11-04");
    is_coloured("township, on the day of the limit", "2026-11-11", "green");
    is_coloured("township, the limit missed", "2026-11-12", "red");
}

/* Wherever a deadline or a leader's limit is missed, the light is red. */
static void late_is_red_under_every_set(void **state)
{
    const struct colour_sets_def *sets = &shipped.defs->colours;

    (void)state;
    for (size_t i = 0; i < sets->n_sets; i++) {
        take(sets->sets[i].id);
        is_coloured(sets->sets[i].id, "2026-11-20", "yellow");
        is_coloured(sets->sets[i].id, "2026-11-23", "red");
        assert_true(*sets->sets[i].source);
    }
}

#define RIG(f) cmocka_unit_test_setup_teardown(f, rig_set_up, rig_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_older_configuration_still_loads),
        cmocka_unit_test(every_list_can_take_every_set),
        cmocka_unit_test(mistakes_are_named_with_their_place),
        cmocka_unit_test(an_unreadable_file_is_one_complaint),
        RIG(yinchuan_counts_points),
        RIG(sanya_counts_a_part_of_the_plan),
        RIG(jinhua_is_blue_at_time_progress),
        RIG(haikou_turns_red_at_the_second_yellow),
        RIG(township_by_office_4),
        RIG(late_is_red_under_every_set),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
