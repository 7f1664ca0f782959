/* report_page.c - a report as it will look on paper or in a file, and what is done from
 * there: printing, a file, the final sheet, its correction. See reports.h. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "model/sheet.h"
#include "report/export.h"
#include "tui/ask.h"
#include "tui/frame.h"
#include "tui/page_view.h"
#include "tui/report_data.h"

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Final"), N_("make the weekly sheet final, or correct the last one"), 0 },
    { CMD_FILTER, N_("Options"), N_("in parts by unit or leader, width, period, list, what to "
                                    "count by"), 0 },
    { CMD_FIND, N_("Find"), N_("find words in it, by pinyin too; n and N go on"), 0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_PRINT, N_("Paper"), N_("print it, or write it to a file to be sent"), 0 },
    { CMD_OPEN, NULL, N_("the same"), 0 }, { CMD_WEEK, NULL, N_("the same"), 0 },
    { CMD_SHEET, N_("Weekly sheet"), NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_LEFT, NULL, N_("sideways, where it is wider than the screen"), 0 },
    { CMD_RIGHT, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

struct report_page {
    struct report_data d;
    struct page_view page;
    bool is_last;               /* the sheet shown is the last issue: it can be corrected */
    bool by_key;                /* P opened it, and does not open it twice */
};

/* ---- loading ---- */

static enum xh_rc lay_out(struct tui *t, struct report_page *p, struct xh_err *err)
{
    struct document d = {0};
    struct buf b = {0};
    enum xh_rc rc = report_paper(t, &p->d, &d, err);

    if (rc == XH_OK) {
        document_text(&b, &d, p->d.width, false);
        page_view_set(&p->page, buf_str(&b));
    }
    buf_fini(&b);
    document_fini(&d);
    return rc;
}

static enum xh_rc find_last(struct tui *t, struct report_page *p, struct xh_err *err)
{
    struct sheets all = {0};
    enum xh_rc rc = p->d.kind == REPORT_AGAIN ? sheet_list(t->st->db, &all, err) : XH_OK;

    p->is_last = all.n && all.v[0].year == p->d.year && all.v[0].no == p->d.no;
    sheets_fini(&all);
    return rc;
}

/* What P opens: the draft, or once the sheet of today is final, that one. */
static enum xh_rc choose(struct tui *t, struct report_data *d, struct xh_err *err)
{
    struct sheets all = {0};
    enum xh_rc rc = sheet_list(t->st->db, &all, err);

    if (rc == XH_OK && all.n && all.v[0].to == t->env.today &&
        weekly_may(t->st, t->me, VERB_READ, NULL) == XH_OK)
        *d = (struct report_data){ .kind = REPORT_AGAIN, .year = all.v[0].year,
                                   .no = all.v[0].no };
    sheets_fini(&all);
    return rc;
}

/* Asked once, when it is opened: what is read does not change under the reader. */
static enum xh_rc page_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct report_page *p = state;
    const struct report_arg *a = arg;

    if (a)
        p->d = (struct report_data){ .kind = a->kind, .year = a->year, .no = a->no };
    p->by_key = !a;
    enum xh_rc rc = a ? XH_OK : choose(t, &p->d, err);
    report_data_init(&p->d, t);
    if (rc == XH_OK)
        rc = report_load(t, &p->d, false, err);
    if (rc == XH_OK)
        rc = find_last(t, p, err);
    return rc == XH_OK ? lay_out(t, p, err) : rc;
}

static void page_close(struct tui *t, void *state)
{
    struct report_page *p = state;

    (void)t;
    report_data_fini(&p->d);
    page_view_fini(&p->page);
}

/* ---- a final sheet: never on one key (OFFICE 26) ---- */

static void to_final(struct tui *t, struct report_page *p, int64_t corrects, const char *reason)
{
    struct who me = tui_who(t);
    struct weekly w = {0};
    struct xh_err err = {0};
    int64_t no = 0;
    int year, month, day;

    tui_say(t, "%s", _("making the final sheet .."));
    tui_show(t);
    t->clock(t->clock_ctx, &t->env);
    if (weekly_final(t->st, &t->env, &me, corrects, reason, &w, &no, &err) != XH_OK) {
        weekly_fini(&w);
        tui_refuse(t, &err);
        return;
    }
    day_to_civil(t->env.today, &year, &month, &day);
    weekly_fini(&p->d.weekly);
    p->d.weekly = w;
    p->d.kind = REPORT_AGAIN;
    p->d.no = no;
    p->d.year = corrects ? p->d.year : year;
    p->is_last = true;
    p->page.top = 0;
    p->page.left = 0;
    tui_changed(t);
    if (lay_out(t, p, &err) != XH_OK)
        tui_refuse(t, &err);
    else if (corrects)
        tui_say(t, _("The sheet no. %lld is corrected. Enter prints it."), (long long)no);
    else
        tui_say(t, _("Sheet no. %lld is final. Enter prints it."), (long long)no);
}

