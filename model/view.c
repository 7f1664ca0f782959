#include "model/view.h"

#include <stdlib.h>
#include <string.h>

#include "model/aside.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/permit.h"
#include "model/text.h"

#define NAME_MOST 40            /* characters of a view's name */

/* ---- filters ---- */

#define TEXTS(X) X(list) X(unit) X(owner) X(handler) X(lead) X(leader) X(place) X(parent) \
                 X(state) X(text)

void view_filter_fini(struct view_filter *f)
{
#define FREE(name) free(f->name);
    TEXTS(FREE)
#undef FREE
    for (size_t i = 0; i < f->n_where; i++)
        free(f->where[i]);
    free(f->where);
    *f = (struct view_filter){0};
}

static void add_where(struct view_filter *f, const char *expr)
{
    f->where = xrealloc(f->where, (f->n_where + 1) * sizeof *f->where);
    f->where[f->n_where++] = xstrdup(expr);
}

void view_filter_copy(struct view_filter *to, const struct view_filter *from)
{
    *to = *from;
#define COPY(name) to->name = xstrdup(from->name);
    TEXTS(COPY)
#undef COPY
    to->where = NULL;
    to->n_where = 0;
    for (size_t i = 0; i < from->n_where; i++)
        add_where(to, from->where[i]);
}

#define OPEN (1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREEN | 1u << COLOUR_GREY)

struct filter view_question(const struct view_filter *f, struct filter base)
{
#define TAKE(name) base.name = f->name;
    TEXTS(TAKE)
#undef TAKE
    base.where = (const char *const *)f->where;
    base.n_where = f->n_where;
    base.colours = f->colours ? f->colours : f->everything || f->state ? 0 : OPEN;
    base.overdue = f->overdue;
    base.due_soon = f->due_soon;
    base.order = f->order;
    return base;
}

/* ---- as text ---- */

static const char *const order_words[] = {
    [ORDER_URGENCY] = "urgency", [ORDER_DUE] = "due", [ORDER_CODE] = "code",
    [ORDER_UNIT] = "unit", [ORDER_OWNER] = "owner",
};

char *view_text(const struct view_filter *f)
{
    struct buf b = {0};
    const char *sep = "colour=";

#define PUT(name) if (f->name && *f->name) buf_printf(&b, "%s=%s\n", #name, f->name);
    TEXTS(PUT)
#undef PUT
    for (int c = COLOUR_GREEN; c <= COLOUR_GREY; c++)
        if (f->colours & 1u << c) {
            buf_printf(&b, "%s%s", sep, colour_id((enum colour)c));
            sep = ",";
        }
    if (*sep == ',')
        buf_putc(&b, '\n');
    if (f->overdue)
        buf_puts(&b, "days_overdue>=1\n");
    if (f->due_soon)
        buf_puts(&b, "due_soon=yes\n");
    if (f->everything)
        buf_puts(&b, "everything=yes\n");
    if (f->order != ORDER_URGENCY)
        buf_printf(&b, "sort=%s\n", order_words[f->order]);
    for (size_t i = 0; i < f->n_where; i++)
        buf_printf(&b, "%s\n", f->where[i]);
    return b.s ? buf_take(&b) : xstrdup("");
}

static unsigned read_colours(const char *s)
{
    unsigned out = 0;

    while (*s) {
        size_t n = strcspn(s, ",");
        char *word = xstrndup(s, n);
        enum colour c = colour_find(text_trim(word));
        if (c != COLOUR_NONE)
            out |= 1u << c;
        free(word);
        s += n + (s[n] == ',');
    }
    return out;
}

static void replace(char **to, const char *value)
{
    free(*to);
    *to = *value ? xstrdup(value) : NULL;
}

void view_read_line(struct view_filter *f, const char *line)
{
    const char *eq = strchr(line, '=');
    size_t n = eq ? (size_t)(eq - line) : 0;

#define KEY(word) (n == strlen(word) && strncmp(line, word, n) == 0)
#define READ(name) if (KEY(#name)) { replace(&f->name, eq + 1); return; }
    TEXTS(READ)
#undef READ
    if (KEY("colour"))
        f->colours = read_colours(eq + 1);
    else if (KEY("due_soon"))
        f->due_soon = true;
    else if (KEY("everything"))
        f->everything = true;
    else if (KEY("sort")) {
        for (size_t i = 0; i < sizeof order_words / sizeof *order_words; i++)
            if (strcmp(order_words[i], eq + 1) == 0)
                f->order = (enum order)i;
    } else if (strcmp(line, "days_overdue>=1") == 0 || strcmp(line, "days_overdue>0") == 0)
        f->overdue = true;
    else if (*line)
        add_where(f, line);
#undef KEY
}

