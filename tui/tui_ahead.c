#include "tui/tui_ahead.h"

#include <string.h>

#include "model/i18n.h"
#include "tui/tour.h"

#define F_KEY_MS 2000           /* Esc, then a digit: an F-key (UX 1) */
#define PASTE_MS 1000           /* a pasted text that stops for so long is over */

static void repaint(struct tui *t)
{
    t->repaint = false;
    t->term.repaint(t->term.ctx);
    t->term.show(t->term.ctx, &t->canvas);
}

static void read_terminal(struct tui *t, int ms, struct input *in)
{
    do {
        if (t->repaint && ms != 0)
            repaint(t);
        t->term.read(t->term.ctx, ms, in);
        t->hung_up = t->hung_up || in->key == K_HANGUP;
        if (in->key != K_CTRL('L')) {
            if (t->top && in->key != K_TICK)
                tour_key(t, tui_top(t), in->key);
            return;
        }
        t->repaint = true;
    } while (ms != 0);
    *in = (struct input){ .key = K_TICK };
}

void tui_read(struct tui *t, int ms, struct input *in)
{
    if (t->has_ahead) {
        *in = t->ahead;
        t->has_ahead = false;
    } else if (t->n_kept) {
        *in = t->kept[0];
        t->n_kept--;
        memmove(t->kept, t->kept + 1, t->n_kept * sizeof *t->kept);
    } else {
        read_terminal(t, ms, in);
    }
}

bool tui_key_waits(struct tui *t)
{
    if (!t->has_ahead)
        tui_read(t, 0, &t->ahead);
    t->has_ahead = t->ahead.key != K_TICK && t->ahead.key != K_NONE;
    return t->has_ahead;
}

static bool stops(const struct input *in)
{
    return in->key == K_ESC || in->key == K_HANGUP;
}

bool tui_stop_asked(struct tui *t)
{
    struct input in = t->ahead;
    bool stop = t->has_ahead && stops(&in);

    for (size_t i = 0; i < t->n_kept; i++)
        stop = stop || stops(&t->kept[i]);
    while (!stop) {             /* keys beyond those kept are lost, Esc never */
        read_terminal(t, 0, &in);
        if (in.key == K_TICK || in.key == K_NONE)
            break;
        stop = stops(&in);
        if (!stop && t->n_kept < KEYS_KEPT)
            t->kept[t->n_kept++] = in;
    }
    if (stop) {                 /* what was typed before it was meant for what is stopped */
        t->has_ahead = false;
        t->n_kept = 0;
    }
    return stop;
}

static void put_utf8(struct buf *out, uint32_t ch)
{
    if (ch < 0x80) {
        buf_putc(out, (char)ch);
        return;
    }
    if (ch < 0x800) {
        buf_putc(out, (char)(0xC0 | ch >> 6));
    } else if (ch < 0x10000) {
        buf_putc(out, (char)(0xE0 | ch >> 12));
        buf_putc(out, (char)(0x80 | (ch >> 6 & 0x3F)));
    } else {
        buf_putc(out, (char)(0xF0 | ch >> 18));
        buf_putc(out, (char)(0x80 | (ch >> 12 & 0x3F)));
        buf_putc(out, (char)(0x80 | (ch >> 6 & 0x3F)));
    }
    buf_putc(out, (char)(0x80 | (ch & 0x3F)));
}

void tui_read_paste(struct tui *t, const struct input *in, struct buf *out)
{
    struct input next = *in;

    for (; next.pasted; tui_read(t, PASTE_MS, &next))
        if (next.key > 0 && next.key < K_NAMED)
            put_utf8(out, next.key == K_ENTER ? '\n' : next.key);
    t->has_ahead = next.key != K_NONE && next.key != K_TICK;
    if (t->has_ahead)
        t->ahead = next;
}

bool tui_escape_digit(struct tui *t, struct input *in)
{
    tui_say(t, "%s", _("Now a digit: the F-key of that number"));
    tui_show(t);
    tui_read(t, F_KEY_MS, in);
    t->status[0] = '\0';
    uint32_t key = key_plain(in->key);
    if (key >= '0' && key <= '9') {
        in->key = K_F1 + (key == '0' ? 9 : key - '1');
        return true;
    }
    return in->key != K_TICK && in->key != K_ESC;
}