static void ask_final(struct tui *t, struct report_page *p)
{
    struct sheet plan = {0};
    struct xh_err err = {0};
    struct buf b = {0}, yes = {0};
    char from[DAY_TEXT], to[DAY_TEXT];

    if (sheet_plan(t->st, t->env.today, &plan, &err) != XH_OK) {
        sheet_fini(&plan);
        tui_refuse(t, &err);
        return;
    }
    buf_printf(&b, _("%lld no. %lld (%lld in all)"), (long long)plan.year, (long long)plan.no,
               (long long)plan.total);
    buf_printf(&b, _("   period %s to %s\nThe data are those of this minute.\n"),
               day_format_short(plan.from, t->env.today, from),
               day_format_short(plan.to, t->env.today, to));
    buf_puts(&b, _("A final sheet gets its number and never changes: a mistake is put right by "
                   "a correction, and what stands on it cannot be undone."));
    buf_printf(&yes, _("final, as no. %lld"), (long long)plan.no);
    const char *const choices[] = { _("not yet"), buf_str(&yes) };
    if (ask_choice(t, _("The final weekly sheet"), buf_str(&b), choices, 2, 0) == 1)
        to_final(t, p, 0, NULL);
    buf_fini(&b);
    buf_fini(&yes);
    sheet_fini(&plan);
}

static void ask_correction(struct tui *t, struct report_page *p)
{
    const char *const choices[] = { _("not yet"), _("make the corrected edition") };
    char *reason = ask_line(t, _("Correct the sheet"), _("What was wrong? It stands on the "
                                                         "corrected edition."), "");

    if (reason && *reason &&
        ask_choice(t, _("Correct the sheet"), _("It keeps its number and its period and is "
                                                "composed anew, as of this minute."),
                   choices, 2, 0) == 1)
        to_final(t, p, p->d.no, reason);
    free(reason);
}

static bool may_final(struct tui *t, const struct report_page *p, const char **word,
                      struct xh_err *why)
{
    if (p->d.kind == REPORT_AGAIN)
        *word = _("Correct");
    if (p->d.kind != REPORT_WEEKLY && p->d.kind != REPORT_AGAIN) {
        xh_fail(why, XH_REFUSED, "%s", _("Only the weekly sheet is made final: P opens it."));
        return false;
    }
    if (p->d.kind == REPORT_AGAIN && !p->is_last) {
        xh_fail(why, XH_REFUSED, "%s", _("Only the last issue can be corrected."));
        return false;
    }
    return permit_check(t->st->db, t->defs, t->me, VERB_SHEET, NULL, 0, why) == XH_OK;
}

/* ---- options ---- */

enum option { OPT_BY, OPT_WIDTH, OPT_LIST, OPT_PERIOD, OPT_COUNT, OPTIONS };

static const char *by_word(enum weekly_by by)
{
    return by == WEEKLY_BY_UNIT   ? _("a part for each lead unit")
           : by == WEEKLY_BY_LEAD ? _("a part for each responsible leader") : _("in one");
}

static char *count_words(const struct report_data *d)
{
    struct buf b = {0};

    for (size_t i = 0; i < d->count_by.n; i++)
        buf_printf(&b, "%s%s", i ? " x " : "", stats_by_title(d->count_by.at[i]));
    return b.s ? buf_take(&b) : xstrdup(_("totals only"));
}

static char *option_line(struct tui *t, const struct report_data *d, enum option o)
{
    char from[DAY_TEXT], to[DAY_TEXT], *count, *line;
    const struct list_def *list = d->list ? defs_list(t->defs, d->list) : NULL;

    switch (o) {
    case OPT_BY:    return xasprintf(_("Hand out: %s"), by_word(d->by));
    case OPT_WIDTH: return xasprintf(_("Width: %d columns"), d->width);
    case OPT_LIST:  return xasprintf(_("List: %s"), list ? list->name : _("all"));
    case OPT_PERIOD:
        return xasprintf(_("Of the period %s to %s"), day_format(d->from, from),
                         day_format(d->to, to));
    default:
        count = count_words(d);
        line = xasprintf(_("Count by: %s"), count);
        free(count);
        return line;
    }
}

