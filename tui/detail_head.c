/* detail_head.c - the lines of 详情 that stay: what it is, how it stands, when, who, why. */
#include "tui/detail_own.h"

#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/remind.h"
#include "report/row_cells.h"

/* "  label value" behind what stands already. */
static void piece(struct buf *b, const char *label, const char *value)
{
    if (!value || !*value)
        return;
    buf_printf(b, "%s%s ", b->len ? "  " : "", label);
    text_show(b, value, false);
}

static void day_piece(const struct detail_state *d, struct buf *b, const char *label, int32_t day)
{
    char text[DAY_TEXT];

    if (day != DAY_NONE && day != DAY_NEVER)
        piece(b, label, item_page_day(&d->x, day, text));
}

static void draw_title(struct tui *t, const struct detail_state *d, struct area a)
{
    const struct row *r = d->x.r;
    struct buf colour = {0}, title = {0};
    int x = a.x + 1;

    row_colour(&colour, d->x.defs, r, d->x.day);
    if (colour.len) {
        buf_putc(&colour, ' ');
        x += canvas_write(&t->canvas, a.y, x, " ", theme_colour(r->colour));
        x += canvas_write(&t->canvas, a.y, x, buf_str(&colour), theme_colour(r->colour)) + 1;
    }
    text_show(&title, r->it.code, false);
    buf_puts(&title, "  ");
    text_show(&title, r->it.title, false);
    canvas_short(&t->canvas, a.y, x, a.x + a.w - x - 1, buf_str(&title), STYLE_STRONG);
    buf_fini(&title);
    buf_fini(&colour);
}

static void draw_standing(struct tui *t, const struct detail_state *d, struct area a)
{
    const struct row *r = d->x.r;
    struct buf b = {0};

    buf_puts(&b, item_page_state(&d->x, r->it.state));
    piece(&b, r->it.phase == PHASE_HELD ? _("Waiting for") : _("Now with"), r->waiting);
    if (d->x.has_facts && d->x.derived.steps_total)
        buf_printf(&b, "  %s %d/%d", _("Steps"), (int)d->x.derived.steps_done,
                   (int)d->x.derived.steps_total);
    if (r->it.returns)
        buf_printf(&b, _("  returned: %lld"), (long long)r->it.returns);
    if (r->it.reopened)
        buf_printf(&b, _("  reopened: %lld"), (long long)r->it.reopened);
    if (d->x.supervised)
        buf_printf(&b, _("  supervised: %lld"), (long long)d->x.supervised);
    if (d->x.reminded)
        buf_puts(&b, "  ");
    remind_said(&b, d->x.reminded, d->x.reminded_on, d->x.day);
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, buf_str(&b), STYLE_PLAIN);
    buf_fini(&b);
}

static void draw_days(struct tui *t, const struct detail_state *d, struct area a)
{
    const struct item *it = &d->x.r->it;
    struct buf b = {0}, left = {0};

    if (it->due == DAY_NONE && *it->due_waits) {
        buf_printf(&b, "%s ", _("Deadline"));
        buf_printf(&b, _("open: waits for step %s"), item_page_step(&d->x, it->due_waits));
    } else if (it->due == DAY_NONE || it->due == DAY_NEVER) {
        buf_puts(&b, _("Deadline: none"));
    } else {
        day_piece(d, &b, _("Deadline"), it->due);
    }
    if (it->phase <= PHASE_REVIEW)
        explain_left(&left, d->x.defs->calendar, it->due, d->x.day);
    if (left.len)
        buf_printf(&b, " %s", buf_str(&left));
    if (it->first_due != it->due)
        day_piece(d, &b, _("First deadline"), it->first_due);
    day_piece(d, &b, _("Superior's"), it->upper_due);
    day_piece(d, &b, _("Limit"), it->limit_due);
    if (it->phase == PHASE_REVIEW)
        day_piece(d, &b, _("Review until"), it->review_due);
    if (it->phase >= PHASE_CLOSED)
        day_piece(d, &b, it->phase == PHASE_CANCELLED ? _("Cancelled") : _("Crossed off"),
                  it->closed_on);
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, buf_str(&b), STYLE_PLAIN);
    buf_fini(&b);
    buf_fini(&left);
}

static void draw_people(struct tui *t, const struct detail_state *d, struct area a)
{
    const struct row *r = d->x.r;
    struct buf b = {0}, owner = {0};
    char day[DAY_TEXT];

    piece(&b, _("Responsible leader"), *r->lead ? r->lead : r->leader);
    piece(&b, _("Lead unit"), r->unit);
    buf_puts(&owner, r->owner);
    if (*r->owner && r->it.owner_since != DAY_NONE)
        buf_printf(&owner, _("(since %s)"), item_page_day(&d->x, r->it.owner_since, day));
    piece(&b, _("Owner"), buf_str(&owner));
    if (strcmp(r->handler, r->owner) != 0)
        piece(&b, _("Handler"), r->handler);
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, buf_str(&b), STYLE_PLAIN);
    buf_fini(&owner);
    buf_fini(&b);
}

/* The rule behind the colour, in words. */
static void draw_rule(struct tui *t, const struct detail_state *d, struct area a)
{
    const struct row *r = d->x.r;
    struct buf b = {0};

    if (r->colour == COLOUR_NONE || r->it.phase >= PHASE_CLOSED)
        return;
    buf_printf(&b, _("%s because: "), colour_word(d->x.defs, r->colour));
    if (strcmp(r->rule, "pin") == 0) {
        buf_puts(&b, _("ordered"));
        if (*r->it.pin_reason) {
            buf_puts(&b, " (");
            text_show(&b, r->it.pin_reason, false);
            buf_putc(&b, ')');
        }
    } else if (*r->rule) {
        explain_rule(&b, r->rule);
    } else {
        buf_puts(&b, r->colour == COLOUR_GREY ? _("its clock stands still")
                                              : _("no rule says otherwise"));
    }
    canvas_short(&t->canvas, a.y, a.x + 1, a.w - 2, buf_str(&b), STYLE_DIM);
    buf_fini(&b);
}

void detail_draw_head(struct tui *t, const struct detail_state *d, struct area a)
{
    draw_title(t, d, a);
    a.y++;
    draw_standing(t, d, a);
    a.y++;
    draw_days(t, d, a);
    a.y++;
    draw_people(t, d, a);
    a.y++;
    draw_rule(t, d, a);
}
