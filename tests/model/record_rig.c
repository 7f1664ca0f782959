#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/file.h"
#include "model/mem.h"

/* xorshift64*: the same bytes for the same seed. */
static void rig_random(void *ctx, void *out, size_t n)
{
    struct record_rig *r = ctx;
    uint8_t *p = out;
    while (n--) {
        r->seed ^= r->seed >> 12;
        r->seed ^= r->seed << 25;
        r->seed ^= r->seed >> 27;
        *p++ = (uint8_t)((r->seed * 0x2545F4914F6CDD1DULL) >> 56);
    }
}

int32_t on(const char *iso)
{
    int32_t day = day_parse(iso);
    assert_int_not_equal(day, DAY_NONE);
    return day;
}

static void set_day(struct record_rig *r, int32_t day)
{
    r->env.today = day;
    r->env.now_ms = (int64_t)day * 86400000 + 2 * 3600000;     /* 10:00 in +08:00 */
}

void rig_today(struct record_rig *r, const char *iso)
{
    set_day(r, on(iso));
}

void assert_rc_(struct record_rig *r, enum xh_rc rc, enum xh_rc want, const char *what,
                const char *file, int line)
{
    if (rc == want)
        return;
    print_error("%s: code %d, not %d: %s\n", what, rc, want, r->err.msg);
    _assert_int_equal((int)rc, (int)want, file, line);
}

static void put(struct record_rig *r, int64_t *id, const char *table, ...)
{
    struct pair pairs[10];
    char *keep[10];
    size_t n = 0;
    struct who who = { .actor = r->admin };
    va_list ap;

    va_start(ap, table);
    for (const char *kv; (kv = va_arg(ap, const char *)); n++) {
        keep[n] = xstrdup(kv);
        char *eq = strchr(keep[n], '=');
        *eq = '\0';
        pairs[n] = (struct pair){ keep[n], eq + 1 };
    }
    va_end(ap);
    assert_ok(people_put(r->st, &r->env, &who, table, NULL, pairs, n, id, &r->err));
    while (n)
        free(keep[--n]);
}

void record_rig_init(struct record_rig *r, const char *home, bool practice)
{
    record_rig_init_on(r, home, practice, "2026-11-20");
}

/* The shipped configuration, read once for all townships of a program. */
static const struct config *shipped(void)
{
    static struct config c;
    const char *root = getenv("XH_ROOT");

    if (c.n_files)
        return &c;
    char *dir = xasprintf("%s/config/township", root ? root : ".");
    if (!config_load_dir(&c, dir)) {
        struct buf b = {0};
        config_print_complaints(&c, &b);
        fail_msg("%s", buf_str(&b));
    }
    free(dir);
    return &c;
}

static void begin(struct record_rig *r, const char *day)
{
    memset(r, 0, sizeof *r);
    r->seed = 20261120;
    r->env.random = rig_random;
    r->env.random_ctx = r;
    rig_today(r, day);
    r->config = *shipped();
}

