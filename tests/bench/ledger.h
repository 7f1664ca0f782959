/* ledger.h - a township with very many items, made quickly: the shipped configuration
 * with 24 lists, 60 units, 600 people, and rows written straight into the tables of the
 * same schema, each with steps, a progress report and an event.
 *
 * Half of the items are crossed off, about 8 % overdue, 7 % due within five days
 * (PERFORMANCE, "Ledger"). The day is LEDGER_TODAY. For measuring only: the events do not
 * replay. */
#ifndef TESTS_BENCH_LEDGER_H
#define TESTS_BENCH_LEDGER_H

#include "model/store.h"

#define LEDGER_TODAY "2026-11-20"
enum { LEDGER_LISTS = 24, LEDGER_UNITS = 60, LEDGER_PEOPLE = 600 };

/* Make it in `home` (must not exist). `shipped`: folder of the shipped configuration;
 * `work`: a folder for scratch files. Dies with a message on trouble: a bench has no use
 * for half a ledger. */
void ledger_make(const char *home, const char *shipped, const char *work, int64_t items);
/* The same township without items. */
void ledger_found(const char *home, const char *shipped, const char *work);
/* Open it for measuring; env gets the day and a random source. */
struct store *ledger_open(const char *home, bool write, struct env *env);

#endif
