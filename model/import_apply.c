/* import_apply.c - one row of a ledger becomes an item. See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/rhythm.h"

/* ---- what both share ---- */

static void refused(void *ctx, size_t i, const struct xh_err *why)
{
    struct import_apply *p = ctx;

    import_reject(p->r, p->from[i], "%s", why->msg);
}

void import_apply_init(struct import_apply *p, struct import_run *r, enum verb verb)
{
    struct act *a = r->a;
    int64_t doer = a->who.behalf ? a->who.behalf : a->who.actor;

    *p = (struct import_apply){ .r = r };
    p->call = (struct call){ .verb = verb,
                             .list = r->list->id,
                             .on = DAY_NONE,
                             .to = DAY_NONE,
                             .next_due = DAY_NONE,
                             .reason = r->in->reason };
    p->d = (struct deed){ .a = a, .c = &p->call, .out = &p->result, .doer = doer,
                          .decider = doer, .refused = refused, .refused_ctx = p,
                          .list = r->list };
}

void import_apply_fini(struct import_apply *p)
{
    item_fini(&p->d.it);
    free(p->fields);
    free(p->from);
}

void import_add_field(struct import_apply *p, size_t column, const char *key,
                      const char *value)
{
    GROW(p->from, p->n, p->cap_from);
    p->from[p->n] = column;
    GROW(p->fields, p->n, p->cap);
    p->fields[p->n++] = (struct pair){ key, value };
    p->call.fields = p->fields;
    p->call.n_fields = p->n;
}

void import_note_origin(struct import_run *r)
{
    act_note(r->a, "file", r->file);
    act_note(r->a, "file_hash", r->in->grid->hash);
    act_note_int(r->a, "line", r->cells->line);
}

bool import_is_settable(enum import_what what)
{
    return what == IMPORT_TEXT || what == IMPORT_UNIT || what == IMPORT_PLACE
        || what == IMPORT_PERSON || what == IMPORT_CO || what == IMPORT_CADENCE
        || what == IMPORT_FIELD;
}

/* The column `list` may only say what is known. */
void import_check_list(struct import_run *r)
{
    size_t at;
    const struct import_cell *v = import_get(r, IMPORT_LIST, NULL, &at);

    if (v && v->is == CELL_VALUE && strcmp(v->text, r->list->id) != 0
        && strcmp(v->text, r->list->name) != 0)
        import_reject(r, at, _("this row is of another list, %s"), v->text);
}

/* ---- a new item ---- */

/* Where gates apply, a step cannot be done before the start: a ledger that names no start
 * must not be refused for it. Without steps work starts with the assignment, today unless
 * the ledger says more; a deadline may be over by then, and once it is settled anew
 * (期限核定) the plan runs from there. */
static int32_t first_step(const struct import_run *r)
{
    const struct import_cell *assigned = import_get(r, IMPORT_DATE, "assigned_on", NULL);
    int32_t base = assigned && assigned->is == CELL_VALUE ? assigned->day
                                                          : r->a->env.today;
    int32_t first = base;

    for (size_t i = 0; !r->before_start && i < r->columns.n; i++)
        if (r->columns.v[i].what == IMPORT_STEP && r->v[i].is == CELL_VALUE
            && r->v[i].day != DAY_NONE && r->v[i].day < first)
            first = r->v[i].day;
    return first < base ? first : DAY_NONE;
}

static bool was_rejected(const struct import_run *r, size_t column)
{
    for (size_t i = r->out->n_rejects; i-- > 0 && r->out->rejects[i].row == r->row;)
        if (column < r->columns.n
            && strcmp(r->out->rejects[i].column, r->columns.v[column].header) == 0)
            return true;
    return false;
}

