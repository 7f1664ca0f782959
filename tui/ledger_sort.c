/* ledger_sort.c - the order of a ledger's rows: five that have an index, for any number of
 * rows; any other column shown, and any of them the other way round, for filtered ones
 * (query.h, filter.sort). */
#include "tui/ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"

/* In the order of enum order: the key, and the column that shows it. */
static const struct { const char *key, *column, *word; } indexed[] = {
    [ORDER_URGENCY] = { "urgency", "colour", N_("urgency") },
    [ORDER_DUE]     = { "due", "due", N_("Deadline") },
    [ORDER_CODE]    = { "code", "code", N_("Code") },
    [ORDER_UNIT]    = { "unit", "unit", N_("Lead unit") },
    [ORDER_OWNER]   = { "owner", "owner", N_("Owner") },
};
enum { INDEXED = ORDER_OWNER + 1 };

/* What a column is sorted by; NULL: it cannot be. */
static const char *key_of(const struct ledger *l, size_t column)
{
    const char *id = l->columns.ids[column];

    for (int i = 0; i < INDEXED; i++)
        if (strcmp(indexed[i].column, id) == 0)
            return indexed[i].key;
    if (strcmp(id, "standing") == 0)
        return "state";
    return query_can_sort(l->columns.look.list, id) ? id : NULL;
}

/* The column chosen, unless the list shown now has none such (ledger_question()). */
static const char *sort_now(const struct ledger *l)
{
    return l->f.sort && query_can_sort(l->columns.look.list, l->f.sort) ? l->f.sort : NULL;
}

static const char *key_now(const struct ledger *l)
{
    const char *sort = sort_now(l);

    return sort ? sort + (*sort == '-') : indexed[l->f.order].key;
}

static const char *word_of(const struct ledger *l, const char *key)
{
    for (int i = 0; i < INDEXED; i++)
        if (strcmp(indexed[i].key, key) == 0)
            return _(indexed[i].word);
    for (size_t i = 0; i < l->columns.n; i++)
        if (key_of(l, i) && strcmp(key_of(l, i), key) == 0)
            return l->columns.v[i].title;
    return key;
}

char *ledger_sort_words(const struct ledger *l)
{
    const char *sort = sort_now(l);

    if (!sort)
        return NULL;
    return *sort == '-' ? xasprintf(_("%s, the other way round"), word_of(l, key_now(l)))
                             : xstrdup(word_of(l, key_now(l)));
}

/* `key` is copied before the ledger asks anew. */
static void sort_by(struct tui *t, struct ledger *l, const char *key)
{
    bool again = strcmp(key, key_now(l)) == 0;
    bool down = again && !(sort_now(l) && *sort_now(l) == '-');
    enum order order = l->f.order;
    char *sort = xasprintf("%s%s", down ? "-" : "", key);

    for (int i = 0; i < INDEXED && !down; i++)
        if (strcmp(indexed[i].key, key) == 0) {
            order = (enum order)i;
            free(sort);
            sort = NULL;
        }
    free(l->f.sort);
    l->f.sort = sort;
    l->f.order = order;
    ledger_ask(t, l);
}

void ledger_sort_by(struct tui *t, struct ledger *l, size_t column)
{
    const char *key = column < l->columns.n ? key_of(l, column) : NULL;

    if (key)
        sort_by(t, l, key);
    else
        tui_say(t, "%s", _("Nothing is sorted by this column: what stands in it is private."));
}

void ledger_choose_order(struct tui *t, struct ledger *l)
{
    size_t n = 0, at = 0, most = INDEXED + l->columns.n;
    const char **keys = xcalloc(most + 1, sizeof *keys);
    char **words = xcalloc(most + 1, sizeof *words);

    for (int i = 0; i < INDEXED; i++)
        keys[n++] = indexed[i].key;
    for (size_t i = 0; i < l->columns.n; i++) {
        const char *key = key_of(l, i);
        bool there = !key;
        for (size_t k = 0; key && k < n; k++)
            there |= strcmp(keys[k], key) == 0;
        if (!there)
            keys[n++] = key;
    }
    for (size_t i = 0; i < n; i++) {
        bool now = strcmp(keys[i], key_now(l)) == 0;
        words[i] = now ? xasprintf(_("%s (again: the other way round)"), word_of(l, keys[i]))
                       : xstrdup(word_of(l, keys[i]));
        at = now ? i : at;
    }
    int got = ask_choice(t, _("Sort by"), "", (const char *const *)words, n, at);
    if (got >= 0)
        sort_by(t, l, keys[got]);
    for (size_t i = 0; i < n; i++)
        free(words[i]);
    free(words);
    free(keys);
}
