#include "model/aside.h"

#include "model/i18n.h"

enum xh_rc aside_begin(struct store *st, const char *what, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    if (!st->writable)
        return xh_fail(err, XH_REFUSED, _("the township is open for reading only"));
    if (st->gate)
        rc = gate_enter(st->gate, what, st->waiting, st->waiting_ctx, err);
    if (rc == XH_OK && !store_is_current(st))
        rc = xh_fail(err, XH_CONFLICT,
                     _("the township has been restored from a backup; start again"));
    if (rc == XH_OK)
        rc = db_begin(st->db, err);
    if (rc != XH_OK && st->gate && gate_is_held(st->gate))
        gate_leave(st->gate);
    return rc;
}

enum xh_rc aside_end(struct store *st, enum xh_rc rc, struct xh_err *err)
{
    if (rc == XH_OK)
        rc = db_commit(st->db, err);
    else
        db_rollback(st->db);
    if (st->gate)
        gate_leave(st->gate);
    return rc;
}
