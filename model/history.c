#include "model/history.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/names.h"
#include "model/remind.h"
#include "model/verb.h"
#include "model/visit.h"

/* ---- notes in a line ---- */

enum note_kind { NOTE_TEXT, NOTE_STEP, NOTE_FIELD, NOTE_COLOUR, NOTE_PLACE, NOTE_NUMBER,
                 NOTE_ORDER, NOTE_REMIND, NOTE_STANCE };

/* In the order a reader wants them; notes not named here are for the program. A word
 * around the value, or NULL when it speaks for itself. */
static const struct {
    const char *key;
    enum note_kind kind;
    const char *words;
} notes[] = {
    { "order",      NOTE_ORDER,  NULL },
    { "number",     NOTE_TEXT,   N_("number %s") },
    { "step",       NOTE_STEP,   NULL },
    { "field",      NOTE_FIELD,  NULL },
    { "colour",     NOTE_COLOUR, NULL },
    { "amount",     NOTE_TEXT,   N_("amount %s") },
    { "remind",     NOTE_REMIND, NULL },
    { "percent",    NOTE_TEXT,   N_("%s %%") },
    { "on",         NOTE_TEXT,   N_("on %s") },
    { "stance",     NOTE_STANCE, NULL },
    { "promise_kept", NOTE_TEXT, N_("promise kept on %s") },
    { "to",         NOTE_TEXT,   N_("to %s") },
    { "kept",       NOTE_TEXT,   N_("%s stays") },
    { "place",      NOTE_PLACE,  NULL },
    { "office",     NOTE_TEXT,   N_("waiting for %s") },
    { "request",    NOTE_NUMBER, N_("request %s") },
    { "decided",    NOTE_TEXT,   NULL },
    { "text",       NOTE_TEXT,   NULL },
    { "file",       NOTE_TEXT,   N_("from %s") },
    { "line",       NOTE_TEXT,   N_("line %s") },
    { "reason",     NOTE_TEXT,   N_("reason: %s") },
    { "sample",     NOTE_TEXT,   NULL },
    { "although",   NOTE_TEXT,   N_("although %s") },
    { "rests_on",   NOTE_TEXT,   N_("done already, and resting on it: %s") },
    { "doc",        NOTE_TEXT,   N_("document %s") },
    { "paper_name", NOTE_TEXT,   N_("on paper: %s") },
};

struct telling {
    struct store *st;
    const struct list_def *list;    /* NULL: no longer configured */
    struct names names;
};

static bool is_number(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

/* The value as people know it: a step's name, not its id. Ids nobody knows any more
 * stay. */
static char *note_value(struct telling *t, enum note_kind kind, const char *value)
{
    const struct list_def *l = t->list;
    int at;

    switch (kind) {
    case NOTE_STEP:
        at = l ? list_step(l, value) : -1;
        return xstrdup(at >= 0 ? l->steps[at].name : value);
    case NOTE_STANCE:
        return xstrdup(stance_find(value) ? stance_name(stance_find(value)) : value);
    case NOTE_FIELD:
        if (visit_field(value))
            return xasprintf(_("visit %lld"), (long long)visit_field(value));
        at = l ? list_field(l, value) : -1;
        return xstrdup(at >= 0 ? l->fields[at].name : value);
    case NOTE_COLOUR:
        return xstrdup(colour_find(value) != COLOUR_NONE
                       ? colour_word(t->st->defs, colour_find(value)) : value);
    case NOTE_PLACE:
        return xstrdup(is_number(value) ? names_get(&t->names, NAMES_PLACE, atoll(value))
                                        : value);
    case NOTE_NUMBER:
        return xasprintf("%s%s", is_number(value) ? "#" : "", value);
    case NOTE_REMIND:
        return xstrdup(remind_find(value) < REMIND_KINDS ? remind_name(remind_find(value))
                                                         : value);
    case NOTE_ORDER:            /* its row, before it had a number */
        return is_number(value) ? xasprintf(_("draft %s"), value) : xstrdup(value);
    case NOTE_TEXT:
        break;
    }
    return xstrdup(value);
}

/* A msgid of ours with one %s. */
static void add_words(struct buf *out, const char *words, const char *value)
{
    const char *fmt = _(words);
    const char *at = strstr(fmt, "%s");

    if (!at)
        return;
    for (const char *p = fmt; *p; p++) {
        if (p == at) {
            buf_puts(out, value);
            p++;
        } else {
            buf_putc(out, *p);
            p += p[0] == '%' && p[1] == '%';
        }
    }
}

static char *tell_notes(struct telling *t, const struct event *e)
{
    struct buf line = {0};

    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        for (size_t k = 0; k < e->n_notes; k++) {
            if (strcmp(e->notes[k].key, notes[i].key) != 0)
                continue;
            char *value = note_value(t, notes[i].kind, e->notes[k].value);
            if (line.len > 0)
                buf_puts(&line, _("; "));
            if (notes[i].words)
                add_words(&line, notes[i].words, value);
            else
                buf_puts(&line, value);
            free(value);
        }
    return line.len > 0 ? buf_take(&line) : xstrdup("");
}

/* ---- lines ---- */

static struct history_line make_line(struct telling *t, const struct event *e)
{
    const char *of = event_get_note(e, "of");
    struct history_line l = {
        .event = e->id, .verb = xstrdup(e->verb), .day = e->day, .at = e->at,
        .actor = xstrdup(names_get(&t->names, NAMES_PERSON, e->actor)),
        .behalf = xstrdup(names_get(&t->names, NAMES_PERSON, e->behalf)),
        .decided = xstrdup(names_get(&t->names, NAMES_PERSON, e->decided)),
        .on_paper = event_get_note(e, "paper") != NULL,
        .of = xstrdup(of ? of : ""),
        /* A request's number stands with the request and with its answer. */
        .is_asked = !of && event_get_note(e, "request")
                    && (verb_info(verb_find(e->verb))->flags & VERB_REQUESTABLE),
        .text = tell_notes(t, e),
    };

    memcpy(l.action, e->action, sizeof l.action);
    return l;
}

/* Later events undo earlier ones, an undone undo included: seen from the last line
 * upwards. */
static void mark_undone(struct history *h, char *const *undoes)
{
    for (size_t i = h->n; i-- > 0;) {
        if (!undoes[i] || h->v[i].undone)
            continue;
        for (size_t k = 0; k < i; k++)
            if (strcmp(h->v[k].action, undoes[i]) == 0)
                h->v[k].undone = true;
    }
}

static enum xh_rc load_events(struct db *db, int64_t item, size_t most, int64_t **ids,
                              size_t *n, struct xh_err *err)
{
    struct stmt *s = db_query(db, err,
                              "SELECT event FROM (SELECT event FROM event_item WHERE item = ? "
                              "ORDER BY event DESC LIMIT ?) ORDER BY event",
                              "ii", item, most ? (int64_t)most : (int64_t)-1);
    size_t cap = 0;
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        GROW(*ids, *n, cap);
        (*ids)[(*n)++] = stmt_int(s, 0);
    }
    stmt_done(s);
    return step < 0 ? XH_DB : XH_OK;
}

