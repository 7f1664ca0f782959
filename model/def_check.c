/* def_check.c - what definitions say about each other: the frame, and what concerns all
 * of them. */
#include "model/def_check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

/* ---- where ---- */

static const struct node *entry(const struct node *n, const char *name, size_t len)
{
    for (size_t i = 0; i < n->n; i++) {
        const struct node *key =
            n->kind == NODE_MAP ? n->keys[i] : node_get(n->kids[i], "id");

        if (key && key->kind == NODE_SCALAR && strlen(key->text) == len
            && strncmp(key->text, name, len) == 0)
            return n->kids[i];
    }
    return NULL;
}

static const struct node *node_at(const struct node *n, const char *path)
{
    const struct node *next = NULL;

    while (n && *path) {
        if (*path == '[') {
            size_t index = strtoul(path + 1, NULL, 10);

            next = n->kind == NODE_LIST && index >= 1 && index <= n->n
                       ? n->kids[index - 1]
                       : NULL;
            path += strcspn(path, "]");
            path += *path == ']';
        } else {
            size_t len = strcspn(path, ".[");

            next = entry(n, path, len);
            path += len;
        }
        path += *path == '.';
        if (!next)
            break;
        n = next;
    }
    return n;
}

void check_document(struct check *c, const char *name)
{
    c->document = name;
    c->doc = NULL;
    for (size_t i = 0; i < c->n_docs; i++)
        if (strcmp(c->docs[i].name, name) == 0)
            c->doc = &c->docs[i];
}

void check_list_document(struct check *c, const struct list_def *l)
{
    check_document(c, check_say(c, "lists/%s", l->id));
    for (size_t i = 0; !c->doc && i < c->n_docs; i++) { /* the file is called otherwise */
        const struct node *id = node_get(c->docs[i].root, "list");

        if (id && id->kind == NODE_SCALAR && strcmp(id->text, l->id) == 0) {
            c->doc = &c->docs[i];
            c->document = c->doc->name;
        }
    }
}

/* ---- complaining ---- */

static const char *vsay(struct check *c, const char *fmt, va_list ap)
{
    struct buf text = {0};
    const char *copy;

    buf_vprintf(&text, fmt, ap);
    copy = arena_strdup(c->d->arena, buf_str(&text));
    buf_fini(&text);
    return copy;
}

const char *check_say(struct check *c, const char *fmt, ...)
{
    const char *text;
    va_list ap;

    va_start(ap, fmt);
    text = vsay(c, fmt, ap);
    va_end(ap);
    return text;
}

void check_complain(struct check *c, const char *path, const char *instead,
                    const char *fmt, ...)
{
    va_list ap;

    c->found++;
    if (!c->sink)
        return;
    va_start(ap, fmt);
    c->sink(c->ctx, c->document, c->doc ? node_at(c->doc->root, path) : NULL, path,
            vsay(c, fmt, ap), instead);
    va_end(ap);
}

const char *check_advice(struct check *c, const char *id, const struct guess *g,
                         const char *otherwise)
{
    const char *advice = input_method_advice(c->d->arena, id);

    return advice         ? advice
         : guess_best(g)  ? check_say(c, _("did you mean \"%s\"?"), guess_best(g))
                          : otherwise;
}

static void complain_missing(struct check *c, const char *path, const char *id,
                             const struct guess *g, const char *what,
                             const struct buf *all)
{
    check_complain(c, path,
                   check_advice(c, id, g,
                                all->len == 0
                                    ? NULL
                                    : check_say(c, _("there are: %s"), buf_str(all))),
                   "%s", what);
}

static void offer(struct guess *g, struct buf *all, const char *id)
{
    guess_offer(g, id);
    buf_printf(all, "%s%s", all->len ? ", " : "", id);
}

void check_no_list(struct check *c, const char *path, const char *id)
{
    struct buf all = {0};
    struct guess g;

    guess_begin(&g, id);
    for (size_t i = 0; i < c->d->n_lists; i++)
        offer(&g, &all, c->d->lists[i].id);
    complain_missing(c, path, id, &g, check_say(c, _("there is no list \"%.60s\""), id),
                     &all);
    buf_fini(&all);
}

bool check_is_unread(const struct check *c, const struct list_def *l)
{
    for (size_t i = 0; i < c->n_docs; i++)
        if (!c->docs[i].root && strncmp(c->docs[i].name, "lists/", 6) == 0
            && strcmp(c->docs[i].name + 6, l->id) == 0)
            return true;
    return false;
}

void check_no_step(struct check *c, const char *path, const char *id,
                   const struct list_def *l)
{
    struct buf all = {0};
    struct guess g;

    if (check_is_unread(c, l))
        return;
    guess_begin(&g, id);
    for (size_t i = 0; i < l->n_steps; i++)
        offer(&g, &all, l->steps[i].id);
    complain_missing(c, path, id, &g,
                     check_say(c, _("the list %s has no step \"%.60s\""), l->id, id),
                     &all);
    buf_fini(&all);
}

