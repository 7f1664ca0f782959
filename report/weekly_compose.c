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

static enum xh_rc prepare(struct weekly_work *w, struct xh_err *err)
{
    enum xh_rc rc = sheet_load_id(w->st, w->plan->before, &w->before, err);

    w->meeting = rhythm_meeting_after(w->st->defs, w->plan->to);
    w->next_meeting = rhythm_meeting_after(w->st->defs, w->meeting);
    return rc;
}

static void work_fini(struct weekly_work *w)
{
    weekly_read_fini(w);
    weekly_fini(&w->was);
    sheet_fini(&w->before);
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
    enum xh_rc rc = prepare(&w, err);

    if (rc == XH_OK && w.before.id)
        rc = weekly_thaw(&w.before, &w.was, err);
    if (rc == XH_OK)
        rc = compose(&w, is_final, out, err);
    work_fini(&w);
    return rc;
}

enum xh_rc weekly_item(struct store *st, int32_t day, int64_t reader, int64_t item,
                       struct weekly *out, struct xh_err *err)
{
    struct sheet plan = { 0 };
    struct weekly_work w = {
        .st = st, .defs = st->defs, .plan = &plan, .day = day, .reader = reader,
        .names = { .db = st->db },
    };
    enum weekly_list in = LIST_OVERDUE;
    enum xh_rc rc = sheet_plan(st, day, &plan, err);

    if (rc == XH_OK)
        rc = prepare(&w, err);
    if (rc == XH_OK)
        rc = weekly_read_item(&w, item, &in, err);
    if (rc == XH_OK)
        weekly_item_section(&w, in, out);
    work_fini(&w);
    sheet_fini(&plan);
    return rc;
}
