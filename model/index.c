#include "model/index.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

/* splitmix64's finish: ids are small and dense, slots must not be. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

uint64_t index_key(const char *table, int64_t id)
{
    uint64_t h = 14695981039346656037u;     /* FNV-1a */

    for (; *table; table++)
        h = (h ^ (unsigned char)*table) * 1099511628211u;
    return h ^ mix((uint64_t)id + 1);
}

/* The slot of `key`, or the free one where it belongs. Linear probing, at most half
 * full. */
static struct index_slot *slot_of(const struct index *x, uint64_t key)
{
    size_t i = (size_t)mix(key) & (x->cap - 1);

    while (x->slots[i].at && x->slots[i].key != key)
        i = (i + 1) & (x->cap - 1);
    return &x->slots[i];
}

bool index_find(const struct index *x, uint64_t key, size_t *at)
{
    const struct index_slot *s = x->cap ? slot_of(x, key) : NULL;

    if (!s || !s->at)
        return false;
    *at = s->at - 1;
    return true;
}

void index_put(struct index *x, uint64_t key, size_t at)
{
    if (2 * (x->n + 1) > x->cap) {
        struct index old = *x;
        x->cap = old.cap ? 2 * old.cap : 16;
        x->slots = xcalloc(x->cap, sizeof *x->slots);
        for (size_t i = 0; i < old.cap; i++)
            if (old.slots[i].at)
                *slot_of(x, old.slots[i].key) = old.slots[i];
        free(old.slots);
    }
    struct index_slot *s = slot_of(x, key);
    x->n += !s->at;
    *s = (struct index_slot){ key, at + 1 };
}

void index_clear(struct index *x)
{
    if (x->n)
        memset(x->slots, 0, x->cap * sizeof *x->slots);
    x->n = 0;
}

void index_fini(struct index *x)
{
    free(x->slots);
    memset(x, 0, sizeof *x);
}
