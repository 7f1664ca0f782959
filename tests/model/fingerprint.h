/* fingerprint.h - everything a database holds, as one hash: to see that nothing has
 * changed. */
#ifndef TESTS_FINGERPRINT_H
#define TESTS_FINGERPRINT_H

#include "model/db.h"
#include "model/hash.h"

/* Every row of every table, whatever their order on disk. */
void fingerprint(struct db *db, uint8_t out[static HASH_SIZE]);
/* The same without these tables and columns ("item.version"; NULL-terminated), and
 * without columns added to others later: only values count. */
void fingerprint_but(struct db *db, const char *const *but,
                     uint8_t out[static HASH_SIZE]);

#endif
