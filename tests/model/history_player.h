/* history_player.h - a township where things happen at random: every verb, by everybody,
 * day after day, with new configurations in between. The same seed plays the same
 * history. */
#ifndef TESTS_HISTORY_PLAYER_H
#define TESTS_HISTORY_PLAYER_H

#include "tests/model/history_configs.h"
#include "tests/model/record_rig.h"

struct player {
    struct record_rig rig;
    struct player_configs *configs;
    size_t in_force;            /* index of the configuration */
    uint64_t seed;              /* of the next choice */
    int64_t last, focus;        /* who did something last, and to what */
    int64_t lead;               /* of the item something is being done to */
    int64_t done[VERB_COUNT], refused[VERB_COUNT];
    char *photo[3];             /* evidence files, when there is a folder; else NULL */
    struct buf log;             /* what was tried, a line each: to understand a failure */
    struct visit_call visit;    /* of the call being made */
};

/* `home` NULL: in memory, without evidence files and paper. */
void player_init(struct player *p, struct player_configs *configs, uint64_t seed,
                 const char *home);
void player_fini(struct player *p);
uint32_t player_rnd(struct player *p, uint32_t below);

/* One act of somebody, likely or not. A refusal must leave nothing; asserts that. */
void player_act(struct player *p);
/* Another configuration; asserts that nothing people have entered is lost by it
 * (invariant 7). */
void player_configure(struct player *p);
/* The next morning, or some mornings later. */
void player_next_day(struct player *p);

#endif
