/* query_words.c - words in a row's title, code or newest report: every row is looked at
 * with LIKE; the index (search.h) only says which ones need be. */
#include "model/query_build.h"

#include "model/search.h"

/* ---- rows found by the index ---- */

#define BY_RANGE "SELECT g.doc FROM search_grams g WHERE g.term >= ? AND g.term <= ?"
/* The threes may stand apart: 9999 has those of 1999. */
#define BY_MATCH \
    "SELECT t.item FROM search_gram g CROSS JOIN search_text t WHERE search_gram MATCH ? " \
    "AND t.item = g.rowid AND t.text LIKE ? ESCAPE '\\'"
#define WAITING "SELECT w.item FROM search_wait w"

/* Finding a row among those of its order or among those that hold the word: of `all` rows,
 * `n` of which do, a page of L is met after L * all / n of the former, and the latter are n
 * to be sorted, in each of a few ranges. Without a limit every row of the order would be
 * read; of one person, place or parent that is few anyway. At most this many are worth
 * finding first. */
#define FEW 256

static int64_t square_root(int64_t n)
{
    int64_t r = 0;

    for (int64_t bit = (int64_t)1 << 30; bit; bit >>= 1)
        if ((r + bit) * (r + bit) <= n)
            r += bit;
    return r;
}

static bool has_few_rows(const struct filter *f)
{
    return f->owner || f->handler || f->leader || f->lead || f->place || f->parent;
}

static enum xh_rc worth_finding(const struct query *q, int64_t *most, struct xh_err *err)
{
    int64_t all = 0, limit = q->f->limit;
    enum xh_rc rc =
        db_get_int(q->st->db, err, &all, "SELECT coalesce(max(id), 0) FROM item", "");

    if (limit > all / 16)
        limit = 0;              /* as good as none */
    *most = FEW;
    if (!has_few_rows(q->f))
        *most += limit > 0 ? square_root(limit * all) / 2
                           : all / (q->list || q->one_unit ? 64 : 8);
    if (q->n_found > 0 && q->n_found < *most)
        *most = q->n_found;
    return rc;
}

static enum xh_rc count_found(const struct query *q, const struct search_key *k,
                              const char *pattern, int64_t most, int64_t *n, struct xh_err *err)
{
    if (k->match)
        return db_get_int(q->st->db, err, n,
                          "SELECT count(*) FROM (" BY_MATCH " UNION ALL " WAITING
                          " LIMIT ?) x", "tti", k->match, pattern, most + 1);
    return db_get_int(q->st->db, err, n,
                      "SELECT count(*) FROM (" BY_RANGE " UNION ALL " WAITING " LIMIT ?) x",
                      "tti", k->from, k->to, most + 1);
}

static void find_by(struct query *q, struct search_key *k, const char *pattern, int64_t n)
{
    sql_fini(&q->found);
    if (k->match)
        sql_add(&q->found, "tt", BY_MATCH " UNION " WAITING, query_keep(q, k->match), pattern);
    else
        sql_add(&q->found, "tt", BY_RANGE " UNION " WAITING, query_keep(q, k->from),
                query_keep(q, k->to));
    *k = (struct search_key){0};
    q->n_found = n + 1;
}

/* Every text the rows must hold in one of the three is offered; the rarest finds them.
 * *there: there is an index. */
static enum xh_rc narrow(struct query *q, const char *text, const char *pattern, bool *there,
                         struct xh_err *err)
{
    struct search_key k = {0};
    int64_t most = 0, n = 0;
    enum xh_rc rc = q->f->item ? XH_OK : search_is_there(q->st->db, there, err);

    if (rc != XH_OK || !*there)
        return rc;
    rc = search_key(q->st->db, text, &k, err);
    if (rc == XH_OK && (k.match || k.from)) {
        rc = worth_finding(q, &most, err);
        if (rc == XH_OK)
            rc = count_found(q, &k, pattern, most, &n, err);
        if (rc == XH_OK && n <= most)
            find_by(q, &k, pattern, n);
    }
    search_key_fini(&k);
    return rc;
}

enum xh_rc query_hint(struct query *q, const char *text, struct xh_err *err)
{
    bool there = false;

    return narrow(q, text, query_pattern(q, text), &there, err);
}

/* ---- the filter's words ---- */

enum xh_rc query_words(struct query *q, const char *text, struct xh_err *err)
{
    const char *pattern = query_pattern(q, text);
    bool there = false;
    enum xh_rc rc = narrow(q, text, pattern, &there, err);

    if (rc != XH_OK)
        return rc;
    /* Many rows hold it: those of the order are looked at one by one, first at the one
     * text that has it all. */
    if (there && q->n_found == 0)
        sql_add(&q->cond, "t",
                " AND (i.id IN (" WAITING ") OR (SELECT t.text FROM search_text t "
                "WHERE t.item = i.id) LIKE ? ESCAPE '\\')", pattern);
    sql_add(&q->cond, "ttt",
            " AND (i.title LIKE ? ESCAPE '\\' OR i.code LIKE ? ESCAPE '\\' OR "
            "(SELECT p.text FROM progress p WHERE p.item = i.id "
            "ORDER BY p.day DESC, p.id DESC LIMIT 1) LIKE ? ESCAPE '\\')",
            pattern, pattern, pattern);
    return XH_OK;
}
