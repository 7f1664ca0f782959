#include "report/land_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/decimal.h"
#include "model/i18n.h"

const char *land_rate_text(const struct rollup_figures *n, char out[static 32])
{
    int64_t rate = rollup_rate(n);

    snprintf(out, 32, "%" PRId64 ".%" PRId64 "%%", rate / 10, rate % 10);
    return out;
}

bool land_has_plan(const struct rollup_pace *p)
{
    return p->days_all > 0;
}

void land_say_plan(struct buf *out, const struct list_def *l, const struct rollup_figures *n,
                   const struct rollup_pace *p)
{
    int64_t ahead = n->signed_rows - p->planned;

    if (p->done && n->due != DAY_NONE)
        buf_printf(out,
                   p->early > 0    ? _("early by %d days")
                   : p->early == 0 ? _("done in time")
                                   : _("late by %d days"),
                   p->early < 0 ? -p->early : p->early);
    else if (p->done)
        buf_puts(out, _("all signed"));
    else if (land_has_plan(p) && n->rows > 0 && ahead != 0)
        buf_printf(out, ahead > 0 ? _("%lld %s ahead") : _("%lld %s behind"),
                   (long long)(ahead < 0 ? -ahead : ahead), l->row);
    else if (land_has_plan(p) && n->rows > 0)
        buf_puts(out, p->days_used ? _("on plan") : _("not begun"));
}

const char *land_tenths(int64_t n, char out[static 32])
{
    snprintf(out, 32, "%" PRId64 ".%" PRId64, n / 10, n % 10);
    return out;
}

void land_note_area(struct document *d)
{
    char *text = xasprintf(_("%s: an area from which that of one or two households would follow, "
                             "or one by person, does not stand on paper."), LAND_MASKED);

    doc_add(d, DOC_LINE, text, NULL, NULL);
    free(text);
}

static const struct field_def *field_of(const struct list_def *l, const char *id)
{
    int at = *id ? list_field(l, id) : -1;

    return at >= 0 ? &l->fields[at] : NULL;
}

struct land_fields land_fields(const struct list_def *l)
{
    return (struct land_fields){ field_of(l, l->rollup.area), field_of(l, l->rollup.money) };
}

/* ---- for programs ---- */

static void put_sum(struct export *e, const struct field_def *f, int64_t n, bool shown)
{
    char text[DECIMAL_TEXT];

    if (!f)
        export_none(e);
    else if (!shown)
        export_text(e, LAND_MASKED);
    else
        export_number(e, decimal_format(n, text));
}

static void put_line(struct export *e, const struct land_fields *f,
                     const struct rollup_line *l, int32_t today)
{
    const struct rollup_figures *n = &l->n;
    struct rollup_pace pace;
    char text[DECIMAL_TEXT];

    rollup_pace(n, today, &pace);
    export_text(e, l->code);
    export_text(e, l->village_name);
    export_text(e, l->group_name);
    export_int(e, n->rows);
    export_int(e, n->signed_rows);
    put_sum(e, f->area, n->area, l->tells_area);
    put_sum(e, f->area, n->area_signed, l->tells_area_signed);
    put_sum(e, f->money, n->agreed, l->tells_agreed);
    put_sum(e, f->money, n->paid, l->tells_paid);
    export_number(e, land_tenths(rollup_rate(n), text));
    export_int(e, pace.days_used);
    export_text(e, l->section);
    export_text(e, l->owner_name);
    export_text(e, l->title);
    if (land_has_plan(&pace)) {
        export_int(e, pace.planned);
        export_int(e, n->signed_rows - pace.planned);
    } else {
        export_none(e);
        export_none(e);
    }
    export_day(e, n->due);
    if (pace.done && n->due != DAY_NONE)
        export_int(e, pace.early);
    else
        export_none(e);
    export_int(e, n->week);
    if (pace.needed)
        export_number(e, land_tenths(pace.needed, text));
    else
        export_none(e);
}

void land_export(struct buf *out, const struct land_page *p, const struct rollup_lines *l,
                 enum export_format format)
{
    static const char *const keys[] = {
        "project", "village", "group", "households", "signed", "area", "area_signed", "agreed",
        "paid", "rate", "days", "section", "owner", "title", "planned", "ahead", "due", "early",
        "week", "needed",
    };
    const struct land_fields f = land_fields(p->list);
    struct export e;

    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < l->n; i++)
        put_line(&e, &f, &l->v[i], p->today);
    export_end(&e);
}
