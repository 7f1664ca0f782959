/* record_end.h - the end of the record as paper carries it: its newest event and the code that
 * event gives the whole chain (DESIGN 4.3, verify.h). What is printed from a file can be
 * held against that file later. */
#ifndef MODEL_RECORD_END_H
#define MODEL_RECORD_END_H

#include "model/db.h"
#include "model/verify.h"

struct record_end {
    int64_t seq;                /* number of the newest event: how many there are */
    int64_t at;                 /* ms UTC it was written */
    int32_t day;                /* the township's day of it */
    char code[48];              /* of the chain up to it (verify.h) */
};
/* XH_DB: the record holds nothing, or cannot be read. */
enum xh_rc record_end_read(struct db *db, struct record_end *out, struct xh_err *err);

#endif
