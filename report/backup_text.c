#include "report/backup_text.h"

#include <stdlib.h>

#include "model/i18n.h"

const char *backup_state_word(const struct backup_entry *e)
{
    static const char *const words[] = {
        [BACKUP_WHOLE] = N_("whole"),
        [BACKUP_NOT_WHOLE] = N_("township not whole"),
        [BACKUP_KEPT] = N_("put aside"),
        [BACKUP_DAMAGED] = N_("DAMAGED"),
        [BACKUP_OUT_OF_REACH] = N_("not plugged in"),
    };
    return _(words[e->state]);
}

void backup_size(struct buf *out, int64_t bytes)
{
    if (bytes < 1 << 20)
        buf_printf(out, "%lld KB", (long long)((bytes + 1023) >> 10));
    else
        buf_printf(out, "%lld MB", (long long)((bytes + (1 << 19)) >> 20));
}

void backup_remarks(struct buf *out, const struct backup_entry *e)
{
    if (e->manifest.kind == MANIFEST_MIGRATION)
        buf_printf(out, "%s\n",
                   _("the database alone, made before it was brought to a newer version"));
    if (e->other)
        buf_printf(out, _("of another township (%s)\n"), e->manifest.township);
    if (e->branched && e->state != BACKUP_DAMAGED)
        buf_printf(out, "%s\n", _("holds acts that are no longer in force since a restore"));
    if (e->erased.len)
        buf_printf(out, _("still holds what was erased: %s\n"), buf_str(&e->erased));
}

void backup_made_text(struct buf *out, const struct backup_made *made)
{
    const struct manifest *m = &made->manifest;
    struct buf size = {0};

    backup_size(&size, manifest_bytes(m));
    buf_printf(out, _("Backup made: %s\n"), made->path);
    buf_printf(out, _("%lld items, %lld files of evidence (%lld of them shared with an earlier "
                      "backup), %s\n"), (long long)m->items, (long long)m->evidence,
               (long long)made->linked, buf_str(&size));
    buf_printf(out, _("Last event: %lld, code for paper: %s\n"), (long long)m->events, m->code);
    if (m->whole == WHOLE_YES)
        buf_printf(out, "%s\n", _("Read back and verified: it is whole."));
    buf_fini(&size);
}

struct backup_age backup_age(struct store *st, int32_t today)
{
    struct backup_age age = {0};
    int64_t events;
    int32_t day;
    char *path = NULL;

    age.none = !backup_last(st, &day, &events, &path);
    age.days = today - (age.none ? backup_first_day(st) : day);
    age.late = !st->practice && age.days > BACKUP_LATE_DAYS;
    free(path);
    return age;
}
