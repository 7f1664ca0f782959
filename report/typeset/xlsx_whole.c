#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "report/typeset/xlsx_parts.h"

/* ZIP: the end record, a member's entry in the directory, the head in front of its bytes. */
#define END_SIZE 22
#define ENTRY_SIZE 46
#define HEAD_SIZE 30
#define FRONT 512                       /* enough to find the root element in */
#define TAIL 128

static uint32_t number(const unsigned char *p, int bytes)
{
    uint32_t n = 0;

    while (bytes--)
        n = n << 8 | p[bytes];
    return n;
}

/* The beginning and the end of a member. */
struct ends {
    char front[FRONT + 1], tail[TAIL + 1];
    size_t n_front, n_tail;
};

static void keep(struct ends *e, const char *bytes, size_t n)
{
    size_t front = FRONT - e->n_front < n ? FRONT - e->n_front : n;

    memcpy(e->front + e->n_front, bytes, front);
    e->n_front += front;
    if (n >= TAIL) {
        memcpy(e->tail, bytes + n - TAIL, TAIL);
        e->n_tail = TAIL;
        return;
    }
    size_t old = e->n_tail + n > TAIL ? TAIL - n : e->n_tail;
    memmove(e->tail, e->tail + e->n_tail - old, old);
    memcpy(e->tail + old, bytes, n);
    e->n_tail = old + n;
}

/* "<?xml ...?>\n<worksheet ...> ... </worksheet>", or a root that is empty: "<x/>". */
static bool is_closed(struct ends *e)
{
    char name[64], end[70];

    e->front[e->n_front] = e->tail[e->n_tail] = '\0';
    const char *root = strchr(e->front, '<');
    while (root && root[1] == '?')
        root = strchr(root + 1, '<');
    if (!root || sscanf(root, "<%63[A-Za-z:]", name) != 1)
        return false;
    int n = snprintf(end, sizeof end, "</%s>", name);
    const char *tail = e->tail + e->n_tail;
    while (tail > e->tail && tail[-1] == '\n')
        tail--;
    size_t left = (size_t)(tail - e->tail);
    return (left >= (size_t)n && memcmp(tail - n, end, (size_t)n) == 0) ||
           (left >= 2 && memcmp(tail - 2, "/>", 2) == 0 && !strchr(root + 1, '<'));
}

/* Unpacks the `packed` bytes that follow in `f`. */
static bool unpack(FILE *f, size_t packed, size_t size, struct ends *e)
{
    static const size_t piece = 16384;
    unsigned char in[16384];
    char out[16384];
    z_stream z = { 0 };
    size_t got = 0;
    int rc = Z_OK;

    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return false;
    while (rc == Z_OK) {
        if (z.avail_in == 0 && packed > 0) {
            size_t n = fread(in, 1, packed < piece ? packed : piece, f);
            if (n == 0)
                break;
            packed -= n;
            z.next_in = in;
            z.avail_in = (uInt)n;
        }
        z.next_out = (unsigned char *)out;
        z.avail_out = (uInt)piece;
        rc = inflate(&z, Z_NO_FLUSH);
        keep(e, out, piece - z.avail_out);
        got += piece - z.avail_out;
    }
    inflateEnd(&z);
    return rc == Z_STREAM_END && got == size;
}

static bool member_is_whole(FILE *f, const unsigned char *entry)
{
    unsigned char head[HEAD_SIZE];
    struct ends e = { .n_front = 0 };

    if (fseek(f, (long)number(entry + 42, 4), SEEK_SET) != 0 ||
        fread(head, 1, sizeof head, f) != sizeof head || memcmp(head, "PK\3\4", 4) != 0)
        return false;
    if (fseek(f, (long)(number(head + 26, 2) + number(head + 28, 2)), SEEK_CUR) != 0)
        return false;
    return unpack(f, number(entry + 20, 4), number(entry + 24, 4), &e) && is_closed(&e);
}

static bool members_are_whole(FILE *f)
{
    unsigned char end[END_SIZE], entry[ENTRY_SIZE];

    if (fseek(f, -END_SIZE, SEEK_END) != 0 || fread(end, 1, sizeof end, f) != sizeof end ||
        memcmp(end, "PK\5\6", 4) != 0)
        return false;
    long at = (long)number(end + 16, 4);
    for (uint32_t n = number(end + 10, 2); n > 0; n--) {
        if (fseek(f, at, SEEK_SET) != 0 ||
            fread(entry, 1, sizeof entry, f) != sizeof entry ||
            memcmp(entry, "PK\1\2", 4) != 0 || !member_is_whole(f, entry))
            return false;
        at += ENTRY_SIZE + (long)(number(entry + 28, 2) + number(entry + 30, 2) +
                                  number(entry + 32, 2));
    }
    return true;
}

bool xlsx_is_whole(const char *path)
{
    FILE *f = fopen(path, "rbe");
    bool whole = f && members_are_whole(f);

    if (f)
        fclose(f);
    return whole;
}
