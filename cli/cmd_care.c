/* cmd_care.c - config check, apply, reference; verify. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/township.h"
#include "cli/typed.h"
#include "config/reference.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"
#include "model/verify.h"
#include "report/impact.h"

/* ---- config ---- */

static enum xh_rc check(struct app *a, struct draft_folder *d, bool *same, struct xh_err *err)
{
    struct impact i = {0};
    char *dir = xasprintf("%s/config", a->home);
    enum xh_rc rc = permit_check(a->st->db, a->defs, a->me, VERB_CONFIG, NULL, 0, err);

    if (rc == XH_OK)
        rc = draft_load(d, dir, err);
    free(dir);
    if (rc == XH_OK)
        rc = draft_folder_weigh(d, a->st, &a->env, a->me, same, &i, err);
    if (rc == XH_OK && *same) {
        outf("%s\n", _("The draft is what is in force already."));
    } else if (rc == XH_OK) {
        struct buf b = {0};
        impact_text(&b, a->defs, &i, true);
        out(buf_str(&b));
        buf_fini(&b);
    }
    impact_fini(&i);
    return rc;
}

static enum xh_rc apply(struct app *a, const struct args *args, struct draft_folder *d,
                        struct xh_err *err)
{
    bool same = false;
    enum xh_rc rc = check(a, d, &same, err);

    if (rc != XH_OK || same)
        return rc;
    if (!args_has(args, "yes") && !app_ask(a, _("Put it in force?")))
        return xh_fail(err, XH_REFUSED,
                       a->in_tty ? _("nothing was changed")
                                 : _("say --yes to put it in force. Nothing was "
                                     "changed."));
    rc = draft_folder_apply(d, a->st, &a->env, a->me, err);
    if (rc == XH_OK)
        outf("%s\n", _("In force."));
    return rc;
}

static enum xh_rc run_config(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    static const char *const whats[] = { "check", "apply", "reference", NULL };
    const char *what = args_word(args, 0);
    struct draft_folder d = {0};
    bool same = false;
    enum xh_rc rc;

    (void)c;
    if (strcmp(what, "reference") == 0) {
        struct buf b = {0};
        config_reference(&b, REFERENCE_COLUMNS);
        out(buf_str(&b));
        buf_fini(&b);
        return XH_OK;
    }
    if (strcmp(what, "check") != 0 && strcmp(what, "apply") != 0)
        return not_among("config", what, whats, err);
    rc = app_open(a, true, err);
    if (rc == XH_OK)
        rc = strcmp(what, "check") == 0 ? check(a, &d, &same, err) : apply(a, args, &d, err);
    draft_folder_fini(&d);
    return rc;
}

/* ---- verify ---- */

static void print_part(const char *name, const struct verify_part *part)
{
    char *cell = text_fit(name, 16, TEXT_LEFT);
    struct buf shown = {0};

    if (part->bad)
        outf(_("%s %zu checked, %zu WRONG\n"), cell, part->checked, part->bad);
    else
        outf(_("%s %zu checked, all right\n"), cell, part->checked);
    text_show(&shown, buf_str(&part->findings), true);
    for (const char *line = buf_str(&shown); *line;) {
        size_t n = strcspn(line, "\n");
        outf("    %.*s\n", (int)n, line);
        line += n + (line[n] == '\n');
    }
    buf_fini(&shown);
    free(cell);
}

static enum xh_rc verify_all(struct app *a, struct xh_err *err)
{
    struct verify v = {0};
    enum xh_rc rc = verify_run(a->st, NULL, NULL, &v, err);
    char hex[HASH_HEX], code[48];

    if (rc == XH_OK || v.chain.checked || v.chain.bad || v.facts.checked) {
        print_part(_("Chain"), &v.chain);
        print_part(_("Facts"), &v.facts);
        print_part(_("Derived"), &v.derived);
        print_part(_("Private values"), &v.private_values);
        print_part(_("Evidence"), &v.evidence);
        outf(_("Decisions recorded from paper: %lld\n"), (long long)v.on_paper);
        verify_code_format(v.head, code);
        outf(_("Last event: %lld, hash %s\n"), (long long)v.events,
             hash_hex(v.head, hex));
        outf(_("Code for paper: %s (event %lld)\n"), code, (long long)v.events);
        if (rc == XH_OK)
            outf("%s\n", _("The record is whole."));
    }
    verify_fini(&v);
    return rc;
}

/* The number of the event: given, in the text of the code, or in both and the same. */
static enum xh_rc which_event(const char *given, const char *code, int64_t *seq,
                              struct xh_err *err)
{
    struct verify_typed typed;
    struct xh_err why;

    verify_code_read(code, &typed, &why); /* verify_code() will say what is wrong with it */
    *seq = typed.seq;
    if (!given)
        return *seq ? XH_OK
                    : xh_fail(err, XH_USAGE,
                              _("--code does not tell the number of the event; give it with "
                                "--seq: both stand on the paper"));
    enum xh_rc rc = typed_number(given, "--seq", seq, err);
    if (rc == XH_OK && typed.seq && typed.seq != *seq)
        rc = xh_fail(err, XH_USAGE,
                     _("--seq says event %lld, the text of --code event %lld: which of them "
                       "stands on the paper?"),
                     (long long)*seq, (long long)typed.seq);
    return rc;
}

static enum xh_rc run_verify(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    const char *seq = args_get(args, "seq"), *code = args_get(args, "code");
    int64_t n = 0;
    enum xh_rc rc;

    (void)c;
    if (!seq && !code)
        return verify_all(a, err);
    if (!code)
        return xh_fail(err, XH_USAGE,
                       _("--seq and --code go together: both stand on the paper"));
    rc = which_event(seq, code, &n, err);
    if (rc == XH_OK)
        rc = verify_code(a->st, n, code, err);
    if (rc == XH_OK)
        outf(_("The record up to event %lld is the one the paper came from.\n"),
             (long long)n);
    return rc;
}

/* ---- the table ---- */

static const struct option config_options[] = {
    { "yes", 'y', OPT_FLAG, NULL, N_("apply: do not ask"), NO_PLACE }, { 0 }
};
static const struct option verify_options[] = {
    { "seq", 0, OPT_NUMBER, "N", N_("number of the event printed on a sheet"), NO_PLACE },
    { "code", 0, OPT_CODE, "CODE", N_("the code printed beside it, or the line with both"),
      NO_PLACE },
    { 0 },
};
static const struct word config_words[] = {
    { "check|apply|reference", NO_PLACE, false, false }, { 0 }
};

const struct command care_commands[] = {
    { .name = "config", .usage = "check | apply [--yes] | reference",
      .help = N_("check the draft in config/, put it in force, every key explained"),
      .run = run_config, .options = config_options, .words = config_words,
      .flags = CMD_NO_HOME },
    { .name = "verify", .usage = "[[--seq N] --code CODE]",
      .help = N_("check that nobody has changed the record"), .run = run_verify,
      .options = verify_options },
    { 0 },
};
