/* Finding by pinyin, and sorting by it: examples, and random texts against an oracle that
 * knows a few characters by heart and tries everything, one spelling after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/pinyin.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void check(const char *text, const char *typed, bool found)
{
    if (pinyin_match(text, typed) != found)
        fail_msg("'%s' %s '%s'", typed, found ? "should find" : "should not find", text);
}

static void examples(void **state)
{
    static const struct { const char *text, *typed; } found[] = {
        { "林家村", "ljc" }, { "林家村", "linjia" }, { "林家村", "linjc" }, { "林家村", "ljcun" },
        { "林家村", "lin jia" }, { "林家村", "lin jia cun" }, { "林家村", "lin'jia" },
        { "林家村", "linji" }, { "林家村", "l家c" }, { "林家村", "LinJia" }, { "林家村", "ｌｊｃ" },
        { "重大项目", "zdxm" }, { "重大项目", "cdxm" }, { "重大项目", "zhongda" },
        { "重大项目", "chongda" }, { "重大项目", "zhdxm" }, { "重大项目", "chdx" },
        { "换人", "hr" }, { "换人", "huanr" }, { "换人", "huanren" }, { "换人", "huan" },
        { "换人", "h" }, { "换人", "hua" }, { "换人", "huanre" }, { "换人", "hren" },
        { "妇女之家", "fnv" }, { "妇女之家", "funv" }, { "妇女之家", "funu" },
        { "妇女之家", "fnzj" },
        { "旅游", "lvyou" }, { "旅游", "luyou" }, { "战略", "zhanlve" }, { "战略", "zhanlue" },
        { "西安路", "xi'an" }, { "西安路", "xian" }, { "西安路", "xi'" },
        { "林 家 村", "linjiacun" }, { "林　家", "lin jia" }, { "先去林家村", "linjia" },
        { "先去林家村", "ljc" }, { "先去 林家村", "lj" }, { "督26-031 林家村", "lin" },
        { "督26-031", "26-031" }, { "督26-031", "031" }, { "督26-031", "d26" },
        { "报送Excel表", "bsexcel" }, { "报送Excel表", "cel" }, { "报送Excel表", "excelb" },
        { "3组换人", "3zhr" }, { "3组换人", "3zuhuanren" }, { "换人", "" }, { "换人", NULL },
        { "换人", " 换 " }, { "F6  填进展 (b)", "tianjz" }, { "曾家湾", "zengjia" },
        { "曾家湾", "cengjia" }, { "单家坪", "shan" }, { "单家坪", "danjp" },
        { "\xF0\xA0\x80\x80", "h" },
    };
    static const struct { const char *text, *typed; } missed[] = {
        { "林家村", "jc" }, { "林家村", "un" }, { "林家村", "injia" }, { "林家村", "unn" },
        { "林家村", "linc" }, { "林家村", "lijia" }, { "林家村", "linjiacunn" },
        { "林家村", "ljx" },
        { "换人", "uan" }, { "换人", "hanr" }, { "换人", "r" }, { "换人", "huanrenx" },
        { "换人", "xhr" }, { "重大项目", "shda" }, { "女", "nue" }, { "虐", "nu e" },
        { "林家村", "ljc1" }, { "ab", "a b" }, { "it is", "it's" }, { "", "a" }, { "换人", "hh" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(found); i++)
        check(found[i].text, found[i].typed, true);
    for (size_t i = 0; i < COUNT(missed); i++)
        check(missed[i].text, missed[i].typed, false);
}

static void a_query_serves_many_texts(void **state)
{
    struct pinyin *p = pinyin_new("ljc");

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_true(pinyin_finds(p, "林家村"));
        assert_false(pinyin_finds(p, "林家"));
        assert_false(pinyin_finds(p, "村"));
        assert_true(pinyin_finds(p, "去林家村"));
    }
    pinyin_free(p);
    pinyin_free(NULL);
}

static void a_name_is_spelled_whole(void **state)
{
    (void)state;
    assert_true(pinyin_spells("林家村", "ljc"));
    assert_true(pinyin_spells("林家村", "linjiacun"));
    assert_true(pinyin_spells("林家村", "linjc"));
    assert_false(pinyin_spells("林家村", "linj"));
    assert_false(pinyin_spells("林家村", "linjiacu"));
    assert_false(pinyin_spells("林家村", "jc"));
    assert_false(pinyin_spells("林家村村委会", "ljc"));
    assert_false(pinyin_spells("林家村", ""));
}

/* One syllable again and again, over a text of the same: by backtracking it never ends. */
static void a_long_text_is_read_once(void **state)
{
    char text[3 * 400 + 1] = "", typed[500] = "";

    (void)state;
    for (int i = 0; i < 400; i++)
        strcat(text, "西");
    for (int i = 0; i < 160; i++)
        strcat(typed, i % 2 ? "x" : "xi");
    assert_true(pinyin_match(text, typed));
    strcat(typed, "q");
    assert_false(pinyin_match(text, typed));
}

/* ---- the oracle ---- */

static const struct known { const char *ch; const char *readings[4]; } known[] = {
    { "重", { "zhong", "chong" } }, { "女", { "nv" } }, { "单", { "dan", "shan", "chan" } },
    { "行", { "xing", "hang", "heng" } }, { "西", { "xi" } }, { "安", { "an" } },
    { "先", { "xian" } }, { "额", { "e" } }, { "长", { "chang", "zhang" } },
    { "虐", { "nve" } }, { "和", { "he", "huo", "hu" } }, { "山", { "shan" } },
    { "哪", { "na", "nei", "ne" } },
    { "a", { NULL } }, { "n", { NULL } }, { "x", { NULL } }, { "3", { NULL } }, { " ", { NULL } },
    { "-", { NULL } }, { "h", { NULL } },
};

static bool is_hanzi(const struct known *k)
{
    return k->readings[0] != NULL;
}

struct text { const struct known *v[8]; size_t n; };

static bool begins(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

static bool rest(const struct text *t, size_t at, const char *typed, bool pinyin);

/* `form` stands for t->v[at]; `open`: its beginning will do where the typing ends. */
static bool form_fits(const struct text *t, size_t at, const char *typed, const char *form,
                      bool open, bool pinyin)
{
    if (begins(typed, form) && rest(t, at + 1, typed + strlen(form), pinyin))
        return true;
    return open && *typed && begins(form, typed);
}

static bool rest(const struct text *t, size_t at, const char *typed, bool pinyin)
{
    if (!*typed)
        return true;
    bool beside = pinyin && ((at > 0 && is_hanzi(t->v[at - 1])) ||
                             (at < t->n && is_hanzi(t->v[at])));
    if (beside && at > 0 && (*typed == ' ' || *typed == '\'') && typed[1] &&
        rest(t, at, typed + 1, pinyin))
        return true;
    if (at == t->n)
        return false;
    const struct known *k = t->v[at];
    if (form_fits(t, at, typed, k->ch, false, pinyin))
        return true;
    if (*k->ch == ' ' && *typed != ' ' && rest(t, at + 1, typed, pinyin))
        return true;
    for (size_t i = 0; pinyin && i < COUNT(k->readings) && k->readings[i]; i++) {
        const char *r = k->readings[i];
        char with_u[8], initial[3] = { r[0] }, two[3] = { r[0], 'h' };
        size_t n = 0;
        for (; r[n]; n++)
            with_u[n] = r[n] == 'v' ? 'u' : r[n];
        with_u[n] = '\0';
        if (form_fits(t, at, typed, initial, false, true) ||
            (r[1] == 'h' && form_fits(t, at, typed, two, false, true)) ||
            form_fits(t, at, typed, r, true, true) || form_fits(t, at, typed, with_u, true, true))
            return true;
    }
    return false;
}

static bool oracle(const struct text *t, const char *typed)
{
    bool long_enough = strspn(typed, "abcdefghijklmnopqrstuvwxyz") >= 3;

    if (!*typed)
        return true;
    for (size_t at = 0; at < t->n; at++) {
        bool word = at == 0 || !is_hanzi(t->v[at - 1]) || !is_hanzi(t->v[at]) || long_enough;
        if (rest(t, at, typed, false) || (word && rest(t, at, typed, true)))
            return true;
    }
    return false;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* What somebody may type who looks for the text, now and then with a slip. */
static void type(const struct text *t, uint32_t *seed, char *out)
{
    size_t at = next_random(seed) % t->n, end = at + 1 + next_random(seed) % (t->n - at);
    static const char slips[] = "anxhvu 3'-";

    *out = '\0';
    for (; at < end; at++) {
        const struct known *k = t->v[at];
        size_t n = 0;
        while (n < COUNT(k->readings) && k->readings[n])
            n++;
        const char *r = n ? k->readings[next_random(seed) % n] : k->ch;
        size_t cut = strlen(r);
        switch (next_random(seed) % 6) {
        case 0: r = k->ch; cut = strlen(r); break;
        case 1: cut = 1; break;
        case 2: cut = cut > 2 ? 2 : cut; break;
        case 3: cut = cut > 1 && at + 1 == end ? cut - 1 : cut; break;
        default: break;
        }
        strncat(out, r, cut);
        if (next_random(seed) % 8 == 0)
            strncat(out, &slips[next_random(seed) % (sizeof slips - 1)], 1);
    }
    for (char *p = out; *p; p++)
        if (*p == 'v' && next_random(seed) % 2)
            *p = 'u';
    /* as a field gives it: trimmed, and the ' of a syllable still to come away */
    while (*out == ' ')
        memmove(out, out + 1, strlen(out));
    for (size_t n = strlen(out); n > 1 && (out[n - 1] == ' ' || out[n - 1] == '\''); n--)
        out[n - 1] = '\0';
}

static void random_texts(void **state)
{
    uint32_t seed = 20261124;
    size_t found = 0, missed = 0;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        struct text t = { .n = 1 + next_random(&seed) % 6 };
        char text[64] = "", typed[128];
        for (size_t k = 0; k < t.n; k++) {
            t.v[k] = &known[next_random(&seed) % COUNT(known)];
            strcat(text, t.v[k]->ch);
        }
        type(&t, &seed, typed);
        if (strcmp(typed, " ") == 0 || strcmp(typed, "'") == 0)
            continue;
        bool want = oracle(&t, typed);
        check(text, typed, want);
        *(want ? &found : &missed) += 1;
    }
    assert_true(found > 10000);
    assert_true(missed > 5000);
}

/* ---- order ---- */

static void names_in_order(void **state)
{
    static const char *const names[] = {
        "3组", "A村", "安伟", "陈明", "陈志远", "林阿妹", "林德顺", "林国平", "单雄", "汪洋",
        "王伟", "曾小平", "周丽",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        for (size_t k = 0; k < COUNT(names); k++) {
            int order = pinyin_compare_people(names[i], names[k]);
            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("%s and %s: %d", names[i], names[k], order);
        }
    assert_true(pinyin_compare("单", "陈") > 0);            /* dan */
    assert_true(pinyin_compare("单", "林") < 0);
    assert_true(pinyin_compare_people("单", "林") > 0);     /* Shan */
    assert_true(pinyin_compare("林家村", "林家村一组") < 0);
    assert_int_equal(pinyin_compare("林", "林"), 0);
}

/* Of units and places; any two of them, so that the order has no circle. */
static void numbers_count(void **state)
{
    static const char *const names[] = {
        "1组", "一组", "二组", "3组", "三组", "十组", "十一组", "二十三组", "100组", "一百零二组",
        "党政办", "林家村", "林家村1组", "林家村二组", "林家村a", "林家村山", "重点办",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        for (size_t k = 0; k < COUNT(names); k++) {
            int order = pinyin_compare(names[i], names[k]);
            if ((order > 0) - (order < 0) != (i > k) - (i < k))
                fail_msg("%s and %s: %d", names[i], names[k], order);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(examples),
        cmocka_unit_test(a_query_serves_many_texts),
        cmocka_unit_test(a_name_is_spelled_whole),
        cmocka_unit_test(a_long_text_is_read_once),
        cmocka_unit_test(random_texts),
        cmocka_unit_test(names_in_order),
        cmocka_unit_test(numbers_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
