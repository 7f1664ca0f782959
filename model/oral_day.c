#include "model/oral_day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/rhythm.h"
#include "model/text.h"
#include "model/when.h"

#define HOLIDAYS_AHEAD 400      /* days looked through for 国庆前 */

/* ---- reading from the left ---- */

static bool eat(const char **s, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

/* The first of `words` (ended by NULL; longer ones before their beginnings); -1: none. */
static int eat_any(const char **s, const char *const *words)
{
    for (int i = 0; words[i]; i++)
        if (eat(s, words[i]))
            return i;
    return -1;
}

static int digit_of(const char **s)
{
    static const char *const digits[] = { "零", "一", "二", "三", "四", "五", "六", "七", "八",
                                          "九", NULL };

    if (eat(s, "〇"))
        return 0;
    if (eat(s, "两"))
        return 2;
    return eat_any(s, digits);
}

/* 3, 12, 三, 十五, 廿, 二十七, 一百二; below 1000. -1: no number. */
static int read_number(const char **s)
{
    int n = 0, digit;

    if (**s >= '0' && **s <= '9') {
        char *end;
        long x = strtol(*s, &end, 10);
        if (end - *s > 4)
            return -1;
        *s = end;
        return (int)x;
    }
    const char *p = *s;
    bool any = false;
    digit = digit_of(&p);
    if (digit >= 0 && eat(&p, "百")) {
        n = digit * 100;
        any = true;
        eat(&p, "零");
        digit = digit_of(&p);
    }
    if (eat(&p, "廿")) {
        n += 20;
        digit = digit_of(&p);
        any = true;
    } else if (eat(&p, "十")) {
        n += (digit > 0 ? digit : 1) * 10;
        digit = digit_of(&p);
        any = true;
    }
    if (digit < 0 && !any)
        return -1;
    *s = p;
    return n + (digit > 0 ? digit : 0);
}

/* ---- the parts of it ---- */

struct saying {
    int32_t today, next_meeting;
    const struct calendar *cal;
    const char *s;              /* what is left to read */
    bool before, within, after; /* 前, 内, 后 stood behind it */
    struct oral_day *out;
};

static bool done(const struct saying *q)
{
    return *q->s == '\0';
}

static bool is_day(struct saying *q, int32_t day)
{
    if (day == DAY_NONE || day >= DAY_NEVER)
        return false;
    q->out->day = q->out->said = day;
    return true;
}

/* An end of something: the last workday up to it, but not before today. */
static bool is_end(struct saying *q, int32_t day)
{
    if (!is_day(q, day))
        return false;
    int32_t back = calendar_roll_back(q->cal, day);
    if (back >= q->today || day < q->today)
        q->out->day = back;
    q->out->is_limit = true;
    return true;
}

static int32_t monday_of(int32_t day)
{
    return day - (day_weekday(day) - 1);
}

static const char *const weeks[] = { "个星期", "个礼拜", "星期", "礼拜", "周", NULL };

/* 周五, 本周五, 这周三, 下周一, 下下周二; 本周, 下周内, 周末前. */
static bool weekday(struct saying *q)
{
    static const char *const which[] = { "下下", "下", "本", "这", NULL };
    static const char *const days[] = { "一", "二", "三", "四", "五", "六", "日", "天", "末",
                                        "底", NULL };
    int w = eat_any(&q->s, which);

    if (w >= 0)
        eat(&q->s, "个");
    if (eat_any(&q->s, weeks) < 0)
        return false;
    int32_t monday = monday_of(q->today) + (w == 0 ? 14 : w == 1 ? 7 : 0);
    int d = eat_any(&q->s, days);
    if (!done(q) || (d < 0 && w < 0 && !q->within))
        return false;
    if (d < 0 || d >= 8)
        return is_end(q, monday + 6);
    int32_t day = monday + (d == 7 ? 6 : d);
    if (w < 0 && day < q->today)
        day += 7;               /* the coming one; today is still one */
    return is_day(q, day);
}

static int32_t year_end(int year)
{
    return day_from_civil(year, 12, 31);
}

/* 月底, 本月底, 下月底, 11月底, 季末, 年底, 明年底; 本月内, 年内; 月中. */
static bool period_end(struct saying *q)
{
    static const char *const which[] = { "下下", "下", "本", "这", "当", "今", "明", NULL };
    static const char *const units[] = { "月份", "月", "季度", "季", "年度", "年", NULL };
    static const char *const ends[] = { "底", "末", "中旬", "中", NULL };
    int year, month, mday, n = -1, w = eat_any(&q->s, which);

    day_to_civil(q->today, &year, &month, &mday);
    if (w >= 0)
        eat(&q->s, "个");
    else
        n = read_number(&q->s);
    int u = eat_any(&q->s, units);
    int e = eat_any(&q->s, ends);
    if (u < 0 || !done(q) || (e < 0 && !q->within) || (e < 0 && (n >= 0 || (w < 0 && u < 2))))
        return false;
    int ahead = w == 0 ? 2 : w == 1 || w == 6 ? 1 : 0;
    if ((w >= 5 && u < 4) || (n >= 0 && (u > 3 || n < 1 || n > (u > 1 ? 4 : 12))) ||
        (e >= 2 && u > 1))
        return false;           /* 今 and 明 go with years */
    if (u > 3)
        return is_end(q, year_end(year + ahead));
    if (u > 1 && n > 0)
        return is_end(q, day_month_end(day_from_civil(year + (3 * n < month), 3 * n, 1)));
    if (u > 1)
        return is_end(q, day_month_end(day_add_months(
            day_from_civil(year, (month - 1) / 3 * 3 + 3, 1), 3 * ahead)));
    int32_t first = n > 0 ? day_from_civil(year + (n < month), n, 1)
                          : day_add_months(day_from_civil(year, month, 1), ahead);
    return is_end(q, e >= 2 ? first + 14 : day_month_end(first));
}

/* 27号, 本月5日, 下月三号: of a month; alone the coming one. */
static bool day_of_month(struct saying *q)
{
    static const char *const which[] = { "下个月", "下月", "本月", "这个月", "这月", "当月", NULL };
    static const char *const marks[] = { "日", "号", NULL };
    int year, month, mday, w = eat_any(&q->s, which), n = read_number(&q->s);

    if (n < 1 || n > 31 || eat_any(&q->s, marks) < 0 || !done(q) || q->within || q->after)
        return false;           /* 三日内 is a number of days */
    day_to_civil(q->today, &year, &month, &mday);
    int32_t first = day_from_civil(year, month, 1);
    if (w == 0 || w == 1 || (w < 0 && n < mday))
        first = day_add_months(first, 1);
    day_to_civil(first, &year, &month, &mday);
    return is_day(q, day_from_civil(year, month, n));
}

/* 三天内, 3个工作日, 两周内, 半个月内, 一个月后, 48小时内. */
static bool duration(struct saying *q)
{
    static const char *const units[] = { "工作日", "天", "日", "星期", "礼拜", "周", "季度", "月",
                                         "年", "小时", NULL };
    bool half = eat(&q->s, "半");
    int n = half ? 1 : read_number(&q->s);

    eat(&q->s, "个");
    int u = n > 0 ? eat_any(&q->s, units) : -1;
    if (u < 0 || !done(q) || n > 400 || q->before)
        return false;
    if (!q->within && !q->after && u != 0)
        return false;
    if (u == 0)
        return !half && is_day(q, calendar_add_workdays(q->cal, q->today, n));
    struct duration d = { n, UNIT_DAY };
    if (u >= 3 && u <= 5)
        d.n = 7 * n;
    else if (u == 6)
        d = (struct duration){ 3 * n, UNIT_MONTH };
    else if (u == 7)
        d = half ? (struct duration){ 15, UNIT_DAY } : (struct duration){ n, UNIT_MONTH };
    else if (u == 8)
        d = (struct duration){ half ? 6 : 12 * n, UNIT_MONTH };
    else if (u == 9)
        d.n = (n + 23) / 24;
    if (half && u != 7 && u != 8)
        return false;
    if (!is_day(q, calendar_add(q->cal, q->today, d, false)))
        return false;
    q->out->day = calendar_roll_forward(q->cal, q->out->said);
    return true;
}

/* 国庆前, 春节前: the last workday before it. */
static bool holiday(struct saying *q)
{
    static const struct { const char *said, *name; } names[] = {
        { "五一", "劳动节" }, { "十一", "国庆节" },
    };
    const char *want = q->s;

    if (!q->before || !*want || !q->cal)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(want, names[i].said) == 0)
            want = names[i].name;
    size_t n = strlen(want);
    if (n < 6)                  /* two characters at least */
        return false;
    for (int32_t d = q->today + 1; d <= q->today + HOLIDAYS_AHEAD; d++) {
        const char *name = calendar_name(q->cal, d);
        if (!name || !calendar_is_off(q->cal, d) || strncmp(name, want, n) != 0)
            continue;
        q->s += strlen(q->s);
        return is_end(q, d - 1);
    }
    return false;
}

