#include "report/handover.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/item.h"

#define OPEN (1u << COLOUR_RED | 1u << COLOUR_YELLOW | 1u << COLOUR_GREEN | 1u << COLOUR_GREY)

void handover_fini(struct handover *h)
{
    rows_fini(&h->rows);
    free(h->parts);
    free(h->kept_back);
    *h = (struct handover){ .person = 0 };
}

void handover_parts(struct buf *out, unsigned parts)
{
    static const struct { enum handover_part part; const char *word; } words[] = {
        { HANDOVER_OWNER, N_("owner") },           { HANDOVER_HANDLER, N_("handler") },
        { HANDOVER_LEAD, N_("leader in charge") }, { HANDOVER_LEADER, N_("leader") },
        { HANDOVER_CO, N_("co-owner") },
    };
    bool any = false;

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (parts & words[i].part) {
            buf_printf(out, "%s%s", any ? _(", ") : "", _(words[i].word));
            any = true;
        }
}

/* ---- loading ---- */

struct loading {
    struct store *st;
    const struct filter *look;
    handover_keep *keep;
    void *ctx;
    struct handover *h;
};

static size_t row_of(const struct handover *h, int64_t item)
{
    size_t i = 0;

    while (i < h->rows.n && h->rows.v[i].it.id != item)
        i++;
    return i;
}

/* Whatever parts he has in it, it is one row. */
static void keep_back(struct handover *h, int64_t item)
{
    for (size_t i = 0; i < h->n_kept_back; i++)
        if (h->kept_back[i] == item)
            return;
    GROW(h->kept_back, h->n_kept_back, h->cap_kept_back);
    h->kept_back[h->n_kept_back++] = item;
}

/* Rows found, added to those known; they are taken over. */
static void take(const struct loading *l, struct rows *found, enum handover_part part)
{
    struct handover *h = l->h;

    for (size_t i = 0; i < found->n; i++) {
        size_t at = row_of(h, found->v[i].it.id);
        if (at == h->rows.n) {
            if (l->keep && !l->keep(l->ctx, &found->v[i])) {
                keep_back(h, found->v[i].it.id);
                continue;
            }
            GROW(h->rows.v, h->rows.n, h->rows.cap);
            h->parts = xrealloc(h->parts, h->rows.cap * sizeof *h->parts);
            h->rows.v[h->rows.n] = found->v[i];
            h->parts[h->rows.n++] = 0;
            memset(&found->v[i], 0, sizeof found->v[i]);
        }
        h->parts[at] |= (unsigned)part;
        h->owned += part == HANDOVER_OWNER;
    }
}

static enum xh_rc add(const struct loading *l, const struct filter *f, enum handover_part part,
                      struct xh_err *err)
{
    struct rows found = { 0 };
    enum xh_rc rc = query_rows(l->st, f, &found, err);

    if (rc == XH_OK)
        take(l, &found, part);
    rows_fini(&found);
    return rc;
}

static struct filter filter_of(const struct loading *l)
{
    struct filter f = *l->look;

    f.colours = OPEN;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    return f;
}

static enum xh_rc add_part(const struct loading *l, enum handover_part part, struct xh_err *err)
{
    char *name = xasprintf("#%lld", (long long)l->h->person);
    struct filter f = filter_of(l);

    *(part == HANDOVER_OWNER     ? &f.owner
      : part == HANDOVER_HANDLER ? &f.handler
      : part == HANDOVER_LEAD    ? &f.lead
                                 : &f.leader) = name;
    enum xh_rc rc = add(l, &f, part, err);
    free(name);
    return rc;
}

/* Co-owners are no filter of their own: the rows are few. */
static enum xh_rc add_co(const struct loading *l, struct xh_err *err)
{
    struct filter f = filter_of(l);
    int64_t *ids;
    size_t n;
    enum xh_rc rc = items_of_co(l->st->db, l->h->person, &ids, &n, err);

    for (size_t i = 0; rc == XH_OK && i < n; i++) {
        f.item = ids[i];
        rc = add(l, &f, HANDOVER_CO, err);
    }
    free(ids);
    return rc;
}

enum xh_rc handover_load(struct store *st, const struct filter *look, int64_t person,
                         unsigned wanted, handover_keep *keep, void *ctx, struct handover *out,
                         struct xh_err *err)
{
    static const enum handover_part parts[] = { HANDOVER_OWNER, HANDOVER_HANDLER, HANDOVER_LEAD,
                                                HANDOVER_LEADER };
    const struct loading l = { st, look, keep, ctx, out };
    enum xh_rc rc = XH_OK;

    out->person = person;
    for (size_t i = 0; rc == XH_OK && i < sizeof parts / sizeof *parts; i++)
        if (wanted & parts[i])
            rc = add_part(&l, parts[i], err);
    if (rc == XH_OK && wanted & HANDOVER_CO)
        rc = add_co(&l, err);
    return rc;
}
