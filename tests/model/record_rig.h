/* record_rig.h - a small practice township in memory, with the shipped configuration and
 * a few plainly artificial people, for tests of the record.
 *
 *   clerk  督办员甲  supervisor, in 党政办      handler 干部甲   handler, in 建设办
 *   other  干部乙    handler, in 财政所          leader  领导甲   leader (领衔/责任领导)
 *   second 领导乙    leader                      village 村干部甲 village, in charge of 林家村
 *
 * Day after day is Friday 2026-11-20 unless the test moves rig->env.today. */
#ifndef TESTS_RECORD_RIG_H
#define TESTS_RECORD_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "config/config.h"
#include "model/item.h"
#include "model/people.h"
#include "model/store.h"
#include "model/verbs.h"
#include "model/verify.h"

struct record_rig {
    struct store *st;
    struct env env;
    struct config config;
    uint64_t seed;
    int64_t admin, clerk, handler, other, leader, second, village;
    struct result result;       /* of the last rig_do() */
    struct xh_err err;
};

/* `home` NULL: in memory. `practice` as in a real township. */
void record_rig_init(struct record_rig *r, const char *home, bool practice);
/* The same, founded on another day: for tests that need weeks before the usual Friday. */
void record_rig_init_on(struct record_rig *r, const char *home, bool practice,
                        const char *day);
/* Founded here and now, as a township is, not copied from one founded before: for tests of
 * founding itself. */
void record_rig_found(struct record_rig *r, const char *home, bool practice, const char *day);
void record_rig_fini(struct record_rig *r);
/* Another configuration than the shipped one is in force; takes `c` over. */
void rig_take_config(struct record_rig *r, struct config c);
/* 2026-11-20 style day; dies on nonsense. */
int32_t on(const char *iso);
/* Move the day, and the clock with it. */
void rig_today(struct record_rig *r, const char *iso);

/* One verb by one person on one item; fields are "key=value" texts, NULL-terminated. */
struct call rig_call(enum verb verb, const char *code);
enum xh_rc rig_run(struct record_rig *r, int64_t person, const struct call *call);
enum xh_rc rig_do(struct record_rig *r, int64_t person, enum verb verb, const char *code);
/* With a reason, and a date. */
enum xh_rc rig_do_because(struct record_rig *r, int64_t person, enum verb verb, const char *code,
                          const char *reason, const char *to);
enum xh_rc rig_check(struct record_rig *r, int64_t person, const char *code, const char *step,
                     const char *link);
enum xh_rc rig_report(struct record_rig *r, int64_t person, const char *code, const char *text,
                      int percent);
/* Add by the clerk; returns the code (of the last result, valid until the next rig
 * call). */
const char *rig_add(struct record_rig *r, const char *list, ...)
    __attribute__((sentinel));
enum xh_rc rig_set(struct record_rig *r, int64_t person, enum verb verb, const char *code, ...)
    __attribute__((sentinel));
/* A task given to `handler` under `leader`, due `due`, accepted. */
const char *rig_task(struct record_rig *r, const char *due);
/* Everything a task needs before apply. */
void rig_finish_task(struct record_rig *r, const char *code);

void rig_item(struct record_rig *r, const char *code, struct item *out);
int64_t rig_item_id(struct record_rig *r, const char *code);
#define assert_ok(rc) assert_rc_(r, (rc), XH_OK, #rc, __FILE__, __LINE__)
#define assert_rc(rc, want) assert_rc_(r, (rc), (want), #rc, __FILE__, __LINE__)
void assert_rc_(struct record_rig *r, enum xh_rc rc, enum xh_rc want, const char *what,
                const char *file, int line);
/* verify finds nothing. */
void rig_assert_whole(struct record_rig *r);

#endif
