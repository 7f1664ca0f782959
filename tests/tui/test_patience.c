/* test_patience.c - reading that takes long says so, can be stopped, and loses no key. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/locale.h"
#include "tui/patience.h"
#include "tui/today_own.h"

static struct record_rig *r;
static struct tui t;
static uint32_t next_key;
static int shown;
static char status[512];

static void size(void *ctx, int *rows, int *cols)
{
    (void)ctx;
    *rows = 24;
    *cols = 80;
}

static void show(void *ctx, const struct canvas *c)
{
    (void)ctx, (void)c;
    shown++;
    snprintf(status, sizeof status, "%s", t.status);
}

static void read_key(void *ctx, int ms, struct input *in)
{
    (void)ctx, (void)ms;
    *in = (struct input){ .key = next_key };
}

/* Every look at it is a fifth of a second later. */
static void slow_clock(void *ctx, struct env *env)
{
    static int64_t ms = 1000000;

    (void)ctx;
    env->now_ms = ms += 200;
}

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    locale_settle("zh", getenv("XH_BUILD") ? getenv("XH_BUILD") : "build");
    record_rig_init(r, NULL, true);
    for (int i = 0; i < 400; i++)
        rig_add(r, "tasks", "title=示例事项", "unit=建设办", "due=2026-12-20", NULL);
    t = (struct tui){ .term = { NULL, size, show, read_key, NULL, NULL, NULL, 0 }, .st = r->st,
                      .env = r->env, .clock = slow_clock, .me = r->clerk };
    canvas_init(&t.canvas, 24, 80);
    next_key = K_TICK;
    shown = 0;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    canvas_fini(&t.canvas);
    record_rig_fini(r);
    free(r);
    return 0;
}

static enum xh_rc read_all(size_t *n)
{
    struct filter f = tui_filter(&t);
    struct rows rows = {0};
    struct xh_err err = {0};
    enum xh_rc rc = query_rows(t.st, &f, &rows, &err);

    *n = rows.n;
    rows_fini(&rows);
    return rc;
}

static void long_reading_says_so_and_goes_on(void **state)
{
    struct patience p;
    size_t n;

    (void)state;
    patience_begin(&p, &t, "正在读取");
    assert_int_equal(read_all(&n), XH_OK);
    assert_false(patience_end(&p));
    assert_int_equal(n, 400);
    assert_true(shown > 0);
    assert_non_null(strstr(status, "正在读取"));
    assert_non_null(strstr(status, "Esc"));
    assert_string_equal(t.status, "");
}

static void escape_stops_it(void **state)
{
    struct patience p;
    size_t n;

    (void)state;
    next_key = K_ESC;
    patience_begin(&p, &t, "正在读取");
    assert_int_not_equal(read_all(&n), XH_OK);
    assert_true(patience_end(&p));
    assert_true(n < 400);
    assert_string_equal(t.status, "已停止。");
    next_key = K_TICK;                          /* and nothing is left of it */
    assert_int_equal(read_all(&n), XH_OK);
    assert_int_equal(n, 400);
}

static void what_can_wait_gives_way_to_a_key_and_keeps_it(void **state)
{
    struct patience p;
    size_t n;

    (void)state;
    next_key = 'j';
    patience_begin(&p, &t, NULL);
    assert_int_not_equal(read_all(&n), XH_OK);
    assert_true(patience_end(&p));
    assert_int_equal(shown, 0);
    assert_true(t.has_ahead);
    assert_int_equal(t.ahead.key, 'j');
}

static void long_work_says_how_far_it_is_and_can_be_stopped(void **state)
{
    struct patience p;
    struct watch w;
    int done = 0;

    (void)state;
    patience_work(&p, &t, "正在备份", &w);
    while (done < 50 && watch_tell(&w, "数据库", done, 100))
        done++;
    assert_int_equal(done, 50);
    assert_false(patience_end(&p));
    assert_non_null(strstr(status, "正在备份：数据库 49%"));
    assert_string_equal(t.status, "");
    next_key = K_ESC;
    patience_work(&p, &t, "正在备份", &w);
    while (done < 100 && watch_tell(&w, NULL, 0, 0))    /* of the part before, nothing new */
        done++;
    assert_true(done < 100);
    assert_true(patience_end(&p));
}

