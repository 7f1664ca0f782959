#include "model/search.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/index.h"
#include "model/mem.h"
#include "model/text.h"

/* `detail=none`: only which texts hold a three, not where: a third of the size, and where
 * it stands is of no use. The text is in small letters already. */
static const char sql_make[] =
    "CREATE VIRTUAL TABLE search_gram USING fts5(text, content='search_text', "
    "content_rowid='item', tokenize='trigram case_sensitive 1', detail=none, columnsize=0);\n"
    "CREATE VIRTUAL TABLE search_grams USING fts5vocab('search_gram', 'instance');\n";

/* Two line breaks at the end: the last characters, too, begin threes. lower() and LIKE
 * agree on what small and capital letters are. */
#define TEXT_OF_ITEM \
    "lower(i.title || '\n' || i.code || '\n' || coalesce((SELECT p.text FROM progress p " \
    "WHERE p.item = i.id ORDER BY p.day DESC, p.id DESC LIMIT 1), '') || '\n\n')"

static bool pretend_without;
static int64_t index_from = SEARCH_FROM, may_wait = SEARCH_WAIT;

void search_tune(int64_t from, int64_t wait)
{
    index_from = from < 0 ? SEARCH_FROM : from;
    may_wait = wait < 0 ? SEARCH_WAIT : wait;
}

void search_without_fts5(bool without)
{
    pretend_without = without;
}

bool search_has_fts5(void)
{
    return !pretend_without && db_has_fts5();
}

bool search_owns(const char *name)
{
    return strncmp(name, "search_gram", 11) == 0;
}

enum xh_rc search_make(struct db *db, struct xh_err *err)
{
    return db_script(db, sql_make, err);
}

/* The texts come and go with the index. */
static enum xh_rc is_made(struct db *db, bool *made, struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = db_get_int(db, err, &n,
                               "SELECT count(*) FROM (SELECT 1 FROM search_text LIMIT 1)", "");

    *made = n > 0;
    return rc;
}

enum xh_rc search_is_there(struct db *db, bool *there, struct xh_err *err)
{
    *there = false;
    return search_has_fts5() ? is_made(db, there, err) : XH_OK;
}

/* ---- upkeep ------------------------------------------------------------------------ */

/* In this order: FTS5 must be told the text it is to forget. */
static const char *const updates[] = {
    "INSERT INTO search_gram (search_gram, rowid, text) SELECT 'delete', t.item, t.text "
    "FROM search_wait w JOIN search_text t ON t.item = w.item ORDER BY w.item",
    "DELETE FROM search_text WHERE item IN (SELECT w.item FROM search_wait w)",
    "INSERT INTO search_text (item, text) SELECT i.id, " TEXT_OF_ITEM
    " FROM search_wait w JOIN item i ON i.id = w.item ORDER BY w.item",
    "INSERT INTO search_gram (rowid, text) SELECT t.item, t.text "
    "FROM search_wait w JOIN search_text t ON t.item = w.item ORDER BY w.item",
    "DELETE FROM search_wait",
};

enum xh_rc search_update(struct db *db, struct xh_err *err)
{
    bool made = true;
    enum xh_rc rc = search_has_fts5() ? is_made(db, &made, err) : XH_OK;

    if (rc != XH_OK || !search_has_fts5())
        return rc;
    if (!made) {                /* its tables may be there, of a ledger without a row */
        int64_t n = 0;
        rc = db_get_int(db, err, &n,
                        "SELECT count(*) FROM sqlite_schema WHERE name = 'search_gram'", "");
        if (rc == XH_OK && n == 0)
            rc = search_make(db, err);
    }
    for (size_t i = 0; rc == XH_OK && i < sizeof updates / sizeof *updates; i++)
        rc = db_run(db, err, updates[i], "");
    return rc;
}

enum xh_rc search_settle(struct db *db, struct xh_err *err)
{
    bool there = false;
    int64_t n = 0, most = index_from;
    enum xh_rc rc = search_is_there(db, &there, err);

    if (rc != XH_OK || !search_has_fts5())
        return rc;
    if (there) {
        most = may_wait;
        rc = db_get_int(db, err, &n,
                        "SELECT count(*) FROM (SELECT 1 FROM search_wait LIMIT ?)", "i",
                        most + 1);
    } else {
        rc = db_get_int(db, err, &n, "SELECT coalesce(max(id), 0) FROM item", "");
    }
    return rc == XH_OK && n > most ? search_update(db, err) : rc;
}

/* What FTS5 is told to forget stays in its segments until they are merged: all of them
 * are, into one. */
enum xh_rc search_erase(struct db *db, struct xh_err *err)
{
    bool made = false;
    enum xh_rc rc = is_made(db, &made, err);

    if (rc != XH_OK || !made)
        return rc;
    if (!search_has_fts5())
        return xh_fail(err, XH_REFUSED,
                       _("the search index still holds these words, and this machine's SQLite "
                         "(without FTS5) cannot remove them there. Erase on a machine whose "
                         "SQLite has FTS5."));
    rc = search_update(db, err);
    if (rc == XH_OK)
        rc = db_run(db, err, "INSERT INTO search_gram (search_gram) VALUES ('optimize')", "");
    return rc;
}

/* ---- asking ------------------------------------------------------------------------ */

#define MATCH_MOST 12           /* threes asked for: more of them find hardly less */

static void add_three(struct buf *b, const char *from, const char *to)
{
    buf_puts(b, b->len ? " AND \"" : "\"");
    for (; from < to; from++) {
        if (*from == '"')
            buf_putc(b, '"');
        buf_putc(b, *from);
    }
    buf_putc(b, '"');
}

