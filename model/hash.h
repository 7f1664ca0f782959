/* hash.h - SHA-256 (libsodium), as the event chain, evidence and configuration use it. */
#ifndef MODEL_HASH_H
#define MODEL_HASH_H

#include <stddef.h>
#include <stdint.h>

#define HASH_SIZE 32
#define HASH_HEX 65                 /* 64 digits and NUL */

struct hash_state { unsigned char opaque[256]; };
void hash_init(struct hash_state *h);
void hash_update(struct hash_state *h, const void *bytes, size_t n);
void hash_final(struct hash_state *h, uint8_t out[static HASH_SIZE]);
void hash_bytes(const void *bytes, size_t n, uint8_t out[static HASH_SIZE]);
const char *hash_hex(const uint8_t hash[static HASH_SIZE], char out[static HASH_HEX]);

#endif
