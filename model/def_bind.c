/* def_bind.c - walks the schema tables over a tree and fills structs.
 *
 * A value that does not fit is complained about and left at its default, so that one pass
 * finds everything. Limits on the number of entries keep later checks (which compare
 * entries with each other) cheap whatever the file holds. */
#include "model/def_bind.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "model/def_value.h"
#include "model/i18n.h"

/* ---- several ---- */

static size_t allowed_entries(struct bind *b, const struct node *n, size_t most)
{
    if (n->n <= most)
        return n->n;
    bind_complain(b, n->kids[most], NULL,
                  _("too many entries: at most %zu are read here"), most);
    return most;
}

static const char **read_texts(struct bind *b, const struct node *n,
                               const struct schema_row *row, size_t *count)
{
    const char **v;
    size_t most = row->max > 0 ? (size_t)row->max : ENTRIES_MAX;

    *count = 0;
    if (bind_absent(n))
        return NULL;
    if (n->kind == NODE_MAP) {
        bind_complain(
            b, n, bind_say(b, _("write for example \"%s: %s\""), row->key, row->example),
            _("a list is needed here, not keys and values"));
        return NULL;
    }
    if (n->kind == NODE_SCALAR) {
        v = arena_alloc(b->arena, sizeof *v);
        if (row->words && bind_word(b, n, row->words, -1) == -1)
            return NULL;
        v[(*count)++] = value_read_text(b, n, row, false);
        return v;
    }
    most = allowed_entries(b, n, most);
    v = arena_alloc(b->arena, (most + 1) * sizeof *v);
    for (size_t i = 0; i < most; i++) {
        bind_enter_at(b, i);
        if (bind_absent(n->kids[i]))
            bind_complain(b, n->kids[i], NULL, _("the list has an empty entry"));
        else if (!row->words || bind_word(b, n->kids[i], row->words, -1) != -1)
            v[(*count)++] = value_read_text(b, n->kids[i], row, false);
        bind_leave(b);
    }
    return v;
}

const char **bind_texts(struct bind *b, const struct node *n, size_t max, size_t *count)
{
    const struct schema_row row = { .key = "", .kind = SCHEMA_TEXTS, .max = (int64_t)max,
                                    .example = "[...]" };

    return read_texts(b, n, &row, count);
}

static void bind_struct(struct bind *b, const struct schema *schema, const struct node *n,
                        const char *key, void *out);

/* A value of the wrong shape. The usual reason is a full-width colon, which makes one
 * text. */
static void complain_shape(struct bind *b, const struct node *n, enum node_kind needed,
                           const char *instead)
{
    if (n->kind == NODE_SCALAR)
        bind_wrong(b, n,
                   needed == NODE_MAP
                       ? _("is one text, but keys and values are needed here")
                       : _("is one text, but a list is needed here"),
                   instead);
    else
        bind_complain(
            b, n, instead,
            needed == NODE_MAP
                ? _("keys and values are needed here, not a list")
                : _("a list is needed here, one entry per line, each beginning with \"- \""));
}

static const char *row_example(struct bind *b, const struct schema_row *row)
{
    return bind_say(b, _("write for example \"%s: %s\""), row->key, row->example);
}

/* What an entry of a list must have at least: "{id: sign, name: 签约}". */
static const char *entry_example(struct bind *b, const struct schema_row *rows)
{
    struct buf text = {0};
    const char *example;

    for (; rows->key; rows++)
        if (rows->required)
            buf_printf(&text, "%s%s: %s", text.len ? ", " : "", rows->key, rows->example);
    example = bind_say(b, _("write for example \"{%s}\""), buf_str(&text));
    buf_fini(&text);
    return example;
}

/* Steps are named by their id in paths, other entries by their number. */
static void enter_entry(struct bind *b, const struct node *entry, size_t i)
{
    const struct node *id = node_get(entry, "id");

    if (id && id->kind == NODE_SCALAR && id_is_valid(id->text))
        bind_enter(b, id->text);
    else
        bind_enter_at(b, i);
}