static bool is_offered(unsigned takes, enum option o)
{
    switch (o) {
    case OPT_BY:     return takes & REPORT_TAKES_BY;
    case OPT_LIST:   return takes & REPORT_TAKES_LIST;
    case OPT_PERIOD: return takes & REPORT_TAKES_PERIOD;
    case OPT_COUNT:  return takes & REPORT_TAKES_COUNT;
    default:         return true;
    }
}

static bool ask_by(struct tui *t, struct report_data *d)
{
    const char *const words[] = { by_word(WEEKLY_WHOLE), by_word(WEEKLY_BY_UNIT),
                                  by_word(WEEKLY_BY_LEAD) };
    int at = ask_choice(t, _("Hand out"), "", words, 3, (size_t)d->by);

    d->by = at >= 0 ? (enum weekly_by)at : d->by;
    return false;               /* what was read stays */
}

static bool ask_width(struct tui *t, struct report_data *d)
{
    const char *const words[] = { _("80 columns: rows one below the other"),
                                  _("132 columns: a table") };
    int at = ask_choice(t, _("Width"), "", words, 2, d->width > 80);

    d->width = at == 0 ? 80 : at == 1 ? 132 : d->width;
    return false;
}

static bool ask_list(struct tui *t, struct report_data *d)
{
    const char **names = xcalloc(t->defs->n_lists + 1, sizeof *names);

    names[0] = _("all");
    for (size_t i = 0; i < t->defs->n_lists; i++)
        names[i + 1] = t->defs->lists[i].name;
    int at = ask_choice(t, _("Which list?"), "", names, t->defs->n_lists + 1, 0);
    free(names);
    if (at < 0)
        return false;
    free(d->list);
    d->list = at ? xstrdup(t->defs->lists[at - 1].id) : NULL;
    return true;
}

static bool ask_period(struct tui *t, struct report_data *d)
{
    int32_t from = ask_day(t, _("First day of the period"), "", d->from);
    int32_t to = from == DAY_NONE ? DAY_NONE : ask_day(t, _("Last day of the period"), "", d->to);

    if (to == DAY_NONE)
        return false;
    if (from > to || to > t->env.today) {
        tui_say(t, "%s", from > to ? _("The first day lies after the last one.")
                                   : _("Figures end today at the latest."));
        return false;
    }
    d->from = from;
    d->to = to;
    return true;
}

/* Pressed again it goes; what was chosen first stands first. */
static bool ask_count(struct tui *t, struct report_data *d)
{
    const char *words[STATS_BY_ALL];

    for (int i = 0; i < STATS_BY_ALL; i++)
        words[i] = stats_by_title(i);
    int at = ask_choice(t, _("Count by"), _("One more; chosen again it is left out."), words,
                        STATS_BY_ALL, 0);
    if (at < 0 || stats_by_add(&d->count_by, at))
        return at >= 0;
    struct stats_by was = d->count_by;
    d->count_by = (struct stats_by){0};
    for (size_t i = 0; i < was.n; i++)
        if (was.at[i] != at)
            stats_by_add(&d->count_by, was.at[i]);
    return true;
}

/* One after the other until Esc; read anew only for what changes what is read. */
static void ask_options(struct tui *t, struct report_page *p)
{
    static bool (*const asks[OPTIONS])(struct tui *, struct report_data *) = {
        ask_by, ask_width, ask_list, ask_period, ask_count,
    };

    for (int at = 0; at >= 0;) {
        char *lines[OPTIONS];
        enum option which[OPTIONS];
        struct xh_err err = {0};
        size_t n = 0;
        for (int o = 0; o < OPTIONS; o++)
            if (is_offered(report_takes(p->d.kind), (enum option)o)) {
                which[n] = (enum option)o;
                lines[n++] = option_line(t, &p->d, (enum option)o);
            }
        at = ask_choice(t, _("Options"), "", (const char *const *)lines, n, (size_t)at);
        for (size_t i = 0; i < n; i++)
            free(lines[i]);
        if (at < 0)
            return;
        enum xh_rc rc = asks[which[at]](t, &p->d) ? report_load(t, &p->d, false, &err) : XH_OK;
        if (rc == XH_OK)
            rc = lay_out(t, p, &err);
        if (rc != XH_OK) {
            tui_refuse(t, &err);
            return;
        }
    }
}