enum xh_rc history_last(struct store *st, int64_t item, size_t most, struct history *out,
                        struct xh_err *err)
{
    struct telling t = { .st = st, .names = { .db = st->db } };
    int64_t *ids = NULL;
    char **undoes = NULL;
    char *list = NULL;
    size_t n = 0;

    enum xh_rc rc =
        db_get_text(st->db, err, &list, "SELECT list FROM item WHERE id = ?", "i", item);
    if (rc == XH_NOT_FOUND)
        xh_fail(err, rc, _("there is no such item (row %lld)"), (long long)item);
    if (rc == XH_OK) {
        t.list = defs_list(st->defs, list);
        rc = load_events(st->db, item, most, &ids, &n, err);
    }
    undoes = xcalloc(n + 1, sizeof *undoes);
    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        struct event e = {0};
        rc = event_load(st->db, ids[i], &e, err);
        if (rc == XH_NOT_FOUND)
            rc = xh_fail(err, XH_DB,
                         err_way(_("event %lld is missing from the record: run `verify`"),
                                 _("event %lld is missing from the record; tell whoever looks "
                                   "after the program")),
                         (long long)ids[i]);
        if (rc == XH_OK) {
            GROW(out->v, out->n, out->cap);
            out->v[out->n++] = make_line(&t, &e);
            undoes[i] = xstrdup(event_get_note(&e, "undoes"));
        }
        event_fini(&e);
    }
    if (rc == XH_OK)
        rc = names_failed(&t.names, err);
    if (rc == XH_OK)
        mark_undone(out, undoes);
    for (size_t i = 0; i < n; i++)
        free(undoes[i]);
    free(undoes);
    free(ids);
    free(list);
    names_fini(&t.names);
    return rc;
}

enum xh_rc history_load(struct store *st, int64_t item, struct history *out,
                        struct xh_err *err)
{
    return history_last(st, item, 0, out, err);
}

void history_fini(struct history *h)
{
    for (size_t i = 0; i < h->n; i++) {
        struct history_line *l = &h->v[i];
        free(l->verb);
        free(l->actor);
        free(l->behalf);
        free(l->decided);
        free(l->of);
        free(l->text);
    }
    free(h->v);
    *h = (struct history){0};
}

/* ---- what came after ---- */

int64_t history_newest(struct store *st)
{
    int64_t id = 0;

    db_get_int(st->db, NULL, &id, "SELECT coalesce(max(id), 0) FROM event", "");
    return id;
}

bool history_private_since(struct store *st, const struct list_def *list, int64_t item,
                           const char *field, int64_t event)
{
    bool title = strcmp(field, "title") == 0;
    char *table = title ? xstrdup("item") : xasprintf("f_%s", list->id);
    char *column = title ? xstrdup("title") : xasprintf("v_%s", field);
    int64_t n = 0;

    db_get_int(st->db, NULL, &n,
               "SELECT count(*) FROM private WHERE item = ? AND tbl = ? AND col = ? AND "
               "event > ?",
               "itti", item, table, column, event);
    free(table);
    free(column);
    return n > 0;
}