static void read_many(struct bind *b, const struct node *n, const struct schema_row *row,
                      void *out, size_t *count)
{
    enum node_kind kind = row->kind == SCHEMA_MAP ? NODE_MAP : NODE_LIST;
    size_t most = row->max > 0 ? (size_t)row->max : ENTRIES_MAX;
    char *v;

    if (n->kind != kind) {
        complain_shape(b, n, kind, row_example(b, row));
        return;
    }
    most = allowed_entries(b, n, most);
    v = arena_alloc(b->arena, (most + 1) * row->sub->size);
    for (size_t i = 0; i < most; i++) {
        if (kind == NODE_MAP)
            bind_enter(b, bind_shown(b, n->keys[i]->text));
        else
            enter_entry(b, n->kids[i], i);
        if (kind == NODE_MAP && !id_is_valid(n->keys[i]->text))
            value_id(b, n->keys[i], &(const char *){0});
        bind_struct(b, row->sub, n->kids[i], kind == NODE_MAP ? n->keys[i]->text : NULL,
                    v + i * row->sub->size);
        bind_leave(b);
    }
    memcpy(out, &v, sizeof v);
    *count = most;
}

/* ---- one row ---- */

/* The value when nothing is given and the row has no preset: texts are "", never NULL. */
static void make_default(struct bind *b, const struct schema_row *row, void *member)
{
    switch (row->kind) {
    case SCHEMA_TEXT:
    case SCHEMA_PROSE:
    case SCHEMA_ID:
        *(const char **)member = "";
        break;
    case SCHEMA_DATE:
        *(int32_t *)member = DAY_NONE;
        break;
    case SCHEMA_DEADLINE:
        *(struct deadline *)member = (struct deadline){ .id = "", .text = "" };
        break;
    case SCHEMA_OBJECT:
        bind_struct(b, row->sub, NULL, NULL, member);
        break;
    case SCHEMA_CUSTOM:
        row->custom(b, NULL, member);
        break;
    default:
        break;
    }
}

static void read_value(struct bind *b, const struct schema_row *row, const struct node *n,
                       char *out)
{
    void *member = out + row->offset;
    size_t *count = (void *)(out + row->count_offset);  /* looked at only where there is one */

    switch (row->kind) {
    case SCHEMA_TEXTS:
        *(const char ***)member = read_texts(b, n, row, count);
        break;
    case SCHEMA_OBJECT:
        if (n->kind != NODE_MAP)
            complain_shape(b, n, NODE_MAP, row_example(b, row));
        bind_struct(b, row->sub, n->kind == NODE_MAP ? n : NULL, NULL, member);
        break;
    case SCHEMA_LIST:
    case SCHEMA_MAP:
        read_many(b, n, row, member, count);
        break;
    case SCHEMA_CUSTOM:
        row->custom(b, n, member);
        break;
    default:
        value_read(b, row, n, member);
        break;
    }
}

static bool counts_entries(enum schema_kind kind)
{
    return kind == SCHEMA_TEXTS || kind == SCHEMA_LIST || kind == SCHEMA_MAP;
}

/* Does the map have the key with a full-width colon, `name：x`? That is complaint
 * enough. */
static bool is_misspelt(const struct node *map, const char *key)
{
    size_t n = strlen(key);

    for (size_t i = 0; i < map->n; i++)
        if (strncmp(map->keys[i]->text, key, n) == 0
            && strncmp(map->keys[i]->text + n, "：", 3) == 0)
            return true;
    return false;
}

/* `map` NULL: the whole object is not given, so nothing in it is missing. */
static void bind_row(struct bind *b, const struct schema_row *row, const struct node *map,
                     const struct node *n, char *out)
{
    struct node *preset;

    if (row->kind != SCHEMA_CUSTOM && row->kind != SCHEMA_OBJECT)
        make_default(b, row, out + row->offset);
    if (row->preset) { /* first, so that a value that does not fit leaves it */
        preset = node_scalar(row->preset, map ? map->line : 0, map ? map->col : 0);
        read_value(b, row, preset, out);
        node_free(preset);
    } else if (bind_absent(n) &&
               (row->kind == SCHEMA_CUSTOM || row->kind == SCHEMA_OBJECT)) {
        make_default(b, row, out + row->offset);
    }
    if (bind_absent(n)) {
        if (row->required && map && !is_misspelt(map, row->key))
            bind_complain(b, n ? n : map,
                          row_example(b, row), _("\"%s\" is missing"), row->key);
        return;
    }
    if (row->count_offset && !counts_entries(row->kind))
        *(bool *)(void *)(out + row->count_offset) = true;
    read_value(b, row, n, out);
}

