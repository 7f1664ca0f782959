#include "model/view.h"

#include <stdlib.h>
#include <string.h>

#include "model/aside.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/permit.h"
#include "model/preference.h"
#include "model/text.h"

#define NAME_MOST 40            /* characters of a view's name */

/* ---- filters ---- */

#define TEXTS(X) X(list) X(unit) X(owner) X(handler) X(lead) X(leader) X(place) X(parent) \
                 X(state) X(text) X(sort)

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
    base.sort_most = SORT_MOST;
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
    if (f->order != ORDER_URGENCY && !f->sort)
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
    if (KEY("sort"))
        for (size_t i = 0; i < sizeof order_words / sizeof *order_words; i++)
            if (strcmp(order_words[i], eq + 1) == 0) {
                replace(&f->sort, "");
                f->order = (enum order)i;
                return;
            }
#define READ(name) if (KEY(#name)) { replace(&f->name, eq + 1); return; }
    TEXTS(READ)
#undef READ
    if (KEY("colour"))
        f->colours = read_colours(eq + 1);
    else if (KEY("due_soon"))
        f->due_soon = true;
    else if (KEY("everything"))
        f->everything = true;
    else if (strcmp(line, "days_overdue>=1") == 0 || strcmp(line, "days_overdue>0") == 0)
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
                                          .by = xstrdup(""), .shared = true });
        }
    }
}

#define ORDER "views"           /* the preference: ids with a blank between */

/* Those named in the person's order come first, in it; the others stay as they are. */
static void put_in_order(struct store *st, int64_t person, struct saved_views *v)
{
    char *order = NULL, *end;
    size_t done = 0;

    if (preference_get(st, person, ORDER, &order, NULL) != XH_OK || !order)
        return;
    for (const char *s = order; *s; s = end) {
        long long id = strtoll(s, &end, 10);
        if (end == s)
            break;
        for (size_t i = done; i < v->n; i++) {
            if (v->v[i].id != id)
                continue;
            struct saved_view keep = v->v[i];
            memmove(v->v + done + 1, v->v + done, (i - done) * sizeof *v->v);
            v->v[done++] = keep;
            break;
        }
    }
    free(order);
}

enum xh_rc views_load(struct store *st, int64_t person, const char *list,
                      struct saved_views *out, struct xh_err *err)
{
    struct stmt *s = db_query(st->db, err,
                              "SELECT v.id, v.name, v.text, v.person, v.shared, p.name FROM "
                              "saved_view v JOIN person p ON p.id = v.person WHERE v.person = ? "
                              "OR v.shared = 1 ORDER BY v.shared, v.name, v.id",
                              "i", person);
    int step = s ? 0 : -1;

    while (s && (step = stmt_step(s, err)) > 0) {
        struct saved_view v = { .id = stmt_int(s, 0), .name = xstrdup(stmt_text(s, 1)),
                                .text = xstrdup(stmt_text(s, 2)), .list = xstrdup(""),
                                .by = xstrdup(stmt_text(s, 5)),
                                .shared = stmt_int(s, 4) != 0, .mine = stmt_int(s, 3) == person };
        put(out, v);
    }
    stmt_done(s);
    if (step == 0)
        put_in_order(st, person, out);
    add_configured(st->defs, list, out);
    return step < 0 ? XH_DB : XH_OK;
}

void views_fini(struct saved_views *v)
{
    for (size_t i = 0; i < v->n; i++) {
        free(v->v[i].name);
        free(v->v[i].text);
        free(v->v[i].list);
        free(v->v[i].by);
    }
    free(v->v);
    *v = (struct saved_views){0};
}

static bool may_share(struct store *st, int64_t person, struct xh_err *why)
{
    if (permit_relations(st->db, st->defs, person, VERB_CONFIG, NULL) != 0)
        return true;
    xh_fail(why, XH_DENIED, _("sharing a filter with everybody takes the permission to configure. "
                              "Keep it for yourself instead"));
    return false;
}

static enum xh_rc check_name(const char *name, struct xh_err *err)
{
    size_t at;

    if (!*name || text_length(name) > NAME_MOST)
        return xh_fail(err, XH_USAGE, _("give it a name of 1 to %d characters"), NAME_MOST);
    if (text_refused(name, false, &at))
        return xh_fail(err, XH_USAGE, _("the name has characters that cannot be kept"));
    return XH_OK;
}

