/* def_read_rows.c - what is said of rows: how much of them, which a step waits for, how many
 * are drawn by lot. See def_read.h. */
#include "model/def_read.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/mem.h"

#define NEEDS_MAX 5                 /* of one step */

/* "100%", "95 %", "33.3％": above nothing, at most all. */
static bool parse_percent(const char *s, int64_t *out)
{
    size_t n = strspn(s, "0123456789.");
    char *number = xstrndup(s, n);
    bool good;

    s += n;
    s += strspn(s, " ");
    good = (strcmp(s, "%") == 0 || strcmp(s, "％") == 0) && decimal_parse(number, out) &&
           *out > 0 && *out <= 100 * (int64_t)DECIMAL_ONE;
    free(number);
    return good;
}

void read_share(struct bind *b, const struct node *n, void *member)
{
    int64_t *share = member, read;
    const char *s = n ? bind_scalar(b, n, "100%") : NULL;

    if (s && parse_percent(s, &read))
        *share = read;
    else if (s)
        bind_wrong(b, n, _("is not a percentage"),
                   _("write for example \"100%\" or \"12.5%\", at most 100%"));
}

void read_sample(struct bind *b, const struct node *n, void *member)
{
    struct sample_def *d = member;

    *d = (struct sample_def){0};
    if (n && n->kind == NODE_SCALAR && strcmp(n->text, "none") == 0)
        return;
    bind_object(b, &schema_sample, n && n->kind == NODE_MAP ? n : NULL, d);
    if (n && n->kind == NODE_LIST)
        bind_complain(b, n, _("write for example \"sample: 10%\""),
                      _("keys and values are needed here, not a list"));
    else if (n && n->kind == NODE_SCALAR)
        read_share(b, n, &d->share);
}

void read_rows_needs(struct bind *b, const struct node *n, void *member)
{
    struct step_needs *s = member;
    size_t all = n && n->kind == NODE_LIST ? n->n : 1, most = all < NEEDS_MAX ? all : NEEDS_MAX;

    *s = (struct step_needs){0};
    if (!n)
        return;
    if (n->kind == NODE_SCALAR) {
        bind_wrong(b, n, _("is one text, but keys and values are needed here"),
                   _("write for example \"rows: {list: households, same: [parent, place], "
                     "step: sign}\""));
        return;
    }
    s->rows = arena_alloc(bind_arena(b), (most + 1) * sizeof *s->rows);
    for (size_t i = 0; i < most; i++) {
        if (n->kind == NODE_LIST)
            bind_enter_at(b, i);
        bind_object(b, &schema_rows, n->kind == NODE_LIST ? n->kids[i] : n,
                    &s->rows[s->n_rows++]);
        if (n->kind == NODE_LIST)
            bind_leave(b);
    }
    if (all > NEEDS_MAX)
        bind_complain(b, n->kids[NEEDS_MAX], NULL, _("too many: at most %d are read"),
                      NEEDS_MAX);
}