static void bind_struct(struct bind *b, const struct schema *schema, const struct node *n,
                        const char *key, void *out)
{
    const struct schema_row *rows = schema->rows;

    if (key) {                      /* an entry of a map: its key is its id */
        assert(rows->kind == SCHEMA_ID && rows->offset == 0);
        *(const char **)out = id_is_valid(key) ? arena_strdup(b->arena, key) : "";
        rows++;
    }
    if (n && n->kind != NODE_MAP) {
        if (!bind_absent(n))
            complain_shape(b, n, NODE_MAP, entry_example(b, rows));
        else
            bind_complain(b, n, entry_example(b, rows), _("nothing stands here"));
        n = NULL;
    }
    for (size_t i = 0; n && i < n->n; i++) {
        const struct schema_row *row = rows;

        while (row->key && strcmp(row->key, n->keys[i]->text) != 0)
            row++;
        if (!row->key)
            bind_unknown_key(b, rows, n->keys[i]);
    }
    for (; rows->key; rows++) {
        bind_enter(b, rows->key);
        bind_row(b, rows, n, n ? node_get(n, rows->key) : NULL, out);
        bind_leave(b);
    }
}

void bind_object(struct bind *b, const struct schema *schema, const struct node *n,
                 void *out)
{
    bind_struct(b, schema, n, NULL, out);
}

size_t def_bind(struct arena *a, const struct schema *schema, const char *document,
                const struct node *root, void *out, def_sink *sink, void *ctx)
{
    struct bind b = { .arena = a, .document = document, .sink = sink, .ctx = ctx };

    bind_struct(&b, schema, root, NULL, out);
    buf_fini(&b.path);
    return b.complaints;
}

/* ---- documents ---- */

static bool begins(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

const struct schema *schema_of_document(const char *name)
{
    return strcmp(name, "township") == 0   ? &schema_township
         : strcmp(name, "workflow") == 0   ? &schema_workflow
         : strcmp(name, "colours") == 0    ? &schema_colour_sets
         : begins(name, "lists/")          ? &schema_list
         : begins(name, "calendar/")       ? &schema_calendar
                                           : NULL;
}

static void complain_document(def_sink *sink, void *ctx, const char *name,
                              const char *what, const char *instead, size_t *complaints)
{
    if (sink)
        sink(ctx, name, NULL, "", what, instead);
    ++*complaints;
}

struct defs *defs_compile(const struct def_document *docs, size_t n, def_sink *sink,
                          void *ctx, size_t *complaints)
{
    struct defs *d = defs_new();
    bool has_township = false, has_workflow = false;
    size_t found = 0;

    d->lists = arena_alloc(d->arena, (n + 1) * sizeof *d->lists);
    d->years = arena_alloc(d->arena, (n + 1) * sizeof *d->years);
    for (size_t i = 0; i < n; i++) {
        const struct schema *schema = schema_of_document(docs[i].name);
        void *out = schema == &schema_township   ? (void *)&d->township
                  : schema == &schema_workflow   ? (void *)&d->workflow
                  : schema == &schema_colour_sets ? (void *)&d->colours
                  : schema == &schema_list       ? (void *)&d->lists[d->n_lists++]
                  : schema == &schema_calendar   ? (void *)&d->years[d->n_years++]
                                                 : NULL;

        has_township |= schema == &schema_township;
        has_workflow |= schema == &schema_workflow;
        if (!out)
            complain_document(sink, ctx, docs[i].name, _("this file is not known here"),
                              NULL, &found);
        else if (!docs[i].root)
            found++;            /* whoever could not read it has said so */
        if (out)
            found +=
                def_bind(d->arena, schema, docs[i].name, docs[i].root, out, sink, ctx);
        if (schema == &schema_list && !docs[i].root)
            d->lists[d->n_lists - 1].id = arena_strdup(d->arena, docs[i].name + 6);
    }
    if (!has_township) {
        complain_document(sink, ctx, "township", _("the file township.yaml is missing"),
                          _("copy it from the shipped configuration"), &found);
        def_bind(d->arena, &schema_township, "township", NULL, &d->township, NULL, NULL);
    }
    if (!has_workflow) {
        complain_document(sink, ctx, "workflow", _("the file workflow.yaml is missing"),
                          _("copy it from the shipped configuration"), &found);
        def_bind(d->arena, &schema_workflow, "workflow", NULL, &d->workflow, NULL, NULL);
    }
    defs_finish(d);
    found += defs_check(d, docs, n, sink, ctx);
    if (complaints)
        *complaints = found;
    return d;
}

struct defs *defs_from_documents(const struct def_document *docs, size_t n)
{
    size_t complaints;
    struct defs *d = defs_compile(docs, n, NULL, NULL, &complaints);

    if (complaints == 0)
        return d;
    defs_free(d);
    return NULL;
}
