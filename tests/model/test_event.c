/* test_event.c - what is kept for ever: canonical bodies, the chained hash, bodies that
 * were damaged (ENGINE 32, 35; invariant 3). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/event.h"

/* A small generator of our own: the same numbers everywhere. */
static uint64_t seed;

static uint32_t rnd(uint32_t below)
{
    seed += 0x9E3779B97F4A7C15u;
    uint64_t z = seed;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ z >> 31) % below);
}

/* The event of the golden vector: a bit of everything there is. */
static void fill_sample(struct event *e)
{
    e->id = 7;
    strcpy(e->action, "00112233445566778899aabbccddeeff");
    e->verb = xstrdup("progress");
    e->actor = 3;
    e->behalf = 5;
    e->day = 20777;             /* 2026-11-20 */
    e->at = 1795132800123;
    memset(e->config, 'c', 64);
    e->format = EVENT_FORMAT;

    struct change *c = event_change(e, CHANGE_INSERT, "progress", 12);
    cell_set_new(change_add_cell(c, "item"), value_int(4));
    cell_set_new(change_add_cell(c, "text"), value_text("完成基坑开挖, 12:30"));
    cell_set_new(change_add_cell(c, "next_due"), value_null());
    c = event_change(e, CHANGE_UPDATE, "item", 4);
    struct cell *cell = change_add_cell(c, "percent");
    cell_set_old(cell, value_int(-1));
    cell_set_new(cell, value_int(8000000));
    cell = change_add_cell(c, "title");
    cell->is_private = cell->old_private = true;
    cell_set_new(cell, value_text("张三"));
    for (int i = 0; i < EVENT_SALT; i++)
        cell->salt[i] = (uint8_t)i;
    event_private_hash(cell->salt, cell->new, cell->new_hash);
    c = event_change(e, CHANGE_DELETE, "item_co", 2);
    cell_set_old(change_add_cell(c, "unit"), value_blob("\0\xff", 2));
    c = event_change(e, CHANGE_ERASE, "f_tasks", 9);
    cell_set_new(change_add_cell(c, "v_phone"), value_null());
    event_note(e, "reason", "雨季");
    event_add_item(e, 4);
    event_add_item(e, 9);
}

static void check_cell(const struct cell *a, const struct cell *b)
{
    assert_string_equal(a->column, b->column);
    assert_int_equal(a->is_private, b->is_private);
    assert_int_equal(a->old_private, b->old_private);
    /* private values themselves are not in the body */
    assert_true(a->old_private ? b->old.kind == VALUE_NULL : value_equal(a->old, b->old));
    if (a->is_private)
        assert_memory_equal(a->new_hash, b->new_hash, HASH_SIZE);
    assert_true(a->is_private ? b->new.kind == VALUE_NULL : value_equal(a->new, b->new));
}

static void check_same(const struct event *a, const struct event *b)
{
    assert_int_equal(a->n_changes, b->n_changes);
    for (size_t i = 0; i < a->n_changes; i++) {
        const struct change *c = &a->changes[i], *d = &b->changes[i];
        assert_int_equal(c->op, d->op);
        assert_string_equal(c->table, d->table);
        assert_int_equal(c->id, d->id);
        assert_int_equal(c->n, d->n);
        for (size_t k = 0; k < c->n; k++)
            check_cell(&c->cells[k], &d->cells[k]);
    }
    assert_int_equal(a->n_notes, b->n_notes);
    for (size_t i = 0; i < a->n_notes; i++) {
        assert_string_equal(a->notes[i].key, b->notes[i].key);
        assert_string_equal(a->notes[i].value, b->notes[i].value);
    }
    assert_int_equal(a->n_items, b->n_items);
    for (size_t i = 0; i < a->n_items; i++)
        assert_int_equal(a->items[i], b->items[i]);
}

static void check_round_trip(const struct event *e)
{
    struct buf body = {0}, again = {0};
    struct event back = {0};

    event_encode(e, &body);
    assert_true(event_decode(&back, buf_str(&body), body.len));
    check_same(e, &back);
    event_encode(&back, &again);
    assert_int_equal(body.len, again.len);
    assert_memory_equal(buf_str(&body), buf_str(&again), body.len);
    event_fini(&back);
    buf_fini(&again);
    buf_fini(&body);
}

