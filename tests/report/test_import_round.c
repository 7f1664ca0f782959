/* test_import_round.c - what is exported and imported again changes nothing, whatever it
 * holds; what is damaged on the way is refused and changes nothing either. */
#include "tests/model/record_tools.h"

#include <unistd.h>

#include "model/import.h"
#include "model/text.h"
#include "report/csv_read.h"
#include "report/export.h"
#include "report/reject_file.h"
#include "tests/model/fingerprint.h"

static struct record_rig rig, *const r = &rig;
static uint64_t state_of_chance = 20261120;
static char *folder;
static size_t added;

static uint32_t chance(uint32_t below)
{
    state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state_of_chance >> 33) % below;
}

/* ---- hostile words ---- */

static char *hostile(bool multiline)
{
    static const char *const parts[] = {
        "=1+1",
        "+86",
        "-",
        "--",
        "@SUM(A1)",
        "'",
        "''引号",
        "\"",
        "\"\"",
        ",",
        "，",
        ";",
        "、",
        "***",
        "***8000",
        "1.1E+17",
        "########",
        "#REF!",
        "50余个",
        "近百亩",
        "11月30日",
        "2026-11-20",
        "46346",
        "是",
        "√",
        "否",
        "0",
        "007",
        "3,500.00",
        "１２３",
        "ＡＢ",
        "路灯 维修",
        "a  b",
        "‰",
        "😀",
        "〇",
        "\xC2\xA0"
        "x",
        "x"
        "\xC2\xA0",
        "e\xCC\x81",
        "null",
        "NULL",
        "-1",
        "TRUE",
        "单位",
        "编号",
    };
    struct buf b = {0};
    uint32_t n = 1 + chance(3);

    while (n--) {
        buf_puts(&b, parts[chance(sizeof parts / sizeof *parts)]);
        if (multiline && chance(4) == 0)
            buf_puts(&b, chance(2) ? "\n" : "\t");
    }
    return buf_take(&b);
}

static char *day(void)
{
    char text[DAY_TEXT];
    return xstrdup(day_format(on("2026-10-01") + (int32_t)chance(200), text));
}

static char *value_for(const struct field_def *f)
{
    switch (f->type) {
    case FIELD_TEXT:    return hostile(true);
    case FIELD_DECIMAL: return xasprintf("%u.%02u", chance(100000), chance(100));
    case FIELD_INTEGER: return xasprintf("%u", chance(100));
    case FIELD_DATE:    return day();
    case FIELD_BOOL:    return xstrdup(chance(2) ? "是" : "否");
    case FIELD_CHOICE:  return xstrdup(f->choices[chance((uint32_t)f->n_choices)]);
    }
    return xstrdup("");
}

/* ---- a random row of a list ---- */

static bool add_row(const struct list_def *l)
{
    static const char *const units[] = { "建设办", "财政所", "党政办" };
    static const char *const people[] = { "干部甲", "干部乙", "#3", "督办员甲" };
    struct pair fields[64];
    char *kept[64];
    size_t n = 0;
    struct call c = rig_call(VERB_ADD, NULL);

#define PUT(k, v) (fields[n] = (struct pair){ (k), kept[n] = (v) }, n++)
    PUT("title", hostile(false));
    if (*l->parent) {
        char *sql =
            xasprintf("SELECT code FROM item WHERE list = '%s' AND phase < 3 ORDER BY id "
                      "LIMIT 1",
                      l->parent);
        char *parent = tools_text(r, sql, NULL);
        free(sql);
        if (parent && *parent)
            PUT("parent", parent);
        else
            free(parent);
    }
    if (chance(3))
        PUT("unit", xstrdup(units[chance(3)]));
    if (chance(3))
        PUT("owner", xstrdup(people[chance(4)]));
    if (chance(3) == 0)
        PUT("place", xstrdup("林家村"));
    if (chance(3) == 0)
        PUT("co", xstrdup("财政所、干部乙"));
    if (chance(3) == 0)
        PUT("lead", xstrdup("领导甲"));
    if (chance(2))
        PUT("source", hostile(false));
    if (l->due.anchor == ANCHOR_GIVEN)
        PUT("due", xstrdup("2027-01-15"));
    for (size_t i = 0; i < l->n_fields && n < 60; i++)
        if (chance(2))
            PUT(l->fields[i].id, value_for(&l->fields[i]));
    c.list = l->id;
    c.fields = fields;
    c.n_fields = n;
    bool ok = rig_run(r, r->clerk, &c) == XH_OK;
    added += ok;
    if (ok && chance(3) == 0) {
        char *words = hostile(true);
        struct call p = rig_call(VERB_PROGRESS, r->result.code);
        p.text = words;
        rig_run(r, r->clerk, &p);
        free(words);
    }
    if (ok && chance(8) == 0)
        rig_do_because(r, r->leader, VERB_CANCEL, r->result.code, "不再需要", NULL);
    while (n)
        free(kept[--n]);
    return ok;
}

