/* Apart from file.c, for the module that typesets has a copy of its own. */
#include <errno.h>
#include <string.h>

#include "model/file.h"
#include "model/i18n.h"
#include "model/text.h"

/* In the words of the language in force, where the system has none. */
static const char *reason(int why)
{
    switch (why) {
    case ENOENT:
    case ENOTDIR: return _("there is no such folder");
    case EISDIR: return _("it is a folder; name a file in it");
    case EACCES:
    case EPERM: return _("you may not write there");
    case EROFS: return _("what it lies on can only be read");
    default: return strerror(why);
    }
}

enum xh_rc file_cannot_write(const char *path, int why, struct xh_err *err)
{
    struct buf shown = {0};

    text_show(&shown, path, false);
    if (why == ENOSPC || why == EDQUOT || why == EFBIG)
        xh_fail(err, XH_DB,
                _("the disk is full: %s was not written; make room and try again"),
                buf_str(&shown));
    else
        xh_fail(err, XH_DB, _("%s cannot be written: %s"), buf_str(&shown), reason(why));
    buf_fini(&shown);
    return XH_DB;
}