static void the_sample_comes_back(void **state)
{
    (void)state;
    struct event e = {0};
    fill_sample(&e);
    check_round_trip(&e);
    event_fini(&e);

    struct event nothing = {0};     /* an event may consist of its header only */
    check_round_trip(&nothing);
}

/* Fixed for ever: a program that computes another hash cannot read any record there is.
 * The figures were computed by a second implementation (Python's hashlib, from event.h's
 * words). */
static void the_hash_is_the_golden_one(void **state)
{
    (void)state;
    static const char body_hash[] =
        "7fd6cfc37e64c92ea5ea9d90d4b00736d483a2a194ae32e020770c6ad04768c1";
    static const char chained[] =
        "565c39b824d5a14d7674f73edd5f848657bf232d9b08268a07cb9b851fb7fcfe";
    struct event e = {0};
    struct buf body = {0};
    uint8_t prev[HASH_SIZE], out[HASH_SIZE];
    char hex[HASH_HEX];

    fill_sample(&e);
    event_encode(&e, &body);
    hash_bytes(body.s, body.len, out);
    assert_string_equal(hash_hex(out, hex), body_hash);
    memset(prev, 0xA5, sizeof prev);
    event_hash(&e, prev, body.s, body.len, out);
    assert_string_equal(hash_hex(out, hex), chained);
    buf_fini(&body);
    event_fini(&e);
}

/* Each header field and each byte of the body is in the hash. */
static void every_header_field_changes_the_hash(void **state)
{
    (void)state;
    struct event e = {0};
    struct buf body = {0};
    uint8_t prev[HASH_SIZE] = {0}, first[HASH_SIZE], out[HASH_SIZE];

    fill_sample(&e);
    event_encode(&e, &body);
    event_hash(&e, prev, body.s, body.len, first);
#define DIFFERS(change, back) \
    do { \
        change; \
        event_hash(&e, prev, body.s, body.len, out); \
        assert_memory_not_equal(first, out, HASH_SIZE); \
        back; \
        event_hash(&e, prev, body.s, body.len, out); \
        assert_memory_equal(first, out, HASH_SIZE); \
    } while (0)
    DIFFERS(e.id++, e.id--);
    DIFFERS(e.action[0] = '1', e.action[0] = '0');
    DIFFERS(e.verb[0] = 'P', e.verb[0] = 'p');
    DIFFERS(e.actor++, e.actor--);
    DIFFERS(e.behalf++, e.behalf--);
    DIFFERS(e.decided++, e.decided--);
    DIFFERS(e.day++, e.day--);
    DIFFERS(e.at++, e.at--);
    DIFFERS(e.config[63] = 'd', e.config[63] = 'c');
    DIFFERS(e.format++, e.format--);
    DIFFERS(prev[31] ^= 1, prev[31] ^= 1);
    for (size_t i = 0; i < body.len; i++)
        DIFFERS(body.s[i] ^= 1, body.s[i] ^= 1);
    DIFFERS(body.len--, body.len++);
#undef DIFFERS
    /* Neighbouring fields cannot lend each other a character. */
    struct event a = {0}, b = {0};
    uint8_t ha[HASH_SIZE], hb[HASH_SIZE];
    a.verb = xstrdup("ab"), b.verb = xstrdup("a");
    a.actor = 1, b.actor = 1;
    event_hash(&a, prev, "x", 1, ha);
    event_hash(&b, prev, "bx", 2, hb);
    assert_memory_not_equal(ha, hb, HASH_SIZE);
    event_fini(&a);
    event_fini(&b);
    buf_fini(&body);
    event_fini(&e);
}

static struct value random_value(char *room, size_t n)
{
    switch (rnd(5)) {
    case 0: return value_null();
    case 1:
        return value_int((int64_t)((uint64_t)rnd(UINT32_MAX) << 32 | rnd(UINT32_MAX)));
    case 2: return value_int((int64_t)rnd(100) - 50);
    default: break;
    }
    size_t len = rnd((uint32_t)n);
    for (size_t i = 0; i < len; i++)
        room[i] = rnd(3) ? "0123456789:,otinhIUDMS-"[rnd(23)] : (char)rnd(256);
    return (struct value){ rnd(2) ? VALUE_TEXT : VALUE_BLOB, 0, room, len };
}

