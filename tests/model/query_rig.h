/* query_rig.h - a township full of random rows, in a memory database and as plain structs
 * beside it: what the database answers is compared with a walk over the structs. */
#ifndef TESTS_QUERY_RIG_H
#define TESTS_QUERY_RIG_H

#include "model/query.h"

enum {
    RIG_UNITS = 24,
    RIG_PEOPLE = 60,
    RIG_VILLAGES = 6,
    RIG_PLACES = 24,
    RIG_LISTS = 4,
    RIG_SPANS = 4,
    /* people after the random ones, each with one role of the same name */
    READER_ALL = RIG_PEOPLE + 1,
    READER_OWN,
    READER_UNIT,
    READER_LISTS,
    READER_NONE,
    READER_PLACE,
};

struct rig_span {
    int32_t from, to;
    int phase;
    const char *state;
    int32_t yellow_on, red_on, due;     /* DAY_NEVER: none */
    enum colour pin;
    int32_t pin_from, pin_until;
};
struct rig_item {
    int64_t id, parent, unit, place, owner, handler, leader, lead, extensions, co_unit,
        co_person;
    int list;                       /* index in rig.defs.lists */
    char code[24], title[64], source[24], latest[64];
    int32_t start, first_due, latest_on;
    bool voided;
    struct rig_span now, spans[RIG_SPANS];
    int n_spans;
    bool has_fields;
    int64_t area, count;            /* INT64_MIN: empty */
    int32_t met;
    const char *kind;               /* NULL: empty */
    int urgent;                     /* -1: empty */
    char phone[24];
};

struct query_rig {
    struct store st;
    struct defs defs;
    int32_t today;
    struct rig_item *v; size_t n;
    int64_t unit_parent[RIG_UNITS + 1], unit_rank[RIG_UNITS + 1];
    int64_t place_parent[RIG_PLACES + 1];
    int64_t person_rank[READER_PLACE + 1], person_unit[READER_PLACE + 1];
    int64_t person_place[READER_PLACE + 1];
};

/* `n` items; the same for the same seed. */
void query_rig_init(struct query_rig *r, size_t n, uint64_t seed);
void query_rig_fini(struct query_rig *r);

/* Units, people and places are called "U3", "P17", "V2" and "V2/G5". Caller frees. */
char *rig_unit_name(int64_t id);
char *rig_person_name(int64_t id);
char *rig_place_name(const struct query_rig *r, int64_t id);

uint32_t rig_random(uint32_t below);
struct filter rig_filter(const struct query_rig *r);    /* everything, read by READER_ALL */

#endif
