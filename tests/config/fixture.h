/* fixture.h - the shipped township as texts, for tests that change a little of it. */
#ifndef TESTS_CONFIG_FIXTURE_H
#define TESTS_CONFIG_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "config/config.h"

struct texts {
    struct config_text v[64];
    size_t n;
};

const char *root_folder(void);              /* the checkout: XH_ROOT, else "." */
char *shipped_folder(void);                 /* caller frees */
char *read_whole(const char *path, size_t *n);      /* fails the test; caller frees */

/* Every shipped file under its document's name. Caller: texts_free(). */
struct texts shipped_texts(void);
/* The same from tests/config/township, where line numbers stay what they are. */
struct texts frozen_texts(void);
void texts_free(struct texts *t);
/* Replace or add a document; copies. */
void texts_put(struct texts *t, const char *name, const char *text, size_t len);
const struct config_text *texts_get(const struct texts *t, const char *name);

double seconds(void);       /* spent by this process: others may share the machine */

/* "At once": 0.1 s is aimed at and measured; asserted generously, more so where every
 * access is checked. */
#ifdef __SANITIZE_ADDRESS__
#define AT_ONCE 5.0
#else
#define AT_ONCE 1.0
#endif

#endif
