/* test_verify_code.c - the code printed on a sheet anchors the file (invariant 3): it is
 * typed by hand, so every slip must be seen; and once printed it must be readable for
 * ever. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct record_rig rig, *const r = &rig;

static int found_township(void **state)
{
    (void)state;
    record_rig_init(r, NULL, false);
    rig_task(r, "2026-12-04");
    return 0;
}

static int close_township(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void codes_find_every_wrong_letter_and_every_swap(void **state)
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct verify v = {0};
    char code[48], typed[128];
    int64_t last;

    (void)state;
    assert_ok(verify_run(r->st, NULL, NULL, &v, &r->err));
    last = v.events;
    verify_code_format(v.head, code);
    assert_int_equal(strlen(code), 34);
    assert_ok(verify_code(r->st, last, code, &r->err));
    for (size_t i = 0; code[i]; i++) {
        char was = code[i];
        if (was == '-')
            continue;
        for (size_t k = 0; letters[k]; k++) {
            code[i] = letters[k];
            if (code[i] == was)
                continue;
            if (verify_code(r->st, last, code, &r->err) == XH_OK
                || !strstr(r->err.msg, "mistyped"))
                fail_msg("%zu: %c for %c", i, code[i], was);
        }
        code[i] = was;
        for (size_t k = i + 1; code[k]; k++) {
            char with = code[k];
            if (with == '-' || with == was)
                continue;
            code[i] = with, code[k] = was;
            if (verify_code(r->st, last, code, &r->err) == XH_OK
                || !strstr(r->err.msg, "mistyped"))
                fail_msg("%zu and %zu swapped", i, k);
            code[i] = was, code[k] = with;
        }
    }
    /* typed as people type */
    size_t n = 0;
    for (const char *p = code; *p; p++) {
        char c = *p == '0' ? 'o' : *p == '1' ? 'l' : *p == '-' ? ' ' : *p;
        typed[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        if (n % 7 == 0)
            typed[n++] = ' ';
    }
    typed[n] = '\0';
    assert_ok(verify_code(r->st, last, typed, &r->err));
    assert_rc(verify_code(r->st, last, "", &r->err), XH_REFUSED);
    assert_rc(verify_code(r->st, last, "U234", &r->err), XH_REFUSED);
    assert_rc(verify_code(r->st, last, "督办", &r->err), XH_REFUSED);
    snprintf(typed, sizeof typed, "%s0", code);
    assert_rc(verify_code(r->st, last, typed, &r->err), XH_REFUSED);
    assert_rc(verify_code(r->st, last + 1, code, &r->err), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "older than the paper"));
    assert_rc(verify_code(r->st, 0, code, &r->err), XH_REFUSED);
    assert_rc(verify_code(r->st, last - 1, code, &r->err), XH_REFUSED);

    /* the hash is still there, but what led to it is not */
    assert_ok(
        db_script(r->st->db, "UPDATE event SET day = day + 1 WHERE id = 3", &r->err));
    assert_rc(verify_code(r->st, last, code, &r->err), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "event 3 "));
    verify_fini(&v);
}

