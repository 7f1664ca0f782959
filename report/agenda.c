#include "report/agenda.h"

#include <stdlib.h>
#include <string.h>

#include "model/detail.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "model/query.h"

/* ---- the rows of a sheet ---- */

static void take_item(struct meeting_row *r, int64_t item)
{
    GROW(r->items, r->n_items, r->cap_items);
    r->items[r->n_items++] = item;
}

/* The first line of a cell. */
static char *first_line(const char *text)
{
    return xstrndup(text, strcspn(text, "\n"));
}

static struct meeting_row *take_row(struct meeting *m, const struct weekly_section *s,
                                    const struct weekly_row *from)
{
    struct meeting_row *r = meeting_add(m);

    free(r->section);
    free(r->heading);
    free(r->code);
    free(r->title);
    r->n = from->n;
    r->section = xstrdup(s->id);
    r->heading = xstrdup(s->title);
    r->colour = from->colour;
    r->due = from->due;
    r->code = first_line(weekly_cell(s, from, "code"));
    r->title = first_line(weekly_cell(s, from, "title"));
    r->is_group = from->item == 0;
    if (from->item)
        take_item(r, from->item);
    for (size_t i = 0; i < s->n_columns; i++)
        if (strcmp(s->columns[i].id, "decision") != 0)
            meeting_put_cell(r, s->columns[i].id, xstrdup(from->cells[i]));
    return r;
}

static void take_rows(struct meeting *m, const struct weekly *w, const struct sheet *s)
{
    for (size_t i = 0; i < w->n_sections; i++)
        for (size_t k = 0; k < w->sections[i].n_rows; k++) {
            const struct weekly_row *from = &w->sections[i].rows[k];
            if (from->n == 0)
                continue;
            struct meeting_row *r = take_row(m, &w->sections[i], from);
            for (size_t x = 0; x < from->n_members; x++)
                take_item(r, from->members[x]);
            /* A frozen sheet keeps a group's items as rows of their own. */
            for (size_t x = 0; s && x < s->n_rows; x++)
                if (s->rows[x].is_member && s->rows[x].n == r->n && s->rows[x].item &&
                    strcmp(s->rows[x].section, r->section) == 0)
                    take_item(r, s->rows[x].item);
        }
}

enum xh_rc agenda_of_sheet(struct store *st, int64_t year, int64_t no, int64_t edition,
                           struct meeting *m, struct xh_err *err)
{
    struct sheet s = {0};
    struct weekly w = {0};
    enum xh_rc rc = sheet_load(st, year, no, edition, &s, err);

    if (rc == XH_OK)
        rc = weekly_thaw(&s, &w, err);
    if (rc == XH_OK) {
        m->sheet_year = s.year;
        m->sheet_no = s.no;
        m->sheet_edition = s.edition;
        m->sheet_seq = s.seq;
        m->sheet_to = s.to;
        take_rows(m, &w, &s);
    }
    weekly_fini(&w);
    sheet_fini(&s);
    return rc;
}

enum xh_rc agenda_of_draft(struct store *st, int32_t day, int64_t reader, struct meeting *m,
                           struct xh_err *err)
{
    struct weekly w = {0};
    enum xh_rc rc = weekly_draft(st, day, reader, &w, err);

    if (rc == XH_OK)
        take_rows(m, &w, NULL);
    weekly_fini(&w);
    return rc;
}

/* ---- one of them when its turn comes ---- */

void agenda_page_fini(struct agenda_page *p)
{
    for (size_t i = 0; i < p->n_cells; i++) {
        free(p->cells[i].id);
        free(p->cells[i].text);
    }
    free(p->cells);
    free(p->state);
    free(p->changed);
    free(p->asked);
    free(p->before);
    *p = (struct agenda_page){0};
}

const char *agenda_cell(const struct agenda_page *p, const char *id)
{
    for (size_t i = 0; i < p->n_cells; i++)
        if (strcmp(p->cells[i].id, id) == 0)
            return p->cells[i].text;
    return "";
}

static void put_cell(struct agenda_page *p, const char *id, const char *text)
{
    GROW(p->cells, p->n_cells, p->cap_cells);
    p->cells[p->n_cells++] = (struct meeting_cell){ xstrdup(id), xstrdup(text) };
}

static void cells_of_sheet(struct agenda_page *p, const struct meeting_row *r)
{
    for (size_t i = 0; i < r->n_cells; i++)
        put_cell(p, r->cells[i].id, r->cells[i].text);
    p->colour = r->colour;
}

/* Words about people are not for the wall, whoever wrote them into a report. */
static bool is_told(const struct list_def *l, const char *id)
{
    return !l || !l->person || (strcmp(id, "latest") != 0 && strcmp(id, "problem") != 0);
}

static enum xh_rc cells_of_today(struct agenda_page *p, struct store *st, int32_t day,
                                 int64_t reader, const struct item *it, struct xh_err *err)
{
    struct weekly w = {0};
    const struct list_def *l = defs_list(st->defs, it->list);
    enum xh_rc rc = weekly_item(st, day, reader, it->id, &w, err);
    const struct weekly_section *s = rc == XH_OK ? weekly_section(&w, "item") : NULL;

    if (s && s->n_rows) {
        for (size_t i = 0; i < s->n_columns; i++)
            if (is_told(l, s->columns[i].id))
                put_cell(p, s->columns[i].id, s->rows[0].cells[i]);
        p->colour = s->rows[0].colour;
    }
    weekly_fini(&w);
    return rc;
}