static bool meeting(struct saying *q)
{
    static const char *const words[] = { "下次例会", "下周例会", "周一例会", "下次会", "例会",
                                         NULL };

    return q->next_meeting != DAY_NONE && eat_any(&q->s, words) >= 0 && done(q) &&
           is_day(q, q->next_meeting);
}

/* 十一月二十七日 as 11月27日: what when.h reads. */
static char *with_digits(const char *s)
{
    struct buf b = {0};

    while (*s) {
        const char *p = s;
        int len, n = read_number(&p);
        if (n >= 0 && p > s) {
            buf_printf(&b, "%d", n);
            s = p;
            continue;
        }
        text_next(s, &len);
        buf_add(&b, s, (size_t)len);
        s += len;
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* 11-27, 11月27日, 2026年11月27号, 明天, 大后天, +5. */
static bool written(struct saying *q)
{
    if (eat(&q->s, "大后天") && done(q))
        return is_day(q, q->today + 3);
    /* 3.5 is as likely 亩 or 万元 */
    if (strchr(q->s, '.') && !q->before)
        return false;
    char *text = with_digits(q->s);
    int32_t day = when_read(text, q->today, q->cal, false);
    if (day == DAY_NONE && strcmp(q->s, "当天") == 0)
        day = q->today;
    free(text);
    return is_day(q, day);
}

/* ---- all of it ---- */

static bool cut_end(char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    if (n < m || strcmp(s + n - m, end) != 0)
        return false;
    s[n - m] = '\0';
    return true;
}

static void cut_marks(char *s, struct saying *q)
{
    static const char *const idle[] = { "完成", "办结", "办好", "办完", "截止", "为止", "下班" };
    static const struct { const char *end; int what; } marks[] = {
        { "之前", 1 }, { "以前", 1 }, { "前", 1 }, { "之内", 2 }, { "以内", 2 }, { "内", 2 },
        { "之后", 3 }, { "以后", 3 }, { "后", 3 },
    };

    for (size_t i = 0; i < sizeof idle / sizeof *idle - 1; i++)
        cut_end(s, idle[i]);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (!cut_end(s, marks[i].end))
            continue;
        q->before = marks[i].what == 1;
        q->within = marks[i].what == 2;
        q->after = marks[i].what == 3;
        break;
    }
    if (q->before)
        cut_end(s, "下班");
}

/* 周五中午前: the day, and what is left of it for people to read. */
static void cut_time(char *s, char rest[64])
{
    static const char *const times[] = { "早上", "上午", "中午", "下午", "傍晚", "晚上", "一早" };

    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char *at = strstr(s, times[i]);
        if (!at || at == s)
            continue;
        snprintf(rest, 64, "%s", at);
        *at = '\0';
        return;
    }
}

