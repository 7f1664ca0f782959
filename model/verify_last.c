#include "model/verify_last.h"

#include <stdio.h>
#include <stdlib.h>

#include "model/aside.h"

#define KEY "verified"

/* ms TAB day TAB events TAB findings TAB person TAB code */
bool verify_last(struct store *st, struct verify_last *out)
{
    char *text = store_meta(st, KEY);
    long long at, day, events, bad, person;

    *out = (struct verify_last){0};
    int n = text ? sscanf(text, "%lld\t%lld\t%lld\t%lld\t%lld\t%47[0-9A-Z-]", &at, &day, &events,
                          &bad, &person, out->code) : 0;
    free(text);
    if (n < 5 || day < INT32_MIN / 2 || day > INT32_MAX / 2)
        return false;
    out->at = at;
    out->day = (int32_t)day;
    out->events = events;
    out->bad = bad;
    out->person = person;
    return true;
}

size_t verify_findings(const struct verify *v)
{
    return v->chain.bad + v->facts.bad + v->derived.bad + v->private_values.bad +
           v->evidence.bad;
}

enum xh_rc verify_remember(struct store *st, const struct env *env, int64_t person,
                           const struct verify *v, struct xh_err *err)
{
    char code[48] = "";

    if (!v->chain.bad)
        verify_code_format(v->head, code);
    char *text = xasprintf("%lld\t%lld\t%lld\t%zu\t%lld\t%s", (long long)env->now_ms,
                           (long long)env->today, (long long)v->events, verify_findings(v),
                           (long long)person, code);
    enum xh_rc rc = aside_begin(st, KEY, err);
    if (rc == XH_OK)
        rc = aside_end(st, store_set_meta(st, KEY, text, err), err);
    free(text);
    return rc;
}
