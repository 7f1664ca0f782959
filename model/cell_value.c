#include "model/cell_value.h"

#include <stdlib.h>
#include <string.h>

#include "model/cell_parts.h"
#include "model/day.h"
#include "model/decimal.h"
#include "model/field_value.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/mem.h"
#include "model/text.h"

#define NO_BREAK_SPACE 0xA0
#define IDEOGRAPHIC_SPACE 0x3000
#define BYTE_ORDER_MARK 0xFEFF
#define SHOWN_MAX 40                /* characters of a cell in a message */

/* ---- cleaning ---- */

static bool is_blank(uint32_t ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == NO_BREAK_SPACE ||
           ch == IDEOGRAPHIC_SPACE;
}

/* Without a width and without a meaning inside a number, a day or a name. */
static bool is_invisible(uint32_t ch)
{
    return (ch >= 0x200B && ch <= 0x200F) || (ch >= 0x202A && ch <= 0x202E) ||
           (ch >= 0x2060 && ch <= 0x2069) || ch == BYTE_ORDER_MARK;
}

/* As a text is stored (field_value.c), so that an export comes back as it was. */
char *cell_unguarded(const char *typed)
{
    char *s = text_trim(xstrdup(typed));

    if (s[0] == '\'' && s[1] && strchr("=+-@'\t\r", s[1])) {
        memmove(s, s + 1, strlen(s));
        text_trim(s);
    }
    return s;
}

char *cell_plain(const char *typed)
{
    char *half = text_halfwidth(typed), *plain;
    struct buf b = {0};
    uint32_t ch;
    int len;

    for (const char *s = half; (ch = text_next(s, &len)); s += len) {
        if (is_blank(ch))
            buf_putc(&b, ' ');
        else if (!is_invisible(ch))
            buf_add(&b, s, (size_t)len);
    }
    free(half);
    plain = cell_unguarded(buf_str(&b));
    buf_fini(&b);
    return plain;
}

