/* verbs.c - the way into every act: who, on which item, may they; then the verb; then
 * what every act of its kind leaves behind. See verbs.h. */
#include "model/verbs.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/deed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"

static const struct handler { enum verb verb; deed_fn *run; bool no_item; } handlers[] = {
    { VERB_ADD, verb_add, true },
    { VERB_SET, verb_set, false },
    { VERB_ASSIGN, verb_assign, false },
    { VERB_ACCEPT, verb_accept, false },
    { VERB_TRANSFER, verb_transfer, false },
    { VERB_SPLIT, verb_split, false },
    { VERB_CANCEL, verb_cancel, false },
    { VERB_VOID, verb_void, false },
    { VERB_PROGRESS, verb_progress, false },
    { VERB_NOTE, verb_note, false },
    { VERB_INSTRUCT, verb_instruct, false },
    { VERB_REMIND, verb_remind, false },
    { VERB_VISIT, verb_visit, false },
    { VERB_BEGIN, verb_begin, false },
    { VERB_CHECK, verb_check, false },
    { VERB_UNCHECK, verb_uncheck, false },
    { VERB_SKIP, verb_skip, false },
    { VERB_APPLY, verb_apply, false },
    { VERB_WITHDRAW, verb_withdraw, false },
    { VERB_APPROVE, verb_approve, false },
    { VERB_RETURN, verb_return, false },
    { VERB_EXTEND, verb_extend, false },
    { VERB_GRANT, verb_grant, false },
    { VERB_REFUSE, verb_refuse, false },
    { VERB_LIMIT, verb_limit, false },
    { VERB_HOLD, verb_hold, false },
    { VERB_RESUME, verb_resume, false },
    { VERB_REOPEN, verb_reopen, false },
    { VERB_PIN, verb_pin, false },
    { VERB_REBASE, verb_rebase, false },
    { VERB_UNDO, verb_undo, true },
    { VERB_ERASE, verb_erase, false },
};

static const struct handler *find_handler(enum verb verb)
{
    for (size_t i = 0; i < sizeof handlers / sizeof *handlers; i++)
        if (handlers[i].verb == verb)
            return &handlers[i];
    return NULL;
}

/* ---- before and after every verb ---- */

/* What it decides is decided by whoever is named for it: never in somebody else's
 * name. */
static bool is_decision(const struct deed *d)
{
    unsigned flags = verb_info(d->c->verb)->flags;

    if (d->c->verb == VERB_RETURN)
        return d->it.phase == PHASE_REVIEW;
    return d->c->verb == VERB_CANCEL ||
           ((flags & VERB_DECIDES) && !(flags & VERB_REQUESTABLE));
}

bool deed_good_text(struct deed *d, const char *name, const char *text, bool multiline,
                    size_t most)
{
    size_t at;
    const char *bad = text_refused(text, multiline, &at);

    if (bad)
        act_fail(d->a, XH_REFUSED, _("%s: %s"), name, _(bad));
    else if (text && text_length(text) > most)
        act_fail(d->a, XH_REFUSED, _("%s: more than %zu characters"), name, most);
    return act_ok(d->a);
}

/* Invariant 8: whatever the verb does with them, no text of the call drives a
 * terminal. */
