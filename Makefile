# xiaohao 销号 - built by hand-written make, read from top to bottom.
#
#   make run            the first thing to type: installs what is missing, builds, opens a township
#   make test           everything that is tested, one summary line at the end
#   make SAN=1 test     the same under the address and undefined behaviour sanitizers
#   make COV=1 coverage branch coverage of model/ and config/
#
# Every variant has a build folder of its own; BUILD=build-mine keeps a private one.

VERSION := $(shell cat VERSION)
PREFIX  ?= /usr/local
DESTDIR ?=
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)
T       ?=
SOAK    ?= 600

# V=1 shows whole commands instead of one short line each.
say = $(if $(V),,@echo '  $(1)';)

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules

# ---- variants ---------------------------------------------------------------------------------

ifdef SAN
BUILD   ?= build-san
OPT     := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# Lines for the reports are enough; all the rest takes a sixth of the time to build.
CFLAGS  ?= -g1
else ifdef COV
BUILD   ?= build-cov
OPT     := -O0 --coverage
else
BUILD   ?= build
OPT     := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif

# ---- flags ------------------------------------------------------------------------------------

LIBRARIES := sqlite3 yaml-0.1 libsodium ncursesw
# libcsv comes without a pkg-config file.
PLAIN_LIBRARIES := -lcsv

# What makes PDF and XLSX is a module of its own, loaded when something is typeset.
TYPESET_LIBRARIES := pangocairo xlsxwriter zlib libqrencode

WARN    := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wvla
HARDEN  := -fstack-protector-strong -fPIE
CFLAGS  ?= -g
XCFLAGS := -std=c11 $(OPT) $(WARN) $(HARDEN) $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
XCPPFLAGS := -D_GNU_SOURCE -I. \
	-DXH_VERSION='"$(VERSION)"' \
	-DXH_LOCALEDIR='"$(PREFIX)/share/locale"' \
	-DXH_LIBDIR='"$(PREFIX)/lib/xiaohao"' \
	-DXH_TOWNSHIPDIR='"$(PREFIX)/share/xiaohao/township"'
XLDFLAGS := $(OPT) -pie -Wl,-z,relro,-z,now -Wl,--as-needed
LIBS    := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null) $(PLAIN_LIBRARIES)
TYPESET_CFLAGS := -fPIC -fvisibility=hidden $(shell pkg-config --cflags $(TYPESET_LIBRARIES) 2>/dev/null)
TYPESET_LIBS   := $(shell pkg-config --libs $(TYPESET_LIBRARIES) 2>/dev/null) -lm
WERROR_1 := -Werror

# ---- what there is ----------------------------------------------------------------------------

SRC     := $(sort $(wildcard model/*.c config/*.c report/*.c tui/*.c cli/*.c))
HDR     := $(sort $(wildcard model/*.h config/*.h report/*.h tui/*.h cli/*.h))
OBJ     := $(SRC:%.c=$(BUILD)/%.o)
LIB     := $(BUILD)/libxiaohao.a
LIBOBJ  := $(filter-out $(BUILD)/cli/main.o,$(OBJ))
BIN     := $(if $(wildcard cli/main.c),$(BUILD)/xiaohao)
MO      := $(BUILD)/locale/zh_CN/LC_MESSAGES/xiaohao.mo

# The module has copies of its own of the little it shares with the program.
TYPESETSRC := $(sort $(wildcard report/typeset/*.c))
TYPESETOBJ := $(patsubst %.c,$(BUILD)/module/%.o,$(TYPESETSRC) \
	model/mem.c model/err.c model/text.c model/decimal.c model/file_cannot.c report/document_form.c)
TYPESET := $(BUILD)/typeset.so

# tests/model/test_day.c becomes build/tests/model_day; the other .c files beside it are helpers
# that every test program may use.
TESTSRC := $(sort $(wildcard tests/*/test_*.c))
TESTBIN := $(foreach t,$(TESTSRC),$(BUILD)/tests/$(subst /test_,_,$(patsubst tests/%.c,%,$(t))))
BENCHSRC := $(sort $(wildcard tests/bench/*.c))
HELPSRC := $(filter-out $(TESTSRC) $(BENCHSRC),$(sort $(wildcard tests/*/*.c)))
HELPOBJ := $(HELPSRC:%.c=$(BUILD)/%.o)
HELPLIB := $(if $(HELPOBJ),$(BUILD)/libtests.a)

# The shipped township is read from beside the program when it runs from its build folder.
SHIPPED := $(shell find config/township -type f 2>/dev/null)
TOWNSHIP := $(if $(SHIPPED),$(BUILD)/township/.copied)

# ---- build ------------------------------------------------------------------------------------

.PHONY: all tests
all: $(BIN) $(LIB) $(TYPESET) $(MO) $(TOWNSHIP)    ## build the program (build/xiaohao)

tests: all $(TESTBIN)

