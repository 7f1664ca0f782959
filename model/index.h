/* index.h - find the place of a thing in a growing array by a key, in constant time.
 *
 * Mass acts (an import, a new configuration) touch a hundred thousand rows; walking the
 * array for each of them would take minutes. Keys are 64-bit; several things may share
 * one only if the caller compares what it finds. Zeroed is empty. */
#ifndef MODEL_INDEX_H
#define MODEL_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct index {
    struct index_slot { uint64_t key; size_t at; } *slots;     /* at: place + 1, 0 = free */
    size_t n, cap;
};
/* A key for a row of a table. */
uint64_t index_key(const char *table, int64_t id);
bool index_find(const struct index *x, uint64_t key, size_t *at);
void index_put(struct index *x, uint64_t key, size_t at);      /* replaces */
void index_clear(struct index *x);                             /* keeps the memory */
void index_fini(struct index *x);

#endif