char *cell_fold(const char *s)
{
    char *plain = text_halfwidth(s), *to;
    struct buf b = {0};
    uint32_t ch;
    int len;

    for (const char *p = plain; (ch = text_next(p, &len)); p += len)
        if (!is_blank(ch) && !is_invisible(ch))
            buf_add(&b, p, (size_t)len);
    free(plain);
    to = buf_take(&b);
    for (char *p = to; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return to;
}

char *cell_shown(const char *s)
{
    struct buf b = {0};
    const char *end = s;
    int len;

    for (int n = 0; n < SHOWN_MAX && *end; n++) {
        text_next(end, &len);
        end += len;
    }
    char *head = xstrndup(s, (size_t)(end - s));
    text_show(&b, head, false);
    free(head);
    if (*end)
        buf_puts(&b, "...");
    return buf_take(&b);
}

bool cell_is_empty(const char *typed)
{
    uint32_t ch;
    int len;

    while ((ch = text_next(typed, &len)) && (is_blank(ch) || ch == BYTE_ORDER_MARK))
        typed += len;
    return !*typed;
}

/* ---- what Excel puts in a value's place ---- */

/* 1.10101E+17: a long number shown in a narrow or general column. Codes such as 1E+5 are
 * left alone; from the twelfth digit on Excel does it by itself. */
static bool is_scientific(const char *s)
{
    size_t whole = strspn(s += *s == '-', "0123456789"), places = 0;
    const char *p = s + whole;
    int exponent;

    if (whole != 1)
        return false;
    if (*p == '.') {
        places = strspn(++p, "0123456789");
        p += places;
    }
    if ((*p != 'E' && *p != 'e') || p[1] != '+')
        return false;
    p += 2;
    exponent = atoi(p);
    return strlen(p) >= 2 && strlen(p) <= 3 && strspn(p, "0123456789") == strlen(p) &&
           exponent >= 11;
}

enum xh_rc cell_check_excel(const char *s, struct xh_err *err)
{
    static const char *const errors[] = {
        "#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!",
    };

    if (is_scientific(s))       /* short, and nothing but digits */
        return xh_fail(err, XH_REFUSED,
                       _("'%s': Excel has cut digits off this number; format the column "
                         "as text, type the number again and save"), s);
    if (strlen(s) >= 3 && strspn(s, "#") == strlen(s))
        return xh_fail(err, XH_REFUSED,
                       _("the column was too narrow to show the value (####); widen it "
                         "and save again"));
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (strcmp(s, errors[i]) == 0)
            return xh_fail(err, XH_REFUSED,
                           _("'%s': a formula of the spreadsheet failed; write the value "
                             "itself"), s);
    return XH_OK;
}

/* ---- text ---- */

/* Line breaks and tabs, with the blanks around them, become one blank. */
static char *one_line(const char *s)
{
    struct buf b = {0};

    while (*s) {
        size_t n = strcspn(s, " \t\n\r"), gap = strspn(s + n, " \t\n\r");

        buf_add(&b, s, n);
        if (memchr(s + n, '\t', gap) || memchr(s + n, '\n', gap) ||
            memchr(s + n, '\r', gap))
            buf_putc(&b, ' ');
        else
            buf_add(&b, s + n, gap);
        s += n + gap;
    }
    return buf_take(&b);
}

static size_t at_character(const char *s, size_t at)
{
    size_t n = 1;
    int len;

    for (const char *p = s; p < s + at; p += len, n++)
        text_next(p, &len);
    return n;
}

enum xh_rc cell_text(const char *typed, bool multiline, char **out, struct xh_err *err)
{
    char *bare = cell_unguarded(typed);
    char *clean = multiline ? xstrdup(bare) : one_line(bare);
    enum xh_rc rc = cell_check_excel(clean, err);
    const char *why;
    size_t at;

    free(bare);
    *out = NULL;
    if (rc == XH_OK && (why = text_refused(clean, multiline, &at)))
        rc = xh_fail(err, XH_REFUSED, _("%s (character %zu of the cell): delete it"),
                     _(why), at_character(clean, at));
    if (rc == XH_OK)
        *out = clean;
    else
        free(clean);
    return rc;
}

/* ---- days ---- */

/* The first and last number Excel has for a day here: 1990-01-01 and 2100-12-31. Its
 * count begins with 1900-01-01 as 1 and has a 1900-02-29, so that from 1900-03-01 on
 * 1899-12-30 is its 0. */
#define SERIAL_FIRST 32874
#define SERIAL_LAST 73415
#define SERIAL_ZERO (-25569)

enum day_fault { DAY_FINE, DAY_UNREADABLE, DAY_WITHOUT_YEAR, DAY_SHORT_YEAR,
                 DAY_WITHOUT_DAY, DAY_WITH_FRACTION, DAY_IMPOSSIBLE };

static enum xh_rc fail_day(enum day_fault fault, const char *s, int32_t day,
                           struct xh_err *err)
{
    char text[DAY_TEXT];

    switch (fault) {
    case DAY_WITHOUT_YEAR:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' has no year; write it as well, like 2026-11-20"), s);
    case DAY_SHORT_YEAR:
        return xh_fail(err, XH_REFUSED,
                       _("'%s': write the year with four digits, like 2026-11-20"), s);
    case DAY_WITHOUT_DAY:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' names no day; write it as well, like 2026-11-20"), s);
    case DAY_WITH_FRACTION:
        return xh_fail(err, XH_REFUSED,
                       _("'%s' is a day with a time as Excel counts them; write %s"), s,
                       day_format(day, text));
    case DAY_IMPOSSIBLE:
        return xh_fail(err, XH_REFUSED, _("'%s': there is no such day"), s);
    default:
        return xh_fail(err, XH_REFUSED, _("'%s' is not a date; write 2026-11-20"), s);
    }
}

static enum xh_rc refuse_day(enum day_fault fault, const char *s, int32_t day,
                             struct xh_err *err)
{
    char *shown = cell_shown(s);

    fail_day(fault, shown, day, err);
    free(shown);
    return XH_REFUSED;
}

/* Up to `most` digits at *s and how many there were; 0 when there are more. */
static int digits(const char **s, int most, int *value)
{
    size_t n = strspn(*s, "0123456789");

    *value = 0;
    if (n > (size_t)most)
        return 0;
    for (size_t i = 0; i < n; i++)
        *value = *value * 10 + (*(*s)++ - '0');
    return (int)n;
}

/* Step over `mark` and the blanks around it, if it is there. */
static bool step_over(const char **s, const char *mark)
{
    const char *p = *s + strspn(*s, " ");
    size_t n = strlen(mark);

    if (strncmp(p, mark, n) != 0)
        return false;
    *s = p + n + strspn(p + n, " ");
    return true;
}

/* Nothing more, or a time of day: " 00:00", "T09:30:00.000". */
static bool ends_day(const char *s)
{
    int hour, minute, second = 0;

    if (!*s)
        return true;
    if (*s != ' ' && *s != 'T' && s[-1] != ' ')
        return false;
    s += *s == 'T' ? 1 : strspn(s, " ");
    if (!*s)
        return s[-1] == ' ';
    if (!digits(&s, 2, &hour) || *s++ != ':' || digits(&s, 2, &minute) != 2)
        return false;
    if (*s == ':') {
        s++;
        if (digits(&s, 2, &second) != 2)
            return false;
        if (*s == '.')
            s += 1 + strspn(s + 1, "0123456789");
    }
    return !*s && hour < 24 && minute < 60 && second < 60;
}

/* The number Excel keeps for a day; with places only when they are zeros. */
static enum day_fault parse_serial(int n, const char *places, int32_t *day)
{
    size_t zeros;

    if (n < SERIAL_FIRST || n > SERIAL_LAST)
        return DAY_UNREADABLE;
    *day = SERIAL_ZERO + n;
    if (!*places)
        return DAY_FINE;
    if (*places != '.' || !places[1] || places[1 + strspn(places + 1, "0123456789")])
        return DAY_UNREADABLE;
    zeros = strspn(places + 1, "0");
    return places[1 + zeros] ? DAY_WITH_FRACTION : DAY_FINE;
}

static const struct marks { const char *year, *month, *end[2]; } day_marks[] = {
    { "-", "-", { NULL, NULL } },
    { "/", "/", { NULL, NULL } },
    { ".", ".", { NULL, NULL } },
    { "年", "月", { "日", "号" } },
};

static enum day_fault valid_day(int year, int month, int mday, int32_t *day)
{
    *day = day_from_civil(year, month, mday);
    return *day == DAY_NONE ? DAY_IMPOSSIBLE : DAY_FINE;
}

/* `n` digits of value `first` were read, `s` is what follows them. */
static enum day_fault parse_marked(int n, int first, const char *s, int32_t *day)
{
    const struct marks *m = day_marks;
    const struct marks *end = day_marks + sizeof day_marks / sizeof *day_marks;
    int second, third;

    if (n <= 2 && step_over(&s, "月"))
        return digits(&s, 2, &second) ? DAY_WITHOUT_YEAR : DAY_UNREADABLE;
    while (m < end && !step_over(&s, m->year))
        m++;
    if (m == end || n == 3 || !digits(&s, 2, &second))
        return n == 4 && m < end && !*s ? DAY_WITHOUT_DAY : DAY_UNREADABLE;
    if (!step_over(&s, m->month) || !*s)
        return n == 4 && !*s ? DAY_WITHOUT_DAY
            : n <= 2 && !*s ? DAY_WITHOUT_YEAR : DAY_UNREADABLE;
    if (!digits(&s, 2, &third))
        return DAY_UNREADABLE;
    for (int i = 0; i < 2 && m->end[i]; i++)
        if (step_over(&s, m->end[i]))
            break;
    if (!ends_day(s))
        return DAY_UNREADABLE;
    return n == 4 ? valid_day(first, second, third, day) : DAY_SHORT_YEAR;
}

static enum day_fault parse_day(const char *s, int32_t *day)
{
    int first, n = digits(&s, 8, &first);

    if (n == 8)
        return ends_day(s) ? valid_day(first / 10000, first / 100 % 100, first % 100, day)
                           : DAY_UNREADABLE;
    if (n == 6 && !*s)
        return DAY_WITHOUT_DAY;
    if (n == 5)
        return parse_serial(first, s, day);
    if (n == 4 && !*s)
        return DAY_WITHOUT_DAY;
    return n >= 1 && n <= 4 ? parse_marked(n, first, s, day) : DAY_UNREADABLE;
}

enum xh_rc cell_day(const char *typed, int32_t *day, struct xh_err *err)
{
    char *s = cell_plain(typed);
    enum xh_rc rc = cell_check_excel(s, err);
    enum day_fault fault;
    int32_t found = DAY_NONE;

    if (rc == XH_OK && (fault = parse_day(s, &found)) != DAY_FINE)
        rc = refuse_day(fault, s, found, err);
    if (rc == XH_OK)
        *day = found;
    free(s);
    return rc;
}

/* ---- words ---- */

enum xh_rc cell_bool(const char *typed, bool *out, struct xh_err *err)
{
    static const char *const words[2][9] = {
        { "0", "no", "false", "否", "无", "×", "✗", "✘", "☐" },
        { "1", "yes", "true", "是", "有", "√", "✓", "✔", "☑" },
    };
    char *s = cell_plain(typed), *folded = cell_fold(s), *shown;
    enum xh_rc rc = XH_REFUSED;

    for (int yes = 0; yes < 2; yes++)
        for (int i = 0; i < 9; i++)
            if (strcmp(folded, words[yes][i]) == 0) {
                *out = yes;
                rc = XH_OK;
            }
    if (rc != XH_OK) {
        shown = cell_shown(s);
        xh_fail(err, rc, _("'%s' is neither yes nor no"), shown);
        free(shown);
    }
    free(folded);
    free(s);
    return rc;
}

/* The list's own spelling of a choice: as it stands, else the only one that is the same
 * but for width, blanks and capitals; NULL when there is none. */
static const char *find_choice(const struct field_def *f, const char *s)
{
    char *folded = cell_fold(s);
    const char *found = NULL;
    int same = 0;

    for (size_t i = 0; i < f->n_choices; i++) {
        char *choice = cell_fold(f->choices[i]);

        if (strcmp(f->choices[i], s) == 0) {
            found = f->choices[i];
            same = 1;
            i = f->n_choices;
        } else if (strcmp(choice, folded) == 0) {
            found = f->choices[i];
            same++;
        }
        free(choice);
    }
    free(folded);
    return same == 1 ? found : NULL;
}

/* ---- fields ---- */

/* Put the field's name before what a cell_ function said. */
static enum xh_rc name_field(const struct field_def *f, enum xh_rc rc, struct xh_err *err)
{
    char *what;

    if (rc == XH_OK || !err)
        return rc;
    what = xstrdup(err->msg);
    xh_fail(err, rc, _("%s: %s"), f->name, what);
    free(what);
    return rc;
}

static enum xh_rc by_type(const struct field_def *f, const char *header_unit,
                          const char *typed, char **canonical, struct xh_err *err)
{
    char day_text[DAY_TEXT], number[DECIMAL_TEXT];
    const char *choice;
    int64_t micro;
    int32_t day;
    bool yes;
    enum xh_rc rc = XH_OK;

    switch (f->type) {
    case FIELD_TEXT: case FIELD_CHOICE:
        rc = cell_text(typed, f->type == FIELD_TEXT, canonical, err);
        if (rc == XH_OK && f->type == FIELD_CHOICE &&
            (choice = find_choice(f, *canonical))) {
            free(*canonical);
            *canonical = xstrdup(choice);
        }
        return rc;
    case FIELD_DATE:
        if ((rc = cell_day(typed, &day, err)) == XH_OK)
            *canonical = xstrdup(day_format(day, day_text));
        return rc;
    case FIELD_DECIMAL: case FIELD_INTEGER:
        if ((rc = cell_number(typed, f->unit, header_unit, &micro, err)) == XH_OK)
            *canonical = xstrdup(decimal_format(micro, number));
        return rc;
    case FIELD_BOOL:
        if ((rc = cell_bool(typed, &yes, err)) == XH_OK)
            *canonical = xstrdup(yes ? "1" : "0");
        return rc;
    }
    return rc;
}

enum xh_rc cell_for_field(const struct field_def *f, const char *header_unit,
                          const char *typed, char **canonical, struct xh_err *err)
{
    struct value v;
    char *keep;
    enum xh_rc rc;

    *canonical = NULL;
    if (cell_is_empty(typed)) {
        *canonical = xstrdup("");
        return XH_OK;
    }
    rc = name_field(f, by_type(f, header_unit, typed, canonical, err), err);
    if (rc != XH_OK)
        return rc;
    rc = field_parse(f, *canonical, &v, &keep, err);    /* range, choices, length */
    free(keep);
    if (rc != XH_OK) {
        free(*canonical);
        *canonical = NULL;
    }
    return rc;
}

/* ---- headers ---- */

/* How a header ends in its unit. Behind a slash or colon only what is measured: "单位/人"
 * is no number of people. */
static const struct ending { const char *open, *close; enum measure_kind least; }
    endings[] = {
    { "(", ")", MEASURE_COUNTED }, { "[", "]", MEASURE_COUNTED },
    { "【", "】", MEASURE_COUNTED }, { "〔", "〕", MEASURE_COUNTED },
    { "/", "", MEASURE_KNOWN }, { ":", "", MEASURE_KNOWN },
};

/* The text of `s` between the last `open` and the `close` it ends with, `s` cut before
 * it; NULL when there is none, or no name before it. */
static char *cut(char *s, const char *open, const char *close)
{
    size_t n = strlen(s), c = strlen(close);
    char *from = NULL;

    if (n <= c || strcmp(s + n - c, close) != 0)
        return NULL;
    for (char *p = strstr(s, open); p; p = strstr(p + 1, open))
        from = p;
    if (!from || from == s)
        return NULL;
    s[n - c] = '\0';
    *from = '\0';
    return from + strlen(open);
}

/* The name and the unit, when `header` ends this way in a unit that is known. */
static bool ends_in_unit(const char *header, const struct ending *e, char **name,
                         char **unit)
{
    static const char prefix[] = "单位:";
    char *s = text_halfwidth(header), *tail = cut(s, e->open, e->close);
    char *folded = tail ? cell_fold(tail) : xstrdup("");
    size_t skip = strncmp(folded, prefix, sizeof prefix - 1) == 0 ? sizeof prefix - 1 : 0;
    bool known = measure_read(folded + skip).kind >= e->least;

    if (known) {
        *name = xstrdup(text_trim(s));
        *unit = xstrdup(folded + skip);
    }
    free(folded);
    free(s);
    return known;
}

void cell_header_split(const char *typed, char **name, char **unit)
{
    char *bare = cell_unguarded(typed), *header = one_line(bare);
    size_t n = strlen(header);

    free(bare);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends_in_unit(header, &endings[i], name, unit)) {
            free(header);
            return;
        }
    *unit = xstrdup(n > 1 && header[n - 1] == '%' ? "%" : "");
    if (**unit)
        header[n - 1] = '\0';
    *name = text_trim(header);
}