/* However it is copied from the paper, it is the same code and the same event. */
static void a_code_is_read_with_whatever_stands_around_it(void **state)
{
    static const char letters[] = "0024H36H2NCSVRH6DAQF6DVVQZ9W";
    static const struct { const char *text; int64_t seq; } cases[] = {
        { "0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W", 0 },
        { "0024H36H2NCSVRH6DAQF6DVVQZ9W", 0 },
        { " oo24 h36h 2ncs vrh6 daqf 6dvv qz9w\n", 0 },
        { "００２４－Ｈ３６Ｈ－２ＮＣＳ－ＶＲＨ６－ＤＡＱＦ－６ＤＶＶ－ＱＺ９Ｗ", 0 },
        { "0024–H36H—2NCS−VRH6‑DAQF 6DVV　QZ9W", 0 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号 1862", 1862 },
        { "校验码(核对用):0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W 事件号1862", 1862 },
        { "校验码（核对用）：0024-H36H-2NCS-VRH6-\nDAQF-6DVV-QZ9W  事件号：１８６２", 1862 },
        { "校验码（核对用）：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W（事件号 1862）", 1862 },
        { "Check code: 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  event 1862", 1862 },
        { "Code for paper: 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W (event 1862)", 1862 },
        { "编制:督查室 16:00\n校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号 1862\n"
          "内部资料 - 3 -\f", 1862 },
        /* in one piece with its label: colons, blanks and dashes of every form */
        { "校验码(核对用)∶0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号∶1862", 1862 },
        { "校验码(核对用)﹕0024﹣H36H﹣2NCS﹣VRH6﹣DAQF﹣6DVV﹣QZ9W", 0 },
        { "校验码（核对用）︰00 24一H36H—2NCS──VRH6ー DAQF＿6DVV－QZ9W", 0 },
        { "\uFEFF校验码(核对用)： 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W\u3000\u3000事件号\u30001862",
          1862 },
        { "校验码(核对用)0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W", 0 },
        { "校验码核对用0024H36H2NCSVRH6DAQF6DVVQZ9W事件号1862", 1862 },
        { "校验码 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W 事件号：1862", 1862 },
        { "最后一条：第 1862 条，核对码：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W", 0 },
        /* wrapped: within the label, the code, the other label, between it and its number */
        { "数据截至 16:00\n校验\n码(核对用)：\n0024-H36H-2NCS-\nVRH6-DA\nQF-6DVV-QZ9W  事\n"
          "件号 1862", 1862 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号\n1862", 1862 },
        { "Check\ncode: 0024-H36H-2NCS-VRH6-DAQF-6DVV-\nQZ9W  event\n1862", 1862 },
        /* cut: before the code, behind it */
        { "验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号 1862", 1862 },
        { "对用)0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号 1862", 1862 },
        { "：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号 1862", 1862 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件号", 0 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事件", 0 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  事", 0 },
        { "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W（", 0 },
        { "Check code: 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W  event", 0 },
        { "XIAOHAO 1 1862 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W", 1862 },
        { "xiaohao 1 1862 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W\n", 1862 },
    };
    struct verify_typed typed;
    struct xh_err err = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (verify_code_read(cases[i].text, &typed, &err) != XH_OK)
            fail_msg("%s: %s", cases[i].text, err.msg);
        assert_string_equal(typed.letters, letters);
        assert_int_equal(typed.seq, cases[i].seq);
    }
    char *scan = verify_code_scan("0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W", 1862);
    assert_string_equal(scan, "XIAOHAO 1 1862 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W");
    free(scan);
    verify_code_read("event 99999999999999999999999", &typed, &err);
    assert_true(typed.seq > 0);                 /* too long a number does not run over */
    static const char *const wrong[] = {
        "", ":", "校验码", "校验码(核对用)：", "事件号 1862", "XIAOHAO 1", "XIAOHAO 1 ", "event 12",
        "XIAOHAO 2 1862 0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W",
        "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV  事件号 1862",
        "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9V  事件号 1862",
        "校验码(核对用)：0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W 督办 1862",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (verify_code_read(wrong[i], &typed, &err) != XH_REFUSED)
            fail_msg("taken: %s", wrong[i]);
}

/* Known codes: paper that is printed must be readable for ever. */
static void codes_are_the_golden_ones(void **state)
{
    uint8_t hash[HASH_SIZE];
    char code[48];

    (void)state;
    memset(hash, 0, sizeof hash);
    verify_code_format(hash, code);
    assert_string_equal(code, "0000-0000-0000-0000-0000-0000-0001");
    memset(hash, 0xff, sizeof hash);
    verify_code_format(hash, code);
    assert_string_equal(code, "7ZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ3C");
    for (int i = 0; i < HASH_SIZE; i++)
        hash[i] = (uint8_t)(i * 17);
    verify_code_format(hash, code);
    assert_string_equal(code, "0024-H36H-2NCS-VRH6-DAQF-6DVV-QZ9W");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(codes_find_every_wrong_letter_and_every_swap,
                                        found_township, close_township),
        cmocka_unit_test(a_code_is_read_with_whatever_stands_around_it),
        cmocka_unit_test(codes_are_the_golden_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