void view_read(struct view_filter *f, const char *text)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        char *line = xstrndup(text, n);
        view_read_line(f, text_trim(line));
        free(line);
        text += n + (text[n] == '\n');
    }
}

/* ---- kept ---- */

static void put(struct saved_views *out, struct saved_view v)
{
    GROW(out->v, out->n, out->cap);
    out->v[out->n++] = v;
}

static void add_configured(const struct defs *defs, const char *list, struct saved_views *out)
{
    for (size_t i = 0; i < defs->n_lists; i++) {
        const struct list_def *l = &defs->lists[i];
        if (list && strcmp(l->id, list) != 0)
            continue;
        for (size_t k = 0; k < l->n_views; k++) {
            struct buf b = {0};
            buf_printf(&b, "list=%s\n", l->id);
            for (size_t w = 0; w < l->views[k].n_where; w++)
                buf_printf(&b, "%s\n", l->views[k].where[w]);
            put(out, (struct saved_view){ .name = xstrdup(l->views[k].name),
                                          .text = buf_take(&b), .list = xstrdup(l->id),
                                          .shared = true });
        }
    }
}

enum xh_rc views_load(struct store *st, int64_t person, const char *list,
                      struct saved_views *out, struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT id, name, text, person, shared FROM saved_view "
                              "WHERE person = ? OR shared = 1 ORDER BY shared, name, id",
                              "i", person);
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        struct saved_view v = { .id = stmt_int(s, 0), .name = xstrdup(stmt_text(s, 1)),
                                .text = xstrdup(stmt_text(s, 2)), .list = xstrdup(""),
                                .shared = stmt_int(s, 4) != 0, .mine = stmt_int(s, 3) == person };
        put(out, v);
    }
    stmt_done(s);
    add_configured(st->defs, list, out);
    return step < 0 ? XH_DB : XH_OK;
}

void views_fini(struct saved_views *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].name);
        free(v->v[i].text);
        free(v->v[i].list);
    }
    free(v->v);
    *v = (struct saved_views){0};
}

static bool may_share(struct store *st, int64_t person)
{
    return permit_relations(st->db, st->defs, person, VERB_CONFIG, NULL) != 0;
}

enum xh_rc view_save(struct store *st, int64_t person, const char *name, const char *text,
                     bool shared, struct xh_err *err)
{
    size_t at;

    if (!*name || text_length(name) > NAME_MOST)
        return xh_fail(err, XH_USAGE, _("give it a name of 1 to %d characters"), NAME_MOST);
    if (text_refused(name, false, &at) || text_refused(text, true, &at))
        return xh_fail(err, XH_USAGE, _("the name has characters that cannot be kept"));
    if (shared && !may_share(st, person))
        return xh_fail(err, XH_DENIED, _("sharing a filter with everybody takes the permission "
                                         "to configure. Keep it for yourself instead"));
    enum xh_rc rc = aside_begin(st, "view", err);
    if (rc != XH_OK)
        return rc;
    rc = db_run(st->db, err, "DELETE FROM saved_view WHERE name = ? AND shared = ? AND "
                "(shared = 1 OR person = ?)", "tii", name, (int64_t)shared, person);
    if (rc == XH_OK)
        rc = db_run(st->db, err, "INSERT INTO saved_view (person, name, text, shared) "
                    "VALUES (?,?,?,?)", "itti", person, name, text, (int64_t)shared);
    return aside_end(st, rc, err);
}

enum xh_rc view_remove(struct store *st, int64_t person, int64_t id, struct xh_err *err)
{
    enum xh_rc rc = aside_begin(st, "view", err);

    if (rc != XH_OK)
        return rc;
    rc = db_run(st->db, err, "DELETE FROM saved_view WHERE id = ? AND (person = ? OR "
                "(shared = 1 AND ?))", "iii", id, person, (int64_t)may_share(st, person));
    if (rc == XH_OK && db_changes(st->db) == 0)
        rc = xh_fail(err, XH_DENIED, _("only who shared it takes it back"));
    return aside_end(st, rc, err);
}
