#include "tests/model/record_tools.h"

#include <unistd.h>

#include "model/def_store.h"
#include "model/schema.h"

/* ---- configuration ---- */

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (!at)
        fail_msg("the configuration does not hold: %s", from);
    return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

struct texts { struct config_text v[CONFIG_FILES_MAX]; size_t n; };

static void texts_edit(struct texts *t, const char *doc, const char *from, const char *to)
{
    size_t i = 0;

    while (i < t->n && strcmp(t->v[i].name, doc) != 0)
        i++;
    if (!to) {
        assert_true(i < t->n);
        free((char *)t->v[i].name);
        free((char *)t->v[i].text);
        t->v[i] = t->v[--t->n];
    } else if (i == t->n) {
        assert_null(from);
        t->v[t->n++] = (struct config_text){ xstrdup(doc), xstrdup(to) };
    } else {
        char *text = from ? replaced(t->v[i].text, from, to) : xstrdup(to);
        free((char *)t->v[i].text);
        t->v[i].text = text;
    }
}

enum xh_rc tools_configure(struct record_rig *r, int64_t person, ...)
{
    struct texts t = {0};
    struct config variant;
    va_list ap;

    for (size_t i = 0; i < r->config.n_files; i++)
        t.v[t.n++] = (struct config_text){ xstrdup(r->config.files[i].name),
                                           xstrdup(r->config.files[i].text) };
    va_start(ap, person);
    for (const char *doc; (doc = va_arg(ap, const char *));) {
        const char *from = va_arg(ap, const char *), *to = va_arg(ap, const char *);
        texts_edit(&t, doc, from, to);
    }
    va_end(ap);
    if (!config_load_texts(&variant, t.v, t.n)) {
        struct buf b = {0};
        config_print_complaints(&variant, &b);
        fail_msg("%s", buf_str(&b));
    }
    struct config_bundle bundle = { t.v, t.n, variant.docs, variant.n_docs,
                                    variant.hash };
    struct who who = { .actor = person };
    memset(&r->err, 0, sizeof r->err);
    enum xh_rc rc = config_apply(r->st, &r->env, &who, &bundle, false, NULL, &r->err);
    for (size_t i = 0; i < t.n; i++) {
        free((char *)t.v[i].name);
        free((char *)t.v[i].text);
    }
    if (rc == XH_OK) {
        rig_take_config(r, variant);
    } else {
        config_fini(&variant);
    }
    return rc;
}

/* ---- acts ---- */

enum xh_rc tools_as(struct record_rig *r, struct who who, const struct call *call)
{
    memset(&r->err, 0, sizeof r->err);
    return verb_run(r->st, &r->env, &who, call, &r->result, &r->err);
}

enum xh_rc tools_for(struct record_rig *r, int64_t actor, int64_t behalf, enum verb verb,
                     const char *code)
{
    struct call c = rig_call(verb, code);

    return tools_as(r, (struct who){ .actor = actor, .behalf = behalf }, &c);
}

/* ---- looking ---- */

int64_t tools_int(struct record_rig *r, const char *sql, const char *code)
{
    int64_t out = 0;
    enum xh_rc rc = db_get_int(r->st->db, &r->err, &out, sql, code ? "t" : "", code);

    if (rc != XH_OK && rc != XH_NOT_FOUND)
        fail_msg("%s: %s", sql, r->err.msg);
    return out;
}

char *tools_text(struct record_rig *r, const char *sql, const char *code)
{
    char *out = NULL;
    enum xh_rc rc = db_get_text(r->st->db, &r->err, &out, sql, code ? "t" : "", code);

    if (rc != XH_OK)
        fail_msg("%s: %s", sql, r->err.msg);
    return out;
}

int32_t tools_day(struct record_rig *r, const char *code, const char *column)
{
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT coalesce(%s, %d) FROM item WHERE code = ?", column,
             (int)DAY_NONE);
    return (int32_t)tools_int(r, sql, code);
}

void tools_assert_day(struct record_rig *r, const char *code, const char *column,
                      const char *iso, const char *file, int line)
{
    int32_t have = tools_day(r, code, column), want = iso ? on(iso) : DAY_NONE;
    char a[DAY_TEXT], b[DAY_TEXT];

    if (have == want || (want == DAY_NONE && have == DAY_NEVER))
        return;
    print_error("%s.%s is %s (%d), not %s\n", code, column, day_format(have, a),
                (int)have, day_format(want, b));
    _fail(file, line);
}

void tools_assert_state(struct record_rig *r, const char *code, const char *state,
                        const char *file, int line)
{
    char *have = tools_text(r, "SELECT state FROM item WHERE code = ?", code);
    bool same = strcmp(have, state) == 0;

    if (!same)
        print_error("%s is %s, not %s\n", code, have, state);
    free(have);
    if (!same)
        _fail(file, line);
}

static bool is_left_out(const char *table, const char *column, bool derived)
{
    return (strcmp(table, "item") == 0 && strcmp(column, "version") == 0)
        || (!derived && schema_is_derived(table, column));
}

static void add_table(struct record_rig *r, struct buf *out, const char *table,
                      bool derived)
{
    char sql[128];

    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1", table);
    struct stmt *s = db_query(r->st->db, &r->err, sql, "");
    assert_non_null(s);
    while (stmt_step(s, &r->err) > 0) {
        buf_printf(out, "%s", table);
        for (int i = 0; i < stmt_columns(s); i++) {
            struct value v = stmt_value(s, i);
            if (is_left_out(table, stmt_column_name(s, i), derived) ||
                v.kind == VALUE_NULL)
                continue;
            buf_printf(out, " %s=", stmt_column_name(s, i));
            if (v.kind == VALUE_INT)
                buf_printf(out, "%lld", (long long)v.i);
            else
                buf_add(out, v.s, v.n);
        }
        buf_putc(out, '\n');
    }
    stmt_done(s);
}

char *tools_facts(struct record_rig *r, bool derived)
{
    struct buf out = {0};

    for (const char *const *t = schema_fact_tables; *t; t++)
        if (strcmp(*t, "doer") != 0 && strcmp(*t, "colour_span") != 0)
            add_table(r, &out, *t, derived);
    for (size_t i = 0; i < r->st->defs->n_lists; i++) {
        char table[64];
        snprintf(table, sizeof table, "f_%s", r->st->defs->lists[i].id);
        if (r->st->defs->lists[i].n_fields)
            add_table(r, &out, table, derived);
    }
    if (derived)
        add_table(r, &out, "step_due", derived);
    return out.s ? buf_take(&out) : xstrdup("");
}

void tools_same_text(const char *before, const char *after, const char *file, int line)
{
    if (strcmp(before, after) == 0)
        return;
    const char *a = before, *b = after;
    while (*a && *b) {              /* the first line that differs */
        size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
        if (n != m || strncmp(a, b, n) != 0)
            break;
        a += n + (a[n] == '\n');
        b += m + (b[m] == '\n');
    }
    print_error("before: %.*s\nafter:  %.*s\n", (int)strcspn(a, "\n"), a,
                (int)strcspn(b, "\n"), b);
    _fail(file, line);
}

/* ---- folders ---- */

char *tools_folder(const char *name)
{
    const char *tmp = getenv("XH_TMP");
    char *path = xasprintf("%s/%s-XXXXXX", tmp ? tmp : "/tmp", name);

    assert_non_null(mkdtemp(path));
    return path;
}

char *tools_file(const char *folder, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    return path;
}
