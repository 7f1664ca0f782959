#include "report/certificate_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/checklist.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "report/item_page.h"
#include "report/paper_frame.h"

#define HASH_SHOWN 12           /* of a file's SHA-256, in hexadecimal digits */

/* ---- what it was ---- */

static void put_field(void *ctx, const char *label, const char *value)
{
    char *head = xasprintf(_("%s: "), label);

    doc_add(ctx, DOC_FIELD, head, value, NULL);
    free(head);
}

static void add_item(struct document *d, const struct item_page *p)
{
    doc_add(d, DOC_PARAGRAPH,
            _("This is to certify that the following item was crossed off as prescribed: applied "
              "for by the responsible side, decided by another person."), NULL, NULL);
    put_field(d, _("Code"), p->r->it.code);
    put_field(d, _("Item"), p->r->it.title);
    put_field(d, _("List"), p->list ? p->list->name : p->r->it.list);
    item_page_chain(p, put_field, d);
    item_page_dates(p, put_field, d);
}

/* ---- tables ---- */

static struct doc_table *add_table(struct document *d, const char *id, const char *title,
                                   const struct doc_head *columns)
{
    doc_add(d, DOC_HEADING, title, NULL, NULL);
    struct doc_table *t = doc_table(d, id, title);
    t->ruled = true;
    doc_columns(t, columns);
    return t;
}

static void add_number(struct doc_table *t, struct doc_row *r)
{
    char *n = xasprintf("%zu", t->n_rows);

    doc_put(t, r, "n", n);
    free(n);
}

/* As frozen when it was applied for; what was closed before there were lists has none. */
static void add_steps(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 12, DOC_FIXED | DOC_HEAD }, { "step", N_("Step"), 62, DOC_HEAD },
        { "state", N_("State"), 24, 0 }, { "day", N_("Date"), 26, DOC_FIXED },
        { "why", N_("Reason"), 54, DOC_LONG }, { 0 },
    };
    struct frozen_step x;

    if (!p->r->it.checklist || !*p->r->it.checklist)
        return;
    struct doc_table *t = add_table(d, "steps", _("Steps"), columns);
    for (const char *s = p->r->it.checklist; s && *s;) {
        s = checklist_next(s, &x);
        struct doc_row *r = doc_row(t, DOC_ROW);
        bool done = strcmp(x.state, "done") == 0, skipped = strcmp(x.state, "skipped") == 0;
        add_number(t, r);
        doc_put(t, r, "step", item_page_step(p, x.id));
        doc_put(t, r, "state",
                done ? _("completed") : skipped ? _("not applicable") : _("not carried out"));
        doc_put_day(t, r, "day", x.day, NULL);
        doc_put(t, r, "why", skipped ? detail_skip_reason(&p->d, x.id) : "");
    }
}

/* Whose act is a decision, made at the keyboard or on paper. */
static bool is_decision(const struct history_line *l)
{
    static const enum verb verbs[] = { VERB_APPROVE, VERB_RETURN, VERB_GRANT, VERB_REFUSE,
                                       VERB_REOPEN };

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(l->verb, verb_info(verbs[i])->id) == 0)
            return true;
    return false;
}

static bool is_on_its_way(const struct history_line *l)
{
    static const enum verb verbs[] = {
        VERB_ADD, VERB_ASSIGN, VERB_TRANSFER, VERB_ACCEPT, VERB_EXTEND, VERB_GRANT, VERB_APPLY,
        VERB_WITHDRAW, VERB_RETURN, VERB_APPROVE, VERB_REOPEN,
    };

    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(l->verb, verb_info(verbs[i])->id) == 0)
            return !l->undone;
    return false;
}