enum xh_rc view_save(struct store *st, int64_t person, const char *name, const char *text,
                     bool shared, struct xh_err *err)
{
    enum xh_rc rc = check_name(name, err);
    size_t at;

    if (rc == XH_OK && text_refused(text, true, &at))
        rc = xh_fail(err, XH_USAGE, _("the name has characters that cannot be kept"));
    if (rc == XH_OK && shared && !may_share(st, person, err))
        rc = XH_DENIED;
    if (rc == XH_OK)
        rc = aside_begin(st, "view", err);
    if (rc != XH_OK)
        return rc;
    rc = db_run(st->db, err, "DELETE FROM saved_view WHERE name = ? AND shared = ? AND "
                "(shared = 1 OR person = ?)", "tii", name, (int64_t)shared, person);
    if (rc == XH_OK)
        rc = db_run(st->db, err, "INSERT INTO saved_view (person, name, text, shared) "
                    "VALUES (?,?,?,?)", "itti", person, name, text, (int64_t)shared);
    return aside_end(st, rc, err);
}

bool view_may(struct store *st, int64_t person, const struct saved_view *v, struct xh_err *why)
{
    if (v->id == 0)
        xh_fail(why, XH_REFUSED, _("%s is given by the list's configuration"), v->name);
    else if (v->mine || (v->shared && may_share(st, person, NULL)))
        return true;
    else
        xh_fail(why, XH_DENIED, _("%s was shared by %s; only who shared it takes it back"), v->name,
                v->by);
    return false;
}

/* One that the person may change, by its id, in a transaction: aside_end() follows XH_OK. */
static enum xh_rc begin_change(struct store *st, int64_t person, int64_t id,
                               struct saved_view *v, struct xh_err *err)
{
    struct saved_views all = {0};
    enum xh_rc rc = aside_begin(st, "view", err);

    *v = (struct saved_view){0};
    if (rc != XH_OK)
        return rc;
    rc = views_load(st, person, "", &all, err);
    for (size_t i = 0; i < all.n && id; i++)
        if (all.v[i].id == id) {
            *v = all.v[i];
            v->name = xstrdup(v->name);
        }
    if (rc == XH_OK && !v->id)
        rc = xh_fail(err, XH_NOT_FOUND, _("that filter is not there any more"));
    for (size_t i = 0; rc == XH_OK && i < all.n; i++)
        if (all.v[i].id == id && !view_may(st, person, &all.v[i], err))
            rc = XH_DENIED;
    views_fini(&all);
    if (rc != XH_OK) {
        free(v->name);
        aside_end(st, rc, err);
    }
    return rc;
}

/* Is there another of the kind with this name? */
static enum xh_rc check_twice(struct store *st, int64_t person, int64_t id, const char *name,
                              bool shared, struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = db_get_int(st->db, err, &n, "SELECT count(*) FROM saved_view WHERE name = ? "
                               "AND shared = ? AND (shared = 1 OR person = ?) AND id <> ?", "tiii",
                               name, (int64_t)shared, person, id);

    return rc == XH_OK && n > 0
               ? xh_fail(err, XH_CONFLICT, _("there is a filter %s already; choose another name"),
                         name)
               : rc;
}

enum xh_rc view_remove(struct store *st, int64_t person, int64_t id, struct xh_err *err)
{
    struct saved_view v;
    enum xh_rc rc = begin_change(st, person, id, &v, err);

    if (rc != XH_OK)
        return rc;
    free(v.name);
    return aside_end(st, db_run(st->db, err, "DELETE FROM saved_view WHERE id = ?", "i", id), err);
}

enum xh_rc view_rename(struct store *st, int64_t person, int64_t id, const char *name,
                       struct xh_err *err)
{
    struct saved_view v;
    enum xh_rc rc = check_name(name, err);

    if (rc == XH_OK)
        rc = begin_change(st, person, id, &v, err);
    if (rc != XH_OK)
        return rc;
    free(v.name);
    rc = check_twice(st, person, id, name, v.shared, err);
    if (rc == XH_OK)
        rc = db_run(st->db, err, "UPDATE saved_view SET name = ? WHERE id = ?", "ti", name, id);
    return aside_end(st, rc, err);
}

enum xh_rc view_share(struct store *st, int64_t person, int64_t id, bool shared,
                      struct xh_err *err)
{
    struct saved_view v;
    enum xh_rc rc = begin_change(st, person, id, &v, err);

    if (rc != XH_OK)
        return rc;
    if (shared && !may_share(st, person, err))
        rc = XH_DENIED;
    if (rc == XH_OK)
        rc = check_twice(st, person, id, v.name, shared, err);
    if (rc == XH_OK)
        rc = db_run(st->db, err, "UPDATE saved_view SET shared = ? WHERE id = ?", "ii",
                    (int64_t)shared, id);
    free(v.name);
    return aside_end(st, rc, err);
}

enum xh_rc views_order(struct store *st, int64_t person, const int64_t *ids, size_t n,
                       struct xh_err *err)
{
    struct buf b = {0};

    for (size_t i = 0; i < n; i++)
        if (ids[i] && b.len < PREFERENCE_VALUE - 24)
            buf_printf(&b, "%s%lld", b.len ? " " : "", (long long)ids[i]);
    enum xh_rc rc = preference_set(st, person, ORDER, buf_str(&b), err);
    buf_fini(&b);
    return rc;
}
