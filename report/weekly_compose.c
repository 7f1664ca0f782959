/* weekly_compose.c - the sheet put together, section by section (weekly_work.h). */
#include "model/rhythm.h"
#include "report/weekly_work.h"

static enum xh_rc compose(struct weekly_work *w, bool is_final, struct weekly *out,
                          struct xh_err *err)
{
    enum xh_rc rc = weekly_read(w, err);

    if (rc != XH_OK)
        return rc;
    weekly_words(w, is_final, out);
    rc = weekly_leads_section(w, out, err);
    weekly_list_section(w, LIST_OVERDUE, out);
    weekly_list_section(w, LIST_LAGGING, out);
    weekly_runs_section(w, out);
    for (int l = LIST_DUE; l < LIST_COUNT; l++)
        weekly_list_section(w, (enum weekly_list)l, out);
    if (rc == XH_OK)
        rc = weekly_villages_section(w, out, err);
    weekly_references(w, out);
    weekly_receipts_section(w, out);
    weekly_red_section(w, out);
    return rc == XH_OK ? names_failed(&w->names, err) : rc;
}

enum xh_rc weekly_compose(struct store *st, const struct sheet *s, bool is_final,
                          int64_t reader, struct weekly *out, struct xh_err *err)
{
    struct weekly_work w = {
        .st = st,
        .defs = st->defs,
        .plan = s,
        .day = s->to,
        .reader = reader,
        .names = { .db = st->db },
    };
    enum xh_rc rc = sheet_load_id(st, s->before, &w.before, err);

    w.meeting = rhythm_meeting_after(st->defs, s->to);
    w.next_meeting = rhythm_meeting_after(st->defs, w.meeting);
    if (rc == XH_OK && w.before.id)
        rc = weekly_thaw(&w.before, &w.was, err);
    if (rc == XH_OK)
        rc = compose(&w, is_final, out, err);
    weekly_read_fini(&w);
    weekly_fini(&w.was);
    sheet_fini(&w.before);
    return rc;
}