/* ---- paper and files ---- */

/* What may be taken away is asked anew, without touching what is shown. */
static enum xh_rc load_away(struct tui *t, const struct report_page *p, struct report_data *away,
                            struct xh_err *err)
{
    *away = p->d;
    away->list = p->d.list ? xstrdup(p->d.list) : NULL;
    memset(&away->weekly, 0, sizeof away->weekly);
    memset(&away->rows, 0, sizeof away->rows);
    memset(&away->forecast, 0, sizeof away->forecast);
    memset(&away->stats, 0, sizeof away->stats);
    memset(&away->pack, 0, sizeof away->pack);
    return report_load(t, away, true, err);
}

static enum xh_rc compose_csv(struct tui *t, void *ctx, enum preview_for what,
                              struct preview_text *out, struct xh_err *err)
{
    struct report_data away;
    enum xh_rc rc = load_away(t, ctx, &away, err);

    (void)what;                 /* all else is made of the document */
    if (rc == XH_OK)
        report_csv(&away, &out->text);
    export_say_kept_back(&out->notes, away.kept_back);
    report_data_fini(&away);
    return rc;
}

static enum xh_rc compose_paper(struct tui *t, void *ctx, bool is_away, struct document *out,
                                struct xh_err *err)
{
    struct report_data away;
    enum xh_rc rc = load_away(t, ctx, &away, err);

    (void)is_away;              /* the page itself shows what may be read */
    if (rc == XH_OK)
        rc = report_paper(t, &away, out, err);
    report_data_fini(&away);
    return rc;
}

static void take_away(struct tui *t, struct report_page *p)
{
    char *file = report_file(t, &p->d);

    preview_take(t, &(struct preview_arg){
        .file = file, .paper = compose_paper, .width = p->d.width,
        .compose = report_has_records(p->d.kind) ? compose_csv : NULL, .ctx = p });
    free(file);
}

/* ---- the screen ---- */

static void page_draw(struct tui *t, void *state, struct area body)
{
    struct report_page *p = state;

    page_view_draw(&p->page, &t->canvas, body);
}

static enum step page_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct report_page *p = state;

    (void)in;
    if (page_view_move(&p->page, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:
        if (p->d.kind == REPORT_WEEKLY)
            ask_final(t, p);
        else
            ask_correction(t, p);
        return STEP_STAY;
    case CMD_SHEET:
        return p->d.kind == REPORT_WEEKLY || p->by_key ? STEP_STAY : STEP_IGNORED;
    case CMD_FILTER:    ask_options(t, p); return STEP_STAY;
    case CMD_FIND:      preview_find(t, &p->page); return STEP_STAY;
    case CMD_FIND_NEXT: preview_find_next(t, &p->page, false); return STEP_STAY;
    case CMD_FIND_PREV: preview_find_next(t, &p->page, true); return STEP_STAY;
    case CMD_PRINT:
    case CMD_OPEN:
    case CMD_WEEK:      take_away(t, p); return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static bool page_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                     struct xh_err *why)
{
    const struct report_page *p = state;

    if (cmd == CMD_ACT)
        return may_final(t, p, word, why);
    if (cmd == CMD_PRINT)
        *word = preview_take_word(true);
    return true;
}

static void page_path(struct tui *t, void *state, struct buf *out)
{
    struct report_page *p = state;
    unsigned takes = report_takes(p->d.kind);

    page_view_fit(&p->page, frame_body(t));
    if (p->d.kind == REPORT_AGAIN)
        buf_puts(out, weekly_word(&p->d.weekly, "issue"));
    else
        buf_puts(out, report_name(p->d.kind));
    if (takes & REPORT_TAKES_BY && p->d.by != WEEKLY_WHOLE)
        buf_printf(out, " %s", by_word(p->d.by));
    buf_printf(out, "  %s  ", _("f options"));
    page_view_place(&p->page, out);
}

const struct screen_ops report_screen = {
    .id = "report", .title = N_("Reports"), .keys = keys, .size = sizeof(struct report_page),
    .open = page_open, .draw = page_draw, .command = page_command, .path = page_path,
    .may = page_may, .close = page_close,
};