static void gather_new(struct import_apply *p, char start[static DAY_TEXT])
{
    struct import_run *r = p->r;
    size_t at;
    const struct import_cell *title = import_get(r, IMPORT_TEXT, "title", &at);

    if (!title)                 /* empty, or rejected already */
        import_add_field(p, at, "title", was_rejected(r, at) ? "-" : "");
    for (size_t i = 0; i < r->columns.n; i++) {
        const struct import_column *c = &r->columns.v[i];
        if (r->v[i].is == CELL_VALUE &&
            (import_is_settable(c->what) || c->what == IMPORT_DATE ||
             c->what == IMPORT_PARENT) &&
            !(c->what == IMPORT_PLACE && was_rejected(r, i)) &&
            !(c->what == IMPORT_PERSON && r->v[i].number == 0) &&
            !(c->what == IMPORT_UNIT && r->v[i].number == 0))
            import_add_field(p, i, c->key, r->v[i].text);
    }
    const struct import_cell *first = import_get(r, IMPORT_FIRST_DUE, NULL, &at);
    if (first && first->is == CELL_VALUE && r->list->due.anchor == ANCHOR_GIVEN
        && !import_get(r, IMPORT_DATE, "due", NULL))
        import_add_field(p, at, "due", first->text);
    if (!import_get(r, IMPORT_DATE, "start", NULL) && first_step(r) != DAY_NONE)
        import_add_field(p, SIZE_MAX, "start", day_format(first_step(r), start));
}

/* In which state it comes in: only open ones; everything else is decided here. */
static void put_state(struct import_apply *p)
{
    struct import_run *r = p->r;
    size_t at;
    const struct import_cell *v = import_get(r, IMPORT_STATE, NULL, &at);

    if (v && v->is == CELL_VALUE && v->number != PHASE_OPEN)
        import_reject(
            r, at,
            _("a new row comes in open. Leave rows out that are over; apply, hold "
              "or cancel the others here"));
    else if (v && v->is == CELL_VALUE)
        deed_draft_put(&p->d, "state", value_text(v->text));
    else if (r->before_start)   /* in work already: nobody need acknowledge it */
        deed_draft_put(&p->d, "state", value_text("active"));
}

static void put_outcomes(struct import_apply *p)
{
    struct import_run *r = p->r;
    const struct import_cell *v = import_get(r, IMPORT_FIRST_DUE, NULL, NULL);

    if (v && v->is == CELL_VALUE)
        deed_draft_put(&p->d, "first_due", value_day(v->day));
    v = import_get(r, IMPORT_PERCENT, NULL, NULL);
    if (v && v->is == CELL_VALUE)
        deed_draft_put(&p->d, "percent", value_int(v->number));
    v = import_get(r, IMPORT_LATEST, NULL, NULL);
    if (v && v->is == CELL_VALUE)
        deed_draft_put(&p->d, "last_report_on", value_day(r->a->env.today));
}

/* 启用前已完成: gates do not apply (ENGINE 37). A quantity is reached. */
static void put_step_before_start(struct import_apply *p, size_t at, int32_t day,
                                  int32_t start)
{
    struct import_run *r = p->r;
    const struct step_def *s = &r->list->steps[r->columns.v[at].at];
    char text[DAY_TEXT];

    if (day > r->a->env.today) {
        import_reject(r, at, _("%s is still to come"), day_format(day, text));
        return;
    }
    if (day < start && import_get(r, IMPORT_DATE, "start", NULL)) {
        import_reject(r, at, _("the step was done before the start, %s"),
                      day_format(start, text));
        return;
    }
    act_insert(r->a, "step", "item i step t done_on d before_start i", p->d.it.id, s->id,
               day, (int64_t)1);
    if (s->target && !*s->from.list)
        act_insert(r->a, "step_amount", "item i step t day d amount i", p->d.it.id, s->id,
                   day, s->target);
}

/* In the order of the list, so that each finds its predecessors. */
static void put_steps(struct import_apply *p, int32_t start)
{
    struct import_run *r = p->r;
    int32_t start_day = r->a->defs->township.start_day;
    bool checked = false;

    for (size_t k = 0; k < r->list->n_steps; k++) {
        size_t at;
        const struct import_cell *v =
            import_get(r, IMPORT_STEP, r->list->steps[k].id, &at);
        if (!v || v->is != CELL_VALUE)
            continue;
        int32_t day = v->day == DAY_NONE ? r->a->env.today : v->day;
        if (r->before_start || day < start_day) {
            put_step_before_start(p, at, day, start);
            continue;
        }
        p->call.verb = VERB_CHECK;
        p->call.step = r->list->steps[k].id;
        p->call.on = day;
        verb_check(&p->d);
        import_take_refusal(r, at);
        checked = true;
    }
    if (checked && !r->bad)
        deed_leave_traces(&p->d);
}

