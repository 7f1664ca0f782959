#include "model/item.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define COMMA(c) #c ", "
static const char sql_load[] =
    "SELECT " ITEM_COLUMNS(COMMA, COMMA, COMMA) "0 FROM item WHERE id = ?";
#undef COMMA

enum xh_rc item_load(struct db *db, int64_t id, struct item *out, struct xh_err *err)
{
    memset(out, 0, sizeof *out);
    struct stmt *s = db_query(db, err, sql_load, "i", id);
    int got = s ? stmt_step(s, err) : -1;
    enum xh_rc rc = got < 0 ? XH_DB : XH_OK;

    if (got == 0)
        rc = xh_fail(err, XH_NOT_FOUND, _("there is no such item (row %lld)"),
                     (long long)id);
    if (got > 0) {
        int at = 0;
#define READ_I(c) out->c = stmt_int(s, at++);
#define READ_D(c) out->c = stmt_day(s, at++);
#define READ_T(c) out->c = xstrdup(stmt_text(s, at++));
        ITEM_COLUMNS(READ_I, READ_D, READ_T)
#undef READ_I
#undef READ_D
#undef READ_T
        if (out->due == DAY_NEVER)
            out->due = DAY_NONE;
    }
    stmt_done(s);
    return rc;
}

void item_fini(struct item *it)
{
#define FREE_I(c)
#define FREE_T(c) free(it->c);
    ITEM_COLUMNS(FREE_I, FREE_I, FREE_T)
#undef FREE_I
#undef FREE_T
    memset(it, 0, sizeof *it);
}

enum xh_rc item_find(struct db *db, const struct defs *defs, const char *code, int32_t today,
                     int64_t *id, struct xh_err *err)
{
    char *typed = text_halfwidth(code ? code : "");
    char *full = code_expand(defs, text_trim(typed), today);
    struct xh_err sub;

    enum xh_rc rc = db_get_int(db, &sub, id, "SELECT id FROM item WHERE code = ?", "t", typed);
    if (rc == XH_NOT_FOUND && full)
        rc = db_get_int(db, &sub, id, "SELECT id FROM item WHERE code = ?", "t", full);
    if (rc == XH_NOT_FOUND)
        xh_fail(err, rc, err_way(_("there is no item %s. `list all` shows the codes."),
                                  _("there is no item %s")),
                full ? full : typed);
    else if (rc != XH_OK && err)
        *err = sub;
    free(typed);
    free(full);
    return rc;
}

struct pin item_pin(const struct item *it)
{
    return (struct pin){ it->pin_colour ? colour_find(it->pin_colour) : COLOUR_NONE,
                         it->pin_from, it->pin_until };
}

enum colour item_colour(const struct item *it, int32_t day)
{
    return colour_shown((enum phase)it->phase, it->yellow_on, it->red_on, item_pin(it),
                        day);
}

bool item_is_late(const struct item *it, const struct calendar *cal, int32_t day)
{
    return it->phase == PHASE_OPEN && calendar_is_late(cal, it->due, day);
}

enum xh_rc items_of_co(struct db *db, int64_t person, int64_t **ids, size_t *n,
                       struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT DISTINCT i.id FROM item_co c JOIN item i ON i.id = c.item "
                              "WHERE c.person = ? AND i.phase <= 2 ORDER BY i.sort_code",
                              "i", person);
    size_t cap = 0;
    int step = s ? 0 : -1;

    *ids = NULL;
    *n = 0;
    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(*ids, *n, cap);
        (*ids)[(*n)++] = stmt_int(s, 0);
    }
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}
