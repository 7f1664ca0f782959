#include "report/impact.h"

#include "model/i18n.h"

static const char *word(const struct defs *defs, int colour)
{
    return colour == COLOUR_NONE ? _("no colour") : colour_word(defs, (enum colour)colour);
}

bool impact_moves(struct buf *out, const struct defs *defs, const struct impact_day *d)
{
    bool any = false;

    for (int to = COLOUR_GREY; to >= COLOUR_NONE; to--)
        for (int from = COLOUR_NONE; from <= COLOUR_GREY; from++)
            if (from != to && d->moved[from][to] > 0) {
                buf_puts(out, any ? _(", ") : "");
                buf_printf(out, _("%lld from %s to %s"), (long long)d->moved[from][to],
                           word(defs, from), word(defs, to));
                any = true;
            }
    return any;
}

void impact_text(struct buf *out, const struct defs *defs, const struct impact *i, bool codes)
{
    char day[DAY_TEXT];
    bool any = false;

    for (size_t k = 0; k < i->n_days; k++) {
        struct buf moves = {0};
        bool here = impact_moves(&moves, defs, &i->days[k]);
        if (here || k == 0)
            buf_printf(
                out, k == 0 ? _("Today (%s): %s\n") : _("On %s, after the holiday: %s\n"),
                day_format(i->days[k].day, day),
                here ? buf_str(&moves) : _("no colour changes"));
        any |= here;
        buf_fini(&moves);
    }
    if (!any && i->n_days > 1)
        buf_printf(out, "%s\n", _("After the year's long holidays: no colour changes"));
    buf_printf(out, _("Deadlines that move: %lld\n"), (long long)i->due_moved);
    if (codes && i->n_rows) {
        buf_printf(out, "%s", _("Changing colour today:"));
        for (size_t k = 0; k < i->n_rows; k++)
            buf_printf(out, " %s", i->rows[k].code);
        buf_putc(out, '\n');
    }
}