/* Whose act it was, who typed it, who decided (ENGINE 26). */
static void add_way(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "act", N_("Act"), 34, DOC_HEAD }, { "day", N_("Date"), 26, DOC_FIXED },
        { "by", N_("Whose act"), 28, 0 }, { "typed", N_("Typed by"), 28, 0 },
        { "decided", N_("Decided by"), 40, 0 }, { "event", N_("Event"), 22, DOC_FIXED }, { 0 },
    };
    struct doc_table *t = add_table(d, "way", _("Assigned, applied for, decided"), columns);

    for (size_t i = 0; i < p->h.n; i++) {
        const struct history_line *l = &p->h.v[i];
        const char *by = *l->behalf ? l->behalf : l->actor;
        bool decides = is_decision(l);
        if (!is_on_its_way(l))
            continue;
        struct doc_row *r = doc_row(t, DOC_ROW);
        struct buf act = { 0 }, decided = { 0 };
        char *event = xasprintf("%lld", (long long)l->event);
        item_text_act(&act, p, l);
        buf_puts(&decided, *l->decided ? l->decided : decides ? by : "");
        if (l->on_paper)
            buf_puts(&decided, _(" (signed on paper)"));
        doc_put(t, r, "act", buf_str(&act));
        doc_put_day(t, r, "day", l->day, NULL);
        doc_put(t, r, "by", by);
        doc_put(t, r, "typed", l->actor);
        doc_put(t, r, "decided", buf_str(&decided));
        doc_put(t, r, "event", event);
        free(event);
        buf_fini(&act);
        buf_fini(&decided);
    }
}

/* A file is in the township's own store under its hash; of paper the name says where. */
static void put_evidence(struct doc_table *t, struct doc_row *r, const struct item_page *p,
                         const struct detail_evidence *e)
{
    bool is_file = strcmp(e->kind, "file") == 0, is_paper = strcmp(e->kind, "paper") == 0;
    struct buf name = { 0 };
    char *hash = is_file ? xstrndup(e->hash, HASH_SHOWN) : xstrdup("");

    if (!is_paper)
        buf_puts(&name, e->name);
    if (*e->caption)
        buf_printf(&name, name.len ? " (%s)" : "%s", e->caption);
    if (*e->step)
        buf_printf(&name, "%s%s", name.len ? "\n" : "", item_page_step(p, e->step));
    doc_put(t, r, "kind", is_file ? _("file") : is_paper ? _("on paper") : _("link"));
    doc_put(t, r, "name", buf_str(&name));
    doc_put_day(t, r, "day", e->day, NULL);
    doc_put(t, r, "hash", hash);
    doc_put(t, r, "kept", is_file ? _("in the program's store") : is_paper ? e->name : _("public"));
    free(hash);
    buf_fini(&name);
}

static void add_evidence(struct document *d, const struct item_page *p)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 12, DOC_FIXED | DOC_HEAD }, { "kind", N_("Kind"), 22, 0 },
        { "name", N_("What it is"), 50, 0 }, { "day", N_("Date"), 24, DOC_FIXED },
        { "hash", N_("SHA-256 (begins)"), 30, DOC_FIXED },
        { "kept", N_("Where the original is"), 40, DOC_LONG }, { 0 },
    };

    if (p->d.n_evidence == 0) {
        doc_add(d, DOC_HEADING, _("Evidence"), NULL, NULL);
        doc_add(d, DOC_PARAGRAPH, _("none"), NULL, NULL);
        return;
    }
    struct doc_table *t = add_table(d, "evidence", _("Evidence"), columns);
    for (size_t i = 0; i < p->d.n_evidence; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        add_number(t, r);
        put_evidence(t, r, p, &p->d.evidence[i]);
    }
}

/* ---- all of it ---- */

static enum xh_rc describe(struct document *d, const struct item_page *p, struct xh_err *err)
{
    char *on = paper_date(p->look.today);
    enum xh_rc rc = paper_begin(d, p->st, DOC_FORM, _("Certificate of crossing off"), err);

    if (rc == XH_OK) {
        paper_part(d, p->st, "", p->look.today, on);
        add_item(d, p);
        add_steps(d, p);
        add_way(d, p);
        add_evidence(d, p);
        rc = paper_anchor(d, p->st, err);
    }
    free(on);
    return rc;
}

enum xh_rc certificate_paper(struct document *d, struct store *st, const struct filter *look,
                             int64_t item, bool away, struct xh_err *err)
{
    struct item_page p = { 0 };
    enum xh_rc rc = item_page_load(&p, st, look, item, err);

    if (rc == XH_OK && away)
        rc = permit_check(st->db, st->defs, look->reader, VERB_EXPORT, p.r->it.list, item, err);
    if (rc == XH_OK && p.r->it.phase != PHASE_CLOSED)
        rc = xh_fail(err, XH_REFUSED,
                     _("%s is not crossed off (%s); only then is there a certificate"),
                     p.r->it.code, item_page_state(&p, p.r->it.state));
    if (rc == XH_OK)
        rc = describe(d, &p, err);
    item_page_fini(&p);
    return rc;
}
