/* cmd_books.c - what checks the figures: balance, convert. */
#include <stdlib.h>
#include <string.h>

#include "cli/paper_out.h"
#include "cli/typed.h"
#include "model/capital.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/measure.h"
#include "model/text.h"
#include "report/balance_paper.h"

/* ---- balance ---- */

static const struct option balance_options[] = {
    { "check", 0, OPT_CODE, "ID", N_("only this check"), NO_PLACE },
    { "list", 'l', OPT_CODE, "LIST", N_("only the checks of this list"), NO_PLACE },
    PAPER_OPTIONS,
    { 0 },
};

/* Where the caller may see nothing of what was asked for, "all balances" would be untrue. */
static bool sees_nothing(const struct balance_report *r)
{
    int64_t compared = 0, denied = 0;

    for (size_t i = 0; i < r->n_checks; i++) {
        compared += r->checks[i].compared;
        denied += r->checks[i].denied;
    }
    return denied > 0 && compared == 0;
}

static enum xh_rc give_balance(struct app *a, const struct balance_report *r,
                               const struct paper_out *to, struct xh_err *err)
{
    struct document d = {0};
    struct buf records = {0};
    enum xh_rc rc = XH_OK;

    if (paper_out_records(to)) {
        balance_export(&records, r, look_records(to->format));
        look_kept_back(r->kept_back);
    } else {
        rc = balance_paper(&d, a->st, r, look_day(a), err);
    }
    if (rc == XH_OK)
        rc = paper_put(a, &d, paper_out_records(to) ? &records : NULL, to, err);
    document_fini(&d);
    buf_fini(&records);
    return rc;
}

static enum xh_rc run_balance(struct app *a, const struct command *c, struct args *args,
                              struct xh_err *err)
{
    struct balance_ask ask = { .check = args_get(args, "check"), .reader = a->me };
    struct balance_report r = {0};
    struct paper_out to = {0};
    enum xh_rc rc = paper_out_options(a, args, 0, &to, err);

    (void)c;
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &ask.list, err);
    if (rc == XH_OK && args_word(args, 0))
        rc = typed_item(a, args_word(args, 0), &ask.parent, err);
    ask.away = paper_out_takes(&to);
    if (rc == XH_OK && ask.away)
        rc = look_may_export(a, ask.list, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = balance_run(a->st, &ask, &r, err);
    if (rc == XH_OK && sees_nothing(&r))
        rc = xh_fail(err, XH_DENIED, _("you may not read all of the rows in any of these sums, so "
                                       "nothing could be checked for you"));
    else if (rc == XH_OK)
        rc = give_balance(a, &r, &to, err);
    size_t off = r.n + r.kept_back;
    if (rc == XH_OK && off)
        rc = xh_fail(err, XH_REFUSED, _("the books do not balance: %zu differences"), off);
    balance_fini(&r);
    return rc;
}

/* ---- convert ---- */

static void print_converted(int64_t value, const char *from, const char *to,
                            enum measure_result r, int64_t got)
{
    char a[DECIMAL_TEXT], b[DECIMAL_TEXT];
    struct buf rule = {0};

    measure_rule(&rule, from, to);
    outf(r == MEASURE_EXACT ? "%s %s = %s %s\n"
                            : _("%s %s is about %s %s, rounded to six places\n"),
         decimal_format(value, a), from, decimal_format(got, b), to);
    if (rule.len)
        outf("    %s\n", buf_str(&rule));
    buf_fini(&rule);
}

static enum xh_rc convert_to(int64_t value, const char *typed, const char *from,
                             const char *to, struct xh_err *err)
{
    int64_t got = 0;
    enum measure_result r = measure_convert(value, from, to, &got);

    if (r == MEASURE_TOO_LARGE)
        return xh_fail(err, XH_REFUSED, _("'%s' is too large a number"), typed);
    if (r == MEASURE_APART)
        return xh_fail(err, XH_REFUSED, _("%s cannot be converted into %s"), from, to);
    print_converted(value, from, to, r, got);
    return XH_OK;
}

/* "11.8078 公顷 亩", "11.8078公顷 亩", "1234.56万元": number, unit, and into what. */
static enum xh_rc run_convert(struct app *a, const struct command *c, struct args *args,
                              struct xh_err *err)
{
    char *typed = text_trim(text_halfwidth(args_word(args, 0)));
    size_t n = strspn(typed, "+-0123456789.,");
    char *number = xstrndup(typed, n), *unit = text_trim(xstrdup(typed + n));
    size_t at = 1;
    int64_t value = 0;
    enum xh_rc rc = XH_OK;

    (void)a;
    (void)c;
    if (!*unit && args_word(args, at)) {
        free(unit);
        unit = text_trim(text_halfwidth(args_word(args, at++)));
    }
    const char *to = args_word(args, at);
    const char *const *usual = measure_usual(unit);
    if (!decimal_parse(number, &value))
        rc = xh_fail(err, XH_USAGE, _("'%s' is not an exact number: write it in digits, like "
                                      "371.76"), typed);
    else if (!*unit)
        rc = xh_fail(err, XH_USAGE, _("which unit is %s in? Write it behind: %s mu"), number,
                     number);
    else if (to)
        rc = convert_to(value, typed, unit, to, err);
    else if (!*usual)
        rc = xh_fail(err, XH_REFUSED, _("%s converts into nothing else"), unit);
    for (; rc == XH_OK && !to && *usual; usual++) {
        int64_t got;
        if (measure_convert(DECIMAL_ONE, unit, *usual, &got) != MEASURE_EXACT ||
            got != DECIMAL_ONE)         /* not into itself */
            rc = convert_to(value, typed, unit, *usual, err);
    }
    struct buf capitals = {0};
    if (rc == XH_OK && capital_money(&capitals, value, unit))
        outf(_("in capitals: %s\n"), buf_str(&capitals));
    buf_fini(&capitals);
    free(number);
    free(unit);
    free(typed);
    return rc;
}

/* ---- the table ---- */

static const struct word convert_words[] = {
    { "NUMBER", NO_PLACE, false, false }, { "UNIT", NO_PLACE, true, false },
    { "UNIT", NO_PLACE, true, false }, { 0 }
};

static const struct word balance_words[] = { { "PROJECT", NO_PLACE, true, false }, { 0 } };

const struct command books_commands[] = {
    { .name = "balance", .usage = "[PROJECT] [--check ID] [--list LIST] [-o FILE.pdf]",
      .help = N_("do areas, money and evidence fit together? What differs, and by how much"),
      .more = N_("The checks stand under `balance:` in the lists. Exit status 1: something "
                 "differs.\nThe rows: `list LIST --where balance=off`, or balance=ID for one "
                 "check."),
      .run = run_balance, .options = balance_options, .words = balance_words },
    { .name = "convert", .usage = "NUMBER UNIT [UNIT]",
      .help = N_("an area or a sum of money in another unit, exactly; money in capitals"),
      .more = N_("What six decimal places cannot hold is rounded half up, and said to be.\n"
                 "1 hectare = 15 mu = 10000 square metres."),
      .run = run_convert, .words = convert_words, .flags = CMD_NO_HOME },
    { 0 },
};
