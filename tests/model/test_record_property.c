/* test_record_property.c - whatever happens, in whatever order (fixed seed): replay gives
 * the facts, recomputation the derived columns; the colour recorded on a day is the
 * colour `--as-of` that day ever after; versions count events; refusals leave nothing;
 * new configurations lose nothing (invariants 1, 2, 3, 7; ENGINE 11, 32-34).
 *
 * 160 histories of some 70 acts; under the sanitizers a quarter of them, another one every
 * day. XH_SOAK=SECONDS plays all and goes on with further seeds for that long; XH_HISTORY=N
 * plays only the N-th and prints what happened. */
#include "tests/model/history_player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "model/query.h"
#include "model/search.h"

#define HISTORIES 160
#define HISTORIES_WITH_FILES 8
#define ACTS 72
#ifdef __SANITIZE_ADDRESS__
#define SHARE 4                 /* sanitizers take three times as long */
#else
#define SHARE 1
#endif

/* What stood at the end of a day, as a list would have shown it. */
struct seen {
    int64_t item;
    int32_t day, due, yellow_on, red_on;
    int64_t phase, voided;
    enum colour shown;
    char state[40], code[40];
};
struct log { struct seen *v; size_t n, cap; };

static struct player_configs configs;
static int64_t done[VERB_COUNT], refused[VERB_COUNT], on_paper;

static void look_at_all(struct player *p, struct log *log, int32_t day)
{
    struct xh_err err;
    struct db *db = p->rig.st->db;
    struct stmt *s = db_query(db, &err, "SELECT id FROM item ORDER BY id", "");

    while (stmt_step(s, &err) > 0) {
        struct item it = {0};
        assert_int_equal(item_load(db, stmt_int(s, 0), &it, &err), XH_OK);
        GROW(log->v, log->n, log->cap);
        struct seen *x = &log->v[log->n++];
        *x = (struct seen){ .item = it.id, .day = day, .due = it.due, .yellow_on = it.yellow_on,
                            .red_on = it.red_on, .phase = it.phase, .voided = it.voided,
                            .shown = item_colour(&it, day) };
        snprintf(x->state, sizeof x->state, "%s", it.state);
        snprintf(x->code, sizeof x->code, "%s", it.code);
        item_fini(&it);
    }
    stmt_done(s);
}

/* The spans, each on its own. */
static void check_span(struct player *p, const struct seen *x)
{
    struct xh_err err;
    struct stmt *s =
        db_query(p->rig.st->db, &err,
                 "SELECT phase, state, voided, yellow_on, "
                 "red_on, due, coalesce(pin_colour, ''), pin_from, pin_until FROM "
                 "colour_span WHERE item = ?1 AND from_day <= ?2 AND to_day >= ?2",
                 "id", x->item, x->day);
    char day[DAY_TEXT];

    if (stmt_step(s, &err) <= 0)
        fail_msg("%s on %s: no span", x->code, day_format(x->day, day));
    struct pin pin = { colour_find(stmt_text(s, 6)), stmt_day(s, 7), stmt_day(s, 8) };
    int32_t due = stmt_day(s, 5);
    enum colour shown = colour_shown((enum phase)stmt_int(s, 0), stmt_day(s, 3), stmt_day(s, 4),
                                     pin, x->day);
    if (stmt_int(s, 0) != x->phase || strcmp(stmt_text(s, 1), x->state) != 0
        || stmt_int(s, 2) != x->voided || stmt_day(s, 3) != x->yellow_on
        || stmt_day(s, 4) != x->red_on || (due == DAY_NEVER ? DAY_NONE : due) != x->due
        || shown != x->shown)
        fail_msg("%s on %s: was %s %s (%d, %d), the span says %s %s (%d, %d)", x->code,
                 day_format(x->day, day), x->state, colour_id(x->shown), x->yellow_on,
                 x->red_on, stmt_text(s, 1), colour_id(shown), stmt_day(s, 3),
                 stmt_day(s, 4));
    if (stmt_step(s, &err) > 0)
        fail_msg("%s on %s: two spans", x->code, day_format(x->day, day));
    stmt_done(s);
}

