# Builds Go plugins with gorename-plugin. In a Makefile:
#
#   include $(shell gorename-plugin makefile)
#
#   plugins: auth.so limits.so
#   auth.so: GORENAME_PLUGIN_FLAGS = --host ./server
#
# auth.so is built from the directory auth. For other names, write a pattern rule:
#
#   dist/%.so: plugins/%/
#   	$(GORENAME_PLUGIN_BUILD)

GORENAME_PLUGIN ?= gorename-plugin
# Flags of gorename-plugin build, and of go build.
GORENAME_PLUGIN_FLAGS ?=
GORENAME_PLUGIN_GOFLAGS ?=
GORENAME_PLUGIN_BUILD = $(GORENAME_PLUGIN) build $< -o $@ --depfile $@.d $(GORENAME_PLUGIN_FLAGS) -- $(GORENAME_PLUGIN_GOFLAGS)

%.so: %/
	$(GORENAME_PLUGIN_BUILD)

# What the plugins were built from. The first target of the Makefile stays the default.
GORENAME_PLUGIN_GOAL := $(.DEFAULT_GOAL)
-include $(wildcard *.so.d */*.so.d */*/*.so.d)
.DEFAULT_GOAL := $(GORENAME_PLUGIN_GOAL)
