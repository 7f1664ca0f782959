#include "tests/model/import_rig.h"

#include "model/hash.h"

void import_rig_init(struct import_rig *x, struct record_rig *r, const char *list,
                     const char *lines)
{
    int64_t line = 0;

    *x = (struct import_rig){ .r = r };
    x->grid.source = xstrdup("/office/台账.csv");
    uint8_t hash[HASH_SIZE];
    hash_bytes(lines, strlen(lines), hash);
    hash_hex(hash, x->grid.hash);
    for (const char *p = lines; *p;) {
        const char *cells[64];
        char *keep[64];
        size_t n = 0, end = strcspn(p, "\n");
        const char *from = p;
        for (size_t i = 0; i <= end; i++)
            if (i == end || p[i] == '|') {
                keep[n] = xstrndup(from, (size_t)(p + i - from));
                for (char *c = keep[n]; *c; c++)
                    *c = *c == '\\' ? '\n' : *c;
                cells[n] = keep[n];
                n++;
                from = p + i + 1;
            }
        grid_add_row(&x->grid, ++line, cells, n);
        while (n)
            free(keep[--n]);
        p += end + (p[end] == '\n');
    }
    x->in = (struct import){ .list = list, .grid = &x->grid };
}

void import_rig_fini(struct import_rig *x)
{
    import_result_fini(&x->out);
    import_map_fini(&x->map);
    grid_fini(&x->grid);
}

enum xh_rc rig_import_as(struct import_rig *x, int64_t person)
{
    struct who who = { .actor = person };

    import_result_fini(&x->out);
    memset(&x->r->err, 0, sizeof x->r->err);
    return import_ledger(x->r->st, &x->r->env, &who, &x->in, &x->out, &x->r->err);
}

enum xh_rc rig_import(struct import_rig *x)
{
    return rig_import_as(x, x->r->clerk);
}

enum xh_rc rig_take(struct import_rig *x, struct record_rig *r, const char *list,
                    const char *lines)
{
    import_rig_init(x, r, list, lines);
    return rig_import(x);
}

static enum xh_rc count_rejects(void *ctx, const struct import_result *so_far,
                                struct xh_err *err)
{
    struct import_rig *x = ctx;

    (void)err;
    assert_true(so_far->n_rejects > 0);
    assert_false(db_in_transaction(x->r->st->db));
    x->kept++;
    return XH_OK;
}

void rig_keep_good(struct import_rig *x)
{
    x->in.keep_rejects = count_rejects;
    x->in.rejects_ctx = x;
}

char *rig_rejects(const struct import_rig *x)
{
    struct buf b = {0};

    for (size_t i = 0; i < x->out.n_rejects; i++) {
        const struct import_reject *j = &x->out.rejects[i];
        buf_printf(&b, "%lld %s '%s': %s\n", (long long)j->line, j->column, j->value,
                   j->reason);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

void assert_rejected_(const struct import_rig *x, int64_t line, const char *column,
                      const char *words, const char *file, int at)
{
    for (size_t i = 0; i < x->out.n_rejects; i++) {
        const struct import_reject *j = &x->out.rejects[i];
        if (j->line == line && strcmp(j->column, column) == 0 && strstr(j->reason, words))
            return;
    }
    char *all = rig_rejects(x);
    print_error("line %lld, '%s': nothing says '%s', but:\n%s%s\n", (long long)line,
                column, words, all, x->r->err.msg);
    free(all);
    _fail(file, at);
}
