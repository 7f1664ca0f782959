/* def_read_week.c - readers of the township's own settings: the weekly rhythm, UTC offset,
 * language, numbers of orders. */
#include "model/def_read.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"

/* "HH:MM" at the end of `s` (which is cut off before it); "" when there is none. */
static bool cut_time(struct bind *b, char *s, const char **time)
{
    size_t n = strlen(s);
    char *at = strrchr(s, ' ');
    const char *t = at ? at + 1 : s;

    *time = "";
    if (!strchr(t, ':'))
        return true;
    if (strlen(t) != 5 || t[2] != ':' || strspn(t, "0123456789:") != 5 || t[3] == ':'
        || t[4] == ':' || t[0] == ':' || t[1] == ':' || atoi(t) > 23 || atoi(t + 3) > 59)
        return false;
    *time = arena_strdup(bind_arena(b), t);
    s[n - 5] = '\0';
    for (n -= 5; n > 0 && s[n - 1] == ' '; n--)
        s[n - 1] = '\0';
    return true;
}

static int weekday_of(const char *s)
{
    static const char *const english[] = { "monday", "tuesday",  "wednesday", "thursday",
                                           "friday", "saturday", "sunday" };
    static const char *const prefix[] = { "周", "星期", "礼拜" };
    static const char *const digit[] = { "一", "二", "三", "四", "五", "六", "日", "天" };
    size_t n = strlen(s);

    for (int i = 0; i < 7 && n >= 3; i++)
        if (strncasecmp(english[i], s, n) == 0)
            return i + 1;
    for (size_t p = 0; p < 3; p++)
        for (int i = 0; i < 8; i++)
            if (strncmp(s, prefix[p], strlen(prefix[p])) == 0
                && strcmp(s + strlen(prefix[p]), digit[i]) == 0)
                return i < 7 ? i + 1 : 7;
    return 0;
}

void read_meeting(struct bind *b, const struct node *n, void *member)
{
    struct weekly_def *w = member;
    const char *s = n ? bind_scalar(b, n, "周一 08:30") : NULL, *time;
    char *copy;
    int weekday = 0;

    if (!s)
        return;
    copy = xstrdup(s);
    if (cut_time(b, copy, &time) && (weekday = weekday_of(copy)) != 0) {
        w->meeting_weekday = weekday;
        w->meeting_time = time;
    } else {
        bind_wrong(b, n, _("is not a weekday and a time"),
                   bind_say(b, _("write for example \"%s\""), "周一 08:30"));
    }
    free(copy);
}

/* "meeting - 1 workday 16:00" into workdays before `base`. */
static void read_before(struct bind *b, const struct node *n, const char *base, int least,
                        const char *example, int32_t *before, const char **when)
{
    const char *s = n ? bind_scalar(b, n, example) : NULL, *time;
    struct duration d = { 0, UNIT_WORKDAY };
    size_t len = strlen(base);
    bool good;
    char *copy, *rest;

    if (!s)
        return;
    copy = xstrdup(s);
    good = cut_time(b, copy, &time) && strncmp(copy, base, len) == 0;
    if (good) {
        rest = copy + len;
        rest += strspn(rest, " ");
        if (*rest == '-')
            good = duration_parse(rest + 1 + strspn(rest + 1, " "), &d);
        else
            good = *rest == '\0';
    }
    if (good && d.unit == UNIT_WORKDAY && d.n >= least && d.n <= 20) {
        *before = d.n;
        *when = time;
    } else {
        bind_wrong(b, n, bind_say(b, _("is not so many workdays before the %s"), base),
                   bind_say(b, _("write for example \"%s\""), example));
    }
    free(copy);
}

void read_sheet_day(struct bind *b, const struct node *n, void *member)
{
    struct weekly_def *w = member;

    read_before(b, n, "meeting", 1, "meeting - 1 workday 16:00", &w->sheet_before,
                &w->sheet_time);
}

void read_fill_day(struct bind *b, const struct node *n, void *member)
{
    struct weekly_def *w = member;

    read_before(b, n, "sheet", 0, "sheet - 1 workday 17:00", &w->fill_before,
                &w->fill_time);
}

/* {seq} and {year} and nothing else in braces; without a year the numbers never begin
 * anew. The example stands for what is not given. */
void read_order_number(struct bind *b, const struct node *n, void *member)
{
    const char *s = n ? bind_scalar(b, n, "沿督〔{year}〕{seq}号") : NULL;
    size_t seqs = 0;
    bool good = true;

    if (!s)
        return;
    for (const char *p = s; good && (p = strchr(p, '{'));) {
        size_t len = strcspn(p, "}");
        bool is_seq = strncmp(p, "{seq", 4) == 0 &&
            (p[4] == '}' || (p[4] == ':' && p[5] >= '1' && p[5] <= '6' && p[6] == '}'));
        seqs += is_seq;
        good = is_seq || strncmp(p, "{year}", 6) == 0 || strncmp(p, "{yyyy}", 6) == 0
            || strncmp(p, "{yy}", 4) == 0;
        p += len;
    }
    if (good && seqs == 1 && strlen(s) <= 120)
        *(const char **)member = arena_strdup(bind_arena(b), s);
    else
        bind_wrong(b, n, _("is no pattern for numbers: {seq} once, {year} before it"),
                   bind_say(b, _("write for example \"%s\""), "沿督〔{year}〕{seq}号"));
}

void read_language(struct bind *b, const struct node *n, void *member)
{
    static const struct schema_word words[] = { { "zh", 0 }, { "en", 1 }, { NULL, 0 } };

    if (n)
        *(const char **)member = bind_word(b, n, words, 0) == 1 ? "en" : "zh";
}

void read_utc_offset(struct bind *b, const struct node *n, void *member)
{
    const char *s = n ? bind_scalar(b, n, "+08:00") : NULL;
    int minutes;

    if (!s)
        return;
    if (strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && s[3] == ':'
        && strspn(s + 1, "0123456789") == 2 && strspn(s + 4, "0123456789") == 2
        && atoi(s + 4) < 60 && atoi(s + 1) <= 14) {
        minutes = atoi(s + 1) * 60 + atoi(s + 4);
        *(int32_t *)member = s[0] == '-' ? -minutes : minutes;
        return;
    }
    bind_wrong(b, n, _("is not a distance from UTC"), _("write for example \"+08:00\""));
}
