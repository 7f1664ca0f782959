#include "model/hash.h"

#include <sodium/crypto_hash_sha256.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct hash_state),
               "libsodium's state must fit into ours");
_Static_assert(crypto_hash_sha256_BYTES == HASH_SIZE, "SHA-256 has 32 bytes");

/* The state is copied out and back: `opaque` is bytes, with no promise of libsodium's
 * alignment. libsodium's SHA-256 needs no sodium_init(): it picks no implementation. */
static void load(crypto_hash_sha256_state *state, const struct hash_state *h)
{
    memcpy(state, h->opaque, sizeof *state);
}

static void save(struct hash_state *h, const crypto_hash_sha256_state *state)
{
    memcpy(h->opaque, state, sizeof *state);
}

void hash_init(struct hash_state *h)
{
    crypto_hash_sha256_state state;

    crypto_hash_sha256_init(&state);
    save(h, &state);
}

void hash_update(struct hash_state *h, const void *bytes, size_t n)
{
    crypto_hash_sha256_state state;

    if (n == 0)
        return;
    load(&state, h);
    crypto_hash_sha256_update(&state, bytes, n);
    save(h, &state);
}

void hash_final(struct hash_state *h, uint8_t out[static HASH_SIZE])
{
    crypto_hash_sha256_state state;

    load(&state, h);
    crypto_hash_sha256_final(&state, out);
    memset(h, 0, sizeof *h);        /* a used state is no state */
}

void hash_bytes(const void *bytes, size_t n, uint8_t out[static HASH_SIZE])
{
    struct hash_state h;

    hash_init(&h);
    hash_update(&h, bytes, n);
    hash_final(&h, out);
}

const char *hash_hex(const uint8_t hash[static HASH_SIZE], char out[static HASH_HEX])
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < HASH_SIZE; i++) {
        out[2 * i] = digits[hash[i] >> 4];
        out[2 * i + 1] = digits[hash[i] & 15];
    }
    out[HASH_HEX - 1] = '\0';
    return out;
}
