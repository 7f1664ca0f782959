#include "model/sample.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/hash.h"
#include "model/i18n.h"
#include "model/people.h"

/* ---- drawing ---- */

size_t sample_size(const struct sample_def *d, size_t n)
{
    const int64_t whole = 100 * (int64_t)DECIMAL_ONE;
    size_t k;

    if (d->share == 0 && d->least == 0)
        return 0;
    k = (size_t)(((int64_t)n * d->share + whole - 1) / whole);
    if (k < (size_t)d->least)
        k = (size_t)d->least;
    return k < n ? k : n;
}

struct lot { uint8_t hash[HASH_SIZE]; size_t at; };

static int by_hash(const void *a, const void *b)
{
    const struct lot *x = a, *y = b;
    int order = memcmp(x->hash, y->hash, HASH_SIZE);

    return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int by_place_in_list(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

void sample_draw(const char *seed, const char *const *codes, size_t n, size_t k, size_t *picked)
{
    struct lot *lots = xcalloc(n + 1, sizeof *lots);

    for (size_t i = 0; i < n; i++) {
        char *text = xasprintf("%s %s", seed, codes[i]);
        hash_bytes(text, strlen(text), lots[i].hash);
        lots[i].at = i;
        free(text);
    }
    qsort(lots, n, sizeof *lots, by_hash);
    for (size_t i = 0; i < k; i++)
        picked[i] = lots[i].at;
    qsort(picked, k, sizeof *picked, by_place_in_list);
    free(lots);
}

/* ---- reading ---- */

static const char sql_under[] =
    "SELECT s.id, s.item, s.place, s.day, s.seed, s.applied FROM sample s WHERE s.item = ?1 AND "
    "(?2 = 0 OR s.place IN (WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT p.id FROM place p "
    "JOIN down ON p.parent = down.id) SELECT id FROM down)) AND (?3 = 0 OR EXISTS (SELECT 1 FROM "
    "sample_row r JOIN item i ON i.id = r.item WHERE r.sample = s.id AND i.phase = 1)) "
    "ORDER BY s.id DESC";
static const char sql_drawn[] =
    "SELECT s.id, s.item, s.place, s.day, s.seed, s.applied FROM sample_row r JOIN sample s ON "
    "s.id = r.sample WHERE r.item = ?1 ORDER BY s.id DESC";
static const char sql_rows[] =
    "SELECT i.id, i.code, coalesce(i.place, 0) FROM sample_row r JOIN item i ON i.id = r.item "
    "WHERE r.sample = ? ORDER BY i.sort_code";

static enum xh_rc read_rows(struct db *db, struct sample *s, struct xh_err *err)
{
    struct stmt *stmt = db_query(db, err, sql_rows, "i", s->id);
    int got = stmt ? 0 : -1;

    while (stmt && (got = stmt_step(stmt, err)) > 0) {
        GROW(s->v, s->n, s->cap);
        s->v[s->n++] = (struct sample_row){ .item = stmt_int(stmt, 0),
                                            .code = xstrdup(stmt_text(stmt, 1)),
                                            .place = place_name(db, stmt_int(stmt, 2)) };
    }
    stmt_done(stmt);
    return got < 0 ? XH_DB : XH_OK;
}

static enum xh_rc read_samples(struct db *db, struct stmt *stmt, struct samples *out,
                               struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    int got = stmt ? 0 : -1;

    while (stmt && (got = stmt_step(stmt, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        struct sample *s = &out->v[out->n++];
        *s = (struct sample){ .id = stmt_int(stmt, 0), .item = stmt_int(stmt, 1),
                              .place = place_name(db, stmt_int(stmt, 2)),
                              .day = stmt_day(stmt, 3), .all = stmt_int(stmt, 5) };
        strncpy(s->seed, stmt_text(stmt, 4), sizeof s->seed - 1);
    }
    stmt_done(stmt);
    for (size_t i = 0; rc == XH_OK && got >= 0 && i < out->n; i++)
        rc = read_rows(db, &out->v[i], err);
    return got < 0 ? XH_DB : rc;
}

enum xh_rc samples_load(struct store *st, int64_t item, int64_t place, bool waiting,
                        struct samples *out, struct xh_err *err)
{
    return read_samples(st->db, db_query(st->db, err, sql_under, "iii", item, place,
                                         (int64_t)waiting), out, err);
}

enum xh_rc samples_of_row(struct store *st, int64_t item, struct samples *out,
                          struct xh_err *err)
{
    return read_samples(st->db, db_query(st->db, err, sql_drawn, "i", item), out, err);
}

void samples_fini(struct samples *s)
{
    for (size_t i = 0; i < s->n; i++) {
        for (size_t k = 0; k < s->v[i].n; k++) {
            free(s->v[i].v[k].code);
            free(s->v[i].v[k].place);
        }
        free(s->v[i].v);
        free(s->v[i].place);
    }
    free(s->v);
    *s = (struct samples){0};
}

void sample_say(struct buf *out, const struct sample *s, size_t most)
{
    sample_say_head(out, s);
    sample_say_codes(out, s, most);
}

void sample_say_head(struct buf *out, const struct sample *s)
{
    char day[DAY_TEXT];

    buf_printf(out, _("%s, %s: %zu of %lld drawn for inspection, number %s: "), s->place,
               day_format(s->day, day), s->n, (long long)s->all, s->seed);
}

void sample_say_codes(struct buf *out, const struct sample *s, size_t most)
{
    for (size_t i = 0; i < s->n && (most == 0 || i < most); i++)
        buf_printf(out, "%s%s", i ? _(", ") : "", s->v[i].code);
    if (most && s->n > most)
        buf_puts(out, " ..");
}