static void put_latest(struct import_apply *p)
{
    struct import_run *r = p->r;
    struct act *a = r->a;
    size_t at;
    const struct import_cell *v = import_get(r, IMPORT_LATEST, NULL, &at);
    const struct import_cell *done = import_get(r, IMPORT_PERCENT, NULL, NULL);

    if (!v || v->is != CELL_VALUE)
        return;
    if (!deed_good_text(&p->d, r->columns.v[at].header, v->text, true, 4000)) {
        import_take_refusal(r, at);
        return;
    }
    int64_t owner = deed_draft_int(&p->d, "owner");
    int32_t period = rhythm_fill_day(a->defs, r->list->report_every,
                                     deed_draft_day(&p->d, "due_given"), a->env.today);
    struct value percent =
        done && done->is == CELL_VALUE ? value_int(done->number) : value_null();
    struct value person = owner ? value_int(owner) : value_null();
    act_insert(a, "progress", "item i day d period d text t percent v person v",
               p->d.it.id, a->env.today,
               period == DAY_NEVER || period == DAY_NONE ? DAY_NONE : period, v->text,
               &percent, &person);
}

/* ---- the same title in the same unit: perhaps it is there already ---- */

static uint64_t title_key(const char *title, int64_t unit)
{
    return index_key(title, unit);
}

static void remember_title(struct import_run *r, const char *title, int64_t unit,
                           int64_t item, int64_t line)
{
    GROW(r->known, r->n_known, r->cap_known);
    index_put(&r->titles, title_key(title, unit), r->n_known);
    r->known[r->n_known++] = (struct import_known){ item, line };
}

void import_load_titles(struct import_run *r)
{
    struct act *a = r->a;
    struct stmt *s = act_ok(a) ? db_query(a->db, &a->err,
                                          "SELECT id, title, coalesce(unit, 0) FROM item "
                                          "WHERE list = ? AND voided = 0 AND phase < 4",
                                          "t", r->list->id)
                               : NULL;
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, &a->err)) > 0)
        remember_title(r, stmt_text(s, 1), stmt_int(s, 2), stmt_int(s, 0), 0);
    stmt_done(s);
    if (got < 0 && act_ok(a))
        a->rc = XH_DB;
}

static void look_for_twin(struct import_apply *p)
{
    struct import_run *r = p->r;
    struct act *a = r->a;
    const struct cell *cell = change_cell(&p->d.draft->item, "title");
    const char *title = cell && cell->new.kind == VALUE_TEXT ? cell->new.s : "";
    int64_t unit = deed_draft_int(&p->d, "unit");
    size_t at;

    if (index_find(&r->titles, title_key(title, unit), &at)) {
        char *code = NULL;
        enum xh_rc rc =
            db_get_text(a->db, &a->err, &code,
                        "SELECT code FROM item WHERE id = ? AND title = ? AND "
                        "coalesce(unit, 0) = ?",
                        "iti", r->known[at].item, title, unit);
        if (rc == XH_OK) {
            struct import_result *out = r->out;
            GROW(out->twins, out->n_twins, out->cap_twins);
            out->twins[out->n_twins++] = (struct import_twin){
                .line = r->cells->line,
                .like = r->known[at].line,
                .title = xstrdup(title),
                .code = r->known[at].line ? xstrdup("") : xstrdup(code),
            };
        } else if (rc == XH_DB) {
            a->rc = rc;
        }
        free(code);
        return;
    }
    remember_title(r, title, unit, p->d.it.id, r->cells->line);
}

void import_new_row(struct import_run *r)
{
    struct import_apply p;
    struct draft w = {0};
    struct act *a = r->a;
    char start[DAY_TEXT];

    import_apply_init(&p, r, VERB_ADD);
    import_check_list(r);
    gather_new(&p, start);
    deed_draft_row(&p.d, &w);
    import_take_refusal(r, SIZE_MAX);
    if (act_ok(a) && p.d.draft) {
        deed_draft_assign(&p.d);
        put_state(&p);
        put_outcomes(&p);
    }
    if (act_ok(a) && p.d.draft && !r->bad) {
        deed_write_row(&p.d);
        free(p.d.it.state);
        p.d.it.state = xstrdup(change_cell(&w.item, "state")->new.s);
        put_steps(&p, deed_draft_day(&p.d, "start"));
        put_latest(&p);
        look_for_twin(&p);
        act_touch(a, p.d.it.id, 0);
        import_note_origin(r);
    }
    if (!r->bad)
        r->out->created++;
    p.d.draft = NULL;
    deed_draft_fini(&w);
    import_apply_fini(&p);
}