/* ---- out and in ---- */

static enum xh_rc put_row(void *ctx, struct row *row, struct xh_err *err)
{
    struct export *e = ctx;
    (void)err;
    export_row(e, defs_list(r->st->defs, row->it.list), row);
    return XH_OK;
}

static void export_list(const struct list_def *l, int64_t reader, struct buf *out)
{
    struct filter f = { .list = l->id, .today = r->env.today, .as_of = DAY_NONE,
                        .reader = reader, .order = ORDER_CODE };
    struct export e;

    export_rows_begin(&e, out, EXPORT_CSV, l);
    assert_ok(query_each(r->st, &f, put_row, &e, &r->err));
    export_end(&e);
}

static char *write_file(const char *bytes, size_t n)
{
    char *path = xasprintf("%s/台账.csv", folder);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    return path;
}

static enum xh_rc import_bytes(const char *list, const char *bytes, size_t n, bool dry,
                               struct import_result *out)
{
    struct grid grid = {0};
    struct who who = { .actor = r->clerk };
    char *path = write_file(bytes, n);

    *out = (struct import_result){0};
    memset(&r->err, 0, sizeof r->err);
    enum xh_rc rc = csv_read(path, &grid, &r->err);
    struct import in = { .list = list, .grid = &grid, .dry_run = dry };
    if (rc == XH_OK)
        rc = import_ledger(r->st, &r->env, &who, &in, out, &r->err);
    if (rc != XH_OK)
        assert_string_not_equal(r->err.msg, "");
    if (rc == XH_REFUSED && out->n_rejects) {   /* every reject can be put into a file */
        struct buf b = {0};
        reject_file(&b, &grid, out);
        assert_true(text_is_utf8(buf_str(&b), b.len));
        buf_fini(&b);
    }
    grid_fini(&grid);
    free(path);
    return rc;
}

static void one_list_round(const struct list_def *l)
{
    struct buf b = {0};
    struct import_result out;
    uint8_t before[HASH_SIZE], now[HASH_SIZE];
    size_t rows = 0;

    for (uint32_t i = 0, n = 1 + chance(6); i < n; i++)
        add_row(l);
    rows = (size_t)tools_int(r, "SELECT count(*) FROM item WHERE list = ?", l->id);
    buf_puts(&b, "\xEF\xBB\xBF");
    export_list(l, r->clerk, &b);
    fingerprint(r->st->db, before);
    enum xh_rc rc = import_bytes(l->id, buf_str(&b), b.len, false, &out);
    if (rc != XH_OK || out.unchanged != rows) {
        for (size_t i = 0; i < out.n_rejects; i++)
            print_error("line %lld %s '%s': %s\n", (long long)out.rejects[i].line,
                        out.rejects[i].column, out.rejects[i].value,
                        out.rejects[i].reason);
        fail_msg("%s: code %d, %zu of %zu unchanged, %zu new, %zu changed: %s\n%s", l->id,
                 (int)rc, out.unchanged, rows, out.created, out.changed, r->err.msg,
                 buf_str(&b));
    }
    assert_false(out.written);
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);
    import_result_fini(&out);
    buf_fini(&b);
}