/* Founded, with the people of the rig. */
static void found(struct record_rig *r, const char *home, bool practice)
{
    static const char *const roles[] = { "admin", "supervisor" };
    struct config_text *texts = xcalloc(r->config.n_files + 1, sizeof *texts);

    for (size_t i = 0; i < r->config.n_files; i++)
        texts[i] =
            (struct config_text){ r->config.files[i].name, r->config.files[i].text };
    struct config_bundle bundle = { texts, r->config.n_files, r->config.docs,
                                    r->config.n_docs, r->config.hash };
    struct store_founding f = { .home = home, .practice = practice, .config = &bundle,
        .caller_name = "管理员", .caller_uid = -1, .caller_roles = roles, .n_caller_roles = 2 };
    assert_ok(store_found(&f, &r->env, &r->st, &r->err));
    free(texts);
    r->admin = 1;
    int64_t id;
    put(r, &id, "unit", "name=党政办", "rank=1", NULL);
    put(r, &id, "unit", "name=建设办", "rank=2", NULL);
    put(r, &id, "unit", "name=财政所", "rank=3", NULL);
    put(r, &id, "unit", "name=林家村村委会", "level=village", "rank=10", NULL);
    put(r, &id, "place", "name=林家村", NULL);
    put(r, &id, "place", "name=一组", "parent=林家村", NULL);
    put(r, &id, "place", "name=上洋村", NULL);
    put(r, &r->clerk, "person", "name=督办员甲", "unit=党政办", "role=supervisor", NULL);
    put(r, &r->handler, "person", "name=干部甲", "unit=建设办", "role=handler", "rank=20",
        NULL);
    put(r, &r->other, "person", "name=干部乙", "unit=财政所", "role=handler", "rank=21",
        NULL);
    put(r, &r->leader, "person", "name=领导甲", "role=leader", "rank=1", NULL);
    put(r, &r->second, "person", "name=领导乙", "role=leader", "rank=2", NULL);
    put(r, &r->village, "person", "name=村干部甲", "unit=林家村村委会", "place=林家村",
        "role=village", NULL);
}

/* Founding takes a thousand times as long as copying, and tests found the same few townships
 * again and again: one of each kind is kept, as it was when its people were there. */
struct founded {
    char *day;
    bool practice;
    char *file;                 /* NULL: in memory, and that is rig.st */
    struct record_rig rig;
};

static struct founded *founded_before(const char *day, bool practice, bool file)
{
    static struct founded *v[16];
    const char *tmp = getenv("XH_TMP");
    size_t n = 0;

    for (; n < sizeof v / sizeof *v && v[n]; n++)
        if (strcmp(v[n]->day, day) == 0 && v[n]->practice == practice && !v[n]->file == !file)
            return v[n];
    if (n == sizeof v / sizeof *v || (file && !tmp))
        return NULL;
    struct founded *new = v[n] = xcalloc(1, sizeof *new);
    struct record_rig *r = &new->rig;
    new->day = xstrdup(day);
    new->practice = practice;
    char *home = file ? xasprintf("%s/founded-%zu", tmp, n) : NULL;
    record_rig_found(r, home, practice, day);
    if (file) {
        assert_ok(db_script(r->st->db, "PRAGMA wal_checkpoint(TRUNCATE)", &r->err));
        store_close(r->st);
        r->st = NULL;
        new->file = xasprintf("%s/xiaohao.db", home);
    }
    free(home);
    return new;
}

void record_rig_found(struct record_rig *r, const char *home, bool practice, const char *day)
{
    begin(r, day);
    found(r, home, practice);
}

void record_rig_init_on(struct record_rig *r, const char *home, bool practice,
                        const char *day)
{
    const struct founded *like =
        home && store_exists(home) ? NULL : founded_before(day, practice, home != NULL);

    if (!like) {
        record_rig_found(r, home, practice, day);
        return;
    }
    *r = like->rig;
    r->env.random_ctx = r;
    if (home) {
        char *file = xasprintf("%s/xiaohao.db", home);
        assert_ok(store_make_folders(home, &r->err));
        assert_ok(file_copy(like->file, file, NULL, NULL, NULL, &r->err));
        assert_ok(store_open(home, true, NULL, &r->st, &r->err));
        free(file);
    } else {
        assert_ok(store_open_like(like->rig.st, &r->st, &r->err));
    }
}

void rig_take_config(struct record_rig *r, struct config c)
{
    if (r->config.files != shipped()->files)
        config_fini(&r->config);
    r->config = c;
}

void record_rig_fini(struct record_rig *r)
{
    store_close(r->st);
    rig_take_config(r, (struct config){0});
}

struct call rig_call(enum verb verb, const char *code)
{
    return (struct call){ .verb = verb, .code = code, .on = DAY_NONE, .to = DAY_NONE,
                          .next_due = DAY_NONE };
}

enum xh_rc rig_run(struct record_rig *r, int64_t person, const struct call *call)
{
    struct who who = { .actor = person };
    memset(&r->err, 0, sizeof r->err);
    return verb_run(r->st, &r->env, &who, call, &r->result, &r->err);
}

