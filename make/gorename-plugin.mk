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
GORENAME_PLUGIN_DEPFILES := $(wildcard *.so.d */*.so.d */*/*.so.d)
-include $(GORENAME_PLUGIN_DEPFILES)
# A plugin without such a file was built by hand, so make cannot know whether it is old: the tool looks once.
GORENAME_PLUGIN_BY_HAND := $(foreach file,$(filter-out $(GORENAME_PLUGIN_DEPFILES:.d=),$(wildcard *.so */*.so */*/*.so)),$(if $(wildcard $(file:.so=)/.),$(file)))
ifneq ($(GORENAME_PLUGIN_BY_HAND),)
$(GORENAME_PLUGIN_BY_HAND): gorename-plugin-look
.PHONY: gorename-plugin-look
gorename-plugin-look:
endif
.DEFAULT_GOAL := $(GORENAME_PLUGIN_GOAL)
