# Builds plugins with a pinned gorename-plugin, which is installed below .tools if it is not there. In a Makefile:
#
#   GORENAME_PLUGIN_RELEASE := ADDRESS
#   GORENAME_PLUGIN_VERSION := 0.1.0
#   GORENAME_PLUGIN_SHA256_linux_x86_64 := HEX
#   GORENAME_PLUGIN_FLAGS := --host ./server
#   include gorename-plugin.mk
#
#   plugins: plugin1.so plugin2.so
#
# `make plugin1.so` builds the directory plugin1. install.sh is expected beside this file.

GORENAME_PLUGIN_MK := $(dir $(lastword $(MAKEFILE_LIST)))
GORENAME_PLUGIN_MACHINE := $(shell uname -s | tr A-Z a-z)_$(shell uname -m)
GORENAME_PLUGIN_DIR := .tools/gorename-plugin-$(GORENAME_PLUGIN_VERSION)-$(GORENAME_PLUGIN_MACHINE)
GORENAME_PLUGIN := $(GORENAME_PLUGIN_DIR)/gorename-plugin
# Flags of the tool, and of go build.
GORENAME_PLUGIN_FLAGS ?=
GORENAME_PLUGIN_GOFLAGS ?= -trimpath

$(GORENAME_PLUGIN):
	sh $(GORENAME_PLUGIN_MK)install.sh --from '$(GORENAME_PLUGIN_RELEASE)' --version '$(GORENAME_PLUGIN_VERSION)' \
		--sha256 '$(GORENAME_PLUGIN_SHA256_$(GORENAME_PLUGIN_MACHINE))' --to $(GORENAME_PLUGIN_DIR)

# The tool compares the sources itself: an up-to-date plugin is not written, so make does not build what depends on it.
%.so: $(GORENAME_PLUGIN) gorename-plugin-always
	$(GORENAME_PLUGIN) build ./$* -o $@ $(GORENAME_PLUGIN_FLAGS) -- $(GORENAME_PLUGIN_GOFLAGS)

.PHONY: gorename-plugin-always
gorename-plugin-always:
