/* test_oral.c - orders by mouth: days as people say them, and a line taken apart without
 * guessing (UX 2.16). */
#include "tests/model/record_tools.h"

#include "model/oral.h"

static struct record_rig rig, *const r = &rig;
static struct oral_index x;
static struct oral o;

static int setup(void **state)
{
    static const char *const units[] = { "党政综合办公室", "上洋村" };
    struct who who = { .actor = 1 };
    int64_t id;

    (void)state;
    record_rig_init(r, NULL, true);
    for (size_t i = 0; i < 2; i++)
        assert_ok(people_put(r->st, &r->env, &who, "unit", NULL,
                             &(struct pair){ "name", units[i] }, 1, &id, &r->err));
    struct pair two[] = { { "name", "林德顺" }, { "unit", "建设办" } };
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, two, 2, &id, &r->err));
    struct pair same[] = { { "name", "王同名" }, { "unit", "建设办" } };
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, same, 2, &id, &r->err));
    same[1].value = "财政所";
    assert_ok(people_put(r->st, &r->env, &who, "person", NULL, same, 2, &id, &r->err));
    assert_ok(oral_index_load(r->st, r->env.today, &x, &r->err));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    oral_index_fini(&x);
    record_rig_fini(r);
    return 0;
}

/* ---- days ---- */

static const struct { const char *today, *words, *day; } days[] = {
    /* Friday 2026-11-20 */
    { "2026-11-20", "今天", "2026-11-20" },
    { "2026-11-20", "今日前", "2026-11-20" },
    { "2026-11-20", "今天下班前", "2026-11-20" },
    { "2026-11-20", "明天", "2026-11-21" },
    { "2026-11-20", "后天", "2026-11-22" },
    { "2026-11-20", "后天前", "2026-11-22" },
    { "2026-11-20", "大后天", "2026-11-23" },
    { "2026-11-20", "周五前", "2026-11-20" },
    { "2026-11-20", "周五之前", "2026-11-20" },
    { "2026-11-20", "本周五", "2026-11-20" },
    { "2026-11-20", "这周五前", "2026-11-20" },
    { "2026-11-20", "下周三", "2026-11-25" },
    { "2026-11-20", "下个星期三前", "2026-11-25" },
    { "2026-11-20", "下下周一", "2026-11-30" },
    { "2026-11-20", "周三前", "2026-11-25" },
    { "2026-11-20", "礼拜天", "2026-11-22" },
    { "2026-11-20", "星期日前", "2026-11-22" },
    { "2026-11-20", "最迟下周三", "2026-11-25" },
    { "2026-11-20", "本周内", "2026-11-20" },
    { "2026-11-20", "周末前", "2026-11-20" },
    { "2026-11-20", "下周内", "2026-11-27" },
    { "2026-11-20", "下周末前", "2026-11-27" },
    /* another Monday, so that this week lies ahead */
    { "2026-11-16", "周五前", "2026-11-20" },
    { "2026-11-16", "本周五", "2026-11-20" },
    { "2026-11-16", "这个周三", "2026-11-18" },
    { "2026-11-16", "下周五", "2026-11-27" },
    { "2026-11-16", "周一", "2026-11-16" },
    { "2026-11-16", "本周", "2026-11-20" },
    /* ends: the last workday up to them */
    { "2026-11-20", "月底前", "2026-11-30" },
    { "2026-11-20", "本月底", "2026-11-30" },
    { "2026-11-20", "这个月内", "2026-11-30" },
    { "2026-11-20", "下月底前", "2026-12-31" },
    { "2026-11-20", "12月底", "2026-12-31" },
    { "2026-11-20", "十一月底前", "2026-11-30" },
    { "2026-11-20", "年底前", "2026-12-31" },
    { "2026-11-20", "年内", "2026-12-31" },
    { "2026-11-20", "今年底", "2026-12-31" },
    { "2026-11-20", "明年底前", "2027-12-31" },
    { "2026-11-20", "季末", "2026-12-31" },
    { "2026-11-20", "四季度末", "2026-12-31" },
    { "2026-11-20", "下季度末", "2027-03-31" },
    { "2026-02-10", "月底前", "2026-02-28" },           /* a Saturday worked for the holiday */
    { "2026-05-06", "月底前", "2026-05-29" },           /* 31 is a Sunday */
    { "2026-05-06", "一季度末", "2027-03-31" },
    { "2026-11-20", "12月中旬前", "2026-12-15" },
    /* so many days */
    { "2026-11-20", "三天内", "2026-11-23" },
    { "2026-11-20", "3日内", "2026-11-23" },
    { "2026-11-20", "两天内", "2026-11-23" },           /* Sunday goes on to Monday */
    { "2026-11-20", "五天后", "2026-11-25" },
    { "2026-11-20", "三个工作日内", "2026-11-25" },
    { "2026-11-20", "3个工作日", "2026-11-25" },
    { "2026-11-20", "十五个工作日内", "2026-12-11" },
    { "2026-11-20", "一周内", "2026-11-27" },
    { "2026-11-20", "两个星期内", "2026-12-04" },
    { "2026-11-20", "半个月内", "2026-12-07" },         /* 12-05 is a Saturday */
    { "2026-11-20", "一个月内", "2026-12-21" },         /* 12-20 is a Sunday */
    { "2026-11-20", "二十天内", "2026-12-10" },
    { "2026-11-20", "48小时内", "2026-11-23" },
    { "2026-11-20", "+5", "2026-11-27" },
    /* dates */
    { "2026-11-20", "11-27", "2026-11-27" },
    { "2026-11-20", "11-27前", "2026-11-27" },
    { "2026-11-20", "11月27日前", "2026-11-27" },
    { "2026-11-20", "11月27号之前", "2026-11-27" },
    { "2026-11-20", "十一月二十七日", "2026-11-27" },
    { "2026-11-20", "2026年12月5日前", "2026-12-05" },  /* named: it stays on a Saturday */
    { "2026-11-20", "1月15日前", "2027-01-15" },
    { "2026-11-20", "12.5前", "2026-12-05" },
    { "2026-11-20", "27号前", "2026-11-27" },
    { "2026-11-20", "27日", "2026-11-27" },
    { "2026-11-20", "二十七号前", "2026-11-27" },
    { "2026-11-20", "5号前", "2026-12-05" },
    { "2026-11-20", "下月五号", "2026-12-05" },
    { "2026-11-20", "下个月10日前", "2026-12-10" },
    { "2026-11-20", "２７号前", "2026-11-27" },
    /* what is coming anyway */
    { "2026-11-20", "下次例会前", "2026-11-23" },
    { "2026-09-07", "国庆前", "2026-09-30" },
    { "2026-09-07", "十一前", "2026-09-30" },
    { "2026-04-20", "五一前", "2026-04-30" },
    /* the hour stays for people to read */
    { "2026-11-20", "下周一中午前", "2026-11-23" },
    /* no day, or more than one */
    { "2026-11-20", "三天", NULL },
    { "2026-11-20", "三天前", NULL },
    { "2026-11-20", "3.5", NULL },
    { "2026-11-20", "周", NULL },
    { "2026-11-20", "月", NULL },
    { "2026-11-20", "前", NULL },
    { "2026-11-20", "内", NULL },
    { "2026-11-20", "", NULL },
    { "2026-11-20", "尽快", NULL },
    { "2026-11-20", "32号前", NULL },
    { "2026-11-20", "13月底前", NULL },
    { "2026-11-20", "2月30日", NULL },
    { "2026-11-20", "门前", NULL },
    { "2026-11-20", "半天", NULL },
    { "2026-11-20", "99999天内", NULL },
    { "2026-11-20", "周五开会", NULL },
};

static void days_are_read_as_people_say_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        struct oral_day d;
        char got[DAY_TEXT];
        int32_t next = on("2026-11-23");
        bool is = oral_day_read(days[i].words, on(days[i].today), r->st->defs->calendar, next, &d);
        day_format(is ? d.day : DAY_NONE, got);
        if (strcmp(got, days[i].day ? days[i].day : "") != 0)
            fail_msg("%s on %s: %s, not %s", days[i].words, days[i].today, got,
                     days[i].day ? days[i].day : "none");
    }
}

static void what_moved_and_what_is_over_is_said(void **state)
{
    struct oral_day d;
    const struct calendar *cal = r->st->defs->calendar;

    (void)state;
    assert_true(oral_day_read("两天内", on("2026-11-20"), cal, DAY_NONE, &d));
    assert_int_equal(d.said, on("2026-11-22"));
    assert_int_equal(d.day, on("2026-11-23"));
    assert_true(oral_day_read("下周一中午前", on("2026-11-20"), cal, DAY_NONE, &d));
    assert_string_equal(d.rest, "中午前");
    assert_true(oral_day_read("本周三", on("2026-11-20"), cal, DAY_NONE, &d));
    assert_true(d.is_past);
    assert_false(oral_day_read("例会前", on("2026-11-20"), cal, DAY_NONE, &d));
}

/* ---- lines ---- */

static const struct line {
    const char *line, *title, *place, *unit, *owner, *co, *due;
    bool urgent;
} lines[] = {
    { "林家村 签完 林德顺 周五前 !", "林家村 签完", "林家村", "建设办", "林德顺", "",
      "2026-11-20", true },
    { "林家村签完，林德顺，周五前！", "林家村签完", "林家村", "建设办", "林德顺", "",
      "2026-11-20", true },
    { "ljc 签完 lds 下周三", "林家村 签完", "林家村", "建设办", "林德顺", "", "2026-11-25", false },
    { "消防通道整治 建设办 干部乙 月底前", "消防通道整治", "", "建设办", "干部乙", "",
      "2026-11-30", false },
    { "路灯维修 干部甲负责 财政所配合 三个工作日内", "路灯维修", "", "建设办", "干部甲", "财政所",
      "2026-11-25", false },
    { "请干部乙 月底前把台账补齐", "把台账补齐", "", "财政所", "干部乙", "", "2026-11-30", false },
    { "台账补齐27号前 @干部甲 急", "台账补齐", "", "建设办", "干部甲", "", "2026-11-27", true },
    { "报方案周三前完成", "报方案", "", "", "", "", "2026-11-25", false },
    { "林家村/一组 围墙拆除 村干部甲", "林家村/一组 围墙拆除", "林家村/一组", "林家村村委会",
      "村干部甲", "", "", false },
    { "林家村一组 围墙拆除", "林家村一组 围墙拆除", "林家村/一组", "", "", "", "", false },
    /* a village that is a unit as well */
    { "上洋村 道路硬化 年底前", "上洋村 道路硬化", "上洋村", "上洋村", "", "", "2026-12-31",
      false },
    { "上洋村 道路硬化 干部甲", "上洋村 道路硬化", "上洋村", "建设办", "干部甲", "", "", false },
    { "上洋村牵头 道路硬化 建设办配合", "道路硬化", "", "上洋村", "", "建设办", "", false },
    { "syc 道路硬化", "上洋村 道路硬化", "上洋村", "上洋村", "", "", "", false },
    { "由财政所 月底前拨付", "拨付", "", "财政所", "", "", "2026-11-30", false },
    { "道路硬化 上洋村配合", "道路硬化", "", "", "", "上洋村", "", false },
    /* nothing understood stays a title */
    { "三天 打鱼 两天 晒网", "三天 打鱼 两天 晒网", "", "", "", "", "", false },
    { "水、电、路改造", "水、电、路改造", "", "", "", "", "", false },
    { "  ", "", "", "", "", "", "", false },
    { "", "", "", "", "", "", "", false },
    { "!", "", "", "", "", "", "", true },
    { "下周一中午前 报表", "中午前 报表", "", "", "", "", "2026-11-23", false },
    /* one of each: what comes after stays where it was */
    { "干部甲 干部乙 合并 周三前 周五前", "干部乙 合并 周五前", "", "建设办", "干部甲", "",
      "2026-11-25", false },
    { "本周三前 报表", "本周三前 报表", "", "", "", "", "", false },
};

static void lines_are_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        const struct line *l = &lines[i];
        char due[DAY_TEXT];
        oral_read(l->line, &x, &o);
        day_format(o.due.day, due);
        if (strcmp(o.title, l->title) || strcmp(o.place, l->place) || strcmp(o.unit, l->unit) ||
            strcmp(o.owner, l->owner) || strcmp(o.co, l->co) || strcmp(due, l->due) ||
            o.urgent != l->urgent || o.n_doubts)
            fail_msg("%s: title %s|place %s|unit %s|owner %s|co %s|due %s|%s, doubts %zu", l->line,
                     o.title, o.place, o.unit, o.owner, o.co, due, o.urgent ? "!" : "",
                     o.n_doubts);
        oral_fini(&o);
    }
}

static void namesakes_are_asked_about(void **state)
{
    (void)state;
    oral_read("王同名 报表 周五前", &x, &o);
    assert_int_equal(o.n_doubts, 1);
    assert_int_equal(o.doubts[0].n, 2);
    assert_string_equal(o.owner, "");
    oral_settle(&o, &x, 0, 1);
    assert_int_equal(o.n_doubts, 0);
    assert_true(*o.owner == '#');
    assert_string_equal(o.owner_name, "王同名(财政所)");
    assert_string_equal(o.unit, "财政所");
    assert_string_equal(o.title, "报表");
    oral_fini(&o);
    /* none of them: it is what it is about */
    oral_read("王同名 报表", &x, &o);
    oral_settle(&o, &x, 0, 9);
    assert_string_equal(o.title, "报表 王同名");
    oral_fini(&o);
    /* initials of several */
    oral_read("gbj 报表", &x, &o);
    assert_int_equal(o.n_doubts, 0);    /* 干部甲 alone */
    assert_string_equal(o.owner, "干部甲");
    oral_fini(&o);
    oral_read("ldj 报表", &x, &o);
    assert_string_equal(o.owner, "领导甲");
    oral_fini(&o);
}

static void a_short_name_is_asked_about_too(void **state)
{
    (void)state;
    oral_read("党政办 修订制度", &x, &o);       /* the rig has one of that name */
    assert_string_equal(o.unit, "党政办");
    oral_fini(&o);
    oral_read("综合办 修订制度", &x, &o);       /* begins otherwise: no name at all */
    assert_int_equal(o.n_doubts, 0);
    assert_string_equal(o.title, "综合办 修订制度");
    oral_fini(&o);
    oral_read("党综办 修订制度", &x, &o);
    assert_int_equal(o.n_doubts, 1);
    assert_int_equal(o.doubts[0].n, 1);
    oral_settle(&o, &x, 0, 0);
    assert_string_equal(o.unit, "党政综合办公室");
    oral_fini(&o);
}

static void what_is_left_out_says_why(void **state)
{
    (void)state;
    oral_read("干部甲 干部乙 本周三 报表", &x, &o);
    assert_non_null(strstr(o.left, "干部乙"));
    assert_non_null(strstr(o.left, "本周三"));
    oral_fini(&o);
}

/* Whatever is typed: no crash, no endless loop, nothing lost that was not understood. */
static void any_line_is_survived(void **state)
{
    static const char *const bits[] = { "林家村", "前", "内", "周", "月", "底", "三", "十", "!",
                                        " ", ",", "林德顺", "个", "日", "号", "-", "11", "下",
                                        "\xe4\xb8", "年", "半", "ljc", "，", "。", "@", "负责" };
    uint64_t seed = 20261120;

    (void)state;
    for (int n = 0; n < 20000; n++) {
        char line[256] = "";
        size_t len = 0;
        for (int i = 0; i < 8; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            const char *bit = bits[(seed >> 33) % (sizeof bits / sizeof *bits)];
            len += (size_t)snprintf(line + len, sizeof line - len, "%s", bit);
        }
        oral_read(line, &x, &o);
        while (o.n_doubts)
            oral_settle(&o, &x, 0, (size_t)n % 3);
        oral_fini(&o);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_as_people_say_them),
        cmocka_unit_test(what_moved_and_what_is_over_is_said),
        cmocka_unit_test(lines_are_taken_apart),
        cmocka_unit_test(namesakes_are_asked_about),
        cmocka_unit_test(a_short_name_is_asked_about_too),
        cmocka_unit_test(what_is_left_out_says_why),
        cmocka_unit_test(any_line_is_survived),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