static void fill_random(struct event *e)
{
    static const char ops[] = { CHANGE_INSERT, CHANGE_UPDATE, CHANGE_DELETE, CHANGE_ERASE };
    static const char *const names[] = { "item", "f_tasks", "v_phone", "", "12:x,", "说明" };
    char room[64];

    for (uint32_t n = rnd(5); n > 0; n--) {
        struct change *c = event_change(e, (enum change_op)ops[rnd(4)], names[rnd(6)],
                                        (int64_t)rnd(9) - 2);
        for (uint32_t k = rnd(6); k > 0; k--) {
            struct cell *cell = change_add_cell(c, names[rnd(6)]);
            cell->old_private = rnd(4) == 0;
            if (!cell->old_private)
                cell_set_old(cell, random_value(room, sizeof room));
            if (rnd(4) == 0) {
                cell->is_private = true;
                cell_set_new(cell, random_value(room, sizeof room));
                for (int i = 0; i < EVENT_SALT; i++)
                    cell->salt[i] = (uint8_t)rnd(256);
                event_private_hash(cell->salt, cell->new, cell->new_hash);
            } else {
                cell_set_new(cell, random_value(room, sizeof room));
            }
        }
    }
    for (uint32_t n = rnd(4); n > 0; n--) {
        size_t len = rnd(20);
        for (size_t i = 0; i < len; i++)
            room[i] = (char)(1 + rnd(255));
        room[len] = '\0';
        event_note(e, names[rnd(6)], room);
    }
    for (uint32_t n = rnd(5); n > 0; n--)
        event_add_item(e, (int64_t)rnd(6) - 1);
}

static void random_events_come_back(void **state)
{
    (void)state;
    seed = 1;
    for (int i = 0; i < 3000; i++) {
        struct event e = {0};
        fill_random(&e);
        check_round_trip(&e);
        event_fini(&e);
    }
}

static bool decodes_truly(const char *body, size_t n)
{
    struct event e = {0};
    struct buf again = {0};
    bool ok = event_decode(&e, body, n);

    if (ok) {
        event_encode(&e, &again);
        assert_int_equal(again.len, n);
        assert_true(n == 0 || memcmp(again.s, body, n) == 0);
    }
    event_fini(&e);
    buf_fini(&again);
    return ok;
}

/* A body cut short never decodes as if it were whole, except between two of its parts. */
static void cut_bodies_are_refused(void **state)
{
    (void)state;
    struct event e = {0};
    struct buf body = {0};
    size_t whole = 0;

    fill_sample(&e);
    event_encode(&e, &body);
    for (size_t n = 0; n < body.len; n++) {
        char *exact = xmalloc(n + 1);       /* so that reading past the end is noticed */
        memcpy(exact, body.s, n);
        exact = xrealloc(exact, n ? n : 1);
        whole += decodes_truly(exact, n);
        free(exact);
    }
    assert_int_equal(whole, 7);     /* 4 changes, 1 note, 2 items: 7 places to end before the end */
    buf_fini(&body);
    event_fini(&e);
}

/* Ten thousand damaged bodies: refused, or the bytes say exactly what was read from
 * them. */
static void damaged_bodies_never_decode_wrongly(void **state)
{
    (void)state;
    int refused = 0;

    seed = 2;
    for (int i = 0; i < 10000; i++) {
        struct event e = {0};
        struct buf body = {0};
        if (i % 2)
            fill_random(&e);
        else
            fill_sample(&e);
        event_encode(&e, &body);
        for (uint32_t hits = 1 + rnd(3); hits > 0 && body.len > 0; hits--) {
            size_t at = rnd((uint32_t)body.len), n = 1 + rnd(8);
            if (n > body.len - at)
                n = body.len - at;
            switch (rnd(5)) {
            case 0: body.s[at] ^= (char)(1 << rnd(8)); break;
            case 1: body.s[at] = "0123456789:,IUDEMSonhitb-+ \0"[rnd(28)]; break;
            case 2:
                memmove(body.s + at, body.s + at + n, body.len - at - n);
                body.len -= n;
                break;
            case 3: body.len = at; break;
            case 4: {
                char piece[8];
                memcpy(piece, body.s + at, n);
                buf_add(&body, piece, n);
                break;
            }
            }
        }
        char *exact = xmalloc(body.len ? body.len : 1);
        if (body.len)
            memcpy(exact, body.s, body.len);
        refused += !decodes_truly(exact, body.len);
        free(exact);
        buf_fini(&body);
        event_fini(&e);
    }
    assert_true(refused > 5000);
}