/* The last open request for more time. */
static enum xh_rc look_at_requests(struct agenda_page *p, struct store *st, int32_t today,
                                   int64_t item, struct xh_err *err)
{
    struct detail d = {0};
    enum xh_rc rc = detail_load(st, item, &d, err);
    char day[DAY_TEXT];

    for (size_t i = 0; rc == XH_OK && i < d.n_requests; i++) {
        const struct detail_request *q = &d.requests[i];
        if (*q->answer || verb_find(q->verb) != VERB_EXTEND)
            continue;
        free(p->asked);
        p->request = q->id;
        p->asked_to = q->to;
        p->asked = xasprintf(_("%s asks for time until %s: %s"), q->person,
                             day_format_short(q->to, today, day), q->reason);
    }
    detail_fini(&d);
    return rc;
}

static void look_at_state(struct agenda_page *p, const struct store *st, int32_t day,
                          const struct meeting_row *r, const struct item *it)
{
    const struct state_def *s = defs_state(st->defs, it->state);
    struct buf b = {0};

    p->phase = (enum phase)it->phase;
    p->state = xstrdup(s ? s->name : it->state);
    p->due = it->due;
    p->upper_due = it->upper_due;
    p->is_late = item_is_late(it, st->defs->calendar, day);
    if (it->phase >= PHASE_CLOSED && strcmp(r->section, "closed") != 0)
        buf_printf(&b, _("since the sheet: %s"), p->state);
    else if (p->colour != r->colour && it->phase < PHASE_CLOSED)
        buf_printf(&b, _("on the sheet %s, today %s"), colour_word(st->defs, r->colour),
                   colour_word(st->defs, p->colour));
    p->changed = b.s ? buf_take(&b) : xstrdup("");
}

/* Of a group: how many of its rows are still open. */
static enum xh_rc look_at_group(struct agenda_page *p, struct store *st,
                                const struct meeting_row *r, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    size_t open = 0;

    for (size_t i = 0; rc == XH_OK && i < r->n_items; i++) {
        struct item it = {0};
        rc = item_load(st->db, r->items[i], &it, err);
        open += rc == XH_OK && it.phase < PHASE_CLOSED;
        item_fini(&it);
    }
    p->is_late = strcmp(r->section, "overdue") == 0;
    if (rc == XH_OK && open < r->n_items)
        p->changed = xasprintf(_("since the sheet %zu of %zu are crossed off"),
                               r->n_items - open, r->n_items);
    return rc;
}

/* What earlier meetings decided about it: their items begin with its code. */
static enum xh_rc look_before(struct agenda_page *p, struct store *st, int32_t day,
                              int64_t reader, const struct meeting_row *r, struct xh_err *err)
{
    const struct list_def *l = meeting_list(st->defs);
    char *begins = meeting_item_begins(r);
    struct filter f = { .list = l ? l->id : NULL, .text = r->code, .order = ORDER_CODE,
                        .today = day, .as_of = DAY_NONE, .reader = reader,
                        .without = ROW_CO | ROW_LATEST };
    struct rows rows = {0};
    struct buf b = {0};
    size_t shown = 0;
    enum xh_rc rc = l && *r->code ? query_rows(st, &f, &rows, err) : XH_OK;

    for (size_t i = rows.n; rc == XH_OK && i-- > 0 && shown < 2;) {
        const struct row *x = &rows.v[i];
        const struct state_def *s = defs_state(st->defs, x->it.state);
        int decision = list_field(l, "decision");
        char text[DAY_TEXT];
        if (strncmp(x->it.title, begins, strlen(begins)) != 0 || strcmp(x->it.code, r->made) == 0)
            continue;
        buf_printf(&b, "%s%s", shown++ ? "\n" : "", x->it.code);
        if (decision >= 0 && (size_t)decision < x->n_fields && *x->fields[decision])
            buf_printf(&b, " %s", x->fields[decision]);
        if (x->it.due != DAY_NONE)
            buf_printf(&b, " %s", day_format_short(x->it.due, day, text));
        buf_printf(&b, " %s", s ? s->name : "");
        if (x->days_overdue)
            buf_printf(&b, _(" %d days late"), (int)x->days_overdue);
    }
    p->before = b.s ? buf_take(&b) : xstrdup("");
    rows_fini(&rows);
    free(begins);
    return rc;
}

enum xh_rc agenda_page_load(struct store *st, int32_t day, int64_t reader,
                            const struct meeting_row *r, struct agenda_page *out,
                            struct xh_err *err)
{
    struct item it = {0};
    enum xh_rc rc = XH_OK;

    agenda_page_fini(out);
    out->due = out->upper_due = out->asked_to = DAY_NONE;
    if (!r->is_group && r->n_items == 1)
        rc = item_load(st->db, r->items[0], &it, err);
    if (rc == XH_OK && it.id) {
        rc = cells_of_today(out, st, day, reader, &it, err);
        if (rc == XH_NOT_FOUND) {       /* void, or no longer mine to read */
            cells_of_sheet(out, r);
            rc = XH_OK;
        }
        if (rc == XH_OK) {
            look_at_state(out, st, day, r, &it);
            rc = look_at_requests(out, st, day, it.id, err);
        }
    } else if (rc == XH_OK) {
        cells_of_sheet(out, r);
        rc = look_at_group(out, st, r, err);
    }
    if (rc == XH_OK)
        rc = look_before(out, st, day, reader, r, err);
    char **const texts[] = { &out->state, &out->changed, &out->asked, &out->before };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = xstrdup("");
    item_fini(&it);
    return rc;
}
