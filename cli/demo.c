#include "cli/demo.h"

#include "model/i18n.h"

enum xh_rc demo_make(const struct app *a, const char *home, int32_t today, int64_t seed,
                     struct xh_err *err)
{
    (void)a; (void)home; (void)today; (void)seed;
    return xh_fail(err, XH_REFUSED, "not yet");
}