static const struct seen *find_seen(const struct log *log, int64_t item, int32_t day)
{
    for (size_t i = 0; i < log->n; i++)
        if (log->v[i].item == item && log->v[i].day == day)
            return &log->v[i];
    return NULL;
}

/* The list as it is asked for on the command line: --as-of. */
static void check_as_of(struct player *p, const struct log *log, int32_t day)
{
    struct filter f = { .as_of = day, .today = p->rig.env.today, .reader = p->rig.clerk };
    struct rows rows = {0};
    size_t there = 0;
    char text[DAY_TEXT];

    for (size_t i = 0; i < log->n; i++)
        there += log->v[i].day == day && !log->v[i].voided;
    if (query_rows(p->rig.st, &f, &rows, &p->rig.err) != XH_OK)
        fail_msg("%s", p->rig.err.msg);
    if (rows.n != there)
        fail_msg("as of %s: %zu rows, there were %zu", day_format(day, text), rows.n,
                 there);
    for (size_t i = 0; i < rows.n; i++) {
        const struct row *r = &rows.v[i];
        const struct seen *x = find_seen(log, r->it.id, day);
        if (!x || r->colour != x->shown || strcmp(r->it.state, x->state) != 0
            || r->it.due != x->due)
            fail_msg("%s as of %s: %s %s, it was %s %s", r->it.code,
                     day_format(day, text), r->it.state, colour_id(r->colour),
                     x ? x->state : "not there", x ? colour_id(x->shown) : "");
    }
    rows_fini(&rows);
}

static int64_t one_number(struct player *p, const char *sql)
{
    struct xh_err err;
    int64_t n = -1;

    assert_int_equal(db_get_int(p->rig.st->db, &err, &n, sql, ""), XH_OK);
    return n;
}

/* What must hold at any time, beside what verify looks at. */
static void check_counts(struct player *p)
{
    static const struct { const char *sql, *what; } none[] = {
        { "SELECT count(*) FROM item i WHERE version <> (SELECT count(*) FROM event_item x JOIN "
          "event e ON e.id = x.event WHERE x.item = i.id AND e.verb <> 'unmask')",
          "items whose version is not the number of their events" },
        { "SELECT count(*) FROM item i WHERE 1 <> (SELECT count(*) FROM colour_span s WHERE "
          "s.item = i.id AND s.to_day = 1000000)", "items without exactly one open span" },
        { "SELECT count(*) FROM item i JOIN colour_span s ON s.item = i.id AND s.to_day = 1000000 "
          "WHERE s.phase <> i.phase OR s.state <> i.state OR s.due <> i.due OR (i.phase <= 2 AND "
          "(s.yellow_on <> i.yellow_on OR s.red_on <> i.red_on))",
          "open spans that are not what the item says" },
        { "SELECT count(*) FROM item i JOIN item c ON c.parent = i.id OR c.split_of = i.id WHERE "
          "i.phase >= 3 AND c.phase <= 2", "open items below a closed one" },
        { "SELECT count(*) FROM clock c JOIN item i ON i.id = c.item WHERE c.to_day IS NULL AND "
          "i.phase NOT IN (1, 2)", "clocks that stand though the item is worked on" },
        { "SELECT count(*) FROM item i WHERE phase IN (1, 2) AND 1 <> (SELECT count(*) FROM clock "
          "c WHERE c.item = i.id AND c.to_day IS NULL)",
          "items on hold or in review whose clock runs" },
        { "SELECT count(*) FROM item WHERE stale = 1", "items a cascade has not reached" },
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int64_t n = one_number(p, none[i].sql);
        if (n != 0)
            fail_msg("%d %s", (int)n, none[i].what);
    }
}

static struct player game;      /* being played; static, because a failure jumps out of play() */
static int history = -1;

