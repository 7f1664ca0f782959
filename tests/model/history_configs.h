/* history_configs.h - the shipped configuration and edited ones, to change between at
 * random. */
#ifndef TESTS_HISTORY_CONFIGS_H
#define TESTS_HISTORY_CONFIGS_H

#include "tests/model/record_rig.h"

#define PLAYER_CONFIGS 10

/* Configurations to change between: the shipped one first, edited ones after it. Made
 * once. */
struct player_configs { struct config v[PLAYER_CONFIGS]; size_t n; };
void player_configs_init(struct player_configs *c);
void player_configs_fini(struct player_configs *c);

#endif