$(BUILD)/xiaohao: $(BUILD)/cli/main.o $(LIB)
	$(call say,LD   $@)$(CC) $(XLDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(LIB): $(LIBOBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,AR   $@)$(AR) rcs $@ $(LIBOBJ)

$(BUILD)/libtests.a: $(HELPOBJ) $(BUILD)/sources
	@rm -f $@
	$(call say,AR   $@)$(AR) rcs $@ $(HELPOBJ)

$(TYPESET): $(TYPESETOBJ) $(BUILD)/sources
	$(call say,LD   $@)$(CC) -shared $(filter-out -pie,$(XLDFLAGS)) -Wl,-z,defs $(LDFLAGS) -o $@ $(TYPESETOBJ) \
	    $(TYPESET_LIBS)

$(BUILD)/module/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(filter-out -fPIE,$(XCFLAGS)) $(TYPESET_CFLAGS) $(WERROR_$(WERROR)) $(CFLAGS) \
	    $(XCPPFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC   $<)$(CC) $(XCFLAGS) $(WERROR_$(WERROR)) $(CFLAGS) $(XCPPFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

define test_program
$(BUILD)/tests/$(subst /test_,_,$(patsubst tests/%.c,%,$(1))): $(1:%.c=$(BUILD)/%.o) $(HELPLIB) $(LIB)
	@mkdir -p $$(@D)
	$$(call say,LD   $$@)$$(CC) $$(XLDFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $(if $(findstring /test_screen,$(1)),-lvterm) $(if $(findstring /test_theme,$(1)),-lm) $$(LIBS)
endef
$(foreach t,$(TESTSRC),$(eval $(call test_program,$(t))))

$(BUILD)/bench-program: $(BENCHSRC:%.c=$(BUILD)/%.o) $(HELPLIB) $(LIB)
	@mkdir -p $(@D)
	$(call say,LD   $@)$(CC) $(XLDFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# Objects depend on the flags they were built with, archives on the list of files: a changed
# PREFIX or a deleted source is noticed. -Werror is left out on purpose; it changes no object.
define remember
@mkdir -p $(@D); echo '$(subst ','\'',$(1))' | cmp -s - $@ || echo '$(subst ','\'',$(1))' > $@
endef
.PHONY: always
$(BUILD)/flags: always
	$(call remember,$(CC) $(XCFLAGS) $(TYPESET_CFLAGS) $(CFLAGS) $(XCPPFLAGS) $(CPPFLAGS) $(XLDFLAGS) $(LDFLAGS))
$(BUILD)/sources: always
	$(call remember,$(SRC) $(TYPESETSRC) $(HELPSRC))

$(BUILD)/township/.copied: $(SHIPPED)
	@rm -rf $(@D); mkdir -p $(@D)
	$(call say,COPY $(@D))cp -R config/township/. $(@D)/
	@touch $@

-include $(OBJ:.o=.d) $(TYPESETOBJ:.o=.d) $(HELPOBJ:.o=.d) $(TESTSRC:%.c=$(BUILD)/%.d) $(BENCHSRC:%.c=$(BUILD)/%.d)

# ---- try it -----------------------------------------------------------------------------------

PACKAGES := tools/install-packages.sh

.PHONY: run
run:    ## install what is missing, build, and open a small practice township (build/demo)
	@$(PACKAGES) build
	@$(MAKE) -j$(JOBS) all
	@echo
	$(BUILD)/xiaohao demo $(BUILD)/demo

# ---- check ------------------------------------------------------------------------------------

.PHONY: test test-office test-print soak bench coverage lint
test:   ## install what tests need and run them all (T=model/day runs those whose name matches)
	@$(PACKAGES) build test
	@$(MAKE) -j$(JOBS) WERROR=1 tests
	@tests/run $(BUILD) $(T)

test-office:    ## whether an office program reads the workbooks (installs LibreOffice Calc, 400 MB)
	@$(PACKAGES) build test office
	@$(MAKE) -j$(JOBS) WERROR=1 all $(BUILD)/tests/report_typeset_office
	@tests/run $(BUILD) report/typeset_office

test-print:     ## whether a print queue gets what is printed (installs CUPS; runs one of its own)
	@$(PACKAGES) build test print
	@$(MAKE) -j$(JOBS) WERROR=1 all $(BUILD)/tests/report_print_cups
	@tests/run $(BUILD) report/print_cups

soak:   ## the kill and random tests, much longer (SOAK=600 seconds each)
	@$(PACKAGES) build test
	@$(MAKE) -j$(JOBS) WERROR=1 tests
	@XH_SOAK=$(SOAK) XH_TEST_TIMEOUT=$$(($(SOAK) * 3 + 600)) tests/run $(BUILD) 'kill|soak|random|property'

bench:  ## measure against other programs, side by side (ROWS="paper save" for some of them)
	@$(PACKAGES) build test bench
	@$(MAKE) -j$(JOBS) all $(BUILD)/bench-program
	@rm -rf $(BUILD)/bench
	@$(BUILD)/bench-program $(BUILD)/xiaohao $(BUILD)/township $(BUILD)/bench $(ROWS)

coverage:       ## with COV=1: branch coverage of model/ and config/, at least 85 %
	@test -n "$(COV)" || { echo "make COV=1 coverage"; exit 2; }
	@$(PACKAGES) build test coverage
	@find $(BUILD) -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) test
	@gcovr --root . --filter model/ --filter config/ $(BUILD) \
	    --exclude-throw-branches --exclude-unreachable-branches \
	    --exclude-branches-by-pattern '.*\bassert\(.*' \
	    --branches --print-summary --fail-under-branch 85

lint:   ## fences, line lengths, translations, shellcheck, cppcheck
	@$(PACKAGES) build lint
	@tools/lint.sh $(BUILD)

# ---- translation ------------------------------------------------------------------------------

XGETTEXT := xgettext --force-po --from-code=UTF-8 --language=C --keyword --keyword=_ --keyword=N_ \
	--flag=_:1:pass-c-format --flag=N_:1:pass-c-format --flag=xh_fail:3:c-format \
	--flag=xh_fail_more:3:c-format --flag=buf_printf:2:c-format --flag=xasprintf:1:c-format \
	--add-location=file --add-comments=TRANSLATORS --package-name=xiaohao \
	--copyright-holder='xiaohao contributors'

.PHONY: po pot
po: pot ## collect the words of the sources and merge them into po/zh_CN.po
	msgmerge --quiet --update --backup=none --no-fuzzy-matching --add-location=file \
	    po/zh_CN.po po/xiaohao.pot
	@msgattrib --force-po --no-obsolete -o po/zh_CN.po po/zh_CN.po
	@msgfmt --statistics -o /dev/null po/zh_CN.po

# Fuzzy guesses are switched off: a wrong word on paper is worse than an English one, and lint
# refuses both.
pot: po/xiaohao.pot
po/xiaohao.pot: $(SRC) $(TYPESETSRC) $(HDR) $(BUILD)/sources
	$(call say,POT  $@)$(XGETTEXT) -o $@ $(SRC) $(TYPESETSRC) $(HDR)

$(MO): po/zh_CN.po
	@mkdir -p $(@D)
	$(call say,MO   $@)msgfmt --check -o $@ $<

# ---- care -------------------------------------------------------------------------------------

.PHONY: format install clean help
format: ## lay out the changed lines of C with clang-format
	@$(PACKAGES) format
	git clang-format --style=file --extensions c,h || true

install: all    ## install into $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES \
	    $(DESTDIR)$(PREFIX)/share/xiaohao $(DESTDIR)$(PREFIX)/share/doc/xiaohao \
	    $(DESTDIR)$(PREFIX)/lib/xiaohao
	install -m 755 $(BUILD)/xiaohao $(DESTDIR)$(PREFIX)/bin/xiaohao
	install -m 644 $(TYPESET) $(DESTDIR)$(PREFIX)/lib/xiaohao/typeset.so
	install -m 644 $(MO) $(DESTDIR)$(PREFIX)/share/locale/zh_CN/LC_MESSAGES/xiaohao.mo
	install -m 644 docs/xiaohao.1 $(DESTDIR)$(PREFIX)/share/man/man1/xiaohao.1
	install -m 644 README.md CHANGELOG.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/xiaohao/
	install -m 644 config/README.md $(DESTDIR)$(PREFIX)/share/doc/xiaohao/config.md
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/user
	install -m 644 packaging/xiaohao-weekly.timer $(DESTDIR)$(PREFIX)/lib/systemd/user/
	sed 's#/usr/local/#$(PREFIX)/#' packaging/xiaohao-weekly.service \
	    >$(DESTDIR)$(PREFIX)/lib/systemd/user/xiaohao-weekly.service
	sed 's#/usr/local/#$(PREFIX)/#' packaging/xiaohao.cron \
	    >$(DESTDIR)$(PREFIX)/share/doc/xiaohao/xiaohao.cron
	chmod 644 $(DESTDIR)$(PREFIX)/lib/systemd/user/xiaohao-weekly.service \
	    $(DESTDIR)$(PREFIX)/share/doc/xiaohao/xiaohao.cron
	for f in $(SHIPPED); do \
	    install -D -m 644 "$$f" "$(DESTDIR)$(PREFIX)/share/xiaohao/$${f#config/}" || exit 1; \
	done

clean:  ## remove every build folder
	rm -rf $(sort build build-san build-cov $(BUILD)) po/xiaohao.pot

help:   ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*##  *\(.*\)/\1\t\2/p' Makefile | \
	    while IFS="$$(printf '\t')" read -r name what; do printf '  %-10s %s\n' "$$name" "$$what"; done

always:
