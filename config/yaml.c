/* yaml.c - libyaml's events into a tree, and its errors into advice.
 *
 * Limits are kept while events arrive: libyaml reads at most one simple key (1024
 * characters) ahead of the events it has given, so stopping at the first event too many
 * also stops it before its own costs grow (0.2.5 needs 30 s for 100 KB of "[" when it is
 * let run). The costliest 1 MiB found by trying (tests/config/test_yaml.c) is 200,000
 * small values: 0.06 s. */
#include "config/yaml.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define WIDE_COLON "："
#define COMPLAINTS_MAX 50           /* of one file; the rest is counted */

struct reader {
    const char *text;
    size_t len;
    source_sink *sink;
    void *ctx;
    size_t complaints;
    struct node *root;
    struct node *up[YAML_DEPTH_MAX];
    struct node *key[YAML_DEPTH_MAX];   /* of a map: the key waiting for its value */
    size_t depth, nodes;
    bool has_document, stopped;
    const char *at; /* where line `line` (from 0) begins, see forward_to() */
    size_t line;
};

static void complain(struct reader *r, yaml_mark_t at, const char *what,
                     const char *instead)
{
    if (r->complaints++ < COMPLAINTS_MAX)
        r->sink(r->ctx, (int)at.line + 1, (int)at.column + 1, what, instead);
}

/* Nothing more can be read after this. */
static void stop(struct reader *r, yaml_mark_t at, const char *what, const char *instead)
{
    complain(r, at, what, instead);
    r->stopped = true;
}

/* ---- the tree ---- */

static bool is_key_next(const struct reader *r)
{
    return r->depth > 0 && r->up[r->depth - 1]->kind == NODE_MAP && !r->key[r->depth - 1];
}

static void place(struct reader *r, struct node *n)
{
    if (r->depth == 0) {
        r->root = n;
    } else if (r->up[r->depth - 1]->kind == NODE_LIST) {
        node_append(r->up[r->depth - 1], n);
    } else if (!r->key[r->depth - 1]) {
        r->key[r->depth - 1] = n;
    } else {
        node_put(r->up[r->depth - 1], r->key[r->depth - 1], n);
        r->key[r->depth - 1] = NULL;
    }
}

static bool count_node(struct reader *r, yaml_mark_t at)
{
    if (++r->nodes <= YAML_NODES_MAX)
        return true;
    stop(r, at, _("the file has more than 200000 values"), NULL);
    return false;
}

static void no_anchor(struct reader *r, yaml_mark_t at, const yaml_char_t *anchor,
                      const yaml_char_t *tag)
{
    if (anchor)
        complain(r, at, _("anchors (&name) are not used here"),
                 _("write the text again where it is needed, or put it in quotes"));
    if (tag)
        complain(r, at, _("tags (!name) are not used here"), _("put the text in quotes"));
}

static void open_node(struct reader *r, enum node_kind kind, const yaml_event_t *e)
{
    struct node *n;

    if (!count_node(r, e->start_mark))
        return;
    if (is_key_next(r)) {
        stop(r, e->start_mark, _("a key must be one word, not a list or a map"),
             _("put the text in quotes"));
        return;
    }
    if (r->depth == YAML_DEPTH_MAX) {
        stop(r, e->start_mark, _("nested more than 16 levels deep"), NULL);
        return;
    }
    n = node_new(kind, (int)e->start_mark.line + 1, (int)e->start_mark.column + 1);
    place(r, n);
    r->up[r->depth] = n;
    r->key[r->depth++] = NULL;
}

static int by_text(const void *a, const void *b)
{
    const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
    int order = strcmp(x->text, y->text);

    if (order == 0)
        order = x->line != y->line ? (x->line < y->line ? -1 : 1)
                                   : (x->col < y->col ? -1 : 1);
    return order;
}

/* Sorted, so that a map of 100,000 keys costs no more than reading it. */
static void check_twice(struct reader *r, const struct node *map)
{
    struct node **keys;

    if (map->n < 2)
        return;
    keys = xmalloc(map->n * sizeof *keys);
    memcpy(keys, map->keys, map->n * sizeof *keys);
    qsort(keys, map->n, sizeof *keys, by_text);
    for (size_t i = 1; i < map->n; i++)
        if (strcmp(keys[i]->text, keys[i - 1]->text) == 0 &&
            r->complaints < COMPLAINTS_MAX) {
            yaml_mark_t at = { 0, (size_t)keys[i]->line - 1, (size_t)keys[i]->col - 1 };
            char *what = xasprintf(_("\"%.60s\" stands here twice, before in line %d"),
                                   keys[i]->text, keys[i - 1]->line);

            complain(r, at, what, _("keep one of them"));
            free(what);
        }
    free(keys);
}

static void close_node(struct reader *r)
{
    struct node *n = r->up[--r->depth];

    if (n->kind == NODE_MAP)
        check_twice(r, n);
}

/* The line with this number, from the last one asked for on: events come in order. */
static const char *forward_to(struct reader *r, size_t line)
{
    const char *end;

    if (line < r->line || !r->at) {
        r->at = r->text;
        r->line = 0;
    }
    while (r->line < line && (end = strchr(r->at, '\n'))) {
        r->at = end + 1;
        r->line++;
    }
    return r->at;
}

static size_t column_of(const char *line, const char *at)
{
    size_t col = 0;
    int len;

    for (const char *p = line; p < at; p += len, col++)
        text_next(p, &len);
    return col;
}

static void complain_colon(struct reader *r, yaml_mark_t at, const char *what)
{
    char *instead = xasprintf(
        _("switch the input method to English and write \"%s\" instead of the "
          "full-width \"%.*s\""),
        ": ", (int)strlen(WIDE_COLON), WIDE_COLON);

    complain(r, at, what, instead);
    free(instead);
}

/* A line such as `名称：x` behind `name: y` is swallowed as more of y: the commonest
 * mistake with a Chinese input method, and the quietest. */
static void check_swallowed(struct reader *r, const yaml_event_t *e)
{
    if (e->start_mark.line == e->end_mark.line
        || !strstr((const char *)e->data.scalar.value, WIDE_COLON))
        return;
    for (size_t line = e->start_mark.line + 1; line <= e->end_mark.line; line++) {
        const char *p = forward_to(r, line);
        const char *at = memmem(p, strcspn(p, "\n"), WIDE_COLON, strlen(WIDE_COLON));

        if (at) {
            complain_colon(r, (yaml_mark_t){ 0, line, column_of(p, at) },
                           _("this line was taken as more of the text above it, because "
                             "its colon is full-width"));
            return;
        }
    }
}

static void add_scalar(struct reader *r, const yaml_event_t *e)
{
    const char *s = (const char *)e->data.scalar.value, *why;
    size_t len = e->data.scalar.length;
    bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    struct node *n;

    if (!count_node(r, e->start_mark))
        return;
    if (len > YAML_SCALAR_MAX) {
        stop(r, e->start_mark, _("a text is longer than 64 KiB"), NULL);
        return;
    }
    no_anchor(r, e->start_mark, e->data.scalar.anchor, e->data.scalar.tag);
    why = memchr(s, '\0', len) ? N_("the text holds a zero byte")
                               : text_refused(s, true, NULL);
    if (why) {
        complain(r, e->start_mark, _(why), _("delete the invisible character"));
        s = "";
    }
    if (is_key_next(r) && *s == '\0' && !why)
        complain(r, e->start_mark, _("the key is empty"), _("write \"key: value\""));
    if (plain)
        check_swallowed(r, e);
    n = node_scalar(s, (int)e->start_mark.line + 1, (int)e->start_mark.column + 1);
    n->quoted = !plain;
    place(r, n);
}

