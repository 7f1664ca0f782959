#include "model/record_end.h"

#include "model/i18n.h"

enum xh_rc record_end_read(struct db *db, struct record_end *out, struct xh_err *err)
{
    struct stmt *s = db_query(
        db, err, "SELECT id, day, at, hash FROM event ORDER BY id DESC LIMIT 1", "");
    int got = s ? stmt_step(s, err) : -1;
    size_t n = 0;

    if (got > 0) {
        out->seq = stmt_int(s, 0);
        out->day = stmt_day(s, 1);
        out->at = stmt_int(s, 2);
        const void *hash = stmt_blob(s, 3, &n);
        if (n == HASH_SIZE)
            verify_code_format(hash, out->code);
    }
    stmt_done(s);
    if (got < 0)
        return XH_DB;
    return n == HASH_SIZE ? XH_OK
                          : xh_fail(err, XH_DB, _("the record has no event to build on"));
}