static void export_and_import_is_identity(void **state)
{
    const char *soak = getenv("XH_SOAK");
    size_t rounds = soak && atoi(soak) > 0 ? 200 + (size_t)atoi(soak) * 20 : 240;

    (void)state;
    folder = tools_folder("round");
    for (size_t i = 0; i < rounds; i++) {
        if (i % 24 == 0) {
            if (i)
                record_rig_fini(r);
            record_rig_init(r, NULL, false);
            rig_add(r, "projects", "title=公路", "unit=建设办", "due=2027-06-30", NULL);
            struct who who = { .actor = r->admin };     /* two people of one name */
            const struct pair twin[] = { { "name", "干部甲" }, { "unit", "财政所" } };
            int64_t id;
            assert_ok(
                people_put(r->st, &r->env, &who, "person", NULL, twin, 2, &id, &r->err));
        }
        one_list_round(&r->st->defs->lists[chance((uint32_t)r->st->defs->n_lists)]);
    }
    assert_true(added > 2 * rounds);
    rig_assert_whole(r);
    record_rig_fini(r);
}

/* ---- damaged files ---- */

static void damage(struct buf *b)
{
    for (uint32_t n = 1 + chance(4); n > 0 && b->len > 2; n--) {
        size_t at = chance((uint32_t)b->len);
        switch (chance(5)) {
        case 0: b->s[at] = (char)chance(256); break;
        case 1: b->len = at + 1; b->s[b->len] = '\0'; break;
        case 2:
            memmove(b->s + at, b->s + at + 1, b->len - at);
            b->len--;
            break;
        case 3: b->s[at] = "\",\n\r\t;'\0-="[chance(10)]; break;
        default: {
            struct buf more = {0};
            buf_add(&more, b->s, at);
            for (uint32_t k = chance(40); k > 0; k--)
                buf_putc(&more, "\",\n\"=0\xE4\xBA\x8B\xFF"[chance(10)]);
            buf_add(&more, b->s + at, b->len - at);
            buf_fini(b);
            *b = more;
        } }
    }
}

static const char *const ledger =
    "沿江镇台账,,,,,\n序号,事项名称,责任单位,责任人,完成期限,制定方案,办理要求\n"
    "1,路灯维修,建设办,干部甲,2026/12/4,√,\"修好,\n验收\"\n2,管网,没有所,干部甲,2026-12-30,,\n"
    "3,桥面,财政所,没有人,11月30日,2026-11-01,清\n4,井盖,建设办,干部乙,46400,,50余个\n"
    "5,绿化,没有村,干部乙,2026年12月3日,近期,\n";

static void damaged_files_change_nothing(void **state)
{
    uint8_t before[HASH_SIZE], now[HASH_SIZE];
    size_t refused = 0;
    struct buf exported = {0};

    (void)state;
    record_rig_init(r, NULL, false);
    rig_task(r, "2026-12-04");
    rig_task(r, "2026-12-30");
    export_list(defs_list(r->st->defs, "tasks"), r->clerk, &exported);
    fingerprint(r->st->db, before);
    for (int i = 0; i < 2000; i++) {
        struct buf b = {0};
        struct import_result out;
        if (i % 2)
            buf_puts(&b, ledger);
        else
            buf_add(&b, exported.s, exported.len);
        damage(&b);
        enum xh_rc rc = import_bytes("tasks", buf_str(&b), b.len, i % 4 != 1, &out);
        refused += rc != XH_OK;
        assert_true(rc == XH_OK || rc == XH_REFUSED || rc == XH_CONFIG);
        assert_false(db_in_transaction(r->st->db));
        if (out.written) {      /* three bad rows cut off: what was left was good */
            assert_int_equal(out.bad, 0);
            fingerprint(r->st->db, before);
        }
        fingerprint(r->st->db, now);
        assert_memory_equal(before, now, HASH_SIZE);
        import_result_fini(&out);
        buf_fini(&b);
    }
    assert_true(refused > 1000);
    rig_assert_whole(r);
    record_rig_fini(r);
    buf_fini(&exported);
    char *clean = xasprintf("rm -rf '%s'", folder);
    assert_int_equal(system(clean), 0);
    free(clean);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(export_and_import_is_identity),
        cmocka_unit_test(damaged_files_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