static void play(int number, const char *home)
{
    struct log log = {0};
    int32_t first;

    history = number;
    player_init(&game, &configs, (uint64_t)number * 7919 + 1, home);
    first = game.rig.env.today;
    for (int i = 0; i < ACTS; i++) {
        player_act(&game);
        if (player_rnd(&game, 100) < 2)
            player_configure(&game);
        if (player_rnd(&game, 100) < 25) {
            int32_t day = game.rig.env.today;
            player_next_day(&game);
            for (; day < game.rig.env.today; day++)
                look_at_all(&game, &log, day);
        }
        if (player_rnd(&game, 60) == 0) {
            rig_assert_whole(&game.rig);
            check_counts(&game);
        }
    }
    rig_assert_whole(&game.rig);
    check_counts(&game);
    for (size_t i = 0; i < log.n; i++)
        check_span(&game, &log.v[i]);
    for (int i = 0; i < 3 && game.rig.env.today > first; i++)
        check_as_of(
            &game, &log,
            first + (int32_t)player_rnd(&game, (uint32_t)(game.rig.env.today - first)));
    on_paper += one_number(&game, "SELECT count(*) FROM event WHERE decided > 0");
    for (int v = 0; v < VERB_COUNT; v++)
        done[v] += game.done[v], refused[v] += game.refused[v];
    if (getenv("XH_HISTORY"))
        fputs(buf_str(&game.log), stdout);
    history = -1;
    player_fini(&game);
    free(log.v);
}

/* What led to a failure: the last acts. */
static int tell_the_end(void **state)
{
    const char *line = buf_str(&game.log) + game.log.len;

    (void)state;
    if (history < 0)
        return 0;
    for (int n = 0; n < 25 && line > buf_str(&game.log); n += *line == '\n')
        line--;
    print_error("history %d (XH_HISTORY=%d plays it alone) ends:\n", history, history);
    for (const char *end; *line && (end = strchr(line, '\n')); line = end + 1)
        print_error("  %.*s\n", (int)(end - line > 300 ? 300 : end - line), line);
    return 0;
}

/* The same in a folder, with evidence files and decisions signed on paper. */
static void histories_with_files_hold(void **state)
{
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";

    (void)state;
    player_configs_init(&configs);
    for (int i = 0; i < HISTORIES_WITH_FILES; i++) {
        char *home = xasprintf("%s/xh-history-%d-%d", tmp, (int)getpid(), i);
        char *clean = xasprintf("rm -rf '%s'", home);
        play(1000000 + i, home);
        assert_int_equal(system(clean), 0);
        free(clean);
        free(home);
    }
    player_configs_fini(&configs);
    assert_true(on_paper > 0);
}

static void histories_hold(void **state)
{
    const char *one = getenv("XH_HISTORY"), *soak = getenv("XH_SOAK");
    time_t now = time(NULL), end = now + (soak ? atoi(soak) : 0);
    int share = soak ? 1 : SHARE, turn = (int)(now / 86400 % share);
    int64_t tried = 0;

    (void)state;
    player_configs_init(&configs);
    if (one) {
        play(atoi(one), NULL);
        player_configs_fini(&configs);
        return;
    }
    for (int i = turn; i < HISTORIES || (soak && time(NULL) < end); i += share)
        play(i, NULL);
    player_configs_fini(&configs);
    /* the game must be one worth playing: every act happens, and is refused; a share of it
     * may lack the rarest */
    for (int v = VERB_ADD; v < VERB_COUNT; v++) {
        tried += done[v] + refused[v];
        if (done[v] + refused[v] > 0)
            print_message("  %-10s %5d done %5d refused\n", verb_info((enum verb)v)->id,
                          (int)done[v], (int)refused[v]);
        bool ours = v <= VERB_ERASE || (v >= VERB_SUPERVISE && v <= VERB_REVOKE);
        if (share == 1 && ours && !(verb_info((enum verb)v)->flags & VERB_PERMISSION) && !done[v])
            fail_msg("%s was never done", verb_info((enum verb)v)->id);
    }
    assert_true(tried >= 10000 / share);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(histories_with_files_hold, tell_the_end),
        cmocka_unit_test_teardown(histories_hold, tell_the_end),
    };

    search_tune(0, 3);     /* the search index, too, from the first rows on */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
