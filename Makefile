# SPDX-License-Identifier: GPL-3.0-or-later
# Each target installs the packages that it needs (.ci/packages) and then calls
# meson.
#   make run      build and start Starloom with the arguments ARGS="..."
#   make test     build and run every test
#   make build    build only
#   make fuzz     try readers of files with any bytes, SECONDS each (clang)
#   make install  install below PREFIX (at configuration), with DESTDIR
#   make clean    remove the build folder
BUILD ?= build
PREFIX ?= /usr/local
MESON_ARGS ?=
ARGS ?=

SECONDS ?= 600

.PHONY: run test build fuzz install clean

run: build
	./$(BUILD)/app/starloom $(ARGS)

test: build
	@.ci/install test
	@.ci/tests $(BUILD) all comma

build:
	@.ci/install build
	@test -f $(BUILD)/build.ninja || meson setup --prefix=$(PREFIX) $(MESON_ARGS) $(BUILD)
	ninja -C $(BUILD)

fuzz:
	@.ci/install build
	@tests/fuzz/run build-fuzz $(SECONDS)

install: build
	meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf ./$(BUILD)