static void check_texts(struct deed *d)
{
    const struct call *c = d->c;
    const struct { const char *name, *text; bool multiline; size_t most; } texts[] = {
        { "text", c->text, true, 4000 }, { "problem", c->problem, true, 4000 },
        { "next", c->next, true, 4000 }, { "coord", c->coord, true, 4000 },
        { "reason", c->reason, false, 1000 }, { "doc", c->doc, false, 200 },
        { "office", c->office, false, 200 }, { "place", c->place, false, 200 },
        { "caption", c->caption, false, 200 }, { "paper", c->paper_kept, false, 500 },
        { "link", c->link, false, 500 },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        deed_good_text(d, texts[i].name, texts[i].text, texts[i].multiline,
                       texts[i].most);
    for (size_t i = 0; c->captions && i < c->n_evidence; i++)
        deed_good_text(d, "caption", c->captions[i], false, 200);
}

/* Days outside the calendar would be no dates once they are reckoned with. */
static void check_days(struct deed *d)
{
    const int32_t days[] = { d->c->on, d->c->to, d->c->next_due };

    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        if (days[i] != DAY_NONE && (days[i] < DAY_MIN || days[i] > DAY_MAX))
            act_fail(d->a, XH_USAGE, _("dates run from 1900-01-01 to 2999-12-31"));
}

bool deed_identities(struct act *a, enum deed_kind kind, bool has_paper, const char *list,
                     int64_t item)
{
    const struct who *w = &a->who;

    if (!w->actor) {
        struct buf who = {0};
        permit_who_can(&who, a->db, a->defs, VERB_PEOPLE, NULL, 0, 0);
        act_fail(a, XH_DENIED,
                 _("your login is not assigned to a person here, so nothing can be "
                   "recorded. Ask: %s"),
                 buf_str(&who));
        buf_fini(&who);
        return false;
    }
    if (w->behalf && w->behalf != w->actor) {
        if (kind == DEED_DECISION)
            act_fail(a, XH_USAGE, err_way(_("--for is for somebody's work. A decision made by "
                                            "somebody else needs the signed form: --decided-by "
                                            "PERSON --paper FILE"),
                                          _("entering for somebody (d) is for work. A decision "
                                            "made by somebody else needs the signed form (z)")));
        else
            permit_require(a, w->actor, VERB_ACT_FOR, list, item);
    }
    if (!w->decided)
        return act_ok(a);
    if (kind == DEED_WORK)
        act_fail(a, XH_USAGE,
                 err_way(_("--decided-by is for decisions; to record somebody's work use "
                           "--for"),
                         _("a signed form (z) is for decisions; to record somebody's work "
                           "press d")));
    else if (!a->defs->township.paper_approval)
        act_fail(a, XH_DENIED,
                 _("decisions on paper are not allowed here (township.yaml: "
                   "paper_approval)"));
    else if (!has_paper)
        act_fail(a, XH_USAGE,
                 err_way(_("a decision on paper needs the signed form: --paper FILE"),
                         _("a decision on paper needs the signed form: press z and choose the "
                           "file")));
    else
        permit_require(a, w->actor, VERB_PAPER, list, item);
    return act_ok(a);
}

static void check_identities(struct deed *d)
{
    bool decided = (verb_info(d->c->verb)->flags & VERB_DECIDES)
        || d->c->verb == VERB_EXTEND || d->c->verb == VERB_RETURN
        || d->c->verb == VERB_CANCEL;

    deed_identities(d->a, is_decision(d) ? DEED_DECISION : decided ? DEED_EITHER : DEED_WORK,
                    d->paper != NULL, d->it.list, d->it.id);
}

static void load_item(struct deed *d)
{
    int64_t id = 0;
    struct act *a = d->a;

    a->rc = item_find(a->db, a->defs, d->c->code, a->env.today, &id, &a->err);
    if (act_ok(a))
        a->rc = item_load(a->db, id, &d->it, &a->err);
    if (!act_ok(a))
        return;
    d->out->item = id;
    snprintf(d->out->code, sizeof d->out->code, "%s", d->it.code);
    d->list = defs_list(a->defs, d->it.list);
    if (!d->list)
        act_fail(a, XH_CONFIG,
                 _("list '%s' is not configured; its items can only be read"),
                 d->it.list);
    else if (d->c->version && d->c->version != d->it.version)
        act_fail(a, XH_CONFLICT,
                 _("%s was changed by somebody else in the meantime. Nothing was "
                   "written: look at it again and repeat what is still right."),
                 d->it.code);
    else if (d->it.voided && d->c->verb != VERB_ERASE)
        act_fail(a, XH_REFUSED, _("%s was entered by mistake and is void"), d->it.code);
}

static void record_doer(struct deed *d, int64_t person)
{
    if (person &&
        !act_get_int(d->a,
                     "SELECT count(*) FROM doer WHERE item = ? AND person = ? AND "
                     "seq >= ?",
                     "iii", d->it.id, person, d->it.opened_seq))
        act_insert(d->a, "doer", "item i person i seq i", d->it.id, person,
                   d->a->event.id);
}

bool deed_is_responsible(struct deed *d)
{
    return permit_is_responsible(d->a->db, d->doer, d->it.id);
}

/* Any act of the responsible side accepts (ENGINE 20): whoever works on an item has read
 * it. */
void deed_accept_silently(struct deed *d)
{
    if (!act_ok(d->a) || !(verb_info(d->c->verb)->flags & VERB_RESPONSIBLE)
        || d->c->verb == VERB_ACCEPT || strcmp(d->it.state, "assigned") != 0
        || !permit_is_responsible(d->a->db, d->doer, d->it.id))
        return;
    act_update(d->a, "item", d->it.id, "state t phase i", "active", (int64_t)PHASE_OPEN);
    free(d->it.state);
    d->it.state = xstrdup("active");
}

void deed_leave_traces(struct deed *d)
{
    unsigned flags = verb_info(d->c->verb)->flags;
    struct act *a = d->a;
    bool evidence = d->c->n_evidence || d->c->paper_kept || d->c->link;

    if (!act_ok(a) || !d->it.id)
        return;
    if (evidence || ((flags & VERB_DOES) && !d->keeps_state)) {
        record_doer(d, a->who.actor);
        record_doer(d, a->who.behalf);
    }
    if ((flags & VERB_ACTIVITY) && !d->keeps_state &&
        permit_is_responsible(a->db, d->doer, d->it.id))
        act_update(a, "item", d->it.id, "acted_on d", a->env.today);
}

void deed_keep_form(struct deed *d)
{
    const struct evidence_file *f = d->paper;

    if (f && d->a->who.decided && d->it.id)
        act_insert(d->a, "evidence",
                   "item i step t kind t hash t size i name t caption t day d "
                   "person i",
                   d->it.id, "", "file", f->hash, f->size, f->name, "纸质审批",
                   d->a->env.today, d->a->who.actor);
}

void deed_run(struct act *a, const struct call *c, const struct evidence_file *files,
              const struct evidence_file *paper, struct result *out)
{
    const struct handler *h = find_handler(c->verb);
    struct deed d = { .a = a, .c = c, .out = out, .files = files, .paper = paper };

    memset(out, 0, sizeof *out);
    a->verb = c->verb;
    d.doer = a->who.behalf ? a->who.behalf : a->who.actor;
    d.decider = a->who.decided ? a->who.decided : d.doer;
    if (!h) {
        act_fail(a, XH_USAGE, _("'%s' is a command of its own: xiaohao help %s"),
                 verb_info(c->verb)->id, verb_info(c->verb)->id);
        return;
    }
    check_texts(&d);
    check_days(&d);
    if (act_ok(a) && !h->no_item)
        load_item(&d);
    if (act_ok(a))
        check_identities(&d);
    if (act_ok(a)) {
        size_t before = a->writes;
        if (d.it.id && !(c->place && *c->place))
            deed_accept_silently(&d);
        h->run(&d);
        deed_leave_traces(&d);
        deed_keep_form(&d);
        if (act_ok(a) && d.it.id && a->writes > before)
            act_touch(a, d.it.id, 0);
        if (out->count == 0)
            out->count = 1;
    }
    if (act_ok(a)) {
        act_note(a, "reason", c->reason);
        act_note(a, "sheet", c->sheet);
        act_note(a, "file", c->file);
        if (c->file)
            act_note_int(a, "line", c->line);
        if (paper && a->who.decided) {
            act_note(a, "paper", paper->hash);
            act_note(a, "paper_name", paper->name);
        }
    }
    item_fini(&d.it);
}

/* ---- public ---- */

enum xh_rc deed_store_files(struct store *st, const char *const *paths, size_t n,
                            const char *form, struct evidence_file **files,
                            struct evidence_file *paper, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    *files = xcalloc(n + 1, sizeof **files);
    if ((n || form) && !st->home)
        return xh_fail(err, XH_REFUSED, err_way(_("this township has no folder for evidence; "
                                                "name its folder with --home"),
                                              _("this township has no folder for "
                                                "evidence")));
    for (size_t i = 0; rc == XH_OK && i < n; i++)
        rc = evidence_store(st->home, paths[i], &(*files)[i], err);
    if (rc == XH_OK && form)
        rc = evidence_store(st->home, form, paper, err);
    return rc;
}

enum xh_rc verb_run(struct store *st, const struct env *env, const struct who *who,
                    const struct call *call, struct result *out, struct xh_err *err)
{
    size_t failed;
    return verb_run_all(st, env, who, call, 1, out, &failed, err);
}

enum xh_rc verb_run_all(struct store *st, const struct env *env, const struct who *who,
                        const struct call *calls, size_t n, struct result *out,
                        size_t *failed, struct xh_err *err)
{
    struct act a;
    struct evidence_file paper = {0};
    struct evidence_file **files = xcalloc(n + 1, sizeof *files);
    enum xh_rc rc = XH_OK;

    memset(out, 0, sizeof *out);
    *failed = 0;
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        *failed = i;
        rc = deed_store_files(st, calls[i].evidence, calls[i].n_evidence, who->paper,
                              &files[i], &paper, err);
    }
    if (rc == XH_OK)
        rc = act_begin(&a, st, env, n ? calls[0].verb : VERB_NONE, who, err);
    if (rc == XH_OK) {
        size_t total = 0;
        /* Invariant 12: the first row that fails takes all of them back. */
        for (size_t i = 0; act_ok(&a) && i < n; i++) {
            *failed = i;
            deed_run(&a, &calls[i], files[i], who->paper ? &paper : NULL, out);
            total += out->count;
        }
        if (n > 1)
            out->count = total;
        for (size_t i = 1; i < n; i++)
            if (calls[i].verb != calls[0].verb) {   /* of several kinds: its own verb's business */
                act_note(&a, "mixed", "1");
                break;
            }
        rc = act_end(&a, XH_OK, err);
        if (rc == XH_OK && a.writes)
            memcpy(out->action, a.event.action, sizeof out->action);
        act_fini(&a);
        /* The act is done and stays done: a cascade that breaks off is resumed by the
         * next one. */
        struct xh_err later;
        if (rc == XH_OK && recompute_stale(st, env, who, &later) != XH_OK) {
            size_t said = strlen(out->said);
            snprintf(
                out->said + said, sizeof out->said - said,
                _("%sDone; rows below will be brought up to date by the next act: %s"),
                said ? "\n" : "", later.msg);
        }
    }
    for (size_t i = 0; i < n; i++)
        free(files[i]);
    free(files);
    return rc;
}