static void bodies_nobody_writes_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "x", "1:", "1:I", "1:I,", "01:I,4:item,1:1,1:0,", "1:I,4:item,2:01,1:0,",
        "1:I,4:item,2:+1,1:0,", "1:I,4:item,2:-0,1:0,", "1:I,4:item,2: 1,1:0,",
        "1:I,4:item,1:1,2:-1,", "1:I,4:item,20:99999999999999999999,1:0,",
        "1:I,4:item,1:1,1:1,1:a,1:n,2:i ,", "1:I,4:item,1:1,1:1,1:a,1:n,3:i1x,",
        "1:I,4:item,1:1,1:1,1:a,2:nn,1:n,", "1:I,4:item,1:1,1:1,1:a,1:n,1:o,",
        "1:I,4:item,1:1,1:1,1:a,1:o,3:hxx,",
        "1:I,4:item,1:1,1:1,1:a,33:h00112233445566778899aabbccddeeff,1:n,",
        "1:I,4:item,1:1,1:9999999999,1:a,1:n,1:n,", "9999999999:x,",
        "99999999999999999999:x,", "1:M,1:a,0:,", "1:S,1:1,1:S,1:1,",
        "1:S,1:1,1:M,1:a,1:b,", "1:M,1:a,1:b,1:I,4:item,1:1,1:0,", "1:X,",
    };
    static const char *const good[] = {
        "", "1:I,4:item,1:1,1:0,", "1:D,4:item,1:1,1:1,1:a,1:o,1:n,",
        "1:I,4:item,2:-1,1:1,1:a,1:n,2:i1,",
        "1:M,1:a,1:b,1:S,1:1,",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (decodes_truly(bad[i], strlen(bad[i])))
            fail_msg("decoded: %s", bad[i]);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (!decodes_truly(good[i], strlen(good[i])))
            fail_msg("refused: %s", good[i]);
}

/* A row changed twice in one act is one change, unless it was deleted or erased in
 * between. */
static void changes_of_a_row_are_merged(void **state)
{
    (void)state;
    struct event e = {0};
    event_change(&e, CHANGE_INSERT, "step", 1);
    event_change(&e, CHANGE_UPDATE, "step", 1);
    event_change(&e, CHANGE_UPDATE, "item", 1);
    event_change(&e, CHANGE_UPDATE, "item", 2);
    event_change(&e, CHANGE_UPDATE, "item", 1);
    assert_int_equal(e.n_changes, 3);
    event_change(&e, CHANGE_DELETE, "step", 1);
    event_change(&e, CHANGE_INSERT, "step", 1);
    assert_int_equal(e.n_changes, 5);
    event_change(&e, CHANGE_ERASE, "item", 1);
    event_change(&e, CHANGE_UPDATE, "item", 1);
    assert_int_equal(e.n_changes, 7);
    event_fini(&e);
}

/* Salted: the same value twice gives two hashes; the type counts (ENGINE 35). */
static void private_values_are_salted(void **state)
{
    (void)state;
    uint8_t salt1[EVENT_SALT] = {1}, salt2[EVENT_SALT] = {2};
    uint8_t a[HASH_SIZE], b[HASH_SIZE];

    event_private_hash(salt1, value_text("13800000000"), a);
    event_private_hash(salt2, value_text("13800000000"), b);
    assert_memory_not_equal(a, b, HASH_SIZE);
    event_private_hash(salt1, value_int(13800000000), b);
    assert_memory_not_equal(a, b, HASH_SIZE);
    event_private_hash(salt1, value_blob("13800000000", 11), b);
    assert_memory_not_equal(a, b, HASH_SIZE);
    event_private_hash(salt1, value_null(), a);
    event_private_hash(salt1, value_text(""), b);
    assert_memory_not_equal(a, b, HASH_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_comes_back),
        cmocka_unit_test(the_hash_is_the_golden_one),
        cmocka_unit_test(every_header_field_changes_the_hash),
        cmocka_unit_test(random_events_come_back),
        cmocka_unit_test(cut_bodies_are_refused),
        cmocka_unit_test(damaged_bodies_never_decode_wrongly),
        cmocka_unit_test(bodies_nobody_writes_are_refused),
        cmocka_unit_test(changes_of_a_row_are_merged),
        cmocka_unit_test(private_values_are_salted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