/* A whole act in between is taken back when it is stopped, and the next one goes through. */
static void an_act_that_is_stopped_changes_nothing(void **state)
{
    struct who who = { .actor = r->clerk };
    struct call calls[200];
    struct result results[200];
    struct patience p;
    struct xh_err err = {0};
    struct pair title = { "title", "又一项" };
    size_t failed, n;

    (void)state;
    for (int i = 0; i < 200; i++) {
        calls[i] = rig_call(VERB_ADD, NULL);
        calls[i].list = "tasks";
        calls[i].fields = &title;
        calls[i].n_fields = 1;
    }
    next_key = K_ESC;
    patience_begin(&p, &t, "正在启用");
    assert_int_not_equal(verb_run_all(r->st, &r->env, &who, calls, 200, results, &failed, &err),
                         XH_OK);
    assert_true(patience_end(&p));
    next_key = K_TICK;
    assert_int_equal(read_all(&n), XH_OK);
    assert_int_equal(n, 400);
    rig_assert_whole(r);
    assert_int_equal(verb_run_all(r->st, &r->env, &who, calls, 200, results, &failed, &err),
                     XH_OK);
    rig_assert_whole(r);
}

/* ---- 今日, slice by slice ---- */

static int looks, stops;

/* A key waits at some looks; it is read away after each slice. */
static void read_now_and_then(void *ctx, int ms, struct input *in)
{
    (void)ctx, (void)ms;
    bool key = ++looks % 7 == 3 || looks % 5 == 1;
    stops += key;
    *in = (struct input){ .key = key ? 'x' : K_TICK };
}

/* All that 今日 shows, as text. */
static char *fill_today(void)
{
    struct today *d = xcalloc(1, sizeof *d);
    struct xh_err err = {0};
    struct buf b = {0};

    assert_int_equal(today_screen.open(&t, d, NULL, &err), XH_OK);
    assert_int_equal(today_screen.load(&t, d, &err), XH_OK);
    for (int i = 0; i < 2000 && today_screen.idle(&t, d); i++)
        t.has_ahead = false;
    for (int p = 0; p < PANELS; p++) {
        const struct section *s = &d->s[p];
        assert_false(s->wanted);
        buf_printf(&b, "%d: %zu rows, %zu groups\n", p, s->rows.n, s->groups.n);
        for (size_t i = 0; i < s->n_bars; i++) {
            buf_printf(&b, "  %s", s->bars[i].label);
            for (size_t k = 0; k < s->bars[i].n; k++)
                buf_printf(&b, " | %s", s->bars[i].chips[k].text);
            buf_putc(&b, '\n');
        }
    }
    assert_null(d->failed);
    today_screen.close(&t, d);
    free(d);
    return buf_take(&b);
}

static void a_key_ends_a_slice_of_today_and_nothing_is_lost(void **state)
{
    (void)state;
    t.defs = r->st->defs;
    char *undisturbed = fill_today();
    t.term.read = read_now_and_then;
    looks = stops = 0;
    char *disturbed = fill_today();
    assert_true(stops >= 3);
    assert_string_equal(disturbed, undisturbed);
    assert_non_null(strstr(undisturbed, "400"));
    free(disturbed);
    free(undisturbed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(long_reading_says_so_and_goes_on),
        T(escape_stops_it),
        T(what_can_wait_gives_way_to_a_key_and_keeps_it),
        T(long_work_says_how_far_it_is_and_can_be_stopped),
        T(a_key_ends_a_slice_of_today_and_nothing_is_lost),
        T(an_act_that_is_stopped_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