static void take_event(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->has_document)
            stop(r, e->start_mark, _("a second document begins here"),
                 _("one file is one document: take the line \"---\" out"));
        r->has_document = true;
        break;
    case YAML_ALIAS_EVENT:
        complain(r, e->start_mark, _("aliases (*name) are not used here"),
                 _("put the text in quotes, or write it out"));
        if (count_node(r, e->start_mark))
            place(r, node_scalar("", (int)e->start_mark.line + 1,
                                 (int)e->start_mark.column + 1));
        break;
    case YAML_SCALAR_EVENT:
        add_scalar(r, e);
        break;
    case YAML_SEQUENCE_START_EVENT:
        no_anchor(r, e->start_mark, e->data.sequence_start.anchor,
                  e->data.sequence_start.tag);
        open_node(r, NODE_LIST, e);
        break;
    case YAML_MAPPING_START_EVENT:
        no_anchor(r, e->start_mark, e->data.mapping_start.anchor,
                  e->data.mapping_start.tag);
        open_node(r, NODE_MAP, e);
        break;
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_node(r);
        break;
    default:
        break;
    }
}

/* ---- libyaml's errors as advice ---- */

/* First row whose problem and context fit; `context` NULL fits any. */
static const struct advice {
    const char *problem, *context;
    bool at_context;                /* the mistake is where the construct began */
    const char *what, *instead;
} advices[] = {
    { "could not find expected ':'", NULL, true, N_("this line is not understood"),
      N_("write \"key: value\", with a colon and a blank, or begin a list entry with \"- \"") },
    { "mapping values are not allowed", NULL, false, N_("a colon is not possible here"),
      N_("put a text that holds a colon in quotes, or correct the blanks at the beginning of "
         "the line") },
    { "did not find expected key", NULL, false,
      N_("the line does not begin under the ones above it"),
      N_("give it exactly as many blanks as the other keys at its level") },
    { "did not find expected '-'", NULL, false,
      N_("the line does not begin under the entries above it"),
      N_("begin it with \"- \" under the others, or indent it further") },
    { "did not find expected ',' or '}'", NULL, true,
      N_("the { that begins here is not closed"),
      N_("add \"}\", or a comma between the entries") },
    { "did not find expected ',' or ']'", NULL, true,
      N_("the [ that begins here is not closed"),
      N_("add \"]\", or a comma between the entries") },
    { "found unexpected end of stream", "quoted", true,
      N_("the quote that begins here is not closed"),
      N_("add the same quote at its end") },
    { "found unexpected document", "quoted", true,
      N_("the quote that begins here is not closed"),
      N_("add the same quote at its end") },
    { "found unknown escape", NULL, false,
      N_("a backslash means something special in \"...\""),
      N_("use '...' instead, or write the backslash twice") },
    { "did not find expected hexdecimal", NULL, false,
      N_("a backslash means something special in \"...\""),
      N_("use '...' instead, or write the backslash twice") },
    { "found invalid Unicode", NULL, false, N_("there is no character with this number"),
      NULL },
    { "found character that cannot start", NULL, false,
      N_("no text can begin with this character"), N_("put the text in quotes") },
    { "tab", NULL, false, N_("a tab is not possible here"), N_("write blanks") },
    { "did not find expected alphabetic", "alias", false, N_("* is not used here"),
      N_("put it in quotes: \"*\"") },
    { "did not find expected alphabetic", NULL, false, N_("& is not used here"),
      N_("put the text in quotes") },
    { "tag", NULL, false, N_("! is not used here"), N_("put the text in quotes") },
    { "", "tag", false, N_("! is not used here"), N_("put the text in quotes") },
    { "block sequence entries are not allowed", NULL, false,
      N_("a list entry (\"- \") is not possible here"),
      N_("begin the list on the next line, indented") },
    { "mapping keys are not allowed", NULL, false, N_("\"? \" is not used here"),
      N_("put the text in quotes") },
    { "did not find expected node content", NULL, false, N_("something is missing here"),
      N_("write a value, or take the comma out") },
    { "did not find expected <document start>", NULL, false,
      N_("this does not belong to what stands above"),
      N_("begin the line at the left edge, with \"key: value\"") },
    { "did not find expected comment or line break", NULL, false,
      N_("behind | or > the line must end"), N_("put the text in quotes") },
    { "indentation indicator", NULL, false, N_("behind | or > the line must end"),
      N_("put the text in quotes") },
};

/* A full-width colon where a key's colon should be explains most of what libyaml cannot
 * read. */
