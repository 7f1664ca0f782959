/* test_verify_evidence.c - files of evidence are read again and held against the
 * record. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/evidence.h"

static struct record_rig rig, *const r = &rig;

static void assert_named(const char *done, const char *code, const char *hash)
{
    struct verify v = {0};

    if (verify_run(r->st, NULL, NULL, &v, &r->err) == XH_OK)
        fail_msg("not found: %s", done);
    assert_int_equal(v.evidence.bad, 1);
    assert_non_null(strstr(buf_str(&v.evidence.findings), code));
    assert_non_null(strstr(buf_str(&v.evidence.findings), hash));
    verify_fini(&v);
}

static void command(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static void command(const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&b, fmt, ap);
    va_end(ap);
    assert_int_equal(system(buf_str(&b)), 0);
    buf_fini(&b);
}

static void evidence_is_read_again(void **state)
{
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    char *home = xasprintf("%s/xh-verify-%d", tmp, (int)getpid());
    char *photo = xasprintf("%s/photo-%d.jpg", tmp, (int)getpid());
    struct evidence_file f;
    struct verify v = {0};
    const char *names[1] = { photo };

    (void)state;
    command("printf 'a photo' > '%s' && rm -rf '%s'", photo, home);
    record_rig_init(r, home, false);
    char code[64];
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-04"));
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "scheme";
    c.evidence = names;
    c.n_evidence = 1;
    assert_ok(rig_run(r, r->handler, &c));
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    assert_int_equal(v.evidence.checked, 1);
    verify_fini(&v);

    assert_ok(evidence_store(home, photo, &f, &r->err));
    char *stored = xasprintf("%s/evidence/%.2s/%s", home, f.hash, f.hash);
    chmod(stored, 0600);
    command("printf 'b photo' > '%s'", stored);
    assert_named("same size, other content", code, f.hash);
    command("printf 'longer photo' > '%s'", stored);
    assert_named("other size", code, f.hash);
    assert_int_equal(unlink(stored), 0);
    assert_named("gone", code, f.hash);
    command("cp '%s' '%s'", photo, stored);
    rig_assert_whole(r);
    record_rig_fini(r);
    command("rm -rf '%s' '%s'", home, photo);
    free(stored);
    free(home);
    free(photo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(evidence_is_read_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
