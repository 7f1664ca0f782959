/* verify_code.h - the code of the chain as it stands on paper (invariant 3), and reading it
 * back however it comes: typed, pasted with the line around it, scanned. */
#ifndef MODEL_VERIFY_CODE_H
#define MODEL_VERIFY_CODE_H

#include "model/err.h"
#include "model/hash.h"

#define VERIFY_CODE_LETTERS 28

/* The first 128 bits of the hash in groups of four Crockford letters, the last two of which
 * check the others. */
void verify_code_format(const uint8_t hash[static HASH_SIZE], char out[static 48]);
/* What a QR code on paper says: "XIAOHAO 1 1862 0024-H36H-...", the 1 being the version of
 * this text. verify_code_read() takes it. Caller frees. */
char *verify_code_scan(const char *code, int64_t seq);

struct verify_typed {
    int64_t seq;                /* of the event the text names beside the code; 0: none */
    char letters[VERIFY_CODE_LETTERS + 1];      /* capitals, without the dashes */
};
/* `text` as typed, pasted or scanned: the code alone, the line it stands in on paper
 * (校验码(核对用):… 事件号 …), whole, wrapped anywhere or cut around the code, the page that
 * holds this line, what a QR code says. Small and full-width letters, colons, blanks and
 * dashes of any kind, o for 0, i and l for 1 are all right.
 * XH_REFUSED says what is wrong with the code; out->seq is read all the same. */
enum xh_rc verify_code_read(const char *text, struct verify_typed *out, struct xh_err *err);

#endif