enum xh_rc rig_do(struct record_rig *r, int64_t person, enum verb verb, const char *code)
{
    struct call c = rig_call(verb, code);
    return rig_run(r, person, &c);
}

enum xh_rc rig_do_because(struct record_rig *r, int64_t person, enum verb verb, const char *code,
                          const char *reason, const char *to)
{
    struct call c = rig_call(verb, code);
    c.reason = reason;
    if (to)
        c.to = on(to);
    return rig_run(r, person, &c);
}

enum xh_rc rig_check(struct record_rig *r, int64_t person, const char *code, const char *step,
                     const char *link)
{
    struct call c = rig_call(VERB_CHECK, code);
    c.step = step;
    c.link = link;
    return rig_run(r, person, &c);
}

enum xh_rc rig_report(struct record_rig *r, int64_t person, const char *code, const char *text,
                      int percent)
{
    struct call c = rig_call(VERB_PROGRESS, code);
    c.text = text;
    c.has_percent = percent >= 0;
    c.percent = percent * 1000000LL;
    return rig_run(r, person, &c);
}

static enum xh_rc run_pairs(struct record_rig *r, int64_t person, struct call *c,
                            va_list ap)
{
    struct pair pairs[24];
    char *keep[24];
    size_t n = 0;

    for (const char *kv; (kv = va_arg(ap, const char *)); n++) {
        keep[n] = xstrdup(kv);
        char *eq = strchr(keep[n], '=');
        *eq = '\0';
        pairs[n] = (struct pair){ keep[n], eq + 1 };
    }
    c->fields = pairs;
    c->n_fields = n;
    enum xh_rc rc = rig_run(r, person, c);
    while (n)
        free(keep[--n]);
    return rc;
}

const char *rig_add(struct record_rig *r, const char *list, ...)
{
    struct call c = rig_call(VERB_ADD, NULL);
    c.list = list;
    va_list ap;
    va_start(ap, list);
    assert_ok(run_pairs(r, r->clerk, &c, ap));
    va_end(ap);
    return r->result.code;
}

enum xh_rc rig_set(struct record_rig *r, int64_t person, enum verb verb, const char *code, ...)
{
    struct call c = rig_call(verb, code);
    va_list ap;
    va_start(ap, code);
    enum xh_rc rc = run_pairs(r, person, &c, ap);
    va_end(ap);
    return rc;
}

const char *rig_task(struct record_rig *r, const char *due)
{
    static char code[64];
    char *due_pair = xasprintf("due=%s", due);
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", "unit=建设办",
             "owner=干部甲", "lead=领导甲", due_pair, NULL));
    free(due_pair);
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    return code;
}

void rig_finish_task(struct record_rig *r, const char *code)
{
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    assert_ok(rig_check(r, r->handler, code, "work", NULL));
    assert_ok(rig_check(r, r->handler, code, "proof", "https://example.invalid/photo"));
    assert_ok(rig_set(r, r->handler, VERB_SET, code, "result=已办结", NULL));
}

int64_t rig_item_id(struct record_rig *r, const char *code)
{
    int64_t id = 0;

    assert_ok(item_find(r->st->db, r->st->defs, code, r->env.today, &id, &r->err));
    return id;
}

void rig_item(struct record_rig *r, const char *code, struct item *out)
{
    assert_ok(item_load(r->st->db, rig_item_id(r, code), out, &r->err));
}

void rig_assert_whole(struct record_rig *r)
{
    struct verify v = {0};
    enum xh_rc rc = verify_run(r->st, NULL, NULL, &v, &r->err);
    if (rc != XH_OK)
        print_error("%s%s%s%s", buf_str(&v.chain.findings), buf_str(&v.facts.findings),
                    buf_str(&v.derived.findings), buf_str(&v.private_values.findings));
    assert_rc(rc, XH_OK);
    verify_fini(&v);
}