static bool blame_colon(struct reader *r, size_t line)
{
    const char *p = forward_to(r, line), *end = p + strcspn(p, "\n");
    const char *at = memmem(p, (size_t)(end - p), WIDE_COLON, strlen(WIDE_COLON));
    const char *from = p;

    if (!at)
        return false;
    for (const char *q = p; q < at; q++)
        if (*q == '{' || *q == ',')
            from = q;
    if (memmem(from, (size_t)(at - from), ": ", 2) ||
        memchr(from, '#', (size_t)(at - from)))
        return false;           /* inside a value or a comment */
    complain_colon(r, (yaml_mark_t){ 0, line, column_of(p, at) },
                   _("the colon is full-width"));
    return true;
}

static void explain(struct reader *r, const yaml_parser_t *p)
{
    const char *problem = p->problem ? p->problem : "",
               *context = p->context ? p->context : "";

    if (p->error == YAML_MEMORY_ERROR) {
        complain(r, p->mark, _("out of memory"), NULL);
        return;
    }
    if ((p->context && blame_colon(r, p->context_mark.line))
        || blame_colon(r, p->problem_mark.line)
        || (p->problem_mark.line > 0 && blame_colon(r, p->problem_mark.line - 1)))
        return;
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (strstr(problem, advices[i].problem)
            && (!advices[i].context || strstr(context, advices[i].context))) {
            complain(
                r,
                advices[i].at_context && p->context ? p->context_mark : p->problem_mark,
                _(advices[i].what), advices[i].instead ? _(advices[i].instead) : NULL);
            return;
        }
    complain(r, p->problem_mark, *problem ? problem : _("this is not understood"), NULL);
}

/* ---- before libyaml sees it ---- */

/* Tabs as indentation look right in an editor and are wrong; a directive would change the
 * rules. */
static bool scan_lines(struct reader *r)
{
    size_t line = 0;

    for (const char *p = r->text; *p && r->complaints < COMPLAINTS_MAX; line++) {
        size_t blanks = strspn(p, " \t"), n = strcspn(p, "\n");
        const char *tab = memchr(p, '\t', blanks);

        if (*p == '%')
            stop(r, (yaml_mark_t){ 0, line, 0 },
                 /* xgettext:no-c-format */
                 _("lines beginning with % are not used here"),
                 _("put the text in quotes"));
        if (tab && blanks < n && p[blanks] != '#') {
            complain(r, (yaml_mark_t){ 0, line, (size_t)(tab - p) },
                     _("the line is indented with a tab"),
                     _("indent with blanks, two per level"));
            r->stopped = true;
        }
        p += n;
        p += *p == '\n';
    }
    return !r->stopped;
}

static void read_events(struct reader *r)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool end = false;

    if (!yaml_parser_initialize(&parser)) {
        stop(r, (yaml_mark_t){0, 0, 0}, _("out of memory"), NULL);
        return;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)r->text, r->len);
    while (!end && !r->stopped) {
        if (!yaml_parser_parse(&parser, &event)) {
            explain(r, &parser);
            r->stopped = true;
            break;
        }
        take_event(r, &event);
        end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

struct node *yaml_parse(const char *text, size_t len, source_sink *sink, void *ctx,
                        size_t *complaints)
{
    struct reader r = { .text = text, .len = len, .sink = sink, .ctx = ctx };

    if (scan_lines(&r))
        read_events(&r);
    if (!r.stopped && (!r.root || (r.root->kind == NODE_SCALAR && !*r.root->text))) {
        stop(&r, (yaml_mark_t){0, 0, 0}, _("the file is empty"),
             _("copy it from the shipped configuration, or delete it"));
    } else if (!r.stopped && r.root->kind != NODE_MAP) {
        if (r.root->kind != NODE_SCALAR || !blame_colon(&r, (size_t)r.root->line - 1))
            complain(
                &r, (yaml_mark_t){ 0, (size_t)r.root->line - 1, (size_t)r.root->col - 1 },
                _("the file does not hold keys and values"),
                _("begin it with \"key: value\""));
        r.stopped = true;
    }
    if (r.stopped) {
        for (size_t i = 0; i < r.depth; i++)
            node_free(r.key[i]);
        node_free(r.root);
        r.root = NULL;
    }
    *complaints = r.complaints;
    return r.root;
}