/* `low` has n >= 3 characters; of many threes some from the beginning to the end. */
static char *threes(const char *low, size_t n)
{
    const char **at = xcalloc(n + 1, sizeof *at);
    size_t all = n - 2, most = all < MATCH_MOST ? all : MATCH_MOST;
    struct buf b = {0};
    int len;

    at[0] = low;
    for (size_t i = 0; i < n; i++) {
        text_next(at[i], &len);
        at[i + 1] = at[i] + len;
    }
    for (size_t i = 0; i < most; i++) {
        size_t k = most > 1 ? i * (all - 1) / (most - 1) : 0;
        add_three(&b, at[k], at[k + 3]);
    }
    free(at);
    return buf_take(&b);
}

/* FTS5 takes what is no character for U+FFFD; so would we have to. */
static bool is_plain(const char *s)
{
    int len;

    for (uint32_t c; (c = text_next(s, &len)) != 0; s += len)
        if (c == 0xFFFE || c == 0xFFFF)
            return false;
    return true;
}

enum xh_rc search_key(struct db *db, const char *text, struct search_key *out,
                      struct xh_err *err)
{
    char *low = NULL;
    enum xh_rc rc = XH_OK;

    *out = (struct search_key){0};
    if (!*text || !text_is_utf8(text, strlen(text)) || !is_plain(text))
        return XH_OK;
    rc = db_get_text(db, err, &low, "SELECT lower(?)", "t", text);
    if (rc != XH_OK)
        return rc;
    size_t n = text_length(low);
    if (n >= 3) {
        out->match = threes(low, n);
    } else {                    /* up to the last of all characters */
        out->from = xstrdup(low);
        out->to = xasprintf("%s\xF4\x8F\xBF\xBF", low);
    }
    free(low);
    return XH_OK;
}

void search_key_fini(struct search_key *k)
{
    free(k->from);
    free(k->to);
    free(k->match);
    *k = (struct search_key){0};
}

/* ---- verify ------------------------------------------------------------------------ */

/* What an index holds, in two numbers: so many threes, and the sum of their keys. */
struct sum { uint64_t n, keys; };

static int by_key(const void *pa, const void *pb)
{
    const uint64_t *a = pa, *b = pb;

    return (*a > *b) - (*a < *b);
}

/* The three characters `text` begins with, as FTS5 has them; 0 bytes at the end, else the
 * length of the first. */
static int next_three(const char *text, char three[static 16])
{
    int first = 0, len = 1;
    size_t n = 0;

    for (int i = 0; i < 3; i++, text += len) {
        uint32_t c = text_next(text, &len);
        bool odd = c == 0xFFFE || c == 0xFFFF;
        if (len == 0)
            return 0;
        memcpy(three + n, odd ? "\xEF\xBF\xBD" : text, (size_t)len);
        n += (size_t)len;
        first = i == 0 ? len : first;
    }
    three[n] = '\0';
    return first;
}

/* Each different three of the text once. */
static void add_text(struct sum *sum, int64_t item, const char *text)
{
    uint64_t *keys = NULL;
    size_t n = 0, cap = 0;
    char three[16];

    for (int len; (len = next_three(text, three)) > 0; text += len) {
        GROW(keys, n, cap);
        keys[n++] = index_key(three, item);
    }
    if (n > 1)
        qsort(keys, n, sizeof *keys, by_key);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || keys[i] != keys[i - 1]) {
            sum->n++;
            sum->keys += keys[i];
        }
    free(keys);
}

static enum xh_rc add_up(struct db *db, const char *sql, bool texts, struct sum *out,
                         struct xh_err *err)
{
    struct stmt *s = db_query(db, err, sql, "");
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        if (texts) {
            add_text(out, stmt_int(s, 0), stmt_text(s, 1));
            continue;
        }
        out->n++;
        out->keys += index_key(stmt_text(s, 1), stmt_int(s, 0));
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

/* Items whose text is another, or is there without waiting for nothing. */
static const char sql_texts[] =
    "SELECT i.id, i.code FROM item i LEFT JOIN search_text t ON t.item = i.id "
    "WHERE i.id NOT IN (SELECT w.item FROM search_wait w) AND t.text IS NOT " TEXT_OF_ITEM
    " UNION ALL SELECT t.item, '?' FROM search_text t WHERE t.item NOT IN (SELECT i.id FROM "
    "item i) AND t.item NOT IN (SELECT w.item FROM search_wait w) ORDER BY 1";

enum xh_rc search_verify(struct db *db, struct verify_part *part, struct xh_err *err)
{
    struct sum texts = {0}, index = {0};
    bool there = false;
    enum xh_rc rc = search_is_there(db, &there, err);
    struct stmt *s = rc == XH_OK ? db_query(db, err, sql_texts, "") : NULL;
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0) {
        struct buf code = {0};
        text_show(&code, stmt_text(s, 1), false);
        verify_find(part, _("search_text, item %lld (%s): its words are not those of the item"),
                    (long long)stmt_int(s, 0), buf_str(&code));
        buf_fini(&code);
    }
    stmt_done(s);
    rc = got < 0 ? XH_DB : XH_OK;
    if (rc == XH_OK && there)
        rc = add_up(db, "SELECT item, text FROM search_text", true, &texts, err);
    if (rc == XH_OK && there)
        rc = add_up(db, "SELECT doc, term FROM search_grams", false, &index, err);
    if (rc == XH_OK && (texts.n != index.n || texts.keys != index.keys))
        verify_find(part, "%s", _("search_gram: the search index does not hold the words of "
                                  "the items"));
    return rc;
}