void check_no_field(struct check *c, const char *path, const char *id,
                    const struct list_def *l)
{
    struct buf all = {0};
    struct guess g;

    if (check_is_unread(c, l))
        return;
    guess_begin(&g, id);
    for (size_t i = 0; i < l->n_fields; i++)
        offer(&g, &all, l->fields[i].id);
    complain_missing(c, path, id, &g,
                     check_say(c, _("the list %s has no field \"%.60s\""), l->id, id),
                     &all);
    buf_fini(&all);
}

/* ---- township and calendar ---- */

static void check_words(struct check *c)
{
    const struct words_def *w = &c->d->township.colours;
    const char *v[] = { w->green, w->yellow, w->red, w->grey };

    for (int i = 0; i < 4; i++)
        for (int k = 0; k < i; k++)
            if (strcmp(v[i], v[k]) == 0)
                check_complain(c, "colours", _("give each colour a word of its own"),
                               _("two colours are both called \"%s\""), v[i]);
}

static void check_orders(struct check *c)
{
    const struct orders_def *o = &c->d->township.orders;

    if (strcmp(o->number, o->letter) == 0)
        check_complain(c, "orders.letter", _("give letters a pattern of their own"),
                       _("orders and letters are numbered alike: \"%s\""), o->letter);
}

static void check_campaigns(struct check *c)
{
    const struct township_def *t = &c->d->township;

    for (size_t i = 0; i < t->n_campaigns; i++) {
        const struct campaign_def *p = &t->campaigns[i];
        const char *at = check_say(c, "campaigns[%zu]", i + 1);
        if (p->list && *p->list && !defs_list(c->d, p->list))
            check_no_list(c, check_say(c, "%s.list", at), p->list);
        if (p->from != DAY_NONE && p->to != DAY_NONE && p->to < p->from)
            check_complain(c, check_say(c, "%s.to", at), _("the last day comes after the first"),
                           _("the campaign ends before it begins"));
    }
}

static void check_calendar(struct check *c, const struct calendar_file *file)
{
    int year, month, mday;

    for (size_t i = 0; i < file->n_days; i++) {
        if (file->days[i].day == DAY_NONE)
            continue;
        day_to_civil(file->days[i].day, &year, &month, &mday);
        if (year < file->year - 1 || year > file->year + 1)
            check_complain(c, check_say(c, "days[%zu].day", i + 1),
                           _("put it into the file of its own year"),
                           _("the date is not in or next to the year %d"), file->year);
        for (size_t k = 0; k < i; k++)
            if (file->days[k].day == file->days[i].day) {
                check_complain(c, check_say(c, "days[%zu].day", i + 1),
                               _("keep one of the lines"),
                               _("the date stands here twice"));
                break;
            }
    }
}

static void check_calendars(struct check *c)
{
    for (size_t i = 0; i < c->d->n_years; i++) {
        const struct calendar_file *file = &c->d->years[i];

        if (file->year == 0)
            continue;           /* complained about already */
        check_document(c, check_say(c, "calendar/%d", (int)file->year));
        check_calendar(c, file);
    }
}

/* The name of a file is the id of what it holds: people look for it there. */
static void check_names(struct check *c)
{
    for (size_t i = 0; i < c->n_docs; i++) {
        const char *name = c->docs[i].name, *base = strchr(name, '/');
        bool is_list = strncmp(name, "lists/", 6) == 0;
        const struct node *id = node_get(c->docs[i].root, is_list ? "list" : "year");

        if (!base || !id || id->kind != NODE_SCALAR || strcmp(base + 1, id->text) == 0)
            continue;
        c->doc = &c->docs[i];
        c->document = name;
        check_complain(c, is_list ? "list" : "year",
                       check_say(c, _("call the file %.60s.yaml, or write \"%s: %s\""),
                                 id->text, is_list ? "list" : "year", base + 1),
                       _("the file is called %s.yaml, but holds \"%.60s\""), base + 1,
                       id->text);
    }
}

size_t defs_check(const struct defs *d, const struct def_document *docs, size_t n,
                  def_sink *sink, void *ctx)
{
    struct check c = { .d = d, .docs = docs, .n_docs = n, .sink = sink, .ctx = ctx };

    check_names(&c);
    check_document(&c, "township");
    if (c.doc && c.doc->root) {
        check_words(&c);
        check_orders(&c);
        check_campaigns(&c);
        check_roles(&c);
    }
    check_document(&c, "workflow");
    if (c.doc && c.doc->root)
        check_workflow(&c);
    check_document(&c, "colours");
    if (c.doc && c.doc->root)
        check_colour_sets(&c);
    if (d->n_lists == 0) {
        check_document(&c, "lists");
        check_complain(&c, "", _("copy one of the shipped lists into the folder lists/"),
                       _("there is no list"));
    }
    for (size_t i = 0; i < d->n_lists; i++) {
        check_list_document(&c, &d->lists[i]);
        if (check_is_unread(&c, &d->lists[i]))
            continue;
        check_list(&c, &d->lists[i]);
        check_fields(&c, &d->lists[i]);
        check_deadlines(&c, &d->lists[i]);
        check_actions(&c, &d->lists[i]);
        check_needs(&c, &d->lists[i]);
    }
    check_waiting(&c);
    check_calendars(&c);
    return c.found;
}