static bool read_base(struct saying *q, const char *s)
{
    static bool (*const ways[])(struct saying *) = {
        weekday, period_end, day_of_month, duration, meeting, holiday, written,
    };

    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        q->s = s;
        if (ways[i](q))
            return true;
    }
    return false;
}

static bool read_saying(char *s, struct saying *q)
{
    static const char *const leads[] = { "最迟", "最晚", "务必", "必须", "截至", "截止到", "截止",
                                         "限", "于", NULL };
    const char *from = s;

    eat_any(&from, leads);
    return *from && read_base(q, from);
}

bool oral_day_read(const char *words, int32_t today, const struct calendar *cal,
                   int32_t next_meeting, struct oral_day *out)
{
    struct saying q = { .today = today, .next_meeting = next_meeting, .cal = cal, .out = out };
    char *s = text_trim(text_halfwidth(words)), *shorter = xstrdup(s);
    bool good;

    *out = (struct oral_day){ .day = DAY_NONE, .said = DAY_NONE };
    cut_marks(s, &q);
    good = read_saying(s, &q);
    if (!good) {
        cut_time(shorter, out->rest);
        q.before = q.before || *out->rest;
        good = *out->rest && read_saying(shorter, &q);
    }
    free(s);
    free(shorter);
    if (!good) {
        *out = (struct oral_day){ .day = DAY_NONE, .said = DAY_NONE };
        return false;
    }
    out->is_limit |= q.before || q.within;
    out->is_past = out->day < today;
    return true;
}
